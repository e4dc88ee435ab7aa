// NCCI-PTP-003: 59 or an X modifier kept on a line after the edit that needed it has ended.
#include "rules/ncci_ptp/pairs.h"

namespace chargelint {
namespace {

constexpr std::int32_t kDaysRemembered = 365;

// The newest edit of the pair that applied once and ended in the last twelve months.
const PtpEdit* ended_before(std::span<const PtpEdit> edits, Date date) {
  for (const PtpEdit& edit : edits) {
    const bool applied_once = edit.indicator != 9 && edit.from_day != edit.to_day;
    if (applied_once && edit.to() < date)
      return edit.to().plus_days(kDaysRemembered) >= date ? &edit : nullptr;
  }
  return nullptr;
}

// Whether the modifier is still needed beside another line of the day.
bool in_active_pair(const RuleInput& input, const LineFacts& facts) {
  const auto takes_part = [&](std::span<const LineFacts* const> lines) {
    return lines.front()->line->code == facts.line->code;
  };
  const auto of_day = [&](std::span<const LineFacts* const> lines) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const LineFacts* other) { return other->date == facts.date; });
  };
  for (const CodePair& pair : input.pairs()) {
    const bool first = takes_part(pair.column1);
    if (!first && !takes_part(pair.column2)) continue;
    if (edit_on(pair.edits, facts.date) != nullptr && of_day(first ? pair.column2 : pair.column1))
      return true;
  }
  return false;
}

bool report(const RuleInput& input, RuleOutput& output, const LineFacts& column1, const LineFacts& column2,
            const PtpEdit& ended) {
  for (const LineFacts* facts : {&column2, &column1}) {
    const ModifierUse* use = modifier_of_class(input.reference, *facts, ModifierClass::distinct);
    if (use == nullptr || in_active_pair(input, *facts)) continue;
    Finding& finding = add_on_row(input, output, column1, column2, ended);
    finding.severity = Severity::info;
    finding.modifiers.push_back(use->value);
    finding.location = use->at;
    finding.arguments.push_back({"modifier", use->value});
    finding.arguments.push_back({"line", std::int64_t{facts->line->number}});
    finding.arguments.push_back({"ended", ended.to()});
    finding.fixes.push_back(remove_modifier_fix(facts->line->number, use->value));
    return true;
  }
  return false;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::distinct)) return;
  for (const CodePair& pair : input.pairs()) {
    for (const LineFacts* column2 : pair.column2) {
      if (edit_on(pair.edits, column2->date) != nullptr) continue;
      const PtpEdit* ended = ended_before(pair.edits, column2->date);
      if (ended == nullptr) continue;
      for (const LineFacts* column1 : pair.column1) {
        if (column1->date != column2->date) continue;
        if (!column1->has_class(ModifierClass::distinct) && !column2->has_class(ModifierClass::distinct)) {
          continue;
        }
        if (!same_biller(input.context(), *column1->line, *column2->line)) continue;
        if (report(input, output, *column1, *column2, *ended)) break;
      }
    }
  }
}

}  // namespace

extern const Rule edit_ended{
    .info =
        {.id = "NCCI-PTP-003",
         .module = "NCCI-PTP",
         .title = "Edit ended, bypass modifier no longer needed",
         .severity = Severity::info,
         .payers = kNcciPayers,
         .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::modifiers},
         .reads_count = 3,
         .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section U"}}},
         .clinician = {},
         .biller = "The NCCI edit {column1}/{column2} ended {ended}. {modifier} on line {line} no longer "
                   "sets anything aside; drop it.",
         .carc = {},
         .why =
             "A bypass modifier without an edit to bypass invites review; NCCI removes edits every quarter.",
         .fires = "dos 2022-10-01; 29806; 20600-59",
         .silent = "dos 2022-09-30; 29806; 20600-59"},
    .evaluate = evaluate};

}  // namespace chargelint
