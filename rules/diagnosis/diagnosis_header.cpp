// DX-VAL-002: a diagnosis code that is only a heading; the codes below it are valid.
#include "rules/diagnosis/validity.h"

namespace chargelint {
namespace {

// Named in the text alone: no edit puts one diagnosis in another's place, and a person must choose.
void list_children(const RuleInput& input, IcdCode header, Date date, Finding& finding) {
  CodeList list;
  IcdCode previous;
  for (const DiagnosisRow& row : input.reference.diagnoses_below(header)) {
    const IcdCode child = row.code();
    if (!row.billable || child == header || child == previous) continue;
    if (judge_on(input.reference, child, date).state != DiagnosisState::valid) continue;
    list.add(child.text().view());
    previous = child;
  }
  list.fill(finding, "children", "children2", "children_more");
  if (list.empty()) {
    finding.biller =
        "{dx} is a heading in ICD-10-CM on {dos}, not a code that can be billed: it needs more characters.";
  }
}

// Headings that want a seventh character too: DX-VAL-003 takes their place.
void evaluate(const RuleInput& input, RuleOutput& output) {
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const DiagnosisVerdict& verdict = judge_diagnosis(input, index);
    if (verdict.state != DiagnosisState::header) continue;
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    Finding& finding = add_for_diagnosis(output, diagnosis, verdict);
    // The heading may have been a code in the release of its own year.
    if (verdict.nearest) finding.severity = Severity::warning;
    list_children(input, diagnosis.code, verdict.date, finding);
  }
}

}  // namespace

extern const Rule diagnosis_header{
    .info = {.id = "DX-VAL-002",
             .module = "DX",
             .title = "Diagnosis heading, needs more characters",
             .severity = Severity::error,
             .hard_at_order = true,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::icd10cm},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.B.2"},
                            {"Medicare Claims Processing Manual", "chapter 23, section 10.1"}}},
             .clinician = "{dx} needs a more specific code: it needs more characters.",
             .biller = "{dx} is a heading in ICD-10-CM on {dos}, not a code that can be billed: it needs "
                       "more characters. Below it: {children}{children2}{children_more}. Take the one that "
                       "the record supports.",
             .carc = "CO-146",
             .why = "A code is valid only at its full number of characters; a heading is returned as an "
                    "invalid diagnosis.",
             .fires = "dx A M54.1; 62324",
             .silent = "dx A M54.12; 62324"},
    .evaluate = evaluate};

}  // namespace chargelint
