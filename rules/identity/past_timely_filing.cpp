// ID-TFL-001: a claim received after the payer's last day for it, or a charge that comes close to it.
#include <optional>

#include "rules/base/workday.h"
#include "rules/identity/lateness.h"

namespace chargelint {
namespace {

std::optional<Parameter> limit_of(PayerClass payer) {
  switch (payer) {
    case PayerClass::medicare:
      return Parameter::filing_months_medicare;
    case PayerClass::medicaid:
      return Parameter::filing_months_medicaid;
    case PayerClass::medicare_advantage:
      return Parameter::filing_months_advantage;
    default:
      return std::nullopt;  // by contract
  }
}

// Medicare holds a replacement to the same year; other payers have rules of their own for it. A void may
// always come.
bool is_exempt(const Claim& claim) {
  if (claim.filing_exception || claim.frequency == '8') return true;
  return claim.frequency == '7' && claim.context.payer != PayerClass::medicare;
}

std::int64_t number_of(const Reference& reference, Parameter parameter, Date date) {
  return reference.parameter(parameter, date).value_or(0);
}

// The earliest start of the clock.
struct Oldest {
  Date start;
  bool any = false;
};
Oldest oldest_start(const RuleInput& input) {
  Oldest oldest;
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active() || !facts.dated) continue;
    const Date start = clock_start(input.claim, facts);
    if (!oldest.any || start < oldest.start) oldest.start = start;
    oldest.any = true;
  }
  return oldest;
}

Finding& report(const RuleInput& input, RuleOutput& output, Date deadline) {
  Finding& finding = output.add();
  const std::int64_t days = std::int64_t{input.context().received_on->days()} - deadline.days();
  finding.arguments.push_back({"deadline", deadline});
  finding.arguments.push_back({"days", days < 0 ? -days : days});
  return finding;
}
void add_line(Finding& finding, const ServiceLine& line) {
  finding.lines.push_back(line.number);
  if (finding.location.empty()) finding.location = line.date_at;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto& received = input.context().received_on;
  if (!received || is_exempt(input.claim)) return;
  const Oldest oldest = oldest_start(input);
  if (!oldest.any) return;
  const std::int64_t age = received->days() - oldest.start.days();
  if (age <= number_of(input.reference, Parameter::filing_shortest_days, oldest.start)) return;
  const auto limit = limit_of(input.context().payer);
  const auto months = limit ? input.reference.parameter(*limit, oldest.start) : std::nullopt;
  if (!months) {
    output.not_evaluated(Gap::contractor_defined, Source::code_sets);
    return;
  }
  // What started first is late first; lines that start later have more time.
  const auto deadline_of = [&months](Date start) {
    return workday_from(plus_months(start, static_cast<int>(*months)));
  };
  const Date deadline = deadline_of(oldest.start);
  if (*received > deadline) {
    Finding& finding = report(input, output, deadline);
    for (const LineFacts& facts : input.lines) {
      if (!facts.line->is_active() || !facts.dated) continue;
      const Date start = clock_start(input.claim, facts);
      if (start == oldest.start || *received > deadline_of(start)) add_line(finding, *facts.line);
    }
    if (input.context().payer != PayerClass::medicare) finding.severity = Severity::warning;
    return;
  }
  // At claim stage it has been filed, and in time.
  const std::int64_t left = deadline.days() - received->days();
  if (input.context().stage != Stage::charge ||
      left > number_of(input.reference, Parameter::filing_warn_days, oldest.start)) {
    return;
  }
  Finding& finding = report(input, output, deadline);
  finding.severity = Severity::info;
  finding.biller = "The filing limit is {deadline}, in {days} days. File now.";
  for (const LineFacts& facts : input.lines) {
    if (facts.line->is_active() && facts.dated && clock_start(input.claim, facts) == oldest.start)
      add_line(finding, *facts.line);
  }
}

}  // namespace

extern const Rule past_timely_filing{
    .info = {.id = "ID-TFL-001",
             .module = "ID",
             .title = "Past timely filing",
             .severity = Severity::error,
             .stages = StageMask::charge_or_claim,
             .reacts_to = Aspect::code,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 1, sections 70, 70.1 and 70.7"}}},
             .clinician = {},
             .biller =
                 "The filing limit was {deadline}, {days} days before the claim came. File it only with a "
                 "reason for an exception (administrative error, retroactive entitlement) attached.",
             .carc = "CO-29",
             .why =
                 "Medicare pays no claim that comes later than one calendar year after the service; a last "
                 "day on a weekend or federal holiday moves to the next workday. The clock starts with the "
                 "from date of a professional line and the through date of an institutional claim.",
             .fires = "received 2025-01-11; 99213 dos=2024-01-10",
             .silent = "received 2025-01-10; 99213 dos=2024-01-10"},
    .evaluate = evaluate};

}  // namespace chargelint
