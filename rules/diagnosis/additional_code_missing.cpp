// DX-SEQ-003: a diagnosis that is not complete without another one, by our own table of such pairs.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

bool seen_before(const RuleInput& input, const DiagnosisRelation& relation, Date date) {
  constexpr std::int32_t kDaysRemembered = 365;
  if (input.history.availability() == Availability::none) return false;
  for (const PriorLine& prior : input.history.lines({date.plus_days(-kDaysRemembered), date})) {
    for (const IcdCode code : prior.diagnoses) {
      if (relation.names(code)) return true;
    }
  }
  return false;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto date = diagnosis_day(input);
  if (!date) return;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis) || stands_apart(diagnosis)) continue;
    for (const DiagnosisRelation& relation : input.relations(index)) {
      if (relation.link != DiagnosisLink::must_pair || !relation.concerns(diagnosis.code)) continue;
      if (!relation.period().contains(*date) || diagnosis_within(input.claim, relation, index)) continue;
      Finding& finding = add_for_code(input, output, index);
      add_lines_of(input, index, finding);
      finding.evidence = evidence_of_note(input, relation);
      // The partner by its stem: two that are missing are two findings.
      finding.diagnoses.push_back(IcdCode::from_packed(relation.target_first));
      finding.arguments.push_back({"what", input.reference.text(relation.note)});
      if (!seen_before(input, relation, *date)) continue;
      finding.severity = Severity::warning;
      finding.history_used = true;
      finding.biller =
          "{dx} is complete only with {what}, which this patient's claims of the last twelve months "
          "carry and this one does not. Add it if it still holds.";
    }
  }
}

}  // namespace

extern const Rule additional_code_missing{
    .info = {.id = "DX-SEQ-003",
             .module = "DX",
             .title = "Use-additional-code partner missing",
             .severity = Severity::info,
             .history = HistoryUse::year,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.A.13"},
                            {"ICD-10-CM Official Guidelines", "section I.B.7"}}},
             .clinician = "{dx}: add {what}.",
             .biller = "{dx} is complete only with {what}, and the claim has none. Add the code that the "
                       "record supports.",
             .carc = {},
             .why = "Some codes leave a part of the story to a second code: the stage of a kidney disease, "
                    "the kind of "
                    "heart failure. Without it the claim says less than the record, and risk and coverage "
                    "edits miss.",
             .fires = "dx A E11.22; 99213",
             .silent = "dx A E11.22 B N18.32; 99213 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
