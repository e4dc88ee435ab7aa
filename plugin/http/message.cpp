#include "plugin/http/message.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace chargelint::plugin::http {

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t index = 0; index < text.size(); ++index) {
    unsigned value = 0;
    if (text[index] == '%' && index + 2 < text.size()) {
      const char* const first = text.data() + index + 1;
      const auto [end, problem] = std::from_chars(first, first + 2, value, 16);
      if (problem == std::errc{} && end == first + 2) {
        out += static_cast<char>(value);
        index += 2;
        continue;
      }
    }
    out += text[index];
  }
  return out;
}

std::string query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (percent_decoded(pair.substr(0, equals)) == name) {
      std::string value(pair.substr(std::min(equals + 1, pair.size())));
      std::replace(value.begin(), value.end(), '+', ' ');
      return percent_decoded(value);
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

std::string media_type(std::string_view header) {
  header = header.substr(0, header.find(';'));
  std::string type;
  for (const char character : header) {
    const auto byte = static_cast<unsigned char>(character);
    if (std::isspace(byte) == 0) type += static_cast<char>(std::tolower(byte));
  }
  return type;
}

}  // namespace chargelint::plugin::http
