// MOD-HPSA-001: AQ where no bonus is paid.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* use = use_of(*facts.line, "AQ"_mod);
    if (use == nullptr) continue;
    if (!facts.line->has("TC"_mod) && !facts.in(CodeSet::laboratory_test)) {
      // Which areas are short, and which of them are paid without AQ, no table here says.
      output.not_evaluated(Gap::missing_field, Source::code_words, facts.line->code);
      continue;
    }
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value));
  }
}

}  // namespace

extern const Rule shortage_area_bonus{
    .info = {.id = "MOD-HPSA-001",
             .module = "MOD",
             .title = "Shortage area modifier AQ",
             .severity = Severity::info,
             .payers = kMedicareReaders,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .by_line = true,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 90.4"}}},
             .clinician = {},
             .biller =
                 "Line {line}: the shortage area bonus is for physicians' professional services; {code} as "
                 "charged is a technical part or a lab test, and {modifier} adds nothing. Drop it.",
             .carc = {},
             .why =
                 "The bonus is a share of what Medicare pays for professional work. Most areas get it by ZIP "
                 "code without AQ; on technical parts and lab tests there is none.",
             .fires = "71046-TC-AQ",
             .silent = "62324-AQ"},
    .evaluate = evaluate};

}  // namespace chargelint
