#include "rules/base/money.h"

#include <cstddef>

namespace chargelint {
namespace {

constexpr std::int64_t kLargest = 1'000'000'000'000'000;  // beyond any charge or quantity

// Sign, digits and up to `places` decimals as an integer; later decimals go to `tail` as their first digit.
std::optional<std::int64_t> fixed_point(std::string_view text, int places, int& tail) {
  tail = 0;
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::int64_t value = 0;
  int decimals = -1;
  bool any = false;
  for (const char character : text) {
    if (character == '.') {
      if (decimals >= 0) return std::nullopt;
      decimals = 0;
      continue;
    }
    if (character < '0' || character > '9') return std::nullopt;
    any = true;
    const int digit = character - '0';
    if (decimals >= places) {
      if (decimals == places)
        tail = digit;
      else if (digit != 0 && tail == 0)
        tail = 1;
      ++decimals;
      continue;
    }
    if (value > kLargest) return std::nullopt;
    value = value * 10 + digit;
    if (decimals >= 0) ++decimals;
  }
  if (!any) return std::nullopt;
  for (int place = decimals < 0 ? 0 : decimals; place < places; ++place) {
    if (value > kLargest) return std::nullopt;
    value *= 10;
  }
  return negative ? -value : value;
}

template <std::size_t Capacity>
void put_number(FixedText<Capacity>& text, std::int64_t value) {
  char reversed[20];
  std::size_t count = 0;
  do {
    reversed[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value > 0);
  while (count > 0) text.push_back(reversed[--count]);
}

}  // namespace

std::optional<std::int64_t> parse_thousandths(std::string_view text) {
  int tail = 0;
  const auto value = fixed_point(text, 3, tail);
  if (!value || tail != 0) return std::nullopt;
  return value;
}

std::optional<Money> Money::parse(std::string_view text) {
  int tail = 0;
  const auto value = fixed_point(text, 2, tail);
  if (!value) return std::nullopt;
  const std::int64_t step = tail >= 5 ? (text.front() == '-' ? -1 : 1) : 0;
  return Money{*value + step};
}

FixedText<24> Money::text() const {
  FixedText<24> text;
  const std::int64_t absolute = cents < 0 ? -cents : cents;
  if (cents < 0) text.push_back('-');
  put_number(text, absolute / 100);
  text.push_back('.');
  text.push_back(static_cast<char>('0' + absolute % 100 / 10));
  text.push_back(static_cast<char>('0' + absolute % 10));
  return text;
}

std::optional<Quantity> Quantity::parse(std::string_view text) {
  const auto value = parse_thousandths(text);
  if (!value) return std::nullopt;
  return Quantity{*value};
}

FixedText<24> Quantity::text() const {
  FixedText<24> text;
  const std::int64_t absolute = thousandths < 0 ? -thousandths : thousandths;
  if (thousandths < 0) text.push_back('-');
  put_number(text, absolute / 1000);
  std::int64_t fraction = absolute % 1000;
  if (fraction == 0) return text;
  text.push_back('.');
  for (std::int64_t divisor = 100; fraction > 0; divisor /= 10) {
    text.push_back(static_cast<char>('0' + fraction / divisor));
    fraction %= divisor;
  }
  return text;
}

}  // namespace chargelint
