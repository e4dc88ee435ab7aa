// SHAPE-CLM-007: a FHIR Claim whose status or use says that it is no charge, or not one yet.
#include "rules/shape/facts.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::not_checkable) continue;
    Finding& finding = add_for_fact(output, fact);
    finding.arguments.push_back({"value", fact.detail});
    if (fact.detail == "draft") {
      finding.biller = "The claim is a draft: it was checked as an order, not as a charge.";
    } else if (fact.element.ends_with("use")) {
      finding.biller = "The claim asks for a {value}: it was checked as an order, before the service.";
    }
  }
}

}  // namespace

extern const Rule claim_not_checkable{
    .info = {.id = "SHAPE-CLM-007",
             .module = "SHAPE",
             .title = "Status, use or type not checkable",
             .severity = Severity::info,
             .formats = FormatMask::fhir,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 FHIR R4", "Claim.status and Claim.use"}}},
             .clinician = {},
             .biller = "The claim's status is {value}: none of its lines was checked.",
             .carc = {},
             .why =
                 "A claim that was cancelled or entered in error charges nothing, and a draft or a request "
                 "before the service is no charge yet. The answer must not pass for a clean one.",
             .fires = "shape not_checkable Claim.status detail \"cancelled\"; 62324 type=other",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
