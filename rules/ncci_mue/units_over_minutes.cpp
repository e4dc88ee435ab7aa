// NCCI-MUE-009: more timed units than the minutes that are stated make up, or than a day holds.
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

// Timed therapy counts together: the minutes of all its lines of one day and practitioner make so many units.
struct Timed {
  const LineFacts* facts = nullptr;
  const CodeNumberRow* row = nullptr;
};
using TimedLines = SmallVector<Timed, 8>;

std::int64_t units_of(std::int64_t minutes, const CodeNumberRow& row) {
  return (minutes + row.low - row.high) / row.low;
}

void judge_day(const TimedLines& day, RuleOutput& output) {
  std::int64_t minutes = 0;
  std::int64_t units = 0;
  for (const Timed& timed : day) {
    minutes += *timed.facts->line->minutes;
    units += whole_units(timed.facts->line->units);
  }
  const std::int64_t allowed = units_of(minutes, *day.front().row);
  if (units <= allowed) return;
  Finding& finding = add_for_line(output, *day.front().facts->line);
  for (const Timed& timed : day) {
    if (&timed == &day.front()) continue;
    finding.lines.push_back(timed.facts->line->number);
    if (!finding.codes.contains(timed.facts->line->code)) finding.codes.push_back(timed.facts->line->code);
  }
  const ServiceLine& line = *day.front().facts->line;
  finding.location = line.units_at.empty() ? line.code_at : line.units_at;
  finding.evidence = evidence_of(Source::code_sets, day.front().row);
  finding.arguments.push_back({"units", units});
  finding.arguments.push_back({"minutes", minutes});
  finding.arguments.push_back({"allowed", allowed});
  if (day.size() > 1) {
    finding.clinician = "{minutes} minutes of timed therapy make {allowed} units, not {units}.";
    finding.biller =
        "The timed lines of the day hold {minutes} minutes and {units} units; by the eight-minute rule they "
        "make "
        "{allowed}. Take the units back where the time does not reach.";
  } else if (allowed > 0) {
    finding.fixes.push_back(
        set_units_fix(line.number, allowed, "Are the stated minutes the whole time of this service?"));
  } else {
    finding.fixes.push_back(
        remove_line_fix(line.number, "Are the stated minutes the whole time of this service?"));
  }
}

void judge_therapy(const RuleInput& input, RuleOutput& output) {
  TimedLines timed;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.line->minutes || facts.line->units.thousandths <= 0) continue;
    const CodeNumberRow* row =
        code_number_on(input.reference, CodeNumber::eight_minute_rule, facts.line->code, facts.date);
    if (row != nullptr && row->low > 0) timed.push_back({&facts, row});
  }
  for (std::size_t first = 0; first < timed.size(); ++first) {
    const auto together = [&](const Timed& other) {
      return other.facts->date == timed[first].facts->date &&
             same_biller(input.context(), *timed[first].facts->line, *other.facts->line);
    };
    if (std::any_of(timed.begin(), timed.begin() + first, together)) continue;
    TimedLines day;
    for (const Timed& other : timed) {
      if (together(other)) day.push_back(other);
    }
    judge_day(day, output);
  }
}

void judge_day_limit(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->units <= Quantity::of(1)) continue;
    const CodeNumberRow* row =
        code_number_on(input.reference, CodeNumber::day_minutes, facts.line->code, facts.date);
    const std::int64_t units = whole_units(facts.line->units);
    if (row == nullptr || row->high == 0 || units <= row->high) continue;
    // A line over several days has that many of them.
    if (facts.line->through && *facts.line->through != facts.date) continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.location = facts.line->units_at.empty() ? facts.line->code_at : facts.line->units_at;
    finding.evidence = evidence_of(Source::code_sets, row);
    finding.arguments.push_back({"units", units});
    finding.arguments.push_back({"minutes", std::int64_t{row->low}});
    finding.arguments.push_back({"allowed", std::int64_t{row->high}});
    finding.clinician = "{code}: {units} units of {minutes} minutes are more than a day holds.";
    finding.biller =
        "Line {line}: {units} units of {code}, {minutes} minutes each, are more than a day holds "
        "({allowed}). "
        "Check the units and the dates.";
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.whole.judged_lines == 0) return;
  judge_therapy(input, output);
  if (input.whole.any_several_units) judge_day_limit(input, output);
}

}  // namespace

extern const Rule units_over_minutes{
    .info = {.id = "NCCI-MUE-009",
             .module = "NCCI-MUE",
             .title = "More timed units than the clock allows",
             .severity = Severity::warning,
             .kinds = KindMask::professional | KindMask::outpatient,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 5, section 20.2"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 30.6.12"}}},
             .clinician = "{code}: {minutes} minutes make {allowed} units, not {units}.",
             .biller = "Line {line}: {units} units of {code} with {minutes} minutes. By the eight-minute "
                       "rule they make "
                       "{allowed}. Mend the units, or the minutes if they are not the whole time.",
             .carc = "CO-151",
             .why = "A unit of timed therapy is fifteen minutes, and the last one counts from its eighth "
                    "minute. Units that "
                    "the recorded time does not reach are taken back on review.",
             .fires = "97110-GP u4 minutes=30",
             .silent = "97110-GP u2 minutes=30"},
    .evaluate = evaluate};

}  // namespace chargelint
