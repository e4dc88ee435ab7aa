// SHAPE-PRC-002: a FHIR Procedure without subject, code, date or performer.
#include "rules/shape/facts.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::missing_element || !fact.element.starts_with("Procedure.")) continue;
    Finding& finding = add_for_fact(output, fact);
    const bool date = fact.element.ends_with("performed[x]");
    const bool performer = fact.element.ends_with("performer");
    finding.arguments.push_back({"what", date        ? std::string_view("date")
                                         : performer ? std::string_view("performer")
                                                     : fact.element.substr(fact.element.find('.') + 1)});
    if (!date && !performer) continue;
    finding.severity = Severity::warning;
    finding.biller =
        date ? "{element} is absent: the rules that depend on the date of service were not run. "
               "Record when it was done."
             : "{element} is absent: the rules that ask who did it took the claim's practitioner. "
               "Record who did it.";
  }
}

}  // namespace

extern const Rule procedure_element_missing{
    .info = {.id = "SHAPE-PRC-002",
             .module = "SHAPE",
             .title = "Procedure without subject, code, date or performer",
             .severity = Severity::error,
             .formats = FormatMask::fhir,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 FHIR R4", "Procedure, cardinalities"}}},
             .clinician = "The procedure has no {what}.",
             .biller = "{element} is absent: the procedure can't become a charge, and what depends on it was "
                       "not checked. Complete the record.",
             .carc = "CO-16",
             .why = "A charge needs to say who had what, when and by whom; the edits depend on each of the "
                    "four.",
             .fires = "shape missing_element Procedure.performed[x] line 1; 45378 dos=none",
             .silent = "45378"},
    .evaluate = evaluate};

}  // namespace chargelint
