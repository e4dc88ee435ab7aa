// SHAPE-PRC-004: a FHIR Procedure whose reasons resolve to no ICD-10-CM diagnosis.
#include "rules/shape/facts.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::no_reason) continue;
    const ServiceLine* const line = input.claim.line(fact.line);
    if (line != nullptr && !line->is_active()) continue;
    Finding& finding = add_for_fact(output, fact);
    finding.arguments.push_back(
        {"detail", fact.detail.empty() ? std::string_view("no reason is recorded") : fact.detail});
  }
}

}  // namespace

extern const Rule procedure_without_reason{
    .info = {.id = "SHAPE-PRC-004",
             .module = "SHAPE",
             .title = "Reason does not resolve to a diagnosis",
             .severity = Severity::warning,
             .formats = FormatMask::fhir,
             .reacts_to = Aspect::code,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 23, section 10.1"}}},
             .clinician = "No billable diagnosis is linked to this procedure.",
             .biller = "No ICD-10-CM diagnosis is linked to the procedure: {detail}. Link a coded diagnosis "
                       "from the record; without one the charge has no reason.",
             .carc = "CO-16",
             .why = "Payers pay for a procedure by its diagnosis. A SNOMED concept, a text or a reference "
                    "that leads nowhere is none.",
             .fires = "shape no_reason Procedure.reasonCode line 1; 62324 dx-",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
