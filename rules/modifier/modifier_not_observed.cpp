// MOD-APPL-001: a modifier outside the list of those seen with the code.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

// The list is written as modifiers between blanks.
bool is_listed(std::string_view list, Modifier modifier) {
  const auto printed = modifier.text();
  for (std::size_t at = 0; at + 2 <= list.size(); at += 3) {
    if (list.substr(at, 2) == printed.view()) return true;
  }
  return false;
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const CodeNumberRow* row =
      code_number_on(input.reference, CodeNumber::observed_modifiers, facts.line->code, facts.date);
  if (row == nullptr) return;
  const std::string_view list = input.reference.text(row->condition);
  for (const ModifierUse& use : facts.line->modifiers) {
    if (use.value.empty() || is_listed(list, use.value)) continue;
    // What is no modifier on that day is MOD-VAL-001's.
    if (modifier_on(input.reference, use.value, facts.date).row == nullptr) continue;
    Finding& finding = add_for_modifier(output, *facts.line, use);
    finding.evidence = evidence_of(Source::code_sets, row);
    finding.arguments.push_back({"count", std::int64_t{row->low}});
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (facts.judged && !facts.line->modifiers.empty()) judge(input, output, facts);
  }
}

}  // namespace

extern const Rule modifier_not_observed{
    .info = {.id = "MOD-APPL-001",
             .module = "MOD",
             .title = "Modifier not among those seen with the code",
             .severity = Severity::info,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .by_line = true,
             .reads = {Source::code_sets, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Modifiers observed with the code", "own list; no official source"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {modifier} is unusual with {code}: it is not among the {count} modifiers "
                 "seen with it. Such lists show use, not what is allowed; check, and keep it if meant.",
             .carc = {},
             .why = "A modifier that hardly anybody uses with a code is often a slip of the key. The list is "
                    "what was seen, not a rule: it lacks good ones, so this is never more than a hint.",
             .fires = "62324-22 report",
             .silent = "62324-XS"},
    .evaluate = evaluate};

}  // namespace chargelint
