// DX-SEQ-006: a diagnosis that only describes circumstances stands first.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

struct Listed {
  bool found = false;
  const DiagnosisEditRow* row = nullptr;
};
// The code editor's list is for inpatient stays alone; elsewhere our own list of secondary codes speaks.
Listed unacceptable(const RuleInput& input, IcdCode code, Date date) {
  if (input.context().kind != BillKind::inpatient) {
    return {input.reference.in_set(DiagnosisSet::secondary_only, code, date), nullptr};
  }
  const DiagnosisEditRow* row =
      diagnosis_edit_on(input.reference, code, DiagnosisEdit::unacceptable_principal, date);
  return {row != nullptr, row};
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto date = diagnosis_day(input);
  const auto first = first_listed(input.claim);
  if (!date || !first) return;
  const auto& diagnoses = input.claim.diagnoses;
  if (!is_icd10(diagnoses[*first]) || !stands_first(input, *first)) return;
  const IcdCode code = diagnoses[*first].code;
  const Listed listed = unacceptable(input, code, *date);
  const bool stay = input.context().kind == BillKind::inpatient;
  if (!listed.found) {
    if (!stay || diagnoses.size() > 1) return;
    const DiagnosisEditRow* row =
        diagnosis_edit_on(input.reference, code, DiagnosisEdit::unacceptable_unless_secondary, *date);
    if (row == nullptr) return;
    Finding& finding = add_for_code(input, output, *first);
    add_lines_led_by(input, *first, finding);
    finding.evidence = evidence_of(Source::mce, row);
    finding.biller =
        "{dx} may stand first only with a second diagnosis beside it, and the claim has none. Add the "
        "condition that the record supports.";
    return;
  }
  if (stay && diagnoses.size() > 1 &&
      diagnosis_edit_on(input.reference, code, DiagnosisEdit::unacceptable_unless_secondary, *date) !=
          nullptr) {
    return;
  }
  Finding& finding = add_for_code(input, output, *first);
  finding.severity = stay ? Severity::error : Severity::warning;
  add_lines_led_by(input, *first, finding);
  if (listed.row != nullptr) finding.evidence = evidence_of(Source::mce, listed.row);
  for (std::size_t other = 0; other < diagnoses.size(); ++other) {
    if (other == *first || !is_icd10(diagnoses[other]) || stands_apart(diagnoses[other])) continue;
    if (unacceptable(input, diagnoses[other].code, *date).found) continue;
    if (input.reference.in_set(DiagnosisSet::external_cause, diagnoses[other].code, *date)) continue;
    finding.fixes.push_back(
        move_to_front(input, finding, other, diagnoses.size() == 2 ? "" : "Is this the reason for care?"));
  }
}

}  // namespace

extern const Rule secondary_only_first{
    .info = {.id = "DX-SEQ-006",
             .module = "DX",
             .title = "Secondary-only or unacceptable principal diagnosis first",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::mce, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Code Editor", "edit 9"},
                            {"ICD-10-CM Official Guidelines", "sections II and I.B.14"},
                            {"Integrated Outpatient Code Editor", "edit 113"}}},
             .clinician = "{dx} describes circumstances; list the reason for care first.",
             .biller = "{dx} stands first, but it only adds to another diagnosis (a germ, an outcome, a "
                       "circumstance). Put "
                       "the condition that was the reason for care before it.",
             .carc = "CO-146",
             .why = "Some codes say something about a case and never why care was given. Inpatient claims "
                    "have the code "
                    "editor's own list; office and outpatient claims a much shorter one: screenings and "
                    "check-ups are "
                    "right first diagnoses there.",
             .fires = "dx A B96.20; 99213",
             .silent = "dx A N39.0 B B96.20; 99213 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
