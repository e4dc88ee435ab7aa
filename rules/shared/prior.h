// What a line of another claim says of what was done.
#pragma once

#include "rules/engine/rule.h"
#include "rules/ports/history.h"

namespace chargelint {

// A service that is charged and not refused. While something is still ordered, so may be what it goes with.
[[nodiscard]] inline bool stands(const Context& context, const PriorLine& prior) {
  if (prior.status == PriorStatus::denied) return false;
  return prior.status != PriorStatus::ordered || context.stage == Stage::order;
}

}  // namespace chargelint
