// EM-CCM-001: care by the month with too few minutes, by two practitioners, or beside care that holds it.
#include "rules/evaluation/visits.h"
#include "rules/shared/calendar.h"

namespace chargelint {
namespace {

constexpr CodeSet kFamilies[] = {CodeSet::care_chronic, CodeSet::care_primary, CodeSet::care_monitoring,
                                 CodeSet::care_therapeutic};

// Another service of the month, here or on another claim.
struct OfMonth {
  Hcpcs code;
  Date date;
  std::uint16_t line = 0;  // 0 = of another claim
};

void judge_minutes(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const CodeNumberRow* row =
      code_number_on(input.reference, CodeNumber::least_minutes, facts.line->code, facts.date);
  if (row == nullptr) return;
  const ServiceLine& line = *facts.line;
  if (!line.minutes) return output.not_evaluated(Gap::missing_field, Source::code_sets, line.code);
  if (*line.minutes >= row->low) return;
  Finding& finding = add_about(output, line, "minutes");
  finding.evidence = evidence_of(Source::code_sets, row);
  finding.arguments.push_back({"minutes", std::int64_t{*line.minutes}});
  finding.arguments.push_back({"least", std::int64_t{row->low}});
  const Hcpcs shorter = row->other();
  const CodeNumberRow* less =
      shorter.empty() ? nullptr
                      : code_number_on(input.reference, CodeNumber::least_minutes, shorter, facts.date);
  if (less != nullptr && *line.minutes >= less->low) {
    finding.fixes.push_back(replace_code_fix(line.number, shorter));
  }
}

// Calls visit(other, same) for each other service of the calendar month; `same`: of the same practitioner.
template <class Visit>
void for_each_of_month(const RuleInput& input, const LineFacts& facts, Visit visit) {
  const Period month = month_of(facts.date);
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || !month.contains(other.date)) continue;
    visit(OfMonth{other.line->code, other.date, other.line->number},
          same_practitioner(*facts.line, *other.line));
  }
  if (input.history.availability() == Availability::none) return;
  for (const PriorLine& prior : input.history.lines(month)) {
    if (prior.kind != BillKind::professional || prior.status == PriorStatus::ordered) continue;
    visit(OfMonth{prior.code, prior.date, 0}, same_biller(input.context(), *facts.line, prior));
  }
}

void report(RuleOutput& output, const LineFacts& facts, const OfMonth& other, std::string_view clinician,
            std::string_view biller) {
  Finding& finding = add_about(output, *facts.line, "overlap");
  if (other.line != 0) finding.lines.push_back(other.line);
  if (!finding.codes.contains(other.code)) finding.codes.push_back(other.code);
  finding.history_used = other.line == 0;
  finding.arguments.push_back({"other", other.code});
  finding.arguments.push_back({"date", other.date});
  finding.clinician = clinician;
  finding.biller = biller;
}

// Of two lines of this claim the one with the greater code speaks, so that one pair is one finding.
bool speaks(const LineFacts& facts, const OfMonth& other) {
  if (other.line == 0) return true;
  if (facts.line->code != other.code) return other.code < facts.line->code;
  return other.line < facts.line->number;
}

void judge_overlap(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const auto is = [&](const OfMonth& other, CodeSet set) {
    return input.reference.in_set(set, other.code, other.date);
  };
  for_each_of_month(input, facts, [&](const OfMonth& other, bool same) {
    for (const CodeSet family : kFamilies) {
      if (same || !facts.in(family) || !is(other, family) || !speaks(facts, other)) continue;
      report(
          output, facts, other, "Another practitioner already reported this care for the month ({other}).",
          "{code} on line {line} is care by the month that one practitioner reports, and {other} of {date} "
          "is another's for the same month. Settle who reports it.");
    }
    if (!same) return;
    if (facts.in(CodeSet::care_chronic) && is(other, CodeSet::care_conflict)) {
      report(output, facts, other, "{other} of this month already holds the care that {code} is for.",
             "{code} on line {line} can't be reported for a month in which the same practitioner reports "
             "{other} ({date}): it holds that care. Remove one.");
    }
    const bool both = (facts.in(CodeSet::care_chronic) && is(other, CodeSet::care_primary)) ||
                      (facts.in(CodeSet::care_primary) && is(other, CodeSet::care_chronic));
    if (both && speaks(facts, other)) {
      report(output, facts, other, "{code} and {other} are two ways to report one month's care.",
             "{code} on line {line} and {other} ({date}) both stand for managing the patient's care in one "
             "month. Report one of them.");
    }
    for (const CodeSet family : {CodeSet::care_monitoring, CodeSet::care_therapeutic}) {
      if (!facts.in(family) || !is(other, family) || other.code == facts.line->code) continue;
      if (!speaks(facts, other)) continue;
      report(output, facts, other, "{code} and {other} can't stand for one month: one is for less time.",
             "{code} on line {line} and {other} ({date}) are the longer and the shorter time of one month. "
             "Report the one that the minutes reach.");
    }
  });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const bool any = std::any_of(std::begin(kFamilies), std::end(kFamilies),
                               [&](CodeSet family) { return input.whole.has(family); });
  if (!any) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const bool of_family = std::any_of(std::begin(kFamilies), std::end(kFamilies),
                                       [&](CodeSet family) { return facts.in(family); });
    if (!of_family) continue;
    if (facts.in(CodeSet::timed_by_month)) judge_minutes(input, output, facts);
    judge_overlap(input, output, facts);
  }
}

}  // namespace

extern const Rule monthly_care_overlap{
    .info = {.id = "EM-CCM-001",
             .module = "EM",
             .title = "Care by the month: minutes and overlap",
             .severity = Severity::warning,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Care management services", "questions and answers of CMS"},
                            {"Physician fee schedule final rules", "2025 and 2026"}}},
             .clinician = "{minutes} min recorded this month; {code} needs {least}.",
             .biller = "{code} on line {line} needs {least} minutes in the month; {minutes} are recorded. Do "
                       "not report it, or use the code for less time where there is one.",
             .carc = "CO-97",
             .why = "Chronic care, advanced primary care and remote monitoring are paid once a month, to one "
                    "practitioner, for least minutes.",
             .fires = "99490 minutes=12",
             .silent = "99490 minutes=22"},
    .evaluate = evaluate};

}  // namespace chargelint
