// CODE-STAT-006: fee-schedule status G (not valid for Medicare), or H (the modifier of the row is deleted).
#include "rules/code/status.h"

namespace chargelint {
namespace {

constexpr Modifier kOfRows[] = {"26"_mod, "TC"_mod, "53"_mod};

void report_part(RuleOutput& output, const LineFacts& facts, const FeeScheduleRow& row,
                 const ModifierUse& use) {
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.evidence = evidence_of(Source::fee_schedule, &row);
  finding.clinician = "Modifier {modifier} no longer exists for {code}.";
  finding.biller =
      "The fee schedule marks modifier {modifier} of {code} on line {line} as deleted (status H): the code "
      "has no such part any more. Remove the modifier, or use the code of the part.";
  finding.fixes.push_back(
      remove_modifier_fix(facts.line->number, use.value, "Does the code alone say what was done?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_listed_with(input, "G", [&output](const LineFacts& facts, const FeeScheduleRow& row) {
    add_for_status(output, facts, row);
  });
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr) continue;
    for (const Modifier modifier : kOfRows) {
      const ModifierUse* use = use_of(*facts.line, modifier);
      if (use == nullptr) continue;
      const FeeScheduleRow* row =
          fee_schedule_on(input.reference, facts.line->code, modifier, facts.date).row;
      if (row != nullptr && row->status == 'H') report_part(output, facts, *row, *use);
    }
  }
}

}  // namespace

extern const Rule not_valid_historic{
    .info = {.id = "CODE-STAT-006",
             .module = "CODE",
             .title = "Status G or H: no longer valid for Medicare",
             .severity = Severity::error,
             .payers = kStatusReaders,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{kStatusCodes}},
             .clinician = "{code} is not valid for Medicare.",
             .biller = "{code} on line {line} has fee-schedule status G: not valid for Medicare, which uses "
                       "another code. Find the code Medicare takes for the service.",
             .carc = "CO-181",
             .why =
                 "Older fee schedules mark codes (G) and parts of codes (H) that Medicare no longer takes.",
             .fires = "77079-26",
             .silent = "77080-26"},
    .evaluate = evaluate};

}  // namespace chargelint
