#include "rules/base/date.h"

#include <array>
#include <cstddef>

namespace chargelint {
namespace {

// The digits of `text` as a number; nothing when one of them is no digit.
std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char character : text) {
    if (character < '0' || character > '9') return std::nullopt;
    value = value * 10 + (character - '0');
  }
  return value;
}

std::optional<Date> from_parts(std::string_view year, std::string_view month, std::string_view day) {
  const auto year_number = digits(year);
  const auto month_number = digits(month);
  const auto day_number = digits(day);
  if (!year_number || !month_number || !day_number) return std::nullopt;
  return Date::from_ymd(*year_number, static_cast<unsigned>(*month_number),
                        static_cast<unsigned>(*day_number));
}

}  // namespace

std::optional<Date> Date::parse_iso(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (text.size() > 10 && text[10] != 'T') return std::nullopt;
  return from_parts(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2));
}

std::optional<Date> Date::parse_compact(std::string_view text) {
  if (text.size() < 8) return std::nullopt;
  for (const char character : text.substr(8)) {
    const bool part_of_time = (character >= '0' && character <= '9') || character == '.' ||
                              character == '+' || character == '-' || character == ' ';
    if (!part_of_time) return std::nullopt;
  }
  return from_parts(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
}

FixedText<10> Date::iso() const {
  FixedText<10> text;
  if (is_open()) return text;
  const auto date = ymd();
  const auto put = [&text](unsigned value, unsigned divisor) {
    for (; divisor > 0; divisor /= 10) text.push_back(static_cast<char>('0' + (value / divisor) % 10));
  };
  put(static_cast<unsigned>(static_cast<int>(date.year())), 1000);
  text.push_back('-');
  put(static_cast<unsigned>(date.month()), 10);
  text.push_back('-');
  put(static_cast<unsigned>(date.day()), 10);
  return text;
}

}  // namespace chargelint
