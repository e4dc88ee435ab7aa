// EM-CRIT-001: critical care below its minutes, or beside services that it holds.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

// Rows for two payers: those of Medicare, and those of the others.
const CodeNumberRow* unit_row(const RuleInput& input, Hcpcs code, Date date) {
  const std::string_view wanted = is_medicare(input.context()) ? "medicare" : "other payers";
  for (const CodeNumberRow& row : input.reference.code_numbers(CodeNumber::unit_minutes, code)) {
    if (row.period().contains(date) && input.reference.text(row.condition) == wanted) return &row;
  }
  return nullptr;
}

Finding& report_time(RuleOutput& output, const LineFacts& facts, const CodeNumberRow& row,
                     std::int32_t minutes, std::int64_t needed) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.arguments.push_back({"minutes", std::int64_t{minutes}});
  finding.arguments.push_back({"needed", needed});
  return finding;
}

void judge_first(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const CodeNumberRow* row =
      code_number_on(input.reference, CodeNumber::least_minutes, facts.line->code, facts.date);
  if (row == nullptr) return;
  if (!facts.line->minutes)
    return output.not_evaluated(Gap::missing_field, Source::code_sets, facts.line->code);
  if (*facts.line->minutes < row->low) report_time(output, facts, *row, *facts.line->minutes, row->low);
}

void judge_more(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const CodeNumberRow* row = unit_row(input, facts.line->code, facts.date);
  if (row == nullptr) return;
  const LineFacts* first = line_beside(
      input, facts, [](const LineFacts& other) { return other.in(CodeSet::critical_care_first); });
  const auto minutes =
      minutes_together(facts.line->minutes, first != nullptr ? first->line->minutes : std::nullopt);
  if (!minutes) return output.not_evaluated(Gap::missing_field, Source::code_sets, facts.line->code);
  const std::int64_t units = std::max<std::int64_t>(facts.line->units.thousandths / 1000, 1);
  const std::int64_t needed = row->low + (units - 1) * row->high;
  if (*minutes >= needed) return;
  Finding& finding = report_time(output, facts, *row, *minutes, needed);
  if (*minutes >= row->low && row->high > 0) {
    finding.fixes.push_back(set_units_fix(facts.line->number, 1 + (*minutes - row->low) / row->high));
  } else {
    finding.fixes.push_back(remove_line_fix(facts.line->number));
  }
}

void judge_included(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  if (facts.has_class(ModifierClass::distinct)) return;
  const LineFacts* care = line_beside(
      input, facts, [](const LineFacts& other) { return other.in(CodeSet::critical_care_first); });
  if (care == nullptr || care->line->has("25"_mod)) return;
  Finding& finding = add_for_line(output, *care->line);
  finding.lines.push_back(facts.line->number);
  finding.codes.push_back(facts.line->code);
  finding.location = facts.line->code_at;
  const PtpEvidence pair = pair_in_force(input, care->line->code, facts.line->code, facts.date);
  show_pair(input, pair, finding);
  if (pair.edit == nullptr) finding.severity = Severity::warning;
  finding.arguments.push_back({"included", facts.line->code});
  finding.arguments.push_back({"included_line", std::int64_t{facts.line->number}});
  finding.clinician = "{included} is part of critical care and not reported apart.";
  finding.biller =
      "{included} on line {included_line} is among the services that critical care ({code}, line {line}) "
      "holds when the same practitioner gives both that day. Remove {included}.";
  finding.fixes.push_back(remove_line_fix(facts.line->number));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const bool first = input.whole.has(CodeSet::critical_care_first);
  if (!first && !input.whole.has(CodeSet::critical_care_more)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    if (facts.in(CodeSet::critical_care_first)) judge_first(input, output, facts);
    if (facts.in(CodeSet::critical_care_more)) judge_more(input, output, facts);
    if (first && facts.in(CodeSet::critical_care_included)) judge_included(input, output, facts);
  }
}

}  // namespace

extern const Rule critical_care_time{
    .info =
        {.id = "EM-CRIT-001",
         .module = "EM",
         .title = "Critical care: minutes and included services",
         .severity = Severity::error,
         .payers = {.medicaid = -1, .commercial = -1, .other = -1},
         .kinds = KindMask::professional,
         .history = HistoryUse::same_day,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
         .reads = {Source::code_sets},
         .reads_count = 1,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.12"},
                        {"NCCI Policy Manual for Medicare Services", "chapter XI"}}},
         .clinician = "{minutes} min recorded; {code} needs {needed}.",
         .biller = "{code} on line {line} needs {needed} minutes of critical care that day for the units "
                   "billed; {minutes} are recorded. Correct the units, or use the visit code that fits.",
         .carc = "CO-150",
         .why =
             "The first code stands for 30 minutes or more. Medicare counts the next unit from 104 minutes, "
             "the CPT rule of other payers from 75. Line care, ventilation and the like are part of it.",
         .fires = "99291 minutes=25",
         .silent = "99291 minutes=110"},
    .evaluate = evaluate};

}  // namespace chargelint
