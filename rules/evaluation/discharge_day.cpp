// EM-DISCH-001: a discharge day too short for its code, reported twice, or on the day of admission.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

void judge_minutes(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const CodeNumberRow* row =
      code_number_on(input.reference, CodeNumber::least_minutes, facts.line->code, facts.date);
  if (row == nullptr) return;
  if (!facts.line->minutes)
    return output.not_evaluated(Gap::missing_field, Source::code_sets, facts.line->code);
  if (*facts.line->minutes >= row->low) return;
  Finding& finding = add_about(output, *facts.line, "minutes");
  finding.evidence = evidence_of(Source::code_sets, row);
  finding.arguments.push_back({"minutes", std::int64_t{*facts.line->minutes}});
  finding.arguments.push_back({"least", std::int64_t{row->low}});
  if (row->other().empty()) return;
  finding.arguments.push_back({"other", row->other()});
  finding.fixes.push_back(replace_code_fix(facts.line->number, row->other()));
}

// Both of one practitioner on one day: one code for the stay, or the admission alone.
void judge_admission(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const Company admission = company_of(input, facts, CodeSet::hospital_admission);
  if (!admission) return;
  Finding& finding = add_about(output, *facts.line, "admission");
  add_company(finding, admission);
  finding.arguments.push_back({"admission", admission.code()});
  finding.clinician = "Admitted and discharged on one day: was the stay 8 hours or longer?";
  finding.biller =
      "{code} on line {line} and {admission} are one day's admission and discharge: a stay of 8 hours or "
      "more "
      "takes one code for both, a shorter one the admission alone.";
  const PtpEvidence pair = pair_in_force(input, facts.line->code, admission.code(), facts.date);
  show_pair(input, pair, finding);
  if (pair.edit != nullptr && pair.edit->indicator == 0) finding.severity = Severity::error;
  for (const CodeMapRow& row : input.reference.code_map(CodeMap::same_day_stay, admission.code())) {
    if (admission.line == nullptr || !row.period().contains(facts.date)) continue;
    Fix one_code =
        replace_code_fix(admission.line->line->number, row.to(), "Was the stay 8 hours or longer?");
    one_code.edits.push_back(edit_of(EditKind::remove_line, facts.line->number));
    finding.fixes.push_back(one_code);
  }
  finding.fixes.push_back(remove_line_fix(facts.line->number, "Was the stay shorter than 8 hours?"));
}

void report_second(RuleOutput& output, const LineFacts& facts, Hcpcs other, std::uint16_t line, Date date) {
  Finding& finding = add_about(output, *facts.line, "second");
  if (line != 0) finding.lines.push_back(line);
  if (!finding.codes.contains(other)) finding.codes.push_back(other);
  finding.history_used = line == 0;
  finding.arguments.push_back({"other", other});
  finding.arguments.push_back({"date", date});
  finding.clinician = "The stay's discharge is already reported ({other} on {date}).";
  finding.biller =
      "{code} on line {line} is a second discharge of one stay ({other} on {date}). Only the practitioner in "
      "charge reports it, once, on the day it was given; another one's last visit is a hospital visit.";
  finding.fixes.push_back(remove_line_fix(facts.line->number, "Was the discharge given by the other one?"));
}

// Discharges of one stay that the claim states, or on the same or neighbouring days.
bool same_stay(const RuleInput& input, Date one, Date other) {
  for (const Stay& stay : input.claim.stays) {
    if (stay.kind == StayKind::inpatient && stay.period.contains(one) && stay.period.contains(other))
      return true;
  }
  const std::int32_t apart = one.days() - other.days();
  return apart >= -1 && apart <= 1;
}

void judge_second(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const auto is_before = [](const LineFacts& one, const LineFacts& other) {
    return one.date != other.date ? one.date < other.date : comes_first(one, other);
  };
  const LineFacts* first = nullptr;
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || !other.in(CodeSet::hospital_discharge)) continue;
    if (!is_before(other, facts) || !same_stay(input, other.date, facts.date)) continue;
    if (first == nullptr || is_before(other, *first)) first = &other;
  }
  if (first != nullptr) {
    return report_second(output, facts, first->line->code, first->line->number, first->date);
  }
  if (input.history.availability() == Availability::none) return;
  constexpr std::int32_t kDays = 3;
  for (const PriorLine& prior :
       input.history.lines({facts.date.plus_days(-kDays), facts.date.plus_days(kDays)})) {
    if (prior.kind != BillKind::professional || prior.status == PriorStatus::ordered) continue;
    if (!input.reference.in_set(CodeSet::hospital_discharge, prior.code, prior.date)) continue;
    if (same_stay(input, prior.date, facts.date))
      return report_second(output, facts, prior.code, 0, prior.date);
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::hospital_discharge)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::hospital_discharge)) continue;
    judge_minutes(input, output, facts);
    judge_admission(input, output, facts);
    judge_second(input, output, facts);
  }
}

}  // namespace

extern const Rule discharge_day{
    .info = {.id = "EM-DISCH-001",
             .module = "EM",
             .title = "Discharge day: minutes, one a stay, not on the day of admission",
             .severity = Severity::warning,
             .kinds = KindMask::professional,
             .history = HistoryUse::around,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.9.2"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 30.6.9.1"}}},
             .clinician = "{minutes} min recorded; {code} needs {least}, else {other}.",
             .biller = "{code} on line {line} needs {least} minutes on the day of discharge; {minutes} are "
                       "recorded. Below that it is {other}.",
             .carc = "CO-97",
             .why = "The longer discharge code needs more than 30 minutes, a stay has one discharge, and a "
                    "stay of one day has its own code.",
             .fires = "99239 minutes=25",
             .silent = "99239 minutes=35"},
    .evaluate = evaluate};

}  // namespace chargelint
