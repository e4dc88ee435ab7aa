// Amounts in whole cents and quantities in thousandths: decimals that never pass through floating point.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/base/fixed_text.h"

namespace chargelint {

// "12.5", "-1", "1.00", "+3": digits after the third decimal are dropped when they are zero, else refused.
[[nodiscard]] std::optional<std::int64_t> parse_thousandths(std::string_view text);

struct Money {
  std::int64_t cents = 0;
  // A decimal amount; a third decimal is rounded half away from zero.
  [[nodiscard]] static std::optional<Money> parse(std::string_view text);
  [[nodiscard]] FixedText<24> text() const;  // "12.50"
  friend constexpr auto operator<=>(const Money&, const Money&) = default;
};

// Units of a service line.
struct Quantity {
  std::int64_t thousandths = 1000;
  [[nodiscard]] static std::optional<Quantity> parse(std::string_view text);
  [[nodiscard]] static constexpr Quantity of(std::int64_t whole) { return Quantity{whole * 1000}; }
  [[nodiscard]] constexpr bool is_whole() const { return thousandths % 1000 == 0; }
  [[nodiscard]] FixedText<24> text() const;  // "1", "12.5", "-1": no trailing zeros
  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
};

}  // namespace chargelint
