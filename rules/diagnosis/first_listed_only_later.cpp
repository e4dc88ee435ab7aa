// DX-SEQ-007: a code that is only ever listed first stands in a later place.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

bool only_first(const RuleInput& input, std::size_t index, Date date) {
  const Diagnosis& diagnosis = input.claim.diagnoses[index];
  return is_icd10(diagnosis) && !stands_apart(diagnosis) &&
         input.reference.in_set(DiagnosisSet::first_listed_only, diagnosis.code, date);
}

// Another code of the list leads: combined encounters of one day.
bool another_leads(const RuleInput& input, std::size_t index, Date date) {
  for (std::size_t other = 0; other < input.claim.diagnoses.size(); ++other) {
    if (other != index && only_first(input, other, date) && stands_first(input, other)) return true;
  }
  return false;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.claim.diagnoses.size() < 2) return;
  const auto date = diagnosis_day(input);
  if (!date) return;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    if (!only_first(input, index, *date) || stands_first(input, index)) continue;
    if (another_leads(input, index, *date)) continue;
    Finding& finding = add_for_code(input, output, index);
    finding.severity = by_pointers(input) ? Severity::info : Severity::warning;
    add_lines_of(input, index, finding);
    finding.fixes.push_back(
        move_to_front(input, finding, index, "Was this the reason for the encounter, or for that line?"));
  }
}

}  // namespace

extern const Rule first_listed_only_later{
    .info = {.id = "DX-SEQ-007",
             .module = "DX",
             .title = "First-listed-only code in a later place",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.C.21.c.16"}}},
             .clinician = "{dx} is only ever the first diagnosis.",
             .biller = "{dx} is on the guidelines' list of codes that are only listed first, and another "
                       "diagnosis stands "
                       "before it. Put it first where it was the reason for the encounter, else take it off.",
             .carc = {},
             .why = "Check-ups, screenings before treatment, chemotherapy visits and the like are the reason "
                    "for the "
                    "encounter; in a later place they contradict it.",
             .fires = "kind O; dx A C50.911 B Z51.11; 96413",
             .silent = "kind O; dx A Z51.11 B C50.911; 96413"},
    .evaluate = evaluate};

}  // namespace chargelint
