// ID-DATE-002: an institutional line dated outside the claim's statement period.
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.claim.statement) return;
  const Period& statement = *input.claim.statement;
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    // Lines without a date are usual on inpatient claims.
    if (!line.is_active() || !facts.dated) continue;
    const Date last = line.through.value_or(facts.date);
    if (facts.date >= statement.from && last <= statement.to) continue;
    Finding& finding = add_for_line(output, line);
    finding.location = line.date_at;
    finding.arguments.push_back({"date", facts.date >= statement.from ? last : facts.date});
    finding.arguments.push_back({"from", statement.from});
    finding.arguments.push_back({"through", statement.to});
  }
}

}  // namespace

extern const Rule date_outside_statement{
    .info = {.id = "ID-DATE-002",
             .module = "ID",
             .title = "Line date outside the statement period",
             .severity = Severity::error,
             .kinds = KindMask::outpatient | KindMask::inpatient,
             .reacts_to = Aspect::code,
             .citations = {{{"Integrated Outpatient Code Editor", "edit 23"}}},
             .clinician = {},
             .biller = "Line {line} date {date} lies outside {from} to {through}. Correct the date, or the "
                       "statement period of the claim.",
             .carc = "CO-16",
             .why = "The editor returns a claim whose lines are dated outside its from and through dates.",
             .fires = "kind O; statement 2026-05-01 2026-05-03; 99213 dos=2026-05-04",
             .silent = "kind O; statement 2026-05-01 2026-05-03; 99213 dos=2026-05-03"},
    .evaluate = evaluate};

}  // namespace chargelint
