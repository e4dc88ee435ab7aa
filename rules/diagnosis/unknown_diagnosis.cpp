// DX-VAL-001: a diagnosis code that ICD-10-CM does not hold on the date, or that has not its form.
#include <algorithm>

#include "rules/diagnosis/validity.h"

namespace chargelint {
namespace {

// Some senders put each diagnosis in both code sets; the ICD-9 twin beside ICD-10 codes is not billed.
bool is_icd9_twin(const Claim& claim, const Diagnosis& diagnosis) {
  if (diagnosis.system != CodeSystem::icd9cm) return false;
  return std::ranges::any_of(claim.diagnoses,
                             [](const Diagnosis& other) { return other.system == CodeSystem::icd10cm; });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (is_icd9_twin(input.claim, diagnosis)) continue;
    const DiagnosisVerdict& verdict = judge_diagnosis(input, index);
    if (verdict.gap) output.not_evaluated(*verdict.gap, Source::icd10cm);
    if (verdict.state == DiagnosisState::malformed) {
      Finding& finding = add_for_diagnosis(output, diagnosis, verdict);
      finding.clinician = "{dx} is not an ICD-10-CM code.";
      finding.biller =
          "{dx} has not the form of an ICD-10-CM code (a letter and two to six more characters); ICD-9 codes "
          "ended on 2015-09-30. Replace it by the ICD-10-CM code that the record supports.";
      continue;
    }
    if (verdict.state != DiagnosisState::absent) continue;
    Finding& finding = add_for_diagnosis(output, diagnosis, verdict);
    const Coverage speaks = input.reference.coverage(Source::icd10cm, verdict.date);
    const auto releases = input.reference.releases();
    finding.arguments.push_back(
        {"release", speaks.release < releases.size() ? releases[speaks.release].name : ""});
    if (verdict.nearest) {
      finding.severity = Severity::warning;
      finding.biller =
          "{dx} is not in the nearest loaded ICD-10-CM release, {release}; none that covers {dos} is loaded. "
          "Check the code, or load the release of that year.";
    }
  }
}

}  // namespace

extern const Rule unknown_diagnosis{
    .info = {.id = "DX-VAL-001",
             .module = "DX",
             .title = "Unknown or out-of-date diagnosis code",
             .severity = Severity::error,
             .hard_at_order = true,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::icd10cm},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 23, section 10.5"},
                            {"Integrated Outpatient Code Editor", "edit 1"},
                            {"Medicare Code Editor", "edit 1"}}},
             .clinician = "{dx} is not valid on {dos}.",
             .biller = "{dx} is not in ICD-10-CM {release} on {dos}. There is no grace period: the claim is "
                       "returned. Replace it by the code that is valid on that date.",
             .carc = "CO-146",
             .why = "Diagnosis codes change every 1 October (some on 1 April) without grace; an ended or "
                    "unknown code returns the claim.",
             .fires = "dx A 724.5; 62324",
             .silent = "dx A M54.12; 62324"},
    .evaluate = evaluate};

}  // namespace chargelint
