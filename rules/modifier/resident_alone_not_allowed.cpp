// MOD-TEACH-001: GE on a service outside the primary care exception.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* const use = use_of(*facts.line, "GE"_mod);
    // That no qualified resident was to be had is attested on paper, not on the claim.
    if (use == nullptr && facts.line->has("82"_mod))
      output.not_evaluated(Gap::missing_field, Source::code_words, facts.line->code);
    if (use == nullptr || facts.in(CodeSet::primary_care_exception)) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    finding.fixes.push_back(swap_modifier_fix(facts.line->number, use->value, "GC"_mod,
                                              "Was the teaching physician there for the key part?"));
    finding.fixes.push_back(remove_line_fix(facts.line->number, "Did the resident act alone?"));
  }
}

}  // namespace

extern const Rule resident_alone_not_allowed{
    .info = {.id = "MOD-TEACH-001",
             .module = "MOD",
             .title = "Teaching modifiers GC and GE",
             .severity = Severity::warning,
             .payers = {.commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, sections 100 and 100.1"}}},
             .clinician = {},
             .biller = "Line {line}: {modifier} says that a resident saw the patient alone under the primary "
                       "care exception, which covers the lower office visits only, not {code}. Use GC if the "
                       "teaching physician was there; else it can't be billed.",
             .carc = "CO-4",
             .why = "Medicare pays for a resident's work when the teaching physician takes part (GC). Only a "
                    "short list of primary care visits may be done by the resident alone (GE).",
             .fires = "62324-GE",
             .silent = "62324-GC"},
    .evaluate = evaluate};

}  // namespace chargelint
