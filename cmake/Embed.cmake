# Files of data/ as C arrays, so that the program needs no other file. Run as
# a script (-DINPUT -DOUTPUT -DSYMBOL -P Embed.cmake) it writes one array;
# included, it offers embed_files(), which makes one for each file whenever
# the file changes.
if(CMAKE_SCRIPT_MODE_FILE)
  get_filename_component(name ${INPUT} NAME)
  file(READ ${INPUT} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1, " bytes "${bytes}")
  string(REPEAT "0x.., " 12 row)
  string(REGEX REPLACE "(${row})" "\\1\n    " bytes "${bytes}")
  string(REGEX REPLACE " +\n" "\n" bytes "${bytes}")
  file(WRITE ${OUTPUT} "/* Made from data/${name}; do not edit. */
#include \"catalog/builtin.h\"

static const unsigned char bytes[] = {
    ${bytes}
};

const struct builtin_file builtin_${SYMBOL} = {
    .name = \"${name}\",
    .bytes = bytes,
    .length = sizeof bytes,
};
")
  return()
endif()

set(EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

# embed_files(OUT a.yaml b.pem): OUT becomes the list of generated sources,
# which define builtin_a_yaml and builtin_b_pem (catalog/builtin.h).
function(embed_files out)
  set(sources)
  foreach(input ${ARGN})
    get_filename_component(name ${input} NAME)
    string(MAKE_C_IDENTIFIER ${name} symbol)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/builtin_${symbol}.c)
    add_custom_command(
      OUTPUT ${source}
      COMMAND ${CMAKE_COMMAND} -DINPUT=${input} -DOUTPUT=${source}
        -DSYMBOL=${symbol} -P ${EMBED_SCRIPT}
      DEPENDS ${input} ${EMBED_SCRIPT}
      COMMENT "Embedding ${name}"
      VERBATIM)
    list(APPEND sources ${source})
  endforeach()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()
