# Files of data/ as C arrays, so that the program needs no other file. Run as
# a script (-DINPUT -DOUTPUT -DSYMBOL -P Embed.cmake) it writes one array;
# included, it offers embed_files() and embed_scenarios(), which make one for
# each file whenever the file changes.
if(CMAKE_SCRIPT_MODE_FILE)
  get_filename_component(name ${INPUT} NAME)
  file(READ ${INPUT} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1, " bytes "${bytes}")
  string(REPEAT "0x.., " 12 row)
  string(REGEX REPLACE "(${row})" "\\1\n    " bytes "${bytes}")
  string(REGEX REPLACE " +\n" "\n" bytes "${bytes}")
  file(WRITE ${OUTPUT} "/* Made from ${name} of data/; do not edit. */
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

# The source that defines builtin_SYMBOL, made whenever the file changes.
function(embed_file out input symbol)
  get_filename_component(name ${input} NAME)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/builtin_${symbol}.c)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${input} -DOUTPUT=${source}
      -DSYMBOL=${symbol} -P ${EMBED_SCRIPT}
    DEPENDS ${input} ${EMBED_SCRIPT}
    COMMENT "Embedding ${name}"
    VERBATIM)
  set(${out} ${source} PARENT_SCOPE)
endfunction()

# embed_files(OUT a.yaml b.pem): OUT becomes the list of generated sources,
# which define builtin_a_yaml and builtin_b_pem (catalog/builtin.h).
function(embed_files out)
  set(sources)
  foreach(input ${ARGN})
    get_filename_component(name ${input} NAME)
    string(MAKE_C_IDENTIFIER ${name} symbol)
    embed_file(source ${input} ${symbol})
    list(APPEND sources ${source})
  endforeach()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# embed_scenarios(OUT DIRECTORY): all *.yaml of the directory and the table
# builtin_scenarios[] that names them, sorted by id.
function(embed_scenarios out directory)
  file(GLOB inputs CONFIGURE_DEPENDS ${directory}/*.yaml)
  set(ids)
  foreach(input ${inputs})
    get_filename_component(id ${input} NAME_WLE)
    list(APPEND ids ${id})
  endforeach()
  list(SORT ids COMPARE STRING)

  set(sources)
  set(files)
  set(rows)
  foreach(id ${ids})
    string(MAKE_C_IDENTIFIER scenario_${id} symbol)
    embed_file(source ${directory}/${id}.yaml ${symbol})
    list(APPEND sources ${source})
    string(APPEND files "extern const struct builtin_file builtin_${symbol};\n")
    string(APPEND rows "    { \"${id}\", &builtin_${symbol} },\n")
  endforeach()

  set(table ${CMAKE_CURRENT_BINARY_DIR}/builtin_scenarios.c)
  file(CONFIGURE OUTPUT ${table} @ONLY CONTENT
    "/* Made from the names in data/lab/; do not edit. */
#include \"catalog/builtin.h\"

@files@
const struct builtin_scenario builtin_scenarios[] = {
@rows@};
const size_t builtin_scenario_count =
    sizeof builtin_scenarios / sizeof builtin_scenarios[0];
")
  set(${out} ${sources} ${table} PARENT_SCOPE)
endfunction()
