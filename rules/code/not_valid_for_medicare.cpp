// CODE-STAT-007: fee-schedule status I, a service for which Medicare takes another code.
#include "rules/code/status.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_with_status(input, output, 'I', [&](const LineFacts& facts, const FeeScheduleRow& row) {
    if (has_own_status_rule(facts) || asks_for_denial(input, facts)) return;
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of(Source::fee_schedule, &row);
    if (offer_alternatives(input, facts, finding, true)) {
      finding.biller =
          "{code} on line {line} has fee-schedule status I: Medicare does not take it. Use "
          "{alternatives}{alternatives2}{alternatives_more} as the record supports, or GY when only a denial "
          "is wanted.";
    }
  });
}

}  // namespace

extern const Rule not_valid_for_medicare{
    .info = {.id = "CODE-STAT-007",
             .module = "CODE",
             .title = "Status I: not valid for Medicare, another code is used",
             .severity = Severity::error,
             .payers = {.medicaid = PayerShift::kOff,
                        .medicare_advantage = -1,
                        .commercial = PayerShift::kOff,
                        .other = PayerShift::kOff},
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{kStatusCodes,
                            {"Medicare Claims Processing Manual", "chapter 12, section 30.6.10"}}},
             .clinician = "Medicare uses a different code for this service ({code}).",
             .biller = "{code} on line {line} has fee-schedule status I: not valid for Medicare, and no "
                       "substitute is known here. Find the code Medicare takes for the service, or add GY "
                       "when only a denial is wanted.",
             .carc = "CO-181",
             .why = "Status I codes are valid CPT, but Medicare wants the service reported by another code "
                    "and returns the line.",
             .fires = "99244",
             .silent = "payer commercial; 99244"},
    .evaluate = evaluate};

}  // namespace chargelint
