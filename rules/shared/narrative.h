// Words in what the sender wrote of a line. The text itself is never kept or printed.
#pragma once

#include <string_view>

namespace chargelint {

[[nodiscard]] constexpr char folded(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
}
[[nodiscard]] constexpr bool is_letter(char character) {
  const char lower = folded(character);
  return lower >= 'a' && lower <= 'z';
}

// Where the words begin, whole words, whatever their case; npos: nowhere.
[[nodiscard]] constexpr std::size_t find_words(std::string_view text, std::string_view words) {
  for (std::size_t start = 0; !words.empty() && start + words.size() <= text.size(); ++start) {
    if (start > 0 && is_letter(text[start - 1])) continue;
    std::size_t length = 0;
    while (length < words.size() && folded(text[start + length]) == folded(words[length])) ++length;
    if (length < words.size()) continue;
    const std::size_t end = start + length;
    if (end == text.size() || !is_letter(text[end])) return start;
  }
  return std::string_view::npos;
}
[[nodiscard]] constexpr bool has_words(std::string_view text, std::string_view words) {
  return find_words(text, words) != std::string_view::npos;
}
// Any of several, written with bars between: "CKD|kidney disease".
[[nodiscard]] constexpr bool has_any_words(std::string_view text, std::string_view choices) {
  while (!choices.empty()) {
    const std::size_t bar = choices.find('|');
    if (has_words(text, choices.substr(0, bar))) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
  return false;
}

}  // namespace chargelint
