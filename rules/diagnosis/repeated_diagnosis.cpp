// DX-DUP-001: one diagnosis listed twice.
#include "rules/diagnosis/validity.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto& diagnoses = input.claim.diagnoses;
  for (std::size_t later = 1; later < diagnoses.size(); ++later) {
    const Diagnosis& diagnosis = diagnoses[later];
    if (diagnosis.code.empty()) continue;
    std::size_t first = 0;
    while (first < later &&
           (diagnoses[first].code != diagnosis.code || diagnoses[first].system != diagnosis.system)) {
      ++first;
    }
    // An admitting or first-visit diagnosis is a field of its own beside the list.
    const auto own_field = [](const Diagnosis& one) {
      return one.role == DiagnosisRole::admitting || one.role == DiagnosisRole::reason_for_visit;
    };
    if (first == later || own_field(diagnosis) || own_field(diagnoses[first])) continue;
    Finding& finding = output.add();
    const bool principal = diagnoses[first].role == DiagnosisRole::principal || first == 0;
    if (input.context().kind == BillKind::inpatient && principal) finding.severity = Severity::error;
    for (const LineFacts& facts : input.lines) {
      if (facts.line->is_active() && points_to(*facts.line, later)) {
        finding.lines.push_back(facts.line->number);
      }
    }
    finding.diagnoses.push_back(diagnosis.code);
    finding.location = diagnosis.at;
    finding.arguments.push_back({"dx", diagnosis.code});
    finding.arguments.push_back({"first", static_cast<std::int64_t>(first + 1)});
    finding.arguments.push_back({"later", static_cast<std::int64_t>(later + 1)});
  }
}

}  // namespace

extern const Rule repeated_diagnosis{
    .info =
        {.id = "DX-DUP-001",
         .module = "DX",
         .title = "Same diagnosis twice",
         .severity = Severity::info,
         .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
         .citations = {{{"ICD-10-CM Official Guidelines", "section I.B.12"},
                        {"Medicare Code Editor", "edit 3"}}},
         .clinician = {},
         .biller = "{dx} is listed twice, as diagnosis {first} and {later}. Drop the later one and let its "
                   "lines point to the first.",
         .carc = {},
         .why =
             "Each unique diagnosis is reported once an encounter; a repetition takes a place that another "
             "condition may need, and an inpatient claim is returned for it.",
         .fires = "dx A M54.12 B M54.12; 62324 dxAB",
         .silent = "dx A M54.12 B M54.13; 62324 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
