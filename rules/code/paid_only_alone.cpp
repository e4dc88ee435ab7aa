// CODE-STAT-012: fee-schedule status T beside another payable service of the day.
#include "rules/code/status.h"
#include "rules/shared/line_order.h"

namespace chargelint {
namespace {

bool payable(const FeeScheduleRow& row) {
  return row.status == 'A' || row.status == 'C' || row.status == 'R';
}

const LineFacts* payable_beside(const RuleInput& input, const LineFacts& facts) {
  const LineFacts* found = nullptr;
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || other.date != facts.date || other.fee.row == nullptr) continue;
    if (!payable(*other.fee.row) || !same_biller(input.context(), *facts.line, *other.line)) continue;
    if (found == nullptr || comes_first(other, *found)) found = &other;
  }
  return found;
}
const PriorLine* payable_before(const RuleInput& input, const LineFacts& facts) {
  if (input.history.availability() == Availability::none) return nullptr;
  for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
    if (!same_biller(input.context(), *facts.line, prior)) continue;
    const FeeScheduleRow* row = fee_schedule_on(input.reference, prior.code, Modifier{}, prior.date).row;
    if (row != nullptr && payable(*row)) return &prior;
  }
  return nullptr;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_listed_with(input, "T", [&](const LineFacts& facts, const FeeScheduleRow& row) {
    const LineFacts* other = payable_beside(input, facts);
    const PriorLine* prior = other == nullptr ? payable_before(input, facts) : nullptr;
    if (other == nullptr && prior == nullptr) return;
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of(Source::fee_schedule, &row);
    const Hcpcs beside = other != nullptr ? other->line->code : prior->code;
    finding.codes.push_back(beside);
    finding.arguments.push_back({"other", beside});
    if (other != nullptr) finding.lines.push_back(other->line->number);
    finding.history_used = prior != nullptr;
    finding.fixes.push_back(remove_line_fix(facts.line->number));
  });
}

}  // namespace

extern const Rule paid_only_alone{
    .info =
        {.id = "CODE-STAT-012",
         .module = "CODE",
         .title = "Status T: paid only when nothing else is",
         .severity = Severity::warning,
         .payers = kStatusReaders,
         .kinds = KindMask::professional,
         .history = HistoryUse::same_day,
         .reacts_to = Aspect::code,
         .reads = {Source::fee_schedule},
         .reads_count = 1,
         .citations = {{kStatusCodes}},
         .clinician = "{code} is not paid when another service is billed the same day.",
         .biller =
             "{code} on line {line} has fee-schedule status T: it is paid only when the practitioner has "
             "no other payable service that day, and {other} is one. Expect no payment; drop the line.",
         .carc = "CO-97",
         .why = "Status T services, such as flushing a port or reading an oximeter, are paid only when the "
                "practitioner is paid for nothing else that day; beside another service they are part of it.",
         .fires = "94760; 99213",
         .silent = "94760"},
    .evaluate = evaluate};

}  // namespace chargelint
