// CODE-STAT-009: status M and category II measures with a charge, and status P supplies on a practitioner's
// claim.
#include "rules/code/status.h"

namespace chargelint {
namespace {

// What a measure may cost: nothing, or the cent that some systems need.
constexpr Money kMostForMeasure{1};

bool is_measure(const LineFacts& facts, char status) {
  return status == 'M' || (status == 'I' && facts.shape == CodeShape::cpt_category_2);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr) continue;
    const FeeScheduleRow& row = *facts.fee.row;
    const ServiceLine& line = *facts.line;
    if (is_measure(facts, row.status)) {
      if (!line.charge || *line.charge <= kMostForMeasure) continue;
      Finding& finding = add_for_line(output, line);
      finding.evidence = evidence_of(Source::fee_schedule, &row);
      finding.arguments.push_back({"charge", line.charge->text()});
    } else if (row.status == 'P' && !asks_for_denial(input, facts)) {
      Finding& finding = add_for_line(output, line);
      finding.evidence = evidence_of(Source::fee_schedule, &row);
      finding.severity = Severity::warning;
      finding.clinician = "{code} is part of the visit or procedure; it is not paid apart.";
      finding.biller =
          "{code} on line {line} has fee-schedule status P: used with a practitioner's service it is part of "
          "that service, else it is not covered here. A supplier bills it on its own claim.";
    }
  }
}

}  // namespace

extern const Rule measure_with_charge{
    .info = {.id = "CODE-STAT-009",
             .module = "CODE",
             .title = "Status M or P: a measure with a charge, a supply that is bundled",
             .severity = Severity::info,
             .payers = kMedicareAlone,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{kStatusCodes}},
             .clinician = "",
             .biller = "{code} on line {line} is a reporting measure, not a service: Medicare wants its "
                       "charge at 0.00 or 0.01, not {charge}. Correct the charge master.",
             .carc = "CO-246",
             .why = "Measures are only counted; a real charge on one ends as a denied balance. Supplies of "
                    "status P are part of the practitioner's service.",
             .fires = "1123F charge=25.00",
             .silent = "3074F charge=0.01"},
    .evaluate = evaluate};

}  // namespace chargelint
