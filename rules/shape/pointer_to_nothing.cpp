// SHAPE-CLM-003: a line points to a diagnosis, care-team member or procedure that the claim does not hold.
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::dangling_pointer) continue;
    Finding& finding = output.add();
    if (fact.line != 0) finding.lines.push_back(fact.line);
    finding.location = fact.at;
    finding.hl7_code = fact.hl7_code;
    finding.arguments.push_back({"line", std::int64_t{fact.line}});
    finding.arguments.push_back({"element", fact.element});
    finding.arguments.push_back({"value", std::int64_t{fact.value}});
    if (fact.element.find("careTeam") != std::string_view::npos) {
      finding.clinician = "Line {line} names a clinician who is not on the charge.";
    } else if (fact.element.find("procedureSequence") != std::string_view::npos) {
      finding.clinician = "Line {line} points to a procedure that is not on the charge.";
    }
  }
}

}  // namespace

extern const Rule pointer_to_nothing{
    .info = {.id = "SHAPE-CLM-003",
             .module = "SHAPE",
             .title = "Diagnosis or care-team pointer to nothing",
             .severity = Severity::error,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 FHIR R4", "Claim.item.diagnosisSequence"},
                            {"Medicare Claims Processing Manual", "chapter 26, section 10.4, item 24E"}}},
             .clinician = "Line {line} points to a diagnosis that is not on the charge.",
             .biller = "Line {line}: {element} = {value}, but the claim has no entry with that sequence. "
                       "Correct the pointer or remove it.",
             .carc = "CO-16",
             .why = "A pointer to nothing leaves the line without its reason; the claim is returned as "
                    "unprocessable.",
             .fires = "shape dangling_pointer item.diagnosisSequence line 1 value 3; 62324",
             .silent = "62324 dxA"},
    .evaluate = evaluate};

}  // namespace chargelint
