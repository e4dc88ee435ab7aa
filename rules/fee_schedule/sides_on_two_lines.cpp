// MPFS-BIL-003: both sides of a bilateral code on two lines, within the unit limit.
#include "rules/fee_schedule/sides.h"

namespace chargelint {
namespace {

// Over the limit NCCI-MUE-004 speaks.
void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!bills_both_sides_once(input.context().kind)) return;
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  if (!input.whole.has_class(ModifierClass::left) || !input.whole.has_class(ModifierClass::right)) return;
  for_each_sided(input, [&](const SidedLines& sided) {
    if (sided.lines.size() != 2 || sided.left == nullptr || sided.right == nullptr) return;
    const LineFacts& facts = *sided.lines.front();
    if (facts.fee.row == nullptr || facts.fee.row->bilateral != '1') return;
    if (sided.left->line->has("50"_mod) || sided.right->line->has("50"_mod)) return;
    // More than one on a side is no pair of sides.
    if (sided.units != 2) return;
    Finding& finding = output.add();
    for (const LineFacts* line : sided.lines) finding.lines.push_back(line->line->number);
    finding.codes.push_back(facts.line->code);
    finding.modifiers.push_back("LT"_mod);
    finding.modifiers.push_back("RT"_mod);
    finding.location = sided.lines.back()->line->code_at;
    finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
    finding.arguments.push_back({"code", facts.line->code});
    finding.fixes.push_back(one_line_with_50(sided, "Were both sides done in one session?"));
  });
}

}  // namespace

extern const Rule sides_on_two_lines{
    .info = {.id = "MPFS-BIL-003",
             .module = "MPFS",
             .title = "Both sides on separate lines",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.7"},
                            {"Medicare Physician Fee Schedule Database", "field Bilateral Surgery"}}},
             .clinician = {},
             .biller =
                 "{code} was done on both sides and stands on two lines, LT and RT. Medicare wants one line "
                 "with 50, 1 unit and the charge for both sides (bilateral indicator 1: paid at 150 %).",
             .carc = "CO-4",
             .why = "Both sides of an indicator 1 code are paid together at 150 %; two lines are paid as two "
                    "procedures or one of them is denied as a duplicate.",
             .fires = "20610-LT; 20610-RT",
             .silent = "20610-50"},
    .evaluate = evaluate};

}  // namespace chargelint
