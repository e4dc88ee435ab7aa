// EM-LEVEL-001: a visit level chosen by time with fewer minutes than it needs.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

// The highest level of the family that the minutes reach.
Hcpcs level_by_time(const Reference& reference, Hcpcs code, std::int32_t minutes, Date date) {
  constexpr int kMostLevels = 6;
  for (int step = 0; step < kMostLevels; ++step) {
    const auto rows = reference.code_map(CodeMap::lower_level, code);
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [date](const CodeMapRow& lower) { return lower.period().contains(date); });
    if (row == rows.end()) return {};
    code = row->to();
    const CodeNumberRow* least = code_number_on(reference, CodeNumber::visit_minutes, code, date);
    if (least != nullptr && minutes >= least->low) return code;
  }
  return {};
}

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const CodeNumberRow& row) {
  const ServiceLine& line = *facts.line;
  Finding& finding = add_for_line(output, line);
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.arguments.push_back({"minutes", std::int64_t{*line.minutes}});
  finding.arguments.push_back({"least", std::int64_t{row.low}});
  const Hcpcs by_time = level_by_time(input.reference, line.code, *line.minutes, facts.date);
  if (by_time.empty()) return;
  finding.arguments.push_back({"by_time", by_time});
  finding.biller =
      "{code} on line {line} was chosen by time and needs {least} minutes; {minutes} are recorded, which is "
      "{by_time}. Use {by_time}, or choose the level by decision-making if the record supports it.";
  finding.fixes.push_back(replace_code_fix(
      line.number, by_time, "Does the decision-making support no higher level than the time does?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.line->by_time || !facts.in(CodeSet::evaluation_management)) continue;
    const CodeNumberRow* row =
        code_number_on(input.reference, CodeNumber::visit_minutes, facts.line->code, facts.date);
    if (row == nullptr) continue;
    if (!facts.line->minutes) {
      output.not_evaluated(Gap::missing_field, Source::code_sets, facts.line->code);
    } else if (*facts.line->minutes < row->low) {
      report(input, output, facts, *row);
    }
  }
}

}  // namespace

extern const Rule time_below_level{
    .info =
        {.id = "EM-LEVEL-001",
         .module = "EM",
         .title = "Time does not support the level",
         .severity = Severity::warning,
         .kinds = KindMask::professional,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .by_line = true,
         .reads = {Source::code_sets},
         .reads_count = 1,
         .citations = {{{"CPT visit minutes", "by code number"},
                        {"Medicare Claims Processing Manual", "chapter 12, section 30.6.1"}}},
         .clinician =
             "{minutes} min recorded; {code} by time needs {least}. Level by decision-making still counts.",
         .biller =
             "{code} on line {line} was chosen by time and needs {least} minutes; {minutes} are recorded. "
             "Choose the level by decision-making if the record supports it, or another code.",
         .carc = "CO-150",
         .why = "Since 2021 each visit code has least minutes when its level is chosen by time; a review "
                "takes the level down to what the minutes reach.",
         .fires = "99214 minutes=22 by-time",
         .silent = "99214 minutes=22"},
    .evaluate = evaluate};

}  // namespace chargelint
