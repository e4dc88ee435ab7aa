// SHAPE-CLM-001: a FHIR Claim without an element that the standard requires.
#include <array>

#include "rules/engine/rule.h"

namespace chargelint {
namespace {

// A draft at order entry has no business date, priority or coverage yet.
bool tolerated_at_order(std::string_view element) {
  constexpr std::array<std::string_view, 3> kLater{"created", "priority", "insurance"};
  for (const std::string_view name : kLater) {
    if (element.ends_with(name)) return true;
  }
  return false;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::missing_element || fact.element.starts_with("Procedure.")) continue;
    Finding& finding = output.add();
    if (input.context().stage == Stage::order && tolerated_at_order(fact.element)) {
      finding.severity = Severity::info;
    }
    if (fact.line != 0) finding.lines.push_back(fact.line);
    finding.location = fact.at;
    finding.hl7_code = fact.hl7_code;
    finding.arguments.push_back({"element", fact.element});
  }
}

}  // namespace

extern const Rule required_element_missing{
    .info = {.id = "SHAPE-CLM-001",
             .module = "SHAPE",
             .title = "Required element missing",
             .severity = Severity::error,
             .formats = FormatMask::fhir,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 FHIR R4", "Claim, cardinalities"}}},
             .clinician = "The draft charge is incomplete: {element} is missing.",
             .biller = "{element} is required and absent; other checks on this element were skipped. Supply "
                       "the element and send the claim again.",
             .carc = "CO-16",
             .why = "A claim without a required element can't be checked in full, and a payer's front end "
                    "rejects it before adjudication.",
             .fires = "shape missing_element Claim.insurance; 62324",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
