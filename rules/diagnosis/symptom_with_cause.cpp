// DX-SPEC-002: a symptom is coded beside the diagnosis that usually brings it along.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

bool used_together(const RuleInput& input, std::size_t one, std::size_t other) {
  if (!by_pointers(input)) return true;
  return std::any_of(input.lines.begin(), input.lines.end(), [&](const LineFacts& facts) {
    return facts.line->is_active() && points_to(*facts.line, one) && points_to(*facts.line, other);
  });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.claim.diagnoses.size() < 2) return;
  const auto date = diagnosis_day(input);
  if (!date) return;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis) || stands_apart(diagnosis)) continue;
    for (const DiagnosisRelation& relation : input.relations(index)) {
      if (relation.link != DiagnosisLink::symptom_of || !relation.concerns(diagnosis.code)) continue;
      const auto cause = diagnosis_within(input.claim, relation, index);
      if (!cause || !relation.period().contains(*date) || !used_together(input, index, *cause)) continue;
      Finding& finding = add_for_code(input, output, index);
      add_lines_of(input, index, finding);
      finding.diagnoses.push_back(input.claim.diagnoses[*cause].code);
      finding.evidence = evidence_of_note(input, relation);
      finding.arguments.push_back({"cause", input.claim.diagnoses[*cause].code});
      break;
    }
  }
}

}  // namespace

extern const Rule symptom_with_cause{
    .info = {.id = "DX-SPEC-002",
             .module = "DX",
             .title = "Symptom beside the diagnosis that includes it",
             .severity = Severity::info,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "sections I.B.4 and I.B.5"},
                            {"ICD-10-CM Official Guidelines", "section I.B.18"}}},
             .clinician = "{dx} is a usual sign of {cause}; {cause} says it all.",
             .biller = "{dx} is a symptom that usually belongs to {cause} of the same claim. Leave it off "
                       "unless it was "
                       "something apart.",
             .carc = {},
             .why = "Signs that go with a disease as a rule are not coded beside it. They take a place "
                    "another condition "
                    "may need and make the claim look less certain than the record.",
             .fires = "dx A R05.9 B J18.9; 99213 dxAB",
             .silent = "dx A R05.9; 99213"},
    .evaluate = evaluate};

}  // namespace chargelint
