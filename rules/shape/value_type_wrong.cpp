// SHAPE-DFT-006: a field of an HL7 charge that is not of its type or table.
#include "rules/shape/facts.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  constexpr std::uint16_t kDataTypeError = 102;
  constexpr std::uint16_t kNotInTable = 103;
  for (const ShapeFact& fact : input.claim.shape) {
    const bool coding = fact.kind == ShapeKind::unknown_coding;
    if (!coding && fact.kind != ShapeKind::malformed_value) continue;
    Finding& finding = add_for_fact(output, fact);
    if (finding.hl7_code == 0) finding.hl7_code = coding ? kNotInTable : kDataTypeError;
    finding.arguments.push_back(
        {"detail", fact.detail.empty() ? std::string_view("not of its type") : fact.detail});
    if (!coding) continue;
    finding.severity = Severity::info;
    finding.arguments.push_back({"system", fact.text});
    finding.biller =
        "{element} of charge {line} names a coding system that is not known ({system}); the code "
        "was read by its form. Send C4 or CPT, HCPCS, or I10 for diagnoses.";
  }
}

}  // namespace

// The value itself is never repeated: where fields have slipped by one it may be anything of the patient.
extern const Rule value_type_wrong{
    .info = {.id = "SHAPE-DFT-006",
             .module = "SHAPE",
             .title = "Field not of its type or table",
             .severity = Severity::error,
             .formats = FormatMask::hl7,
             .reacts_to = Aspect::code,
             .citations = {{{"HL7 v2.5.1", "chapter 2, tables 0357 and 0396"}}},
             .clinician = {},
             .biller = "{element} of charge {line}: {detail}. What depends on it was not checked. Correct it "
                       "at the sender.",
             .carc = "CO-16",
             .why = "A date that is none, a quantity in words or a drug code of the wrong length can't be "
                    "checked, and is lost or guessed further on.",
             .fires = "shape malformed_value FT1-10 line 1; 62324",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
