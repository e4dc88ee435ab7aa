// DX-SEQ-001: a manifestation stands before the disease that causes it.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

// The cause that a code-first note names, where the claim has it.
std::optional<std::size_t> cause_of(const RuleInput& input, std::size_t index,
                                    const DiagnosisRelation*& note) {
  const IcdCode code = input.claim.diagnoses[index].code;
  for (const DiagnosisRelation& relation : input.relations(index)) {
    if (relation.link != DiagnosisLink::code_first || !relation.concerns(code)) continue;
    if (note == nullptr) note = &relation;
    const auto cause = diagnosis_within(input.claim, relation, index);
    if (!cause) continue;
    note = &relation;
    return cause;
  }
  return std::nullopt;
}

void offer_order(const RuleInput& input, std::size_t index, Date date, Finding& finding) {
  const DiagnosisRelation* note = nullptr;
  const auto cause = cause_of(input, index, note);
  if (note != nullptr) finding.evidence = evidence_of_note(input, *note);
  if (cause) {
    finding.fixes.push_back(move_to_front(input, finding, *cause, {}));
    finding.arguments.push_back({"cause", input.claim.diagnoses[*cause].code});
    finding.clinician = "{dx} is a manifestation; its cause {cause} comes first.";
    return;
  }
  for (std::size_t other = 0; other < input.claim.diagnoses.size(); ++other) {
    const Diagnosis& candidate = input.claim.diagnoses[other];
    if (other == index || !is_icd10(candidate) || stands_apart(candidate)) continue;
    if (input.reference.in_set(DiagnosisSet::manifestation, candidate.code, date)) continue;
    if (input.reference.in_set(DiagnosisSet::external_cause, candidate.code, date)) continue;
    finding.fixes.push_back(move_to_front(input, finding, other, "Is this the disease behind it?"));
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto date = diagnosis_day(input);
  if (!date) return;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis) || !stands_first(input, index)) continue;
    const DiagnosisEditRow* listed =
        diagnosis_edit_on(input.reference, diagnosis.code, DiagnosisEdit::manifestation, *date);
    if (listed == nullptr && !input.reference.in_set(DiagnosisSet::manifestation, diagnosis.code, *date))
      continue;
    Finding& finding = add_for_code(input, output, index);
    add_lines_led_by(input, index, finding);
    offer_order(input, index, *date, finding);
    if (listed != nullptr) finding.evidence = evidence_of(Source::mce, listed);
  }
}

}  // namespace

extern const Rule manifestation_first{
    .info = {.id = "DX-SEQ-001",
             .module = "DX",
             .title = "Manifestation before its cause",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::mce, Source::code_sets, Source::icd10cm_tabular},
             .reads_count = 3,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.A.13"},
                            {"Medicare Code Editor", "edit 6"},
                            {"Integrated Outpatient Code Editor", "edit 86"}}},
             .clinician = "{dx} is a manifestation; the disease that causes it comes first.",
             .biller =
                 "{dx} describes what another disease does and can't stand first. Put the underlying disease "
                 "before it; the tabular list's code-first note at {dx} names which.",
             .carc = "CO-146",
             .why = "Some codes say how a disease shows itself. ICD-10-CM wants the disease first and the "
                    "manifestation "
                    "after it; editors return a claim that begins with the manifestation.",
             .fires = "dx A F02.80 B G30.9; 99213 dxAB",
             .silent = "dx A G30.9 B F02.80; 99213 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
