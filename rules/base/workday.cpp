#include "rules/base/workday.h"

#include <chrono>

namespace chargelint {
namespace {

using std::chrono::month;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

Date date_of(year_month_day ymd) {
  return Date::from_days(static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count()));
}

weekday weekday_of(Date date) {
  return weekday{std::chrono::sys_days{std::chrono::days{date.days()}}};
}

// A holiday of a fixed day is kept on the Friday before a Saturday and on the Monday after a Sunday.
bool observed(Date date, year of, unsigned in_month, unsigned day) {
  const Date holiday = date_of(of / month{in_month} / std::chrono::day{day});
  const weekday name = weekday_of(holiday);
  if (name == std::chrono::Saturday) return date == holiday.plus_days(-1);
  if (name == std::chrono::Sunday) return date == holiday.plus_days(1);
  return date == holiday;
}

bool nth(year_month_day ymd, unsigned in_month, weekday name, unsigned index) {
  return ymd == year_month_day{std::chrono::sys_days{ymd.year() / month{in_month} / name[index]}};
}

}  // namespace

bool is_federal_holiday(Date date) {
  const year_month_day ymd = date.ymd();
  const year of = ymd.year();
  constexpr year kJuneteenth{2021};
  // New Year's Day may be kept on the last day of the year before.
  if (observed(date, of, 1, 1) || observed(date, of + std::chrono::years{1}, 1, 1)) return true;
  if (of >= kJuneteenth && observed(date, of, 6, 19)) return true;
  if (observed(date, of, 7, 4) || observed(date, of, 11, 11) || observed(date, of, 12, 25)) return true;
  const Date last_of_may =
      date_of(year_month_day{std::chrono::sys_days{of / month{5} / std::chrono::Monday[std::chrono::last]}});
  if (date == last_of_may) return true;
  return nth(ymd, 1, std::chrono::Monday, 3) || nth(ymd, 2, std::chrono::Monday, 3) ||
         nth(ymd, 9, std::chrono::Monday, 1) || nth(ymd, 10, std::chrono::Monday, 2) ||
         nth(ymd, 11, std::chrono::Thursday, 4);
}

Date workday_from(Date date) {
  for (;;) {
    const weekday name = weekday_of(date);
    const bool weekend = name == std::chrono::Saturday || name == std::chrono::Sunday;
    if (!weekend && !is_federal_holiday(date)) return date;
    date = date.plus_days(1);
  }
}

Date plus_months(Date date, int months) {
  const year_month_day ymd = date.ymd();
  const year_month_day moved = ymd + std::chrono::months{months};
  if (moved.ok()) return date_of(moved);
  return date_of(year_month_day{moved.year() / moved.month() / std::chrono::last});
}

}  // namespace chargelint
