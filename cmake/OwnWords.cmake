# The words that the program itself uses, as a C array: those of its data
# files, of the model's sources and of the literals of what is shown. A name
# of somebody's place that is one of them cannot be told from ours, and tells
# nothing. As a script (-DINPUTS -DLITERALS -DHOSTS -DOUTPUT -P OwnWords.cmake)
# it writes the arrays; included, it offers own_words().
if(CMAKE_SCRIPT_MODE_FILE)
  set(text "")
  string(REPLACE "|" ";" INPUTS "${INPUTS}")
  string(REPLACE "|" ";" LITERALS "${LITERALS}")
  foreach(input ${INPUTS})
    file(READ ${input} content)
    string(APPEND text " ${content}")
  endforeach()
  foreach(input ${LITERALS})
    file(STRINGS ${input} lines REGEX "\"")
    foreach(line IN LISTS lines)
      string(REGEX MATCHALL "\"[^\"]*\"" literals "${line}")
      string(APPEND text " ${literals}")
    endforeach()
  endforeach()
  string(TOLOWER "${text}" text)
  # What stands behind a backslash or a percent sign is no part of a word.
  string(REGEX REPLACE "\\\\[abefnrtv]" " " text "${text}")
  string(REGEX MATCHALL "[a-z0-9]+" words "${text}")
  list(FILTER words INCLUDE REGEX "^[a-z0-9][a-z0-9]+$")
  list(FILTER words EXCLUDE REGEX "^[0-9]+$|^[0-9a-f]+[0-9][0-9a-f]*$")
  list(FILTER words EXCLUDE REGEX "^.........................")
  list(REMOVE_DUPLICATES words)
  list(SORT words COMPARE STRING)
  list(LENGTH words count)
  list(JOIN words "\",\n    \"" words)

  file(STRINGS ${HOSTS} lines REGEX "^ *- host: ")
  list(TRANSFORM lines REPLACE "^ *- host: *([^ #]*).*" "\\1")
  list(JOIN lines "\",\n    \"" hosts)
  file(WRITE ${OUTPUT} "/* Made by OwnWords.cmake; do not edit. */
#include \"transcript/own_words.h\"

const char *const own_words[] = {
    \"${words}\",
};
const size_t own_word_count = ${count};

const char *const own_hosts[] = {
    \"${hosts}\",
};
const size_t own_host_count = sizeof own_hosts / sizeof own_hosts[0];
")
  return()
endif()

set(OWN_WORDS_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

# own_words(OUT): the source that defines own_words[] and own_hosts[].
function(own_words out)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/own_words_list.c)
  file(GLOB inputs CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/data/*.yaml ${CMAKE_SOURCE_DIR}/src/model/*.c)
  file(GLOB literals CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/src/base/*.c ${CMAKE_SOURCE_DIR}/src/report/*.c
    ${CMAKE_SOURCE_DIR}/src/transcript/*.c ${CMAKE_SOURCE_DIR}/src/ui/*.c
    ${CMAKE_SOURCE_DIR}/src/checks/*.c ${CMAKE_SOURCE_DIR}/src/intake/*.c
    ${CMAKE_SOURCE_DIR}/src/net/*.c ${CMAKE_SOURCE_DIR}/src/app/*.c)
  list(JOIN inputs "|" input_list)
  list(JOIN literals "|" literal_list)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DINPUTS=${input_list} -DLITERALS=${literal_list}
      -DHOSTS=${CMAKE_SOURCE_DIR}/data/regions.yaml -DOUTPUT=${source}
      -P ${OWN_WORDS_SCRIPT}
    DEPENDS ${inputs} ${literals} ${OWN_WORDS_SCRIPT}
    COMMENT "Collecting the program's own words"
    VERBATIM)
  set(${out} ${source} PARENT_SCOPE)
endfunction()
