// The codes of a test's two parts: 93000 is 93010 with 93005.
#pragma once

#include "rules/shared/lines.h"

namespace chargelint {

// The member of a trio that is the wanted component; empty when there is none or several.
[[nodiscard]] inline Hcpcs component_code(const RuleInput& input, const LineFacts& facts, CodeMap component) {
  Hcpcs found;
  for (const CodeMapRow& row : input.reference.code_map(component, facts.line->code)) {
    if (!row.period().contains(facts.date)) continue;
    if (!found.empty()) return {};
    found = row.to();
  }
  return found;
}

}  // namespace chargelint
