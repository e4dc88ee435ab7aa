// DX-SEQ-004: two conditions that ICD-10-CM presumes linked are coded apart.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

struct Match {
  std::size_t partner = 0;
  const DiagnosisRelation* row = nullptr;
};
using Matches = SmallVector<Match, 4>;

// Each other diagnosis that our rows join to this one.
Matches matches_of(const RuleInput& input, std::span<const DiagnosisRelation> relations, IcdCode code,
                   std::size_t index, Date date) {
  Matches matches;
  for (const DiagnosisRelation& relation : relations) {
    if (relation.link != DiagnosisLink::combination || !relation.concerns(code)) continue;
    if (!relation.period().contains(date)) continue;
    const auto partner = diagnosis_within(input.claim, relation, index);
    if (partner) matches.push_back({*partner, &relation});
  }
  return matches;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto& diagnoses = input.claim.diagnoses;
  if (diagnoses.size() < 2) return;
  const auto date = diagnosis_day(input);
  if (!date) return;
  for (std::size_t index = 0; index < diagnoses.size(); ++index) {
    if (!is_icd10(diagnoses[index]) || stands_apart(diagnoses[index])) continue;
    const Matches matches = matches_of(input, input.relations(index), diagnoses[index].code, index, *date);
    if (matches.empty()) continue;
    Match chosen = matches.front();
    // Two partners: what joins the first one's combination to the second.
    if (matches.size() > 1) {
      const auto first = IcdCode::parse(input.reference.text(matches.front().row->note));
      for (const Match& joined :
           first ? matches_of(input, input.reference.diagnosis_relations(*first), *first, index, *date)
                 : Matches{}) {
        if (joined.partner == matches[1].partner) chosen = joined;
      }
    }
    Finding& finding = add_for_code(input, output, index);
    add_lines_of(input, index, finding);
    for (const Match& match : matches) finding.diagnoses.push_back(diagnoses[match.partner].code);
    finding.evidence = evidence_of_note(input, *chosen.row);
    finding.arguments.push_back({"partner", diagnoses[chosen.partner].code});
    finding.arguments.push_back({"combination", input.reference.text(chosen.row->note)});
  }
}

}  // namespace

extern const Rule combination_coded_apart{
    .info =
        {.id = "DX-SEQ-004",
         .module = "DX",
         .title = "Combination code should replace two",
         .severity = Severity::warning,
         .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
         .reads = {Source::code_sets},
         .reads_count = 1,
         .citations = {{{"ICD-10-CM Official Guidelines", "section I.A.15"},
                        {"ICD-10-CM Official Guidelines", "section I.C.9.a"},
                        {"ICD-10-CM Official Guidelines", "section I.C.4.a"}}},
         .clinician =
             "ICD-10 assumes {dx} and {partner} are linked: {combination}, unless you say they are not.",
         .biller =
             "{dx} and {partner} are coded apart. ICD-10-CM presumes the two conditions linked: report "
             "{combination} in place of {dx}, with {partner} after it where the code asks for it, unless the "
             "record says that they are unrelated.",
         .carc = "CO-146",
         .why =
             "For some pairs (high blood pressure with heart or kidney disease, diabetes with kidney "
             "disease) the "
             "word \"with\" in ICD-10-CM makes one code of two. Coding them apart understates the illness.",
         .fires = "dx A I10 B N18.30; 99213 dxAB",
         .silent = "dx A I12.9 B N18.30; 99213 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
