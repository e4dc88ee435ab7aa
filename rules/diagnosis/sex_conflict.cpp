// DX-SEX-001: a diagnosis of the list of the other sex, without what tells the payer that it is right.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

bool is_flagged(const RuleInput& input) {
  if (input.claim.condition_codes.contains("45")) return true;
  return std::any_of(input.lines.begin(), input.lines.end(), [](const LineFacts& facts) {
    return facts.line->is_active() && facts.line->has("KX"_mod);
  });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Sex sex = input.claim.patient.sex;
  if (sex != Sex::female && sex != Sex::male) return;
  const auto date = diagnosis_day(input);
  if (!date) return;
  // Medicare's editors stopped looking; what rows remain from before say nothing for it.
  const PayerClass payer = input.context().payer;
  const bool medicare = payer == PayerClass::medicare || payer == PayerClass::medicare_advantage;
  if (medicare && input.reference.parameter(Parameter::sex_edits_ended, *date).value_or(0) != 0) return;
  const DiagnosisEdit other = sex == Sex::female ? DiagnosisEdit::male : DiagnosisEdit::female;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis)) continue;
    const DiagnosisEditRow* row = nullptr;
    for (const DiagnosisEditRow& listed : input.reference.diagnosis_edits(diagnosis.code)) {
      if (listed.edit == other) row = &listed;  // the published list ended; other payers kept it
    }
    if (row == nullptr || is_flagged(input)) continue;
    Finding& finding = add_for_code(input, output, index);
    add_lines_of(input, index, finding);
    finding.evidence = evidence_of(Source::mce, row);
    if (input.context().kind == BillKind::professional) {
      finding.biller =
          "{dx} is on the payer's list of the other sex than the one on file. The payer may reject it: if "
          "the "
          "record supports it, append KX; else check the sex on file and the code.";
    }
  }
}

}  // namespace

extern const Rule sex_conflict{
    .info = {.id = "DX-SEX-001",
             .module = "DX",
             .title = "Diagnosis on the list of the other sex",
             .severity = Severity::info,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::mce},
             .reads_count = 1,
             .citations = {{{"Medicare Code Editor", "edit 5 (to 2024-09-30)"},
                            {"Integrated Outpatient Code Editor", "edit 3"},
                            {"Medicare Claims Processing Manual", "chapter 32, section 240"}}},
             .clinician = {},
             .biller = "{dx} is on the payer's list of the other sex than the one on file. The payer may "
                       "reject it: if the "
                       "record supports it, add condition code 45; else check the sex on file and the code.",
             .carc = "CO-10",
             .why = "Some payers still compare the diagnosis with the sex on file. For transgender and "
                    "intersex patients, and "
                    "others whose record supports it, KX or condition code 45 tells them that it is right.",
             .fires = "payer medicaid; sex F; dx A N40.1; 99213",
             .silent = "payer medicaid; sex F; dx A N40.1; 99213-KX"},
    .evaluate = evaluate};

}  // namespace chargelint
