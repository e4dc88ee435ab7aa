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
bool in_active_pair(const RuleInput& input, Source table, const LineFacts& facts) {
  for (const LineFacts& other : input.lines) {
    if (!other.judged || other.date != facts.date || other.line->code == facts.line->code) continue;
    const Hcpcs code = facts.line->code;
    const Hcpcs other_code = other.line->code;
    if (edit_on(pair_edits(input.reference.ptp(table, code), other_code), facts.date) != nullptr ||
        edit_on(pair_edits(input.reference.ptp(table, other_code), code), facts.date) != nullptr) {
      return true;
    }
  }
  return false;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Source table = ptp_table(input.context());
  bool any_distinct = false;
  for (const LineFacts& facts : input.lines) {
    any_distinct =
        any_distinct || modifier_of_class(input.reference, facts, ModifierClass::distinct) != nullptr;
  }
  if (!any_distinct) return;
  for_each_pair(
      input, table, [&](const LineFacts& column1, const LineFacts& column2, std::span<const PtpEdit> edits) {
        if (edit_on(edits, column1.date) != nullptr) return false;
        const PtpEdit* ended = ended_before(edits, column1.date);
        if (ended == nullptr) return false;
        for (const LineFacts* facts : {&column2, &column1}) {
          const ModifierUse* use = modifier_of_class(input.reference, *facts, ModifierClass::distinct);
          if (use == nullptr || in_active_pair(input, table, *facts)) continue;
          Finding& finding = add_for_pair(input, output, column1, column2, *ended);
          finding.severity = Severity::info;
          finding.modifiers.push_back(use->value);
          finding.location = use->at;
          finding.arguments.push_back({"modifier", use->value});
          finding.arguments.push_back({"line", std::int64_t{facts->line->number}});
          finding.arguments.push_back({"ended", ended->to()});
          finding.fixes.push_back(remove_modifier_fix(facts->line->number, use->value));
          return true;
        }
        return false;
      });
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
