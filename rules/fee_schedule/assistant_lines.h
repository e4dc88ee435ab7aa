// Assistants, co-surgeons and the other practitioners of the same operation.
#pragma once

#include "rules/fee_schedule/indicators.h"

namespace chargelint {

// What the rules on several surgeons ask of a line, of this claim or an earlier one.
struct OperationLine {
  Hcpcs code;
  const ServiceLine* line = nullptr;  // null: of an earlier claim
  const Provider* rendering = nullptr;
  bool assistant = false;
  bool co_surgeon = false;
  bool team = false;
  bool again = false;  // says that the code was done once more
};

[[nodiscard]] inline bool named_apart(const Provider& one, const Provider& other) {
  return !one.npi.empty() && !other.npi.empty() && one.npi != other.npi;
}
[[nodiscard]] inline bool named_same(const Provider& one, const Provider& other) {
  return !one.npi.empty() && one.npi == other.npi;
}

// Calls visit(operation) for every other line of the day, of this claim and of earlier ones.
template <class Visit>
void for_each_operation(const RuleInput& input, const LineFacts& facts, Visit visit) {
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || other.date != facts.date) continue;
    const ServiceLine& line = *other.line;
    visit(OperationLine{line.code, &line, &line.rendering, other.has_class(ModifierClass::assistant),
                        line.has("62"_mod), line.has("66"_mod),
                        other.has_class(ModifierClass::distinct) ||
                            other.has_class(ModifierClass::global_bypass) || line.has("76"_mod) ||
                            line.has("77"_mod)});
  }
  if (input.history.availability() == Availability::none) return;
  for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
    if (prior.kind != BillKind::professional || prior.status == PriorStatus::ordered) continue;
    OperationLine operation{prior.code, nullptr, &prior.rendering, false, false, false, false};
    for (const Modifier modifier : prior.modifiers) {
      const ModifierRow* row = modifier_on(input.reference, modifier, prior.date).row;
      if (row == nullptr) continue;
      operation.assistant = operation.assistant || row->is(ModifierClass::assistant);
      operation.again = operation.again || row->is(ModifierClass::distinct) ||
                        row->is(ModifierClass::global_bypass) || modifier == "76"_mod || modifier == "77"_mod;
      operation.co_surgeon = operation.co_surgeon || modifier == "62"_mod;
      operation.team = operation.team || modifier == "66"_mod;
    }
    visit(operation);
  }
}

}  // namespace chargelint
