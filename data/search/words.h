// Words as the search compares them: lower case, without accents, one spelling, and how much each says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chargelint::data {

// How much a word says of the thing that is named.
enum class Weight : std::uint8_t {
  full,
  half,     // "other": still a different thing
  hardly,   // "unspecified", "initial encounter": a code's default
  negated,  // what follows "without": the default too, and not what someone asks for who names it
};

struct Word {
  std::string text;  // letters and digits; a decimal point is a 'p' between digits
  Weight weight = Weight::full;
};

// The words of a title or a term, without those that only link ("of", "the"). `as_query`: each word speaks
// for itself, else "unspecified" and "without" make what follows them weak too, and so do brackets.
[[nodiscard]] std::vector<Word> words_of(std::string_view text, bool as_query = false);

// Without the ending of the plural; and the root that "diabetes" and "diabetic" share.
[[nodiscard]] std::string singular_of(std::string_view word);
[[nodiscard]] std::string root_of(std::string_view word);

}  // namespace chargelint::data
