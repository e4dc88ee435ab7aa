// SHAPE-DFT-002: an HL7 charge message without a required segment, or with its segments out of order.
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  constexpr std::uint16_t kSegmentSequenceError = 100;
  for (const ShapeFact& fact : input.claim.shape) {
    const bool at_both_levels = fact.kind == ShapeKind::at_both_levels;
    if (!at_both_levels && fact.kind != ShapeKind::missing_segment) continue;
    Finding& finding = output.add();
    if (fact.line != 0) finding.lines.push_back(fact.line);
    finding.location = fact.at;
    finding.hl7_code = fact.hl7_code != 0 ? fact.hl7_code : kSegmentSequenceError;
    finding.arguments.push_back({"element", fact.element});
    finding.arguments.push_back({"detail", fact.detail.empty() ? std::string_view("missing") : fact.detail});
    if (!at_both_levels) continue;
    finding.severity = Severity::info;
    finding.biller =
        "Segment {element} stands both for the message and under a charge: those under a charge "
        "were taken for it, the others for the rest.";
  }
}

}  // namespace

extern const Rule segment_missing{
    .info =
        {.id = "SHAPE-DFT-002",
         .module = "SHAPE",
         .title = "Required segment missing or out of order",
         .severity = Severity::error,
         .formats = FormatMask::hl7,
         .reacts_to = Aspect::code,
         .citations = {{{"HL7 v2.5.1", "chapter 6, sections 6.4.3 (P03) and 6.4.8 (P11)"}}},
         .clinician = {},
         .biller = "Segment {element}: {detail}. The charges that need it were not checked. Correct the "
                   "message at the sender.",
         .carc = "CO-16",
         .why =
             "Without its segments in their order a message can't say whose charge it is or what was done.",
         .fires = "shape missing_segment FT1; 62324",
         .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
