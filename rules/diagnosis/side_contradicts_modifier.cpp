// DX-LAT-001: every lateral diagnosis of a line is of the other side than its modifier.
#include "rules/diagnosis/body_sides.h"

namespace chargelint {
namespace {

// Eye and ear, joints and limbs, injuries: there the side of illness and procedure are one.
bool decides(IcdCode code) {
  const char chapter = code[0];
  return chapter == 'H' || chapter == 'M' || chapter == 'S' || chapter == 'T';
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::left) && !input.whole.has_class(ModifierClass::right)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const BodySide side = side_of_modifiers(facts);
    if (side != BodySide::left && side != BodySide::right) continue;
    const BodySide other = side == BodySide::left ? BodySide::right : BodySide::left;
    const DiagnosisRow* contradicts = nullptr;
    std::size_t index = 0;
    bool agrees = false;
    bool certain = false;
    for (const DiagnosisPointer& pointer : facts.line->diagnoses) {
      if (pointer.index >= input.claim.diagnoses.size()) continue;
      const Diagnosis& diagnosis = input.claim.diagnoses[pointer.index];
      if (!is_icd10(diagnosis)) continue;
      const DiagnosisRow* row = diagnosis_on(input.reference, diagnosis.code, facts.date).row;
      if (row == nullptr) continue;
      if (row->side == BodySide::unstated || row->side == BodySide::unspecified) continue;
      if (input.reference.in_set(DiagnosisSet::side_not_operated, diagnosis.code, facts.date)) continue;
      agrees = agrees || row->side == side || row->side == BodySide::both;
      if (row->side != other) continue;
      certain = certain || decides(diagnosis.code);
      if (contradicts == nullptr) {
        contradicts = row;
        index = pointer.index;
      }
    }
    if (contradicts == nullptr || agrees) continue;
    Finding& finding = add_for_code(input, output, index);
    // Pointers that were assumed may belong to another line.
    certain = certain && !facts.line->diagnoses_assumed;
    finding.severity = certain ? Severity::error : Severity::warning;
    finding.lines.push_back(facts.line->number);
    finding.codes.push_back(facts.line->code);
    finding.evidence = evidence_of(Source::icd10cm, contradicts);
    for (const ModifierUse& use : facts.line->modifiers) {
      if (!modifier_is(input.reference, use.value, facts.date,
                       side == BodySide::left ? ModifierClass::left : ModifierClass::right)) {
        continue;
      }
      finding.modifiers.push_back(use.value);
      finding.location = use.at;
      finding.arguments.push_back({"modifier", use.value});
      break;
    }
    finding.arguments.push_back({"code", facts.line->code});
    finding.arguments.push_back({"line", std::int64_t{facts.line->number}});
    finding.arguments.push_back({"side", side_words(other)});
    finding.arguments.push_back({"side2", side_words(side)});
  }
}

}  // namespace

extern const Rule side_contradicts_modifier{
    .info = {.id = "DX-LAT-001",
             .module = "DX",
             .title = "Side of the diagnosis contradicts the modifier",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::icd10cm, Source::modifiers, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.B.13"},
                            {"HCPCS Level II modifiers", "LT, RT and the digits"}}},
             .clinician = "Diagnosis {dx} says {side}, {code} says {side2}. Which side was it?",
             .biller = "Line {line}: {code} has {modifier} ({side2}), and {dx} is a diagnosis of the {side} "
                       "side. Ask which "
                       "side it was, then mend the modifier or the diagnosis.",
             .carc = "CO-11",
             .why = "A procedure on one side for an illness of the other is denied as not needed, or read as "
                    "wrong-side "
                    "surgery. One of the two was entered wrongly.",
             .fires = "dx A M25.512; 20610-RT",
             .silent = "dx A M25.512; 20610-LT"},
    .evaluate = evaluate};

}  // namespace chargelint
