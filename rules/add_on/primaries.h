// Add-on codes and their primaries: which row counts on a day, and whether a primary stands beside the
// add-on.
#pragma once

#include <algorithm>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"
#include "rules/shared/prior.h"

namespace chargelint {

enum Note : std::uint8_t { kNoNote, kPractitionerOnly, kFacilitiesOnly, kSuspended };

[[nodiscard]] inline bool concerns(const AddOnEdit& row, BillKind kind) {
  const bool professional = kind == BillKind::professional;
  if (row.note == kPractitionerOnly) return professional;
  if (row.note == kFacilitiesOnly) return !professional;
  return true;
}
// In force on the day, for that kind of bill, and neither of the two codes has ended by then.
[[nodiscard]] inline bool row_applies(const AddOnEdit& row, Date date, BillKind kind) {
  return row.period().contains(date) && row.from_days != row.to_days && date.days() <= row.add_on_deleted &&
         date.days() <= row.primary_deleted && concerns(row, kind);
}
[[nodiscard]] inline bool is_add_on(const RuleInput& input, Hcpcs code, Date date) {
  for (const AddOnEdit& row : input.reference.add_on(code)) {
    if (row.period().contains(date) && date.days() <= row.add_on_deleted) return true;
  }
  return false;
}

[[nodiscard]] inline bool primary_present(const RuleInput& input, CodeOrder order, const LineFacts& facts,
                                          Hcpcs primary, std::span<const PriorLine> earlier) {
  auto other = std::lower_bound(order.begin(), order.end(), primary,
                                [](const CodeAt& line, Hcpcs code) { return line.code < code; });
  for (; other != order.end() && other->code == primary; ++other) {
    if (other->facts->date == facts.date && same_biller(input.context(), *facts.line, *other->facts->line)) {
      return true;
    }
  }
  for (const PriorLine& prior : earlier) {
    if (prior.code == primary && prior.date == facts.date && stands(input.context(), prior) &&
        same_biller(input.context(), *facts.line, prior)) {
      return true;
    }
  }
  return false;
}

// The judged lines of one code.
[[nodiscard]] inline std::span<const CodeAt> lines_of(CodeOrder order, Hcpcs code) {
  const auto first = std::lower_bound(order.begin(), order.end(), code,
                                      [](const CodeAt& line, Hcpcs wanted) { return line.code < wanted; });
  auto end = first;
  while (end != order.end() && end->code == code) ++end;
  return {first, end};
}

// Any other service of the day by the same practitioner that is no add-on itself.
[[nodiscard]] inline bool has_company(const RuleInput& input, const LineFacts& facts,
                                      std::span<const PriorLine> earlier) {
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || other.date != facts.date) continue;
    if (!same_biller(input.context(), *facts.line, *other.line)) continue;
    if (!is_add_on(input, other.line->code, other.date)) return true;
  }
  for (const PriorLine& prior : earlier) {
    if (prior.date != facts.date || !stands(input.context(), prior)) continue;
    if (!same_biller(input.context(), *facts.line, prior)) continue;
    if (!is_add_on(input, prior.code, prior.date)) return true;
  }
  return false;
}
[[nodiscard]] inline std::span<const PriorLine> earlier_of_day(const RuleInput& input, Date date) {
  if (input.history.availability() == Availability::none) return {};
  return input.history.lines({date, date});
}

// The first row of that type which applies to the line.
[[nodiscard]] inline const AddOnEdit* row_of_type(const RuleInput& input, const LineFacts& facts,
                                                  std::uint8_t type) {
  for (const AddOnEdit& row : input.reference.add_on(facts.line->code)) {
    if (row.type == type && row_applies(row, facts.date, input.context().kind)) return &row;
  }
  return nullptr;
}

}  // namespace chargelint
