// What the rules on fee-schedule indicators share: the lines with a modifier, their row, the indicator as
// text.
#pragma once

#include <string_view>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

// Calls visit(facts, use, row) for each judged line that carries the modifier and has a row with blank
// modifier.
template <class Visit>
void for_each_use(const RuleInput& input, RuleOutput& output, Modifier modifier, Visit visit) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.shape == CodeShape::dental) continue;
    const ModifierUse* use = use_of(*facts.line, modifier);
    if (use == nullptr) continue;
    const FeeScheduleRow* row = fee_row(facts, output);
    if (row != nullptr) visit(facts, *use, *row);
  }
}

// A row of our own starter set may leave an indicator open.
[[nodiscard]] inline bool indicator_known(char indicator, const LineFacts& facts, RuleOutput& output) {
  if (indicator != ' ') return true;
  output.not_evaluated(Gap::partial, Source::fee_schedule, facts.line->code);
  return false;
}

[[nodiscard]] inline FixedText<24> indicator_text(char indicator) {
  FixedText<24> text;
  text.push_back(indicator);
  return text;
}

inline Finding& add_for_indicator(RuleOutput& output, const LineFacts& facts, const ModifierUse& use,
                                  const FeeScheduleRow& row, char indicator) {
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.evidence = evidence_of(Source::fee_schedule, &row);
  finding.arguments.push_back({"indicator", indicator_text(indicator)});
  return finding;
}

}  // namespace chargelint
