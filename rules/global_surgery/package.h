// Surgical packages: what opens one, how long it lasts, and those in which a day of service falls.
#pragma once

#include <string_view>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

[[nodiscard]] inline bool is_minor(std::string_view global_days) {
  return global_days == "000" || global_days == "010";
}
// The days after the operation that belong to it.
[[nodiscard]] inline std::int32_t days_after(std::string_view global_days) {
  if (global_days == "010") return 10;
  return global_days == "090" ? 90 : 0;
}
inline constexpr std::int32_t kLongestPackage = 90;

// Parts of a package, returns to the operating room and assistants open none.
template <class Has, class IsAssistant>
[[nodiscard]] bool opens_package(Has has, IsAssistant is_assistant) {
  return !has("55"_mod) && !has("56"_mod) && !has("78"_mod) && !is_assistant();
}
// Where the schedule never pays an assistant, the modifier can't be right (MPFS-ASST-001) and excuses
// nothing.
[[nodiscard]] inline bool opens_package(const LineFacts& facts, const FeeScheduleRow& row) {
  const bool assistants_exist = row.assistant != '1' && row.assistant != '9';
  return opens_package([&facts](Modifier modifier) { return facts.line->has(modifier); },
                       [&] { return assistants_exist && facts.has_class(ModifierClass::assistant); });
}
[[nodiscard]] inline bool opens_package(const RuleInput& input, const PriorLine& prior) {
  return opens_package([&prior](Modifier modifier) { return prior.modifiers.contains(modifier); },
                       [&] {
                         for (const Modifier modifier : prior.modifiers) {
                           if (modifier_is(input.reference, modifier, prior.date, ModifierClass::assistant))
                             return true;
                         }
                         return false;
                       });
}

// An operation of the same practitioner, of this claim or (line == nullptr) of an earlier one.
struct Package {
  Hcpcs code;
  Date date;
  const FeeScheduleRow* row = nullptr;
  const ServiceLine* line = nullptr;
  const PriorLine* prior = nullptr;
  bool transferred = false;  // 54: the after-care is another practitioner's
};

// Calls visit(package) for every operation by the line's practitioner within the period whose package the
// practitioner opened.
template <class Visit>
void for_each_package(const RuleInput& input, const LineFacts& facts, Period period, bool scheduled,
                      Visit visit) {
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || !period.contains(other.date)) continue;
    const FeeScheduleRow* row = other.fee.row;
    if (row == nullptr || row->global[0] != '0' || is_visit(input, other)) continue;
    if (!same_practitioner(*facts.line, *other.line) || !opens_package(other, *row)) continue;
    visit(Package{other.line->code, other.date, row, other.line, nullptr, other.line->has("54"_mod)});
  }
  if (input.history.availability() == Availability::none) return;
  for (const PriorLine& prior : input.history.lines(period)) {
    if (prior.status == PriorStatus::denied || (!scheduled && prior.status == PriorStatus::ordered)) continue;
    const FeeScheduleRow* row = fee_schedule_on(input.reference, prior.code, Modifier{}, prior.date).row;
    if (row == nullptr || row->global[0] != '0') continue;
    if (!same_biller(input.context(), *facts.line, prior) || !opens_package(input, prior)) continue;
    if (input.reference.in_set(CodeSet::evaluation_management, prior.code, prior.date)) continue;
    visit(Package{prior.code, prior.date, row, nullptr, &prior, prior.modifiers.contains("54"_mod)});
  }
}

// The latest operation in whose after-care the line falls, on a later day than the operation's own. The
// surgeon's after-care ends where he handed it over.
[[nodiscard]] inline Package after_care_of(const RuleInput& input, const LineFacts& facts) {
  Package latest;
  const Period period{facts.date.plus_days(-kLongestPackage), facts.date.plus_days(-1)};
  for_each_package(input, facts, period, false, [&](const Package& package) {
    if (package.transferred) return;
    if (package.date.plus_days(days_after(package.row->global_days())) < facts.date) return;
    const bool later =
        latest.date < package.date || (latest.date == package.date && package.code < latest.code);
    if (latest.row == nullptr || later) latest = package;
  });
  return latest;
}

// Nothing can lie before a line when there is no history and the claim is of one day.
[[nodiscard]] inline bool one_day_alone(const RuleInput& input) {
  if (input.history.availability() != Availability::none) return false;
  const LineFacts* first = nullptr;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    if (first != nullptr && facts.date != first->date) return false;
    if (first == nullptr) first = &facts;
  }
  return true;
}

[[nodiscard]] inline FixedText<24> days_text(const FeeScheduleRow& row) {
  FixedText<24> days;
  for (const char digit : row.global_days()) days.push_back(digit);
  return days;
}

// Adds the operation to a finding on a line: {surgery}, {date}, {days}.
inline void add_package(Finding& finding, const Package& package) {
  finding.codes.push_back(package.code);
  if (package.line != nullptr) finding.lines.push_back(package.line->number);
  finding.history_used = finding.history_used || package.prior != nullptr;
  finding.evidence = evidence_of(Source::fee_schedule, package.row);
  finding.arguments.push_back({"surgery", package.code});
  finding.arguments.push_back({"date", package.date});
  finding.arguments.push_back({"days", days_text(*package.row)});
}

}  // namespace chargelint
