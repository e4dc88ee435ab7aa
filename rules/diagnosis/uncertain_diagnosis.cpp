// DX-UNC-001: the line's own text calls the diagnosis uncertain, which office and outpatient claims don't
// code.
#include "rules/diagnosis/order.h"
#include "rules/shared/narrative.h"

namespace chargelint {
namespace {

constexpr std::string_view kUncertain =
    "probable|possible|suspected|rule out|r/o|likely|questionable|working diagnosis|compatible "
    "with|consistent with";

// The one diagnosis that the words can be about: of several we don't know which one they qualify.
std::optional<std::size_t> qualified(const RuleInput& input, const LineFacts& facts) {
  std::optional<std::size_t> only;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis) || !points_to(*facts.line, index)) continue;
    // Signs and reasons for contact are what such a line should carry.
    const char chapter = diagnosis.code[0];
    if (chapter == 'R' || chapter == 'Z') continue;
    if (input.reference.in_set(DiagnosisSet::uncertain_by_itself, diagnosis.code, facts.date)) continue;
    if (input.reference.in_set(DiagnosisSet::external_cause, diagnosis.code, facts.date)) continue;
    if (only) return std::nullopt;
    only = index;
  }
  return only;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    if (line.narrative.empty() || !line.is_active() || !facts.dated) continue;
    if (!has_any_words(line.narrative, kUncertain)) continue;
    const auto index = qualified(input, facts);
    if (!index) continue;
    Finding& finding = add_for_code(input, output, *index);
    finding.lines.push_back(line.number);
    finding.arguments.push_back({"line", std::int64_t{line.number}});
  }
}

}  // namespace

extern const Rule uncertain_diagnosis{
    .info = {.id = "DX-UNC-001",
             .module = "DX",
             .title = "Uncertain diagnosis coded in the outpatient setting",
             .severity = Severity::warning,
             .kinds = KindMask::professional | KindMask::outpatient,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .citations = {{{"ICD-10-CM Official Guidelines", "section IV.H"}}},
             .clinician = "{dx}: outpatient rules code the symptom, not a suspected condition.",
             .biller = "The text of line {line} calls its diagnosis uncertain (suspected, rule out, likely "
                       "or the like), and "
                       "the line points to {dx}. Office and outpatient claims code the symptom or reason "
                       "instead, until "
                       "the diagnosis is certain.",
             .carc = {},
             .why = "Only inpatient stays may code a diagnosis that is still suspected at the end. Elsewhere "
                    "a suspicion that "
                    "is coded as a fact follows the patient, and the record does not support it.",
             .fires = "dx A J18.9; 99213 note=rule_out_pneumonia",
             .silent = "dx A R05.9; 99213 note=rule_out_pneumonia"},
    .evaluate = evaluate};

}  // namespace chargelint
