// DX-SEQ-002: a note says "code first" another diagnosis, which stands later on the claim.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

void report_later(const RuleInput& input, RuleOutput& output, std::size_t index, std::size_t partner,
                  const DiagnosisRelation& relation) {
  Finding& finding = add_for_code(input, output, index);
  add_lines_of(input, index, finding);
  if (by_pointers(input)) {
    while (!finding.lines.empty()) finding.lines.pop_back();
    for (const LineFacts& facts : input.lines) {
      if (!facts.line->is_active()) continue;
      if (points_to(*facts.line, index) && points_to(*facts.line, partner)) {
        finding.lines.push_back(facts.line->number);
      }
    }
    if (finding.lines.empty()) add_lines_of(input, index, finding);
  }
  finding.diagnoses.push_back(input.claim.diagnoses[partner].code);
  finding.evidence = evidence_of_note(input, relation);
  finding.arguments.push_back({"partner", input.claim.diagnoses[partner].code});
  finding.fixes.push_back(move_to_front(input, finding, partner, {}));
}

// Our own rows: a code that never stands without one of those.
void judge_alone(const RuleInput& input, RuleOutput& output, std::size_t index, Date date) {
  const IcdCode code = input.claim.diagnoses[index].code;
  const DiagnosisRelation* wanted = nullptr;
  for (const DiagnosisRelation& relation : input.relations(index)) {
    if (relation.link != DiagnosisLink::needs_first || !relation.concerns(code)) continue;
    if (!relation.period().contains(date)) continue;
    if (diagnosis_within(input.claim, relation, index)) return;
    if (wanted == nullptr) wanted = &relation;
  }
  if (wanted == nullptr) return;
  Finding& finding = add_for_code(input, output, index);
  add_lines_of(input, index, finding);
  finding.evidence = evidence_of_note(input, *wanted);
  finding.arguments.push_back({"what", input.reference.text(wanted->note)});
  finding.clinician = "{dx} needs {what} before it.";
  finding.biller =
      "{dx} stands without {what}, which is always coded before it. Add what the record supports, or "
      "check {dx}.";
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto date = diagnosis_day(input);
  if (!date) return;
  const auto& diagnoses = input.claim.diagnoses;
  for (std::size_t index = 0; index < diagnoses.size(); ++index) {
    if (!is_icd10(diagnoses[index]) || stands_apart(diagnoses[index])) continue;
    const IcdCode code = diagnoses[index].code;
    const auto relations = input.relations(index);
    if (relations.empty()) continue;
    if (diagnoses.size() > 1 && !input.reference.in_set(DiagnosisSet::manifestation, code, *date)) {
      bool before = false;
      std::size_t later = index;
      const DiagnosisRelation* note = nullptr;
      for (const DiagnosisRelation& relation : relations) {
        const bool first_wanted =
            relation.link == DiagnosisLink::code_first || relation.link == DiagnosisLink::needs_first;
        if (!first_wanted || !relation.concerns(code)) continue;
        for (std::size_t other = 0; other < diagnoses.size(); ++other) {
          const Diagnosis& partner = diagnoses[other];
          if (other == index || !is_icd10(partner) || stands_apart(partner)) continue;
          if (partner.code == code || !relation.names(partner.code)) continue;
          if (comes_before(input, other, index)) {
            before = true;
          } else if (note == nullptr) {
            note = &relation;
            later = other;
          }
        }
      }
      // One cause before it is enough.
      if (note != nullptr && !before) report_later(input, output, index, later, *note);
    }
    judge_alone(input, output, index, *date);
  }
}

}  // namespace

extern const Rule code_first_partner_later{
    .info = {.id = "DX-SEQ-002",
             .module = "DX",
             .title = "Code-first partner later or absent",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::icd10cm_tabular, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.A.13"},
                            {"ICD-10-CM Official Guidelines", "section I.B.7"},
                            {"Integrated Outpatient Code Editor", "edit 109"}}},
             .clinician = "{partner} is coded before {dx}.",
             .biller =
                 "{dx} carries a code-first note that names {partner}, and {partner} stands after it. Put "
                 "{partner} first.",
             .carc = "CO-146",
             .why = "A \"code first\" note fixes the order of two codes of one illness: the cause, then what "
                    "it did. Payers "
                    "judge the claim by what stands first.",
             .fires = "dx A R65.21 B A41.9; 99223 dxAB",
             .silent = "dx A A41.9 B R65.21; 99223 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
