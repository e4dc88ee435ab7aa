// CODE-VAL-002: a code on a day before its first.
#include "rules/code/life.h"

namespace chargelint {
namespace {

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, Date first,
            const Evidence& evidence) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.evidence = evidence;
  finding.arguments.push_back({"date", first});
  finding.location = facts.line->code_at;
  // An order for a day that is past is advice, no stop.
  const Context& context = input.context();
  if (context.stage == Stage::order && context.received_on && *context.received_on > facts.date) {
    finding.severity = Severity::warning;
  }
  if (offer_mapped(input, facts, CodeMap::predecessor, finding, "before", "before2", "before_more")) {
    finding.biller =
        "{code} on line {line} is valid from {date} only; the payer returns it for an earlier day. The code "
        "of that time: {before}{before2}{before_more}.";
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.shape == CodeShape::dental) continue;
    const CodeLife life = life_on(facts.lives, facts.date);
    if (life.begins != nullptr) {
      report(input, output, facts, Date::from_days(life.begins->added),
             evidence_of_life(input.reference, life.begins));
      continue;
    }
    if (life.stated) continue;
    const FeeScheduleRow* row = first_fee_row_after(input, facts);
    if (row != nullptr) {
      report(input, output, facts, Date::from_days(row->from_days), evidence_of(Source::fee_schedule, row));
    }
  }
}

}  // namespace

extern const Rule not_yet_effective{
    .info = {.id = "CODE-VAL-002",
             .module = "CODE",
             .title = "Code not yet effective",
             .severity = Severity::error,
             .hard_at_order = true,
             .reacts_to = Aspect::code,
             .by_line = true,
             .reads = {Source::hcpcs, Source::fee_schedule, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 23, sections 20.3 and 20.4"}}},
             .clinician = "{code} starts on {date}.",
             .biller = "{code} on line {line} is valid from {date} only; the payer returns it for an earlier "
                       "day. Use the code that was valid on the date of service, or correct the date.",
             .carc = "CO-181",
             .why = "A procedure code must be valid on the day of the service, whenever the claim is sent.",
             .fires = "dos 2016-12-31; 62324",
             .silent = "dos 2017-01-01; 62324"},
    .evaluate = evaluate};

}  // namespace chargelint
