// DX-POA-001: present-on-admission indicator of an inpatient diagnosis missing, wrong, or not wanted.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

constexpr std::string_view kIndicators = "YNUW";

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto date = diagnosis_day(input);
  if (!date || input.claim.diagnoses.empty()) return;
  if (!table_coverage(input, output, Source::poa_exempt, *date).loaded) return;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis) || stands_apart(diagnosis)) continue;
    const char sent = diagnosis.present_on_admission;
    const bool blank = sent == 0 || sent == ' ';
    const DiagnosisEditRow* exempt =
        diagnosis_edit_on(input.reference, diagnosis.code, DiagnosisEdit::poa_exempt, *date);
    if (exempt != nullptr ? blank : kIndicators.find(sent) != std::string_view::npos && !blank) continue;
    Finding& finding = add_for_code(input, output, index);
    FixedText<24> indicator;
    indicator.push_back(sent);
    if (exempt != nullptr) {
      finding.severity = Severity::warning;
      finding.evidence = evidence_of(Source::poa_exempt, exempt);
      finding.arguments.push_back({"indicator", indicator});
      finding.biller =
          "{dx} is exempt from the present-on-admission indicator and carries {indicator}. Leave it blank (1 "
          "is not allowed on the electronic claim).";
    } else if (!blank) {
      finding.arguments.push_back({"indicator", indicator});
      finding.biller =
          "{dx} carries {indicator} as its present-on-admission indicator; only Y, N, U and W are allowed. "
          "Take the one that the record supports.";
    }
  }
}

}  // namespace

extern const Rule present_on_admission{
    .info = {.id = "DX-POA-001",
             .module = "DX",
             .title = "Present-on-admission indicator missing or wrong",
             .severity = Severity::error,
             .kinds = KindMask::inpatient,
             .stages = StageMask::claim,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::poa_exempt},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "appendix I"},
                            {"Medicare Claims Processing Manual", "chapter 23, section 10.2"}}},
             .clinician = {},
             .biller = "{dx} has no present-on-admission indicator and is not exempt. Add Y, N, U or W as "
                       "the record supports; "
                       "hospitals outside the inpatient payment system (critical access, long-term, cancer, "
                       "children's) "
                       "need none.",
             .carc = "CO-16",
             .why = "Medicare pays less for some conditions that arose in hospital, and so asks of every "
                    "diagnosis whether it "
                    "was there on admission. A claim without the answer is returned.",
             .fires = "kind I; dx A J18.9; 99223",
             .silent = "kind I; dx A Z79.4; 99223"},
    .evaluate = evaluate};

}  // namespace chargelint
