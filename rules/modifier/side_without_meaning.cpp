// MOD-LAT-002: a side, finger, toe or lid modifier on a code that has none.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

bool is_cpt(const LineFacts& facts) {
  return facts.shape == CodeShape::cpt_category_1 || facts.shape == CodeShape::cpt_category_3;
}

// Indicator 9: the idea of two sides does not apply. Drugs and devices carry it too, and are no CPT codes.
bool has_no_sides(const LineFacts& facts) {
  const FeeScheduleRow* row = facts.fee.row;
  return row != nullptr && row->bilateral == '9' &&
         (row->status == 'A' || row->status == 'R' || row->status == 'C');
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const bool no_sides = has_no_sides(facts);
  const bool no_digits = !facts.in(CodeSet::names_digit_or_lid) && !facts.in(CodeSet::digit_or_lid_asked);
  if (!no_sides && !no_digits) return;
  for (const ModifierUse& use : facts.line->modifiers) {
    const bool side = use.value == "LT"_mod || use.value == "RT"_mod;
    const ModifierRow* row =
        use.value.empty() ? nullptr : modifier_on(input.reference, use.value, facts.date).row;
    if (row == nullptr) continue;
    const bool digit =
        row->is(ModifierClass::finger) || row->is(ModifierClass::toe) || row->is(ModifierClass::eyelid);
    if (!(side && no_sides) && !(digit && no_digits)) continue;
    Finding& finding = add_for_modifier(output, *facts.line, use);
    finding.fixes.push_back(remove_modifier_fix(facts.line->number, use.value));
    if (side) {
      finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
      continue;
    }
    finding.severity = Severity::warning;
    finding.evidence = evidence_of(Source::modifiers, row);
    finding.biller =
        "Line {line}: {modifier} names a finger, toe or lid, and {code} is not done on one. Drop it, or "
        "correct the code.";
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::anatomic)) return;
  for (const LineFacts& facts : input.lines) {
    if (facts.judged && is_cpt(facts) && facts.has_class(ModifierClass::anatomic))
      judge(input, output, facts);
  }
}

}  // namespace

extern const Rule side_without_meaning{
    .info =
        {.id = "MOD-LAT-002",
         .module = "MOD",
         .title = "Side or digit modifier on a code that has none",
         .severity = Severity::info,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .by_line = true,
         .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
         .reads_count = 3,
         .citations = {{{"Medicare Physician Fee Schedule Database", "field Bilateral Surgery, indicator 9"},
                        {"HCPCS Level II modifiers", "E1-E4, FA-F9, TA-T9, LT, RT"}}},
         .clinician = {},
         .biller = "Line {line}: {code} has bilateral indicator 9: there are no two sides to tell apart, and "
                   "{modifier} says nothing. Drop it.",
         .carc = {},
         .why = "A side on a service without sides does no harm by itself, but it takes one of four places "
                "and shows that another code may have been meant.",
         .fires = "62324-LT",
         .silent = "20610-LT"},
    .evaluate = evaluate};

}  // namespace chargelint
