// EM-NEW-002: an established-patient visit although a complete history knows no earlier service.
#include "rules/evaluation/seen_before.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::established_office)) return;
  const Availability availability = input.history.availability();
  if (availability == Availability::incomplete) output.not_evaluated(Gap::incomplete_history);
  if (availability != Availability::complete) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::established_office)) continue;
    if (seen_before(input, facts).seen) continue;
    add_for_line(output, *facts.line).history_used = true;
  }
}

}  // namespace

extern const Rule established_code_for_new_patient{
    .info =
        {.id = "EM-NEW-002",
         .module = "EM",
         .title = "Established-patient code, no earlier service known",
         .severity = Severity::info,
         .kinds = KindMask::professional,
         .history = HistoryUse::three_years,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .by_line = true,
         .reads = {Source::code_sets},
         .reads_count = 1,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.7.A"}}},
         .clinician = "",
         .biller = "{code} on line {line} is for established patients, and no service of this practitioner "
                   "or group was found in three years. If the patient is new, a new-patient code may apply.",
         .carc = "",
         .why =
             "A patient nobody of the group saw in three years is new, and the new-patient codes pay more.",
         .fires = "history complete; 99213",
         .silent = "history complete; prior 99213 dos=2026-01-05; 99213"},
    .evaluate = evaluate};

}  // namespace chargelint
