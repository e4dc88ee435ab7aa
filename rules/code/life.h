// A procedure code's own life: whether it had begun by a day, and whether it had ended.
#pragma once

#include <span>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

struct CodeLife {
  const ProcedureCodeRow* begins = nullptr;  // states the first day; it comes after the day asked
  const ProcedureCodeRow* ended = nullptr;   // states the last day; it lies before the day asked
  bool stated = false;                       // some row says that the code was valid on the day
};

// A release from after that end which still holds the code, or a new start, takes the end back. An open end
// in an older release only means that the end was not known then.
[[nodiscard]] inline bool end_taken_back(std::span<const ProcedureCodeRow> rows, std::int32_t end,
                                         std::int32_t day) {
  for (const ProcedureCodeRow& row : rows) {
    if (row.ended < day) continue;
    if (row.from_days > end || (row.added > end && row.added <= day)) return true;
  }
  return false;
}

[[nodiscard]] inline CodeLife life_on(std::span<const ProcedureCodeRow> rows, Date date) {
  const std::int32_t day = date.days();
  CodeLife life;
  const ProcedureCodeRow* first = nullptr;
  for (const ProcedureCodeRow& row : rows) {
    const bool start_known = row.added != Date::open_start().days();
    if (start_known && (first == nullptr || row.added < first->added)) first = &row;
    if (start_known && row.life().contains(date)) life.stated = true;
    if (row.ended >= day || end_taken_back(rows, row.ended, day)) continue;
    if (life.ended == nullptr || life.ended->ended < row.ended) life.ended = &row;
  }
  if (first != nullptr && first->added > day) life.begins = first;
  return life;
}

// The table that a row of a code's life came from.
[[nodiscard]] inline Evidence evidence_of_life(const Reference& reference, const ProcedureCodeRow* row) {
  const auto releases = reference.releases();
  const Source source = row->release < releases.size() ? releases[row->release].source : Source::hcpcs;
  return evidence_of(source, row);
}

// Codes that stand in the physician fee schedule from their first day to their last.
[[nodiscard]] inline bool lives_by_fee_schedule(CodeShape shape) {
  return shape == CodeShape::cpt_category_1 || shape == CodeShape::cpt_category_2 ||
         shape == CodeShape::cpt_category_3;
}

// The first row of a later quarter, where the complete release of the quarter before does not hold the code.
// Across a longer gap between releases the first day can't be told (decision 4).
[[nodiscard]] inline const FeeScheduleRow* first_fee_row_after(const RuleInput& input,
                                                               const LineFacts& facts) {
  constexpr std::int32_t kQuarter = 100;
  if (facts.fee.known != Known::absent || facts.fee.nearest || !lives_by_fee_schedule(facts.shape)) {
    return nullptr;
  }
  const Coverage coverage = input.reference.coverage(Source::fee_schedule, facts.date);
  const auto releases = input.reference.releases();
  if (coverage.release >= releases.size()) return nullptr;
  const Date start = releases[coverage.release].force.from;
  for (const FeeScheduleRow& row : input.reference.fee_schedule(facts.line->code)) {
    if (row.from_days <= facts.date.days()) return nullptr;
    return !start.is_open() && row.from_days - start.days() <= kQuarter ? &row : nullptr;
  }
  return nullptr;
}
// The last row of an earlier release, where the complete release of the day no longer holds the code.
[[nodiscard]] inline const FeeScheduleRow* last_fee_row_before(const RuleInput& input,
                                                               const LineFacts& facts) {
  if (facts.fee.known != Known::absent || facts.fee.nearest || !lives_by_fee_schedule(facts.shape)) {
    return nullptr;
  }
  const FeeScheduleRow* last = nullptr;
  for (const FeeScheduleRow& row : input.reference.fee_schedule(facts.line->code)) {
    if (row.to_days < facts.date.days() && (last == nullptr || last->to_days < row.to_days)) last = &row;
  }
  return last;
}

// Names the codes of the map in {name}{name2}{name_more} and offers each; with several a person must choose.
inline bool offer_mapped(const RuleInput& input, const LineFacts& facts, CodeMap map, Finding& finding,
                         std::string_view name, std::string_view name2, std::string_view more) {
  CodeList list;
  const std::uint16_t line = facts.line->number;
  const auto rows = input.reference.code_map(map, facts.line->code);
  for (const CodeMapRow& row : rows) {
    if (!row.period().contains(facts.date)) continue;
    list.add(row.to().text().view());
    std::string_view question = input.reference.text(row.condition);
    if (question.empty() && rows.size() > 1) question = "Is this what was done?";
    Fix fix = replace_code_fix(line, row.to(), question);
    for (const CodeNumberRow& units :
         input.reference.code_numbers(CodeNumber::units_of_successor, facts.line->code)) {
      if (map != CodeMap::successor || units.other() != row.to()) continue;
      Edit rescale = edit_of(EditKind::set_units, line);
      rescale.units = Quantity{facts.line->units.thousandths * units.low};
      fix.edits.push_back(rescale);
    }
    finding.fixes.push_back(fix);
  }
  if (list.empty()) return false;
  list.fill(finding, name, name2, more);
  return true;
}

// A service that was ordered while its code was still valid, for a day after the code's last.
[[nodiscard]] inline bool ordered_before_end(const RuleInput& input, std::int32_t end) {
  const Context& context = input.context();
  return context.stage == Stage::order && context.received_on && context.received_on->days() <= end;
}

}  // namespace chargelint
