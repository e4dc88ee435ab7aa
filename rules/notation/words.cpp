// See words.h.
#include "rules/notation/words.h"

namespace chargelint {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  bool quoted = false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] == '"') quoted = !quoted;
    if (quoted || text.substr(index, separator.size()) != separator) continue;
    parts.emplace_back(trimmed(text.substr(start, index - start)));
    start = index + separator.size();
    index = start - 1;
  }
  parts.emplace_back(trimmed(text.substr(start)));
  return parts;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  bool any = false;
  for (const char character : text) {
    if (character == '"') {
      quoted = !quoted;
      any = true;
    } else if (!quoted && (character == ' ' || character == '\t' || character == '\r')) {
      if (any) words.push_back(word);
      word.clear();
      any = false;
    } else {
      word += character;
      any = true;
    }
  }
  if (any) words.push_back(word);
  return words;
}

bool option(std::string_view word, std::string_view name, std::string_view& value) {
  if (!word.starts_with(name) || word.size() <= name.size() || word[name.size()] != '=') return false;
  value = word.substr(name.size() + 1);
  return true;
}

}  // namespace chargelint
