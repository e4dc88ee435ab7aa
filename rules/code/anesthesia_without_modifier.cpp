// CODE-STAT-008: fee-schedule status J, anesthesia, without the modifier that says who gave it.
#include "rules/code/status.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_listed_with(input, "J", [&output](const LineFacts& facts, const FeeScheduleRow& row) {
    if (facts.has_class(ModifierClass::anesthesia_payment)) return;
    add_for_line(output, *facts.line).evidence = evidence_of(Source::fee_schedule, &row);
  });
}

}  // namespace

extern const Rule anesthesia_without_modifier{
    .info = {.id = "CODE-STAT-008",
             .module = "CODE",
             .title = "Status J: anesthesia without its payment modifier",
             .severity = Severity::error,
             .payers = kStatusReaders,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 50"}}},
             .clinician = "{code} is anesthesia: who gave it, alone or directed?",
             .biller = "{code} on line {line} is an anesthesia service (status J) and carries none of AA, "
                       "AD, QK, QX, QY, QZ, so its payment can't be worked out. Add the one that tells who "
                       "gave it and how it was directed.",
             .carc = "CO-4",
             .why = "Anesthesia is paid by base units, minutes and a modifier that tells who gave and who "
                    "directed it; without the modifier it is returned.",
             .fires = "00811 minutes=30",
             .silent = "00811-AA minutes=30"},
    .evaluate = evaluate};

}  // namespace chargelint
