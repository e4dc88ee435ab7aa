// NCCI-MUE-004: both sides of a bilateral code billed as two units or two lines, over the limit.
#include "rules/fee_schedule/sides.h"
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

// Two units that name no side, or both.
const LineFacts* two_units_of(const SidedLines& sided) {
  if (sided.lines.size() != 1) return nullptr;
  const ServiceLine& line = *sided.lines.front()->line;
  if (line.units != Quantity::of(2) || line.has("LT"_mod) != line.has("RT"_mod)) return nullptr;
  return sided.lines.front();
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Context& context = input.context();
  const Source table = mue_table(context);
  if (!bills_both_sides_once(context.kind) || lacks_medicaid_tables(input, output, table)) return;
  const bool both_sides =
      input.whole.has_class(ModifierClass::left) && input.whole.has_class(ModifierClass::right);
  if (!both_sides && !input.whole.any_several_units) return;
  for_each_sided(input, [&](const SidedLines& sided) {
    if (sided.units < 2) return;
    const LineFacts* doubled = two_units_of(sided);
    const bool two_lines = sided.lines.size() == 2 && sided.left != nullptr && sided.right != nullptr;
    if (doubled == nullptr && !two_lines) return;
    for (const LineFacts* facts : sided.lines) {
      if (facts->line->has("50"_mod) || !counts_units(*facts->line)) return;
    }
    const LineFacts& facts = *sided.lines.front();
    if (facts.fee.row == nullptr || facts.fee.row->bilateral != '1') return;
    const MueLimit* row = mue_on(input.reference, table, facts.line->code, facts.date).row;
    if (row == nullptr || row->adjudication < 2 || row->units == 0) return;
    // As one line of one unit it must be within, else the units themselves are too many.
    if (sided.units <= row->units || sided.units > std::int64_t{row->units} * 2) return;
    Finding& finding = output.add();
    for (const LineFacts* line : sided.lines) finding.lines.push_back(line->line->number);
    finding.codes.push_back(facts.line->code);
    const ServiceLine& last = *sided.lines.back()->line;
    finding.location = last.units_at.empty() ? last.code_at : last.units_at;
    finding.evidence = evidence_of(table, row);
    finding.arguments.push_back({"code", facts.line->code});
    finding.arguments.push_back({"line", std::int64_t{facts.line->number}});
    finding.arguments.push_back({"limit", std::int64_t{row->units}});
    if (two_lines) {
      finding.fixes.push_back(one_line_with_50(sided, "Were both sides done in one session?"));
      return;
    }
    finding.biller =
        "Line {line}: {code} with 2 units exceeds the MUE of {limit}. Both sides go on one line with 50 and "
        "1 unit "
        "(bilateral indicator 1); if it was one side twice, the second unit is denied.";
    Fix fix;
    fix.edits.push_back(edit_of(EditKind::set_units, doubled->line->number));
    fix.edits.back().units = Quantity::of(1);
    for (const Modifier side : {"LT"_mod, "RT"_mod}) {
      if (!doubled->line->has(side)) continue;
      fix.edits.push_back(edit_of(EditKind::remove_modifier, doubled->line->number));
      fix.edits.back().modifier = side;
    }
    fix.edits.push_back(edit_of(EditKind::add_modifier, doubled->line->number));
    fix.edits.back().modifier = "50"_mod;
    fix.question = "Was it done on both sides?";
    fix.needs_person = true;
    finding.fixes.push_back(fix);
  });
}

}  // namespace

extern const Rule both_sides_as_two{
    .info =
        {.id = "NCCI-MUE-004",
         .module = "NCCI-MUE",
         .title = "Both sides billed as two units or two lines",
         .severity = Severity::error,
         .payers = kNcciPayers,
         .kinds = KindMask::professional | KindMask::outpatient,
         .history = HistoryUse::same_day,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
         .reads = {Source::mue_practitioner, Source::mue_outpatient, Source::fee_schedule},
         .reads_count = 3,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.7"},
                        {"NCCI Policy Manual for Medicare Services", "chapter I, section V"},
                        {"MLN Matters", "SE1422"}}},
         .clinician = {},
         .biller =
             "{code} is on one line for each side; together they exceed the MUE of {limit}. Medicare wants "
             "one line with 50 and 1 unit (bilateral indicator 1), the charge for both sides on it.",
         .carc = "CO-151",
         .why =
             "Both sides of a code of bilateral indicator 1 are one unit with 50; two units or two lines run "
             "into the limit and one side is denied.",
         .fires = "66984-LT; 66984-RT",
         .silent = "66984-50"},
    .evaluate = evaluate};

}  // namespace chargelint
