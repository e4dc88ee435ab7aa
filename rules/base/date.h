// A calendar date without time or zone, as days since 1970-01-01. Cheap to copy and to compare.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "rules/base/fixed_text.h"

namespace chargelint {

class Date {
 public:
  constexpr Date() = default;
  [[nodiscard]] static constexpr Date from_days(std::int32_t days) {
    Date date;
    date.days_ = days;
    return date;
  }
  // Nothing when the three do not name a day of the calendar.
  [[nodiscard]] static constexpr std::optional<Date> from_ymd(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{month},
                                          std::chrono::day{day}};
    if (year < 1 || year > 9999 || !ymd.ok()) return std::nullopt;
    return from_days(static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count()));
  }
  // "2024-05-02", anything after it ignored only when it starts a time ("T…").
  [[nodiscard]] static std::optional<Date> parse_iso(std::string_view text);
  // "20240502", anything after the eighth digit is a time and ignored.
  [[nodiscard]] static std::optional<Date> parse_compact(std::string_view text);
  // The end of an open period: later than every date of service.
  [[nodiscard]] static constexpr Date open_end() {
    return from_days(std::numeric_limits<std::int32_t>::max());
  }
  // The start of a period whose first day is not known.
  [[nodiscard]] static constexpr Date open_start() {
    return from_days(std::numeric_limits<std::int32_t>::min());
  }

  [[nodiscard]] constexpr std::int32_t days() const { return days_; }
  [[nodiscard]] constexpr bool is_open() const { return *this == open_end() || *this == open_start(); }
  [[nodiscard]] constexpr Date plus_days(std::int32_t count) const { return from_days(days_ + count); }
  [[nodiscard]] constexpr std::chrono::year_month_day ymd() const {
    return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{days_}}};
  }
  [[nodiscard]] FixedText<10> iso() const;  // "2024-05-02"; empty for an open end

  friend constexpr auto operator<=>(const Date&, const Date&) = default;

 private:
  std::int32_t days_ = 0;
};

// Both ends belong to the period.
struct Period {
  Date from = Date::open_start();
  Date to = Date::open_end();
  [[nodiscard]] constexpr bool contains(Date date) const { return from <= date && date <= to; }
  friend constexpr bool operator==(const Period&, const Period&) = default;
};

}  // namespace chargelint
