// MOD-CR-001: CR without a declared emergency, or without condition code DR on a facility's claim.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

constexpr std::string_view kDisaster = "DR";

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  const bool facility = input.context().kind == BillKind::outpatient;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* use = use_of(*facts.line, "CR"_mod);
    if (use == nullptr) continue;
    const bool declared =
        input.reference.parameter(Parameter::declared_emergency, facts.date).value_or(0) != 0;
    if (declared && !(facility && !input.claim.condition_codes.contains(kDisaster))) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    finding.arguments.push_back({"dos", facts.date});
    if (declared) {
      finding.biller =
          "Line {line}: {modifier} on a facility's claim goes with condition code DR, which is missing. Add "
          "DR "
          "if the whole claim is disaster related.";
      continue;
    }
    finding.fixes.push_back(
        remove_modifier_fix(facts.line->number, use->value, "Was no waiver of a declared emergency used?"));
  }
}

}  // namespace

extern const Rule disaster_not_declared{
    .info = {.id = "MOD-CR-001",
             .module = "MOD",
             .title = "Disaster modifier CR",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .by_line = true,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 38, section 10"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {modifier} on {dos}, and no declared emergency is on file for that day. The "
                 "table holds those of the whole country; add your region's, or drop {modifier}.",
             .carc = "CO-4",
             .why =
                 "CR says that a rule was waived because of a declared emergency. Without a declaration for "
                 "the day and region nothing was waived, and the line is reviewed by the usual rules.",
             .fires = "62324-CR",
             .silent = "dos 2022-05-04; 62324-CR"},
    .evaluate = evaluate};

}  // namespace chargelint
