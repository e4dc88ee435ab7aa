// The JSON of the contract: one object a claim, keys in the contract's order, the same bytes for the same
// verdict.
#pragma once

#include <string>

#include "plugin/report/common.h"

namespace chargelint::plugin {

// Appends the object without a line end.
void append_verdict_json(std::string& out, const VerdictReport& report);
// One finding alone, as the state store keeps it.
[[nodiscard]] std::string finding_json(const Finding& finding, const Claim& claim,
                                       const Reference& reference);

}  // namespace chargelint::plugin
