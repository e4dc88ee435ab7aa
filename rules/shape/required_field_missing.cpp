// SHAPE-DFT-003: a required field of an HL7 charge message is empty.
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  constexpr std::uint16_t kRequiredFieldMissing = 101;
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::missing_field) continue;
    Finding& finding = output.add();
    finding.location = fact.at;
    finding.hl7_code = fact.hl7_code != 0 ? fact.hl7_code : kRequiredFieldMissing;
    finding.arguments.push_back({"element", fact.element});
    finding.arguments.push_back({"detail", fact.detail.empty() ? std::string_view("empty") : fact.detail});
    if (fact.line != 0) {
      finding.lines.push_back(fact.line);
      finding.arguments.push_back({"line", std::int64_t{fact.line}});
      finding.biller =
          "Required field {element} of charge {line}: {detail}. What depends on it was not checked. Fill it "
          "at the source system.";
    }
  }
}

}  // namespace

extern const Rule required_field_missing{
    .info = {.id = "SHAPE-DFT-003",
             .module = "SHAPE",
             .title = "Required field missing",
             .severity = Severity::error,
             .formats = FormatMask::hl7,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 v2.5.1", "chapter 6, section 6.5.1 (FT1)"}}},
             .clinician = {},
             .biller = "Required field {element}: {detail}. What depends on it was not checked. Fill it at "
                       "the source system.",
             .carc = "CO-16",
             .why = "A charge needs its date, type and code; a message needs its identity. Payments need no "
                    "procedure.",
             .fires = "shape missing_field FT1-4 line 1; 62324",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
