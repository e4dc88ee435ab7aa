// SHAPE-CLM-002: FHIR line numbers that repeat or are below 1, so that no answer can name the line.
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::line_number_repeats) continue;
    Finding& finding = output.add();
    if (fact.line != 0) finding.lines.push_back(fact.line);
    finding.location = fact.at;
    finding.hl7_code = fact.hl7_code;
    finding.arguments.push_back({"number", std::int64_t{fact.value}});
    if (fact.value < 1) {
      finding.biller =
          "Line number {number} is not positive: item.sequence counts from 1. Renumber the lines 1 to n and "
          "send the claim again.";
    }
  }
}

}  // namespace

extern const Rule line_numbers_repeat{
    .info = {.id = "SHAPE-CLM-002",
             .module = "SHAPE",
             .title = "Line numbers not unique or not positive",
             .severity = Severity::error,
             .formats = FormatMask::fhir,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 FHIR R4", "Claim.item.sequence"}}},
             .clinician = {},
             .biller = "Line numbers repeat: {number}. An answer could not say which line it means. Renumber "
                       "the lines 1 to n and send the claim again.",
             .carc = "CO-16",
             .why = "The answer, the remittance and every pointer name lines by their number; gaps are "
                    "legal, repetitions are not.",
             .fires = "shape line_number_repeats Claim.item.sequence line 2 value 1; 62324; 71046",
             .silent = "62324; 71046"},
    .evaluate = evaluate};

}  // namespace chargelint
