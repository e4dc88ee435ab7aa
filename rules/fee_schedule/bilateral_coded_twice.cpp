// MPFS-BIL-002: a code that already means both sides, coded twice.
#include "rules/fee_schedule/sides.h"

namespace chargelint {
namespace {

Finding& report(RuleOutput& output, const SidedLines& sided, const FeeScheduleRow& row) {
  Finding& finding = output.add();
  for (const LineFacts* facts : sided.lines) finding.lines.push_back(facts->line->number);
  const ServiceLine& first = *sided.lines.front()->line;
  finding.codes.push_back(first.code);
  finding.location = sided.lines.back()->line->code_at;
  finding.evidence = evidence_of(Source::fee_schedule, &row);
  finding.arguments.push_back({"code", first.code});
  finding.arguments.push_back({"line", std::int64_t{first.number}});
  return finding;
}

void judge(RuleOutput& output, const SidedLines& sided, const FeeScheduleRow& row) {
  const ServiceLine& first = *sided.lines.front()->line;
  if (sided.lines.size() == 1) {
    const ModifierUse* both = use_of(first, "50"_mod);
    const bool both_named = first.has("LT"_mod) && first.has("RT"_mod);
    if (both == nullptr && !both_named && sided.units != 2) return;
    Finding& finding = report(output, sided, row);
    Fix fix;
    if (both != nullptr) {
      finding.modifiers.push_back("50"_mod);
      finding.location = both->at;
      fix.edits.push_back(edit_of(EditKind::remove_modifier, first.number));
      fix.edits.back().modifier = "50"_mod;
    }
    if (both_named) {
      for (const Modifier side : {"LT"_mod, "RT"_mod}) {
        finding.modifiers.push_back(side);
        fix.edits.push_back(edit_of(EditKind::remove_modifier, first.number));
        fix.edits.back().modifier = side;
      }
    }
    if (sided.units > 1) {
      if (both == nullptr && !both_named) {
        finding.location = first.units_at.empty() ? first.code_at : first.units_at;
        fix.question = "Was it done once, on both sides?";
        fix.needs_person = true;
      }
      fix.edits.push_back(edit_of(EditKind::set_units, first.number));
      fix.edits.back().units = Quantity::of(1);
    }
    finding.fixes.push_back(fix);
    return;
  }
  if (sided.lines.size() != 2 || sided.left == nullptr || sided.right == nullptr) return;
  Finding& finding = report(output, sided, row);
  finding.modifiers.push_back("LT"_mod);
  finding.modifiers.push_back("RT"_mod);
  Fix fix;
  fix.edits.push_back(edit_of(EditKind::remove_line, sided.lines.back()->line->number));
  const ServiceLine& kept = *sided.lines.front()->line;
  fix.edits.push_back(edit_of(EditKind::remove_modifier, kept.number));
  fix.edits.back().modifier = kept.has("LT"_mod) ? "LT"_mod : "RT"_mod;
  finding.fixes.push_back(fix);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!bills_both_sides_once(input.context().kind)) return;
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  const auto both_sides_code = [](const LineFacts& facts) {
    return facts.judged && facts.fee.row != nullptr && facts.fee.row->bilateral == '2';
  };
  if (std::none_of(input.lines.begin(), input.lines.end(), both_sides_code)) return;
  for_each_sided(input, [&](const SidedLines& sided) {
    const LineFacts& facts = *sided.lines.front();
    if (facts.fee.row == nullptr || facts.fee.row->bilateral != '2') return;
    judge(output, sided, *facts.fee.row);
  });
}

}  // namespace

extern const Rule bilateral_coded_twice{
    .info = {.id = "MPFS-BIL-002",
             .module = "MPFS",
             .title = "Code for both sides coded twice",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{{"Medicare Physician Fee Schedule Database", "field Bilateral Surgery"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 40.7"}}},
             .clinician = "{code} already covers both sides.",
             .biller =
                 "Line {line}: {code} has bilateral indicator 2: its payment is for both sides already, so "
                 "50, LT with RT, or two units bill it twice. Report it once, with 1 unit.",
             .carc = "CO-4",
             .why = "The fee of an indicator 2 code is set for both sides; a second side is denied.",
             .fires = "77067-50",
             .silent = "77067"},
    .evaluate = evaluate};

}  // namespace chargelint
