# How every room of the house is compiled, and how its tests are made.
add_library(house INTERFACE)
target_include_directories(house INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(house INTERFACE _GNU_SOURCE)
target_compile_options(house INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
  -Wmissing-prototypes -Wvla -Wundef -Wformat=2 -Wswitch-enum
  -Wno-missing-field-initializers -fno-common -fstack-protector-strong)
if(CDSDOCTOR_WERROR)
  target_compile_options(house INTERFACE -Werror)
endif()
if(CDSDOCTOR_SANITIZE)
  target_compile_options(house INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(house INTERFACE -fsanitize=address,undefined)
endif()
if(CDSDOCTOR_FUZZ)
  target_compile_options(house INTERFACE -fsanitize=fuzzer-no-link)
endif()

# add_room(NAME SOURCES a.c b.c LINKS base PkgConfig::YAML)
function(add_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(${name} PUBLIC house ${ROOM_LINKS})
endfunction()

# add_unit_test(NAME SOURCES a_test.c LINKS base): a cmocka program named NAME,
# run from the source tree with its own room's fixtures at hand.
function(add_unit_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE house ${TEST_LINKS} PkgConfig::CMOCKA)
  target_compile_definitions(${name} PRIVATE
    TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}"
    SHIPPED_DATA="${CMAKE_SOURCE_DIR}/data")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 60)
endfunction()
