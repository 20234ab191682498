# SPDX-License-Identifier: Apache-2.0
# Writes OUT, a C file with the bytes of FILES, found by their names below the folder ROOT.
set(bodies "")
set(rows "")
set(i 0)
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name ${ROOT} ${file})
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  string(APPEND bodies "static const unsigned char file_${i}[] = {\n${bytes}0};\n")
  string(APPEND rows "    {\"${name}\", file_${i}, sizeof file_${i} - 1},\n")
  math(EXPR i "${i} + 1")
endforeach()
file(WRITE ${OUT} "// Made from data/ by cmake/embed.cmake; do not edit.
#include \"cube/embedded.h\"
${bodies}
static const struct {
    const char *name;
    const unsigned char *data;
    size_t length;
} files[] = {
${rows}    {NULL, NULL, 0},
};

rap_span rap_embedded(const char *name)
{
    for (size_t i = 0; files[i].name; i++)
        if (rap_span_is(rap_span_of(name), files[i].name))
            return (rap_span){(const char *)files[i].data, files[i].length};
    return (rap_span){NULL, 0};
}

const char *rap_embedded_name(size_t i)
{
    return i < sizeof files / sizeof *files ? files[i].name : NULL;
}
")
