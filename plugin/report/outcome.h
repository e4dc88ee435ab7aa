// A verdict, or an error of ours, as a FHIR OperationOutcome.
#pragma once

#include <string>
#include <string_view>

#include "plugin/report/common.h"

namespace chargelint::plugin {

// One issue a finding; what could not be checked is an information issue of its own, so that "clean" is never
// said of what was not looked at.
[[nodiscard]] std::string verdict_outcome(const VerdictReport& report);
// One error issue. `code`: issue-type.
[[nodiscard]] std::string error_outcome(std::string_view code, std::string_view text,
                                        std::string_view where = {});
// The issue-type of a finding of this rule.
[[nodiscard]] std::string_view issue_code(const Finding& finding);

}  // namespace chargelint::plugin
