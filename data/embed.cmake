# Writes FILES as byte arrays into OUTPUT (a semicolon list; names are relative to ROOT): FUNCTION of the
# namespace SCOPE, declared in HEADER, gives them.
list(SORT FILES)
set(arrays "")
set(entries "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  file(RELATIVE_PATH name ${ROOT} ${file})
  string(APPEND arrays "constexpr unsigned char kFile${number}[] = {${bytes}0};\n")
  string(APPEND entries "      {\"${name}\", view(kFile${number})},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "// Made by data/embed.cmake.
#include \"${HEADER}\"

#include <array>
#include <cstddef>

namespace ${SCOPE} {
namespace {

${arrays}
template <std::size_t Size>
std::string_view view(const unsigned char (&bytes)[Size]) {
  return {reinterpret_cast<const char*>(bytes), Size - 1};
}

}  // namespace

std::span<const data::EmbeddedFile> ${FUNCTION}() {
  static const std::array<data::EmbeddedFile, ${number}> files{{
${entries}  }};
  return files;
}

}  // namespace ${SCOPE}
")
