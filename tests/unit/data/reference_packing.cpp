// Archives for tests, written by hand: stored members with their checksums.
#include <array>

#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

std::string little(std::uint64_t value, int bytes) {
  std::string text;
  for (int index = 0; index < bytes; ++index)
    text.push_back(static_cast<char>((value >> (8 * index)) & 0xFFU));
  return text;
}

}  // namespace

std::string gzip_of(std::string_view content) {
  std::string packed("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
  std::string_view rest = content;
  do {
    const std::string_view block = rest.substr(0, 65535);
    rest.remove_prefix(block.size());
    packed.push_back(rest.empty() ? '\1' : '\0');
    packed += little(block.size(), 2) + little(~block.size() & 0xFFFFU, 2);
    packed += block;
  } while (!rest.empty());
  return packed + little(crc32(content), 4) + little(content.size(), 4);
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string archive;
  std::string directory;
  for (const auto& [name, content] : members) {
    const std::string facts = little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) +
                              little(crc32(content), 4) + little(content.size(), 4) +
                              little(content.size(), 4) + little(name.size(), 2) + little(0, 2);
    directory += "PK\1\2" + little(20, 2) + facts + little(0, 2) + little(0, 2) + little(0, 2) +
                 little(0, 4) + little(archive.size(), 4) + name;
    archive += "PK\3\4" + facts + name + content;
  }
  return archive + directory + "PK\5\6" + little(0, 4) + little(members.size(), 2) +
         little(members.size(), 2) + little(directory.size(), 4) + little(archive.size(), 4) + little(0, 2);
}

}  // namespace chargelint::data::testing
