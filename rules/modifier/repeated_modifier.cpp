// MOD-VAL-002: the same modifier twice on one line.
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

// How often the modifier stands before the place `index`.
std::size_t uses_before(const ServiceLine& line, std::size_t index) {
  std::size_t count = 0;
  for (std::size_t earlier = 0; earlier < index; ++earlier) {
    if (line.modifiers[earlier].value == line.modifiers[index].value) ++count;
  }
  return count;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ServiceLine& line : input.claim.lines) {
    if (!line.is_active()) continue;
    for (std::size_t index = 1; index < line.modifiers.size(); ++index) {
      const ModifierUse& use = line.modifiers[index];
      // A third use is the same finding.
      if (use.value.empty() || uses_before(line, index) != 1) continue;
      Finding& finding = add_for_modifier(output, line, use);
      Fix fix = remove_modifier_fix(line.number, use.value);
      for (std::size_t later = index + 1; later < line.modifiers.size(); ++later) {
        if (line.modifiers[later].value == use.value) fix.edits.push_back(fix.edits.front());
      }
      finding.fixes.push_back(fix);
    }
  }
}

}  // namespace

extern const Rule repeated_modifier{
    .info = {.id = "MOD-VAL-002",
             .module = "MOD",
             .title = "Modifier repeated on the line",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 26, section 10.4, item 24D"}}},
             .clinician = {},
             .biller = "Line {line}: {modifier} appears twice. The second adds nothing and takes one of four "
                       "places. Drop it.",
             .carc = "CO-4",
             .why = "A modifier says its fact once; a line that repeats it is returned as unprocessable, and "
                    "takes the place of a modifier that was meant.",
             .fires = "62324-59-59",
             .silent = "62324-59-GC"},
    .evaluate = evaluate};

}  // namespace chargelint
