// Working days of the federal government: a last day that falls on a weekend or a federal holiday moves on.
#pragma once

#include "rules/base/date.h"

namespace chargelint {

// The legal holidays of 5 U.S.C. 6103, on the day on which they are observed.
[[nodiscard]] bool is_federal_holiday(Date date);
// The day itself, or the next one on which offices work.
[[nodiscard]] Date workday_from(Date date);
// The same day so many months later; the last day of the month where it has no such day.
[[nodiscard]] Date plus_months(Date date, int months);

}  // namespace chargelint
