// Ages, anniversaries and months: what the calendar says of two dates.
#pragma once

#include <cstdint>

#include "rules/base/date.h"

namespace chargelint {

// Whole years from one day to another; negative before it.
[[nodiscard]] constexpr std::int32_t whole_years_between(Date from, Date to) {
  const auto start = from.ymd();
  const auto end = to.ymd();
  const auto years = static_cast<int>(end.year()) - static_cast<int>(start.year());
  const bool had_day = end.month() != start.month() ? end.month() > start.month() : end.day() >= start.day();
  return had_day ? years : years - 1;
}
// The same day so many years earlier; the last day of February where that year has no 29th.
[[nodiscard]] constexpr Date years_earlier(Date date, std::int32_t years) {
  const auto ymd = date.ymd();
  const int year = static_cast<int>(ymd.year()) - years;
  const auto day = Date::from_ymd(year, static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return day ? *day : Date::from_ymd(year, 2, 28).value_or(date);
}
// The calendar month that holds the day.
[[nodiscard]] constexpr Period month_of(Date date) {
  const auto ymd = date.ymd();
  const std::chrono::year_month_day_last last{ymd.year(), std::chrono::month_day_last{ymd.month()}};
  const Date first = date.plus_days(1 - static_cast<std::int32_t>(static_cast<unsigned>(ymd.day())));
  return {first, first.plus_days(static_cast<std::int32_t>(static_cast<unsigned>(last.day())) - 1)};
}

}  // namespace chargelint
