// Units of a code on one day against the medically unlikely edit of the claim's table.
#pragma once

#include <cstdint>
#include <optional>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"
#include "rules/shared/prior.h"

namespace chargelint {

[[nodiscard]] inline Source mue_table(const Context& context) {
  switch (context.kind) {
    case BillKind::outpatient:
      return payer_table(context, Source::mue_outpatient);
    case BillKind::dme:
      return payer_table(context, Source::mue_dme);
    default:
      return payer_table(context, Source::mue_practitioner);
  }
}

// A limit is in whole units: a part of one is cut off (SHAPE-CLM-005 asks about it where there are no parts).
[[nodiscard]] inline std::int64_t whole_units(Quantity units) {
  return units.thousandths / 1000;
}
[[nodiscard]] inline std::int64_t days_of(Date from, std::optional<Date> through) {
  return through && *through > from ? std::int64_t{through->days()} - from.days() + 1 : 1;
}
// A limit is for a day: the units of a line of several days are divided by them, to the nearest whole.
[[nodiscard]] inline std::int64_t units_a_day(Quantity units, std::int64_t days) {
  return days == 1 ? whole_units(units) : (units.thousandths + days * 500) / (days * 1000);
}
[[nodiscard]] inline std::int64_t units_a_day(const LineFacts& facts) {
  return units_a_day(facts.line->units, days_of(facts.date, facts.line->through));
}

// Units of anesthesia are time; credits and zeros exceed nothing.
[[nodiscard]] inline bool counts_units(const ServiceLine& line) {
  if (line.units.thousandths <= 0) return false;
  return !is_anesthesia(line.code);
}

// A surgery centre may bill both sides of a bilateral code as two units or two lines (decision 12).
[[nodiscard]] inline std::int64_t day_limit(const Context& context, const LineFacts& facts,
                                            const MueLimit& limit) {
  const bool both_sides =
      context.kind == BillKind::asc && facts.fee.row != nullptr && facts.fee.row->bilateral == '1';
  return both_sides ? std::int64_t{limit.units} * 2 : std::int64_t{limit.units};
}

// The row of the line's code; where a partial table does not hold it, says so. Rows of zero are
// NCCI-MUE-006's.
[[nodiscard]] inline const MueLimit* limit_of(const RuleInput& input, RuleOutput& output,
                                              const LineFacts& facts) {
  const Source table = mue_table(input.context());
  const Found<MueLimit> found = mue_on(input.reference, table, facts.line->code, facts.date);
  if (found.known == Known::unknown) output.not_evaluated(Gap::partial, table, facts.line->code);
  if (found.known == Known::not_loaded) output.not_evaluated(Gap::not_loaded, table);
  return found.row != nullptr && found.row->units > 0 ? found.row : nullptr;
}

struct DayTotal {
  SmallVector<const LineFacts*, 4> lines;
  std::int64_t units = 0;    // of this claim and earlier ones
  std::int64_t earlier = 0;  // of earlier claims alone
};

// Technical and professional part of one code are two components, not two units.
enum class Component : std::uint8_t { whole, professional, technical };
template <class Modifiers>
[[nodiscard]] Component component_of(const Modifiers& holder) {
  if (holder("26"_mod)) return Component::professional;
  return holder("TC"_mod) ? Component::technical : Component::whole;
}
[[nodiscard]] inline Component component_of(const ServiceLine& line) {
  return component_of([&line](Modifier modifier) { return line.has(modifier); });
}

inline void add_earlier_units(const RuleInput& input, const LineFacts& facts, DayTotal& total) {
  if (input.history.availability() == Availability::none) return;
  for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
    const auto has = [&prior](Modifier modifier) { return prior.modifiers.contains(modifier); };
    if (prior.code != facts.line->code || prior.date != facts.date || has("55"_mod)) continue;
    if (!stands(input.context(), prior)) continue;
    if (component_of(has) != component_of(*facts.line) || prior.units.thousandths <= 0) continue;
    if (!same_biller(input.context(), *facts.line, prior)) continue;
    total.earlier += units_a_day(prior.units, days_of(prior.date, prior.through));
  }
}

