// Splitting of the small text forms that fixtures and cases are written in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chargelint {

// Parts between `separator`, blanks around each dropped; a separator between double quotes does not count.
[[nodiscard]] std::vector<std::string> split(std::string_view text, std::string_view separator);
// Words between blanks; "…" is one word without its quotes.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);
// "name=value": the value, when `word` starts with "name=".
[[nodiscard]] bool option(std::string_view word, std::string_view name, std::string_view& value);

}  // namespace chargelint
