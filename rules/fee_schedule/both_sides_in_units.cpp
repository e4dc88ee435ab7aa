// MPFS-BIL-004 and -005: both sides of a test as two units, and the codes of one side and of both together.
#include "rules/fee_schedule/sides.h"

namespace chargelint {
namespace {

void judge_units(const RuleInput& input, RuleOutput& output) {
  if (!bills_both_sides_once(input.context().kind) || !input.whole.any_several_units) return;
  if (input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr || facts.fee.row->bilateral != '3') continue;
    const ServiceLine& line = *facts.line;
    if (line.units != Quantity::of(2) || facts.has_class(ModifierClass::anatomic)) continue;
    if (line.has("50"_mod) || line.has("76"_mod) || line.has("77"_mod)) continue;
    if (facts.has_class(ModifierClass::distinct)) continue;
    Finding& finding = add_for_line(output, line);
    if (!line.units_at.empty()) finding.location = line.units_at;
    finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
    Edit split = edit_of(EditKind::split_line, line.number);
    split.units = Quantity::of(1);
    split.modifier = "RT"_mod;
    Fix fix = fix_of(split, "Were both sides done?");
    Edit left = edit_of(EditKind::add_modifier, line.number);
    left.modifier = "LT"_mod;
    fix.edits.push_back(left);
    finding.fixes.push_back(fix);
  }
}

bool of_one_session(const RuleInput& input, const LineFacts& one, const LineFacts& other) {
  return one.date == other.date && same_biller(input.context(), *one.line, *other.line) &&
         !one.has_class(ModifierClass::distinct) && !other.has_class(ModifierClass::distinct);
}

void report(RuleOutput& output, const LineFacts& one_side, Hcpcs both, const LineFacts* other,
            const CodeMapRow& row) {
  Finding& finding = add_for_line(output, *one_side.line);
  finding.codes.push_back(both);
  if (other != nullptr) finding.lines.push_back(other->line->number);
  finding.history_used = other == nullptr;
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.arguments.push_back({"both", both});
  finding.fixes.push_back(remove_line_fix(one_side.line->number, "Was it part of the same examination?"));
}

void judge_siblings(const RuleInput& input, RuleOutput& output) {
  const bool with_history = input.history.availability() != Availability::none;
  if (input.whole.judged_lines < 2 && !with_history) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::one_sided)) continue;
    for (const CodeMapRow& row : input.reference.code_map(CodeMap::both_sides_code, facts.line->code)) {
      if (!row.period().contains(facts.date)) continue;
      bool found = false;
      for (const LineFacts& other : input.lines) {
        if (found || !other.judged || other.line->code != row.to()) continue;
        if (!of_one_session(input, facts, other)) continue;
        report(output, facts, row.to(), &other, row);
        found = true;
      }
      if (found || !with_history || facts.has_class(ModifierClass::distinct)) continue;
      for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
        if (prior.code != row.to() || prior.status == PriorStatus::denied) continue;
        if (!same_biller(input.context(), *facts.line, prior)) continue;
        report(output, facts, row.to(), nullptr, row);
        break;
      }
    }
  }
}

}  // namespace

extern const Rule both_sides_in_units{
    .info = {.id = "MPFS-BIL-004",
             .module = "MPFS",
             .title = "Both sides of a test as two units",
             .severity = Severity::info,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database",
                             "field Bilateral Surgery, value 3"}}},
             .clinician = {},
             .biller = "Line {line}: {code} with 2 units and no side. Bilateral indicator 3: each side is "
                       "paid in full, as two lines with LT and RT, with 50, or as 2 units. Lines with LT and "
                       "RT say best what was done.",
             .carc = "CO-4",
             .why =
                 "Both sides of these tests are paid in full however they are written; two units without a "
                 "side may be taken for a repeat.",
             .fires = "73030 u2",
             .silent = "73030-LT; 73030-RT"},
    .evaluate = judge_units};

extern const Rule one_side_beside_both{
    .info = {.id = "MPFS-BIL-005",
             .module = "MPFS",
             .title = "Code of one side beside the code of both",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section H"}}},
             .clinician = "{both} already covers both sides; {code} is one of them.",
             .biller =
                 "{code} on line {line} is the code of one side, and {both} of the same day covers both: "
                 "one side would be paid twice. Keep {both} if both were done.",
             .carc = "CO-97",
             .why = "Where one code says one side and another says both, only the one that fits is reported.",
             .fires = "77066; 77065-LT",
             .silent = "77066"},
    .evaluate = judge_siblings};

}  // namespace chargelint
