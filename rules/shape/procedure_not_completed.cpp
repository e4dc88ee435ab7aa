// SHAPE-PRC-001: a FHIR Procedure whose status does not support a charge.
#include <array>

#include "rules/shape/facts.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

constexpr std::array kDiscontinued{"52"_mod, "53"_mod, "73"_mod, "74"_mod};

bool says_discontinued(const ServiceLine& line) {
  for (const Modifier modifier : kDiscontinued) {
    if (line.has(modifier)) return true;
  }
  return false;
}

void offer_modifiers(const RuleInput& input, std::uint16_t line, Finding& finding) {
  if (input.context().kind == BillKind::professional) {
    finding.fixes.push_back(add_modifier_fix(
        line, "53"_mod, "Was the procedure begun, and stopped because of risk to the patient?"));
    return;
  }
  finding.fixes.push_back(
      add_modifier_fix(line, "73"_mod, "Was it stopped in the procedure room before anesthesia was given?"));
  finding.fixes.push_back(
      add_modifier_fix(line, "74"_mod, "Was it stopped after anesthesia was given, or the scope inserted?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::procedure_status) continue;
    const ServiceLine* const line = input.claim.line(fact.line);
    const bool given_up = fact.detail == "stopped" || fact.detail == "not-done";
    if (given_up && line != nullptr && says_discontinued(*line)) continue;
    Finding& finding = add_for_fact(output, fact);
    finding.arguments.push_back({"status", fact.detail});
    if (line != nullptr && !line->code.empty()) finding.codes.push_back(line->code);
    if (fact.detail == "entered-in-error") finding.severity = Severity::error;
    if (input.context().stage == Stage::order) finding.severity = Severity::info;  // planned, as it should be
    if (fact.detail == "stopped" && fact.line != 0) offer_modifiers(input, fact.line, finding);
  }
}

}  // namespace

extern const Rule procedure_not_completed{
    .info = {.id = "SHAPE-PRC-001",
             .module = "SHAPE",
             .title = "Procedure status does not support a charge",
             .severity = Severity::warning,
             .formats = FormatMask::fhir,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .citations = {{{"HL7 FHIR R4", "Procedure.status"},
                            {"HCPCS and CPT modifier definitions", "53, 73, 74"}}},
             .clinician = "This procedure is recorded as {status}; a charge needs a completed (or "
                          "discontinued) procedure.",
             .biller =
                 "Procedure.status is {status}: a charge needs a completed procedure, or a discontinued "
                 "one with 52, 53, 73 or 74. Hold the charge until the record says what was done.",
             .carc = "CO-16",
             .why = "What was not done cannot be billed; what was begun and given up is billed with the "
                    "modifier that says so.",
             .fires = "shape procedure_status Procedure.status line 1 detail \"stopped\"; 45378",
             .silent = "45378"},
    .evaluate = evaluate};

}  // namespace chargelint
