// CODE-STAT-005: fee-schedule status E, excluded by regulation and under no other schedule.
#include "rules/code/status.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_listed_with(input, "E", [&](const LineFacts& facts, const FeeScheduleRow& row) {
    if (facts.in(CodeSet::paid_under_other_schedule) || asks_for_denial(input, facts)) return;
    Finding& finding = add_for_status(output, facts, row);
    finding.fixes.push_back(
        add_modifier_fix(facts.line->number, "GY"_mod,
                         "Is a denial wanted, for a secondary payer or because the patient asks?"));
  });
}

}  // namespace

extern const Rule excluded_by_regulation{
    .info = {.id = "CODE-STAT-005",
             .module = "CODE",
             .title = "Status E: excluded by regulation",
             .severity = Severity::error,
             .payers = kMedicareAlone,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{kStatusCodes}},
             .clinician = "Medicare does not pay {code} on a practitioner's claim.",
             .biller = "{code} on line {line} has fee-schedule status E: regulation keeps it out of the fee "
                       "schedule. If it is payable, another schedule or kind of claim applies; else add GY "
                       "(and GX if a voluntary notice was given) when a denial is wanted.",
             .carc = "CO-96",
             .why = "Status E codes are never paid from the physician fee schedule. Drugs, vaccines and "
                    "laboratory codes carry E too but are paid elsewhere; they are left alone.",
             .fires = "G0260",
             .silent = "J1885"},
    .evaluate = evaluate};

}  // namespace chargelint
