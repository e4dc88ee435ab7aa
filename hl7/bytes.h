// Byte classes and searches shared by the readers of this folder.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace chargelint::hl7 {

inline constexpr char kStartBlock = '\x0B';
inline constexpr char kEndBlock = '\x1C';
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr bool is_upper(char character) {
  return character >= 'A' && character <= 'Z';
}
constexpr bool is_lower(char character) {
  return character >= 'a' && character <= 'z';
}
constexpr bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
constexpr bool is_alphanumeric(char character) {
  return is_upper(character) || is_lower(character) || is_digit(character);
}
constexpr char to_upper(char character) {
  return is_lower(character) ? static_cast<char>(character - 'a' + 'A') : character;
}
// What may stand behind MSH: printable, no letter, no digit, no space.
constexpr bool is_separator(char character) {
  return static_cast<unsigned char>(character) > ' ' && static_cast<unsigned char>(character) < 0x7F &&
         !is_alphanumeric(character);
}

constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

constexpr bool equal_folded(std::string_view left, std::string_view upper) {
  if (left.size() != upper.size()) return false;
  for (std::size_t index = 0; index < left.size(); ++index) {
    if (to_upper(left[index]) != upper[index]) return false;
  }
  return true;
}

// The offset behind framing bytes, white space and a byte-order mark.
constexpr std::size_t skip_preamble(std::string_view bytes, std::size_t position) {
  while (position < bytes.size()) {
    const char character = bytes[position];
    if (character == kStartBlock || character == kEndBlock || character == ' ' || character == '\t' ||
        character == '\r' || character == '\n' || character == '\0') {
      ++position;
    } else if (bytes.substr(position).starts_with(kByteOrderMark)) {
      position += kByteOrderMark.size();
    } else {
      break;
    }
  }
  return position;
}

// The first `wanted` of a text, or its end. Separators mostly stand a few bytes apart, where a call of memchr
// costs more than the search; what is not found near by is left to it.
inline const char* find_byte(const char* begin, const char* end, char wanted) {
  if constexpr (std::endian::native == std::endian::little) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
    constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
    const std::uint64_t pattern = kOnes * static_cast<unsigned char>(wanted);
    for (int words = 0; words < 4 && end - begin >= 8; ++words) {
      std::uint64_t word = 0;
      std::memcpy(&word, begin, sizeof(word));
      word ^= pattern;
      const std::uint64_t zeros =
          (word - kOnes) & ~word & kHighBits;  // its lowest bit is that of the first match
      if (zeros != 0) return begin + std::countr_zero(zeros) / 8;
      begin += 8;
    }
    if (end - begin < 8) {
      while (begin != end && *begin != wanted) ++begin;
      return begin;
    }
  }
  if (begin == end) return end;
  const void* const found = std::memchr(begin, wanted, static_cast<std::size_t>(end - begin));
  return found == nullptr ? end : static_cast<const char*>(found);
}

// Whether a segment is of one name ("FT1").
constexpr bool has_id(std::string_view raw, std::string_view id) {
  return raw.size() >= 3 && raw[0] == id[0] && raw[1] == id[1] && raw[2] == id[2];
}

// The next place of one byte, remembered, so that walking a text asks memchr once for each place and never
// twice for the same stretch. The end of the text when there is none.
class NextByte {
 public:
  NextByte(std::string_view text, char wanted) : text_(text), wanted_(wanted) {}
  std::size_t from(std::size_t position) {
    if (searched_ && at_ >= position) return at_;
    searched_ = true;
    at_ = text_.size();
    if (position < text_.size()) {
      const void* const found = std::memchr(text_.data() + position, wanted_, text_.size() - position);
      if (found != nullptr) at_ = static_cast<std::size_t>(static_cast<const char*>(found) - text_.data());
    }
    return at_;
  }

 private:
  std::string_view text_;
  char wanted_;
  bool searched_ = false;
  std::size_t at_ = 0;
};

}  // namespace chargelint::hl7
