// EM-PROL-001: prolonged time without the highest visit level it adds to, or below its minutes.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

struct Base {
  const LineFacts* line = nullptr;
  const PriorLine* prior = nullptr;
  const CodeNumberRow* row = nullptr;
};

// The visit of the day that the code may add to.
Base base_of(const RuleInput& input, const LineFacts& facts) {
  Base base;
  for (const CodeNumberRow& row : input.reference.code_numbers(CodeNumber::unit_minutes, facts.line->code)) {
    if (!row.period().contains(facts.date)) continue;
    const auto is_base = [&row](const LineFacts& other) { return other.line->code == row.other(); };
    base.line = line_beside(input, facts, is_base);
    if (base.line == nullptr) {
      base.prior =
          prior_beside(input, facts, [&row](const PriorLine& prior) { return prior.code == row.other(); });
    }
    base.row = &row;
    if (base.line != nullptr || base.prior != nullptr) return base;
  }
  return base;
}

void report_without_base(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
                         const CodeNumberRow* any_row) {
  Finding& finding = add_for_line(output, *facts.line);
  if (any_row != nullptr) finding.evidence = evidence_of(Source::code_sets, any_row);
  CodeList bases;
  for (const CodeNumberRow& row : input.reference.code_numbers(CodeNumber::unit_minutes, facts.line->code)) {
    if (row.period().contains(facts.date)) bases.add(row.other().text().view());
  }
  bases.fill(finding, "bases", "bases2", "bases_more");
  finding.fixes.push_back(remove_line_fix(facts.line->number));
}

// Whether the minutes are those by which the level was chosen.
bool chosen_by_time(const LineFacts& facts, const LineFacts& base) {
  return base.line->by_time || facts.line->by_time || facts.line->minutes.has_value();
}

void judge_minutes(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const LineFacts& base,
                   const CodeNumberRow& row) {
  // Medicare takes another code, with minutes of its own (CODE-STAT-007).
  if (is_medicare(input.context()) && facts.fee.row != nullptr && facts.fee.row->status == 'I') return;
  if (!chosen_by_time(facts, base)) return;
  const auto minutes = minutes_together(facts.line->minutes, base.line->minutes);
  if (!minutes) return output.not_evaluated(Gap::missing_field, Source::code_sets, facts.line->code);
  const std::int64_t units = std::max<std::int64_t>(facts.line->units.thousandths / 1000, 1);
  const std::int64_t needed = row.low + (units - 1) * row.high;
  if (*minutes >= needed) return;
  Finding& finding = add_for_line(output, *facts.line);
  finding.lines.push_back(base.line->number);
  finding.codes.push_back(base.line->code);
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.arguments.push_back({"minutes", std::int64_t{*minutes}});
  finding.arguments.push_back({"needed", needed});
  finding.arguments.push_back({"visit", base.line->code});
  finding.clinician = "{minutes} min recorded; {code} with {visit} needs {needed} for the units billed.";
  finding.biller =
      "{code} on line {line} with {visit} needs {needed} minutes of the day for the units billed; {minutes} "
      "are "
      "recorded. Correct the units or remove the line.";
  if (*minutes >= row.low && row.high > 0) {
    finding.fixes.push_back(set_units_fix(facts.line->number, 1 + (*minutes - row.low) / row.high));
  } else {
    finding.fixes.push_back(remove_line_fix(facts.line->number));
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::prolonged_service)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::prolonged_service)) continue;
    const Base base = base_of(input, facts);
    if (base.line != nullptr) {
      judge_minutes(input, output, facts, *base.line, *base.row);
    } else if (base.prior == nullptr) {
      report_without_base(input, output, facts, base.row);
    }
  }
}

}  // namespace

extern const Rule prolonged_time{
    .info = {.id = "EM-PROL-001",
             .module = "EM",
             .title = "Prolonged time without its visit, or too short",
             .severity = Severity::error,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.15"}}},
             .clinician = "{code} adds to the highest visit level chosen by time; that visit is not billed.",
             .biller = "{code} on line {line} is time beyond the highest level of a visit "
                       "({bases}{bases2}{bases_more}), and none of them is billed that day by the same "
                       "practitioner. Correct the visit, or remove the line.",
             .carc = "CO-97",
             .why = "Prolonged time only counts after the longest visit of its family is used up: CPT counts "
                    "from its least minutes plus 15, Medicare later.",
             .fires = "99214; 99417",
             .silent = "99215 minutes=70 by-time; G2212"},
    .evaluate = evaluate};

}  // namespace chargelint
