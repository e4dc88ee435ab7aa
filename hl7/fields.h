// The fields of one segment, found in one pass: a reader that asks for twenty of them walks the bytes once.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "hl7/message.h"

namespace chargelint::hl7 {

class Fields {
 public:
  static constexpr std::size_t kMost = 50;

  // Of a segment other than MSH.
  explicit Fields(const Segment& segment) : delimiters_(segment.delimiters()) {
    const std::string_view raw = segment.raw();
    if (raw.size() < 4) return;
    const char* begin = raw.data() + 4;
    const char* const end = raw.data() + raw.size();
    while (count_ < kMost) {
      const auto* const next = static_cast<const char*>(
          begin == end ? nullptr
                       : std::memchr(begin, delimiters_.field, static_cast<std::size_t>(end - begin)));
      fields_[count_++] = {begin, static_cast<std::size_t>((next == nullptr ? end : next) - begin)};
      if (next == nullptr) break;
      begin = next + 1;
    }
  }

  // The HL7 null counts as empty: what a sender deletes is not there.
  [[nodiscard]] Part operator[](std::size_t number) const {
    if (number == 0 || number > count_) return {};
    const Part part(fields_[number - 1], delimiters_);
    return part.is_null() ? Part() : part;
  }

 private:
  Delimiters delimiters_;
  std::array<std::string_view, kMost> fields_;  // the first count_ are set
  std::size_t count_ = 0;
};

}  // namespace chargelint::hl7
