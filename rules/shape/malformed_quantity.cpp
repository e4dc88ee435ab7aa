// SHAPE-CLM-005: units, dates or amounts of a line that cannot be right as numbers.
#include "rules/shape/facts.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

void check_units(const LineFacts& facts, RuleOutput& output) {
  const ServiceLine& line = *facts.line;
  if (!line.units_stated) return;  // absent is one
  const bool too_small = line.units.thousandths <= 0;
  const bool in_parts = !line.units.is_whole() && facts.judged && !facts.in(CodeSet::fractional_units);
  if (!too_small && !in_parts) return;
  Finding& finding = add_for_line(output, line);
  finding.location = line.units_at;
  finding.arguments.push_back({"units", line.units});
  finding.clinician = "Line {line}: check the quantity ({units}).";
  finding.biller = too_small
                       ? "{code} on line {line} has {units} units: a charge has more than zero. Correct "
                         "the quantity, or send a credit as a credit."
                       : "{code} on line {line} has {units} units, but the code is counted in whole "
                         "ones. Correct the quantity.";
}

void check_dates(const LineFacts& facts, RuleOutput& output) {
  const ServiceLine& line = *facts.line;
  if (!line.from || !line.through || *line.through >= *line.from) return;
  Finding& finding = add_for_line(output, line);
  finding.location = line.date_at;
  finding.arguments.push_back({"from", *line.from});
  finding.arguments.push_back({"through", *line.through});
  finding.clinician = "Line {line}: the service ends before it starts. Check the dates.";
  finding.biller =
      "{code} on line {line} runs from {from} to {through}: the end is before the start. Correct "
      "the dates.";
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active()) continue;
    check_units(facts, output);
    check_dates(facts, output);
  }
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::amount_mismatch) continue;
    Finding& finding = add_for_fact(output, fact);
    finding.arguments.push_back({"amount", fact.amount.text()});
    finding.arguments.push_back({"expected", fact.expected.text()});
  }
}

}  // namespace

extern const Rule malformed_quantity{
    .info = {.id = "SHAPE-CLM-005",
             .module = "SHAPE",
             .title = "Units, dates or money malformed",
             .severity = Severity::error,
             .reacts_to = Aspect::code,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"HL7 FHIR R4", "Claim.item"},
                            {"Medicare Claims Processing Manual",
                             "chapter 26, section 10.4, items 24A and 24G"}}},
             .clinician = "Line {line}: check the amount.",
             .biller = "Line {line}: the amount is {amount}, but unit price, quantity and factor make "
                       "{expected}. Correct the one that is wrong.",
             .carc = "CO-16",
             .why = "A quantity of zero, half a procedure, an end before the start or an amount that does "
                    "not add up returns the claim as unprocessable. Drugs, anesthesia and mileage may have "
                    "parts of a unit.",
             .fires = "62324 u0",
             .silent = "A0425 u12.4"},
    .evaluate = evaluate};

}  // namespace chargelint
