// SHAPE-DFT-001: an HL7 message whose type, event, version, structure or processing id is not taken here.
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  constexpr std::uint16_t kUnsupportedMessageType = 200;
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::not_accepted) continue;
    Finding& finding = output.add();
    finding.location = fact.at;
    finding.hl7_code = fact.hl7_code != 0 ? fact.hl7_code : kUnsupportedMessageType;
    finding.arguments.push_back({"element", fact.element});
    finding.arguments.push_back({"detail", fact.detail.empty()
                                               ? std::string_view("not a value that this endpoint takes")
                                               : fact.detail});
  }
}

}  // namespace

extern const Rule message_not_accepted{
    .info = {.id = "SHAPE-DFT-001",
             .module = "SHAPE",
             .title = "Message type, version or structure not accepted",
             .severity = Severity::error,
             .formats = FormatMask::hl7,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 v2.5.1", "chapter 2, sections 2.9 and 2.15.5"},
                            {"HL7 v2.5.1", "chapter 6, sections 6.4.3 (P03) and 6.4.8 (P11)"}}},
             .clinician = {},
             .biller = "The message is not accepted: {element}: {detail}. No charge of it was checked. "
                       "Correct MSH-9, MSH-11 or MSH-12 at the sender.",
             .carc = "CO-16",
             .why = "Charges come as DFT^P03 or DFT^P11, procedures as BAR, orders as ORM, OMG or OML, of a "
                    "configured version; anything else can't be read as charges.",
             .fires = "shape not_accepted MSH-9; 62324",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
