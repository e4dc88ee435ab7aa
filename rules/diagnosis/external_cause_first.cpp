// DX-SEQ-005: an external cause stands first. A line's first pointer to one that the claim does not list
// first is DX-PTR-001's.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

bool is_external(const RuleInput& input, const Diagnosis& diagnosis, Date date) {
  return is_icd10(diagnosis) && input.reference.in_set(DiagnosisSet::external_cause, diagnosis.code, date);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto date = diagnosis_day(input);
  const auto first = first_listed(input.claim);
  if (!date || !first || !is_external(input, input.claim.diagnoses[*first], *date)) return;
  if (!stands_first(input, *first)) return;
  Finding& finding = add_for_code(input, output, *first);
  add_lines_led_by(input, *first, finding);
  const auto& diagnoses = input.claim.diagnoses;
  std::size_t others = 0;
  std::size_t pointed = 0;
  for (std::size_t other = 0; other < diagnoses.size(); ++other) {
    if (!is_icd10(diagnoses[other]) || is_external(input, diagnoses[other], *date)) continue;
    ++others;
    pointed = other;
  }
  if (others == 1) {
    finding.fixes.push_back(move_to_front(input, finding, pointed, {}));
  } else if (others > 1) {
    for (std::size_t other = 0; other < diagnoses.size(); ++other) {
      if (!is_icd10(diagnoses[other]) || is_external(input, diagnoses[other], *date)) continue;
      finding.fixes.push_back(
          move_to_front(input, finding, other, "Is this the injury or condition treated?"));
    }
  }
}

}  // namespace

extern const Rule external_cause_first{
    .info = {.id = "DX-SEQ-005",
             .module = "DX",
             .title = "External cause first or alone",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.C.20.a.6"},
                            {"Medicare Code Editor", "edit 2"},
                            {"Integrated Outpatient Code Editor", "edit 5"}}},
             .clinician = "{dx} is an external cause and can't be the main diagnosis.",
             .biller = "{dx} says how an injury came about (V00-Y99) and stands first. Put the injury or "
                       "condition before "
                       "it; without one the claim is returned.",
             .carc = "CO-146",
             .why = "External cause codes explain an injury and are never the reason for care by themselves. "
                    "A claim that "
                    "begins with one, or has nothing else, is returned.",
             .fires = "dx A W19.XXXA; 99213",
             .silent = "dx A S52.501A B W19.XXXA; 99213 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
