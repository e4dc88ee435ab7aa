// CODE-VAL-004: an order for a day by which the code, valid today, will have ended.
#include "rules/code/life.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const CodeLife life = life_on(facts.lives, facts.date);
    if (life.ended == nullptr || !ordered_before_end(input, life.ended->ended)) continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of_life(input.reference, life.ended);
    finding.arguments.push_back({"date", Date::from_days(life.ended->ended)});
    if (offer_mapped(input, facts, CodeMap::successor, finding, "successors", "successors2",
                     "successors_more")) {
      finding.biller =
          "{code} on line {line} will end on {date}, before the planned day. Order "
          "{successors}{successors2}{successors_more} instead, as fits.";
    }
  }
}

}  // namespace

extern const Rule about_to_end{
    .info = {.id = "CODE-VAL-004",
             .module = "CODE",
             .title = "Code ends before the planned service",
             .severity = Severity::info,
             .stages = StageMask::order,
             .reacts_to = Aspect::code,
             .by_line = true,
             .reads = {Source::hcpcs, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 23, section 20.4"}}},
             .clinician = "{code} will be retired on {date}, before the planned service.",
             .biller = "{code} on line {line} will end on {date}, before the planned day. Order the code "
                       "that will be valid then.",
             .carc = "CO-181",
             .why = "An order written in autumn for January may carry a code that will no longer exist: "
                    "better changed now than returned later.",
             .fires = "stage order; received 2024-03-20; dos 2024-04-01; J1030",
             .silent = "stage order; received 2024-03-20; dos 2024-03-31; J1030"},
    .evaluate = evaluate};

}  // namespace chargelint
