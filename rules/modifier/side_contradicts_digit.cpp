// MOD-LAT-003: a finger, toe or lid modifier with LT or RT of the other side.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, Modifier side,
           ModifierClass opposite) {
  const ModifierUse* named = use_of(*facts.line, side);
  if (named == nullptr) return;
  for (const ModifierUse& use : facts.line->modifiers) {
    if (use.value.empty() || use.value == "LT"_mod || use.value == "RT"_mod) continue;
    const ModifierRow* row = modifier_on(input.reference, use.value, facts.date).row;
    if (row == nullptr || !row->is(ModifierClass::anatomic) || !row->is(opposite)) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *named);
    finding.modifiers.push_back(use.value);
    finding.evidence = evidence_of(Source::modifiers, row);
    finding.arguments.push_back({"digit", use.value});
    finding.arguments.push_back(
        {"side", opposite == ModifierClass::left ? std::string_view("left") : std::string_view("right")});
    finding.fixes.push_back(
        remove_modifier_fix(facts.line->number, side, "Is the finger, toe or lid the right one?"));
    return;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->modifiers.size() < 2) continue;
    judge(input, output, facts, "LT"_mod, ModifierClass::right);
    judge(input, output, facts, "RT"_mod, ModifierClass::left);
  }
}

}  // namespace

extern const Rule side_contradicts_digit{
    .info =
        {.id = "MOD-LAT-003",
         .module = "MOD",
         .title = "Finger, toe or lid modifier contradicts LT or RT",
         .severity = Severity::error,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::modifiers},
         .reads_count = 1,
         .citations = {{{"HCPCS Level II modifiers", "E1-E4, FA-F9, TA-T9, LT, RT"}}},
         .clinician = "{digit} is on the {side} side, {modifier} says the other. Which one?",
         .biller =
             "Line {line}: {digit} names the {side} side and {modifier} the other. The finger, toe or lid "
             "is the finer statement: drop {modifier} if it is right, else correct it.",
         .carc = "CO-4",
         .why = "A finger, toe or eyelid modifier already says the side. With LT or RT of the other side on "
                "the same line the payer cannot tell where the service was, and returns it.",
         .fires = "11730-T5-LT",
         .silent = "11730-T5"},
    .evaluate = evaluate};

}  // namespace chargelint
