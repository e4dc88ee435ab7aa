// DX-PTR-002: a diagnosis of a professional claim that no line points to.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto& diagnoses = input.claim.diagnoses;
  if (diagnoses.size() < 2) return;
  bool any_line = false;
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active()) continue;
    // A line without pointers is read as pointing to all.
    if (facts.line->diagnoses.empty() || facts.line->diagnoses_assumed) return;
    any_line = true;
  }
  if (!any_line) return;
  for (std::size_t index = 0; index < diagnoses.size(); ++index) {
    if (diagnoses[index].code.empty() || stands_apart(diagnoses[index])) continue;
    const bool used = std::any_of(input.lines.begin(), input.lines.end(), [&](const LineFacts& facts) {
      return facts.line->is_active() && points_to(*facts.line, index);
    });
    const bool repeats =
        std::any_of(diagnoses.begin(), diagnoses.begin() + index,
                    [&](const Diagnosis& other) { return other.code == diagnoses[index].code; });
    if (used || repeats) continue;
    // How an injury came about may stand on the claim by itself.
    const auto day = diagnosis_day(input);
    if (day && input.reference.in_set(DiagnosisSet::external_cause, diagnoses[index].code, *day)) continue;
    add_for_code(input, output, index);
  }
}

}  // namespace

extern const Rule diagnosis_unused{
    .info =
        {.id = "DX-PTR-002",
         .module = "DX",
         .title = "Diagnosis that no line uses",
         .severity = Severity::info,
         .kinds = KindMask::professional,
         .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
         .reads = {Source::code_sets},
         .reads_count = 1,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 26, section 10.4"}}},
         .clinician = {},
         .biller =
             "{dx} supports no line. Point a line to it, or leave it off if it had no part in the services.",
         .carc = {},
         .why = "A professional claim ties each service to its reasons. A diagnosis that no line uses often "
                "means that a "
                "pointer was forgotten.",
         .fires = "dx A M54.12 B I10; 99213 dxA",
         .silent = "dx A M54.12 B I10; 99213 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
