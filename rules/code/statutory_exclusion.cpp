// CODE-STAT-013: fee-schedule status X, no physician service by statute.
#include "rules/code/status.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_listed_with(input, "X", [&](const LineFacts& facts, const FeeScheduleRow& row) {
    const bool facility_only = facts.in(CodeSet::facility_only_service);
    if (!facility_only && facts.in(CodeSet::paid_under_other_schedule)) return;
    if (asks_for_denial(input, facts)) return;
    Finding& finding = add_for_status(output, facts, row);
    if (facility_only) {
      finding.clinician = "{code} is for a facility's claim, not a practitioner's.";
      finding.biller =
          "{code} on line {line} is a service that only facilities bill (status X); on a practitioner's "
          "claim "
          "it is denied. Use the practitioner's own code, or leave the line to the facility.";
      return;
    }
    finding.severity = Severity::info;
  });
}

}  // namespace

extern const Rule statutory_exclusion{
    .info = {.id = "CODE-STAT-013",
             .module = "CODE",
             .title = "Status X: no physician service by statute",
             .severity = Severity::error,
             .payers = kMedicareAlone,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{kStatusCodes}},
             .clinician = "",
             .biller = "{code} on line {line} has fee-schedule status X: the statute does not count it as a "
                       "physician's service. If it is payable, it goes under its own schedule or file.",
             .carc = "CO-96",
             .why = "Status X keeps a code out of the physician fee schedule. Most such codes are paid under "
                    "another schedule and are left alone; a facility's own codes are denied on a "
                    "practitioner's claim.",
             .fires = "G0463",
             .silent = "80053"},
    .evaluate = evaluate};

}  // namespace chargelint
