// CODE-VAL-003: a code on a day after its last. There is no grace period.
#include "rules/code/life.h"

namespace chargelint {
namespace {

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, Date last,
            const Evidence& evidence, bool by_appearance) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.evidence = evidence;
  finding.arguments.push_back({"date", last});
  const bool known =
      offer_mapped(input, facts, CodeMap::successor, finding, "successors", "successors2", "successors_more");
  if (by_appearance) {
    finding.clinician = "{code} is no longer a valid code.";
    finding.biller =
        "{code} on line {line} stands in no release of the fee schedule after {date}: it has ended, and "
        "there is no grace period. Use the code that was valid on the date of service.";
  } else if (known) {
    finding.clinician = "{code} was retired on {date}. Use {successors}{successors2}{successors_more}.";
    finding.biller =
        "{code} on line {line} ended; {date} was its last day, and there is no grace period. Use "
        "{successors}{successors2}{successors_more} as the record supports.";
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.shape == CodeShape::dental) continue;
    const CodeLife life = life_on(facts.lives, facts.date);
    if (life.ended != nullptr) {
      // Ordered while it was valid: CODE-VAL-004 says so in time.
      if (ordered_before_end(input, life.ended->ended)) continue;
      report(input, output, facts, Date::from_days(life.ended->ended),
             evidence_of_life(input.reference, life.ended), false);
      continue;
    }
    if (life.begins != nullptr || life.stated) continue;
    const FeeScheduleRow* row = last_fee_row_before(input, facts);
    if (row == nullptr) continue;
    report(input, output, facts, Date::from_days(row->to_days), evidence_of(Source::fee_schedule, row), true);
  }
}

}  // namespace

extern const Rule ended{
    .info = {.id = "CODE-VAL-003",
             .module = "CODE",
             .title = "Code deleted before the date of service",
             .severity = Severity::error,
             .hard_at_order = true,
             .reacts_to = Aspect::code,
             .by_line = true,
             .reads = {Source::hcpcs, Source::fee_schedule, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 23, section 20.4"}}},
             .clinician = "{code} was retired on {date}.",
             .biller = "{code} on line {line} ended; {date} was its last day, and there is no grace period. "
                       "Use the code that was valid on the date of service.",
             .carc = "CO-181",
             .why = "Codes end on a day, most on 31 December, and payers return them from the next day on. "
                    "The grace period of three months was given up in 2005.",
             .fires = "dos 2017-01-01; 62318",
             .silent = "dos 2016-12-31; 62318"},
    .evaluate = evaluate};

}  // namespace chargelint
