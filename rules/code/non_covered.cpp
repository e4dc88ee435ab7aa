// CODE-STAT-010: fee-schedule status N, a service Medicare does not cover.
#include "rules/code/status.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_with_status(input, output, 'N', [&](const LineFacts& facts, const FeeScheduleRow& row) {
    if (has_own_status_rule(facts) || asks_for_denial(input, facts)) return;
    const std::uint16_t number = facts.line->number;
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of(Source::fee_schedule, &row);
    // Several alternatives of a non-covered code are its parts, not a choice: they are only named.
    const bool single = input.reference.code_map(CodeMap::medicare_alternative, facts.line->code).size() == 1;
    if (offer_alternatives(input, facts, finding, single)) {
      finding.biller =
          "{code} on line {line} has fee-schedule status N: Medicare does not cover it. Medicare takes "
          "{alternatives}{alternatives2}{alternatives_more} if that is what was done; else add GY (and GX if "
          "a voluntary notice was given) to obtain a denial, or bill the patient.";
    }
    finding.fixes.push_back(add_modifier_fix(
        number, "GY"_mod, "Is a denial wanted, for a secondary payer or because the patient asks?"));
  });
}

}  // namespace

extern const Rule non_covered{
    .info = {.id = "CODE-STAT-010",
             .module = "CODE",
             .title = "Status N: non-covered",
             .severity = Severity::error,
             .payers = kMedicareAlone,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{kStatusCodes, {"Medicare Claims Processing Manual", "chapter 30, section 50"}}},
             .clinician = "Medicare does not cover {code}.",
             .biller = "{code} on line {line} has fee-schedule status N: Medicare does not cover it. Add GY "
                       "(and GX if a voluntary notice was given) to obtain a denial, or bill the patient.",
             .carc = "CO-96",
             .why =
                 "Status N services are outside the benefit; without GY the denial may fall on the provider.",
             .fires = "92015",
             .silent = "92015-GY"},
    .evaluate = evaluate};

}  // namespace chargelint
