// DX-SPEC-001: a diagnosis leaves the side open that the line itself names.
#include "rules/diagnosis/body_sides.h"

namespace chargelint {
namespace {

// The code of that side that differs from this one in a single character. Of several, that of the usual run
// right, left, unspecified that this one ends; else none.
IcdCode sibling_of_side(const Reference& reference, IcdCode code, BodySide side, Date date) {
  const auto text = code.undotted();
  constexpr std::size_t kShortest = 4;
  if (text.size() < kShortest) return {};
  // The side stands in the last character, or in front of a seventh.
  const std::size_t place = text.size() == 7 ? 5 : text.size() - 1;
  const auto stem = IcdCode::parse(text.view().substr(0, place));
  if (!stem) return {};
  const char own = text.view()[place];
  IcdCode found;
  bool several = false;
  IcdCode right_before;
  IcdCode left_before;
  for (const DiagnosisRow& row : reference.diagnoses_below(*stem)) {
    if (!row.billable || !row.period().contains(date)) continue;
    const auto other = row.code().undotted();
    if (other.size() != text.size() || other.view().substr(place + 1) != text.view().substr(place + 1))
      continue;
    const char at = other.view()[place];
    if (row.side == BodySide::right && at == own - 2) right_before = row.code();
    if (row.side == BodySide::left && at == own - 1) left_before = row.code();
    if (row.side != side || row.code() == found) continue;
    several = several || !found.empty();
    found = row.code();
  }
  if (!several) return found;
  if (right_before.empty() || left_before.empty() || side == BodySide::both) return {};
  return side == BodySide::left ? left_before : right_before;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  SmallVector<std::uint16_t, 8> said;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const BodySide side = side_of_line(facts);
    if (side == BodySide::unstated || side == BodySide::unspecified) continue;
    for (const DiagnosisPointer& pointer : facts.line->diagnoses) {
      if (pointer.index >= input.claim.diagnoses.size() || said.contains(pointer.index)) continue;
      const Diagnosis& diagnosis = input.claim.diagnoses[pointer.index];
      if (!is_icd10(diagnosis)) continue;
      const DiagnosisRow* row = diagnosis_on(input.reference, diagnosis.code, facts.date).row;
      if (row == nullptr || row->side != BodySide::unspecified) continue;
      const IcdCode better = sibling_of_side(input.reference, diagnosis.code, side, facts.date);
      if (better.empty()) continue;
      said.push_back(pointer.index);
      Finding& finding = add_for_code(input, output, pointer.index);
      finding.lines.push_back(facts.line->number);
      finding.diagnoses.push_back(better);
      finding.codes.push_back(facts.line->code);
      finding.evidence = evidence_of(Source::icd10cm, row);
      finding.arguments.push_back({"side", side_words(side)});
      finding.arguments.push_back({"better", better});
      finding.arguments.push_back({"line", std::int64_t{facts.line->number}});
    }
  }
}

}  // namespace

extern const Rule side_left_open{
    .info =
        {.id = "DX-SPEC-001",
         .module = "DX",
         .title = "Side unspecified where the line names it",
         .severity = Severity::warning,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
         .reads = {Source::icd10cm, Source::modifiers},
         .reads_count = 2,
         .citations = {{{"ICD-10-CM Official Guidelines", "section I.B.13"},
                        {"Medicare Code Editor", "edit 20"}}},
         .clinician = "The side is known ({side}); choose {better} instead of {dx}.",
         .biller =
             "{dx} leaves the side open, but line {line} names it ({side}). Replace {dx} by {better} if the "
             "record agrees.",
         .carc = "CO-11",
         .why = "A code of unspecified side beside LT or RT contradicts the claim's own knowledge. Payers "
                "question it, "
                "and inpatient editors return it.",
         .fires = "dx A M25.519; 20610-LT",
         .silent = "dx A M25.512; 20610-LT"},
    .evaluate = evaluate};

}  // namespace chargelint