// Calls visit(total) for each code, day, biller and component of the claim. After-care lines (55) stay out.
template <class Visit>
void for_each_day_total(const RuleInput& input, Visit visit) {
  const CodeOrder order = judged_by_code(input);
  const bool alone = input.history.availability() == Availability::none;
  for (std::size_t first = 0; first < order.size(); ++first) {
    const LineFacts& facts = *order[first].facts;
    // No limit is under one unit: the usual line needs no closer look.
    const bool only_line = (first == 0 || order[first - 1].code != order[first].code) &&
                           (first + 1 == order.size() || order[first + 1].code != order[first].code);
    if (alone && only_line && facts.line->units <= Quantity::of(1)) continue;
    const auto belongs = [&](const LineFacts& other) {
      return counts_units(*other.line) && !other.line->has("55"_mod) && other.date == facts.date &&
             component_of(*other.line) == component_of(*facts.line) &&
             same_biller(input.context(), *facts.line, *other.line);
    };
    if (!belongs(facts)) continue;
    bool counted = false;
    for (std::size_t before = first; before-- > 0 && order[before].code == order[first].code;) {
      counted = counted || belongs(*order[before].facts);
    }
    if (counted) continue;
    DayTotal total;
    for (std::size_t at = first; at < order.size() && order[at].code == order[first].code; ++at) {
      if (!belongs(*order[at].facts)) continue;
      total.lines.push_back(order[at].facts);
      total.units += units_a_day(*order[at].facts);
    }
    add_earlier_units(input, facts, total);
    total.units += total.earlier;
    visit(total);
  }
}

// Calls visit(total, row, limit) for each day total over a limit of that adjudication indicator.
template <class Visit>
void for_each_total_over(const RuleInput& input, RuleOutput& output, std::uint8_t adjudication, Visit visit) {
  const Source table = mue_table(input.context());
  if (lacks_medicaid_tables(input, output, table)) return;
  for_each_day_total(input, [&](const DayTotal& total) {
    if (total.units <= 1) return;
    const LineFacts& facts = *total.lines.front();
    const MueLimit* row = limit_of(input, output, facts);
    if (row == nullptr || row->adjudication != adjudication) return;
    const std::int64_t limit = day_limit(input.context(), facts, *row);
    if (total.units > limit) visit(total, *row, limit);
  });
}

inline Finding& add_for_total(const RuleInput& input, RuleOutput& output, const DayTotal& total,
                              const MueLimit& row, std::int64_t limit) {
  Finding& finding = output.add();
  for (const LineFacts* facts : total.lines) finding.lines.push_back(facts->line->number);
  const ServiceLine& last = *total.lines.back()->line;
  finding.codes.push_back(last.code);
  finding.location = last.units_at.empty() ? last.code_at : last.units_at;
  finding.evidence = evidence_of(mue_table(input.context()), &row);
  finding.history_used = total.earlier > 0;
  finding.arguments.push_back({"units", total.units});
  finding.arguments.push_back({"limit", limit});
  finding.arguments.push_back({"earlier", total.earlier});
  return finding;
}

// One line: its units down to what is left of the limit. Several: the later ones are asked about, last first.
inline void offer_fewer_units(const DayTotal& total, std::int64_t limit, std::string_view question,
                              Finding& finding) {
  const std::int64_t left = limit - total.earlier;
  if (total.lines.size() == 1) {
    const ServiceLine& line = *total.lines.front()->line;
    const std::int64_t days = days_of(total.lines.front()->date, line.through);
    finding.fixes.push_back(left > 0 ? set_units_fix(line.number, left * days, question)
                                     : remove_line_fix(line.number, "Was it charged twice?"));
    return;
  }
  Fix fix;
  std::int64_t units = total.units - total.earlier;
  for (std::size_t index = total.lines.size(); index-- > 0 && units > left;) {
    const ServiceLine& line = *total.lines[index]->line;
    const std::int64_t without = units - units_a_day(*total.lines[index]);
    Edit edit = edit_of(EditKind::remove_line, line.number);
    if (without < left) {
      edit = edit_of(EditKind::set_units, line.number);
      edit.units = Quantity::of((left - without) * days_of(total.lines[index]->date, line.through));
    }
    fix.edits.push_back(edit);
    units = without;
  }
  fix.needs_person = true;
  fix.question = "Were some of these units charged twice?";
  finding.fixes.push_back(fix);
}

}  // namespace chargelint
