// What timely filing and charge lag ask alike: which day the clock starts, and how late the claim came.
#pragma once

#include "rules/engine/rule.h"

namespace chargelint {

[[nodiscard]] inline bool is_institutional(const Context& context) {
  return context.kind == BillKind::outpatient || context.kind == BillKind::inpatient;
}
// From date of a professional line, through date of an institutional claim.
[[nodiscard]] inline Date clock_start(const Claim& claim, const LineFacts& facts) {
  if (!is_institutional(claim.context)) return facts.date;
  if (claim.statement && !claim.statement->to.is_open()) return claim.statement->to;
  return facts.line->through.value_or(facts.date);
}

}  // namespace chargelint
