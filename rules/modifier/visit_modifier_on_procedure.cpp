// MOD-CLASS-001: a modifier that says something of a visit, on a code that is none.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

bool belongs(const LineFacts& facts, Modifier modifier) {
  if (modifier == "25"_mod) return facts.in(CodeSet::em_section) || facts.in(CodeSet::takes_25);
  if (modifier == "27"_mod) return facts.in(CodeSet::takes_27);
  if (modifier == "AI"_mod) return facts.in(CodeSet::takes_ai);
  return facts.in(CodeSet::em_section);
}

// On the wrong kind of claim it is MOD-CLASS-003's.
bool of_other_kind(const Context& context, const ModifierRow& row) {
  if (context.kind == BillKind::professional) return row.is(ModifierClass::facility_claim);
  return row.is(ModifierClass::professional_claim);
}

const LineFacts* only_visit_of_day(const RuleInput& input, const LineFacts& facts, Modifier modifier) {
  const LineFacts* visit = nullptr;
  for (const LineFacts& other : input.lines) {
    if (!other.judged || other.date != facts.date || &other == &facts || !belongs(other, modifier)) continue;
    if (visit != nullptr) return nullptr;
    visit = &other;
  }
  return visit;
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const ModifierRow* row = modifier_on(input.reference, use.value, facts.date).row;
  if (row == nullptr || !row->is(ModifierClass::visit_only) || belongs(facts, use.value)) return;
  if (of_other_kind(input.context(), *row)) return;
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.evidence = evidence_of(Source::modifiers, row);
  if (use.value == "25"_mod && facts.in(CodeSet::medicine_section)) finding.severity = Severity::warning;
  const std::uint16_t number = facts.line->number;
  const LineFacts* visit = only_visit_of_day(input, facts, use.value);
  if (visit == nullptr) {
    finding.fixes.push_back(remove_modifier_fix(number, use.value));
    return;
  }
  finding.lines.push_back(visit->line->number);
  Fix move = remove_modifier_fix(number, use.value);
  if (!visit->line->has(use.value)) {
    move = remove_modifier_fix(number, use.value, "Does the record support it for the visit of that day?");
    move.edits.push_back(modifier_edit(EditKind::add_modifier, visit->line->number, use.value));
  }
  finding.fixes.push_back(move);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::visit_only)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.has_class(ModifierClass::visit_only)) continue;
    if (facts.shape == CodeShape::dental) continue;
    for (const ModifierUse& use : facts.line->modifiers) {
      if (!use.value.empty()) judge(input, output, facts, use);
    }
  }
}

}  // namespace

extern const Rule visit_modifier_on_procedure{
    .info = {.id = "MOD-CLASS-001",
             .module = "MOD",
             .title = "Visit modifier on a code that is no visit",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::modifiers, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, sections 30.6.6 and 30.6.9.1"},
                            {"Medicare Claims Processing Manual", "chapter 4, section 20.6"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section D"}}},
             .clinician = "{modifier} belongs on the visit, not on {code}.",
             .biller = "Line {line}: {modifier} says something of a visit, and {code} is not one of the "
                       "visits it fits. Move it to the visit of that day if the record supports it there, "
                       "else drop it.",
             .carc = "CO-4",
             .why =
                 "24, 25, 27, 57, AI and FS describe a visit. On any other code they say nothing, the line "
                 "is returned as inconsistent, and the visit that needed the modifier goes without it.",
             .fires = "62324-25; 99213",
             .silent = "62324; 99213-25"},
    .evaluate = evaluate};

}  // namespace chargelint
