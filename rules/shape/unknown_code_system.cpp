// SHAPE-CLM-004: a procedure code of no known code system, or under another system than its form.
#include "rules/shape/facts.h"

namespace chargelint {
namespace {

Finding& say(const RuleInput& input, RuleOutput& output, const ShapeFact& fact) {
  const ServiceLine* const line = input.claim.line(fact.line);
  const bool sent = line != nullptr && !line->code_text.empty();
  Finding& finding = add_for_fact(output, fact);
  finding.arguments.push_back({"code", sent ? line->code_text : std::string_view("the service")});
  finding.arguments.push_back(
      {"system", fact.text.empty() ? std::string_view("no system stated") : fact.text});
  return finding;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::unknown_code_system) continue;
    Finding& finding = say(input, output, fact);
    if (fact.detail.empty()) continue;
    // Not a charge, or not one yet: there is nothing to correct.
    finding.severity = Severity::info;
    finding.arguments.push_back({"detail", fact.detail});
    finding.clinician = "No procedure code to check: {detail}.";
    finding.biller = "{code} ({system}): {detail}. No procedure code was there to check.";
  }
  Finding* by_form = nullptr;  // a sender that names the wrong system does so on every line: said once
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::code_system_by_form) continue;
    if (by_form != nullptr) {
      if (fact.line != 0) by_form->lines.push_back(fact.line);
      continue;
    }
    by_form = &say(input, output, fact);
    by_form->severity = Severity::info;
    by_form->clinician = "Code {code} is read by its form; its code system says something else.";
    by_form->biller =
        "{code} on line {line} stands under {system}, which is not the code system of its form (CPT: five "
        "digits, or four digits and F, T, U, M or A; HCPCS: a letter and four digits). It was read by its "
        "form. Correct the system.";
  }
}

}  // namespace

extern const Rule unknown_code_system{
    .info = {.id = "SHAPE-CLM-004",
             .module = "SHAPE",
             .title = "Unknown or mismatched code system",
             .severity = Severity::error,
             .formats = FormatMask::fhir,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 FHIR R4", "Claim.item.productOrService; code system URIs"}}},
             .clinician = "Code {code} has no recognised code system.",
             .biller = "{code} on line {line} ({system}) is no CPT or HCPCS code by its system or its form, "
                       "so the line was not checked. Send the CPT or HCPCS code, with its system.",
             .carc = "CO-16",
             .why = "A charge is checked and paid by its CPT or HCPCS code. A code of a charge master, "
                    "SNOMED or a service type says nothing to the payer.",
             .fires = "shape unknown_code_system Claim.item.productOrService line 1; none",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
