// Everyday words and the words that publishers use for the same thing.
#pragma once

#include <span>
#include <string_view>

namespace chargelint::data {

// What a person may type (one or two words) and what titles say instead. Lower case, words by blanks.
struct Equivalent {
  std::string_view typed;
  std::string_view meant;
};
[[nodiscard]] std::span<const Equivalent> equivalents();

}  // namespace chargelint::data
