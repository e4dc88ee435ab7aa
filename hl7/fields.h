// The pieces of a segment or a field, found in one pass: a reader that asks for twenty of them walks the
// bytes once.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "hl7/bytes.h"
#include "hl7/message.h"

namespace chargelint::hl7 {

// The first `Most` pieces between separators, counted from 1. What lies behind them is not looked at.
template <std::size_t Most>
class Pieces {
 public:
  Pieces(std::string_view text, char separator) : data_(text.data()) {
    if (text.empty()) return;
    std::size_t at = 0;
    if (separator != '\0') {
      if constexpr (std::endian::native == std::endian::little) {
        const std::uint64_t pattern = 0x0101010101010101ULL * static_cast<unsigned char>(separator);
        for (; at + 8 <= text.size(); at += 8) {
          for (std::uint64_t found = matches(data_ + at, pattern); found != 0; found &= found - 1) {
            ends_[count_++] =
                static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(found)) / 8;
            if (count_ == Most) return;
          }
        }
      }
      for (; at < text.size(); ++at) {
        if (data_[at] != separator) continue;
        ends_[count_++] = static_cast<std::uint32_t>(at);
        if (count_ == Most) return;
      }
    }
    ends_[count_++] = static_cast<std::uint32_t>(text.size());
  }
  [[nodiscard]] std::string_view operator[](std::size_t number) const {
    if (number == 0 || number > count_) return {};
    const std::size_t start = number == 1 ? 0 : ends_[number - 2] + 1;
    return {data_ + start, ends_[number - 1] - start};
  }

 private:
  // The high bit of each byte of a word that is the pattern's, and of no other.
  static std::uint64_t matches(const char* at, std::uint64_t pattern) {
    constexpr std::uint64_t kLowBits = 0x7F7F7F7F7F7F7F7FULL;
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof(word));
    word ^= pattern;
    return ~(((word & kLowBits) + kLowBits) | word | kLowBits);
  }

  const char* data_;
  std::size_t count_ = 0;
  std::array<std::uint32_t, Most> ends_;  // the first count_ are set
};

// The fields of a segment; of MSH, field 1 is MSH-2.
class Fields {
 public:
  explicit Fields(const Segment& segment)
      : delimiters_(segment.delimiters()),
        pieces_(segment.raw().size() > 4 ? segment.raw().substr(4) : std::string_view(), delimiters_.field) {}

  // The HL7 null counts as empty: what a sender deletes is not there.
  [[nodiscard]] Part operator[](std::size_t number) const {
    const Part part(pieces_[number], delimiters_);
    return part.is_null() ? Part() : part;
  }

 private:
  Delimiters delimiters_;
  Pieces<50> pieces_;
};

// A coded element (CE, CWE, CNE): an identifier with its text and coding system, and an alternate.
class CodedElement {
 public:
  explicit CodedElement(const Part& repetition)
      : components_(repetition.raw(), repetition.delimiters().component),
        subcomponent_(repetition.delimiters().subcomponent) {}
  // `which` is 1 or, for the alternate, 4.
  [[nodiscard]] std::string_view identifier(std::size_t which) const {
    const std::string_view text = components_[which];
    const char* const end = text.data() + text.size();
    if (subcomponent_ == '\0' || text.empty()) return text;
    return {text.data(), static_cast<std::size_t>(find_byte(text.data(), end, subcomponent_) - text.data())};
  }
  [[nodiscard]] std::string_view system(std::size_t which) const { return components_[which + 2]; }

 private:
  Pieces<6> components_;
  char subcomponent_;
};

}  // namespace chargelint::hl7
