// Rules by name, for --rules and `explain`.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rules/base/result.h"
#include "rules/engine/rule.h"

namespace chargelint::plugin {

// "NCCI-PTP-001,DX-VAL": ids and modules, in any case. Nothing given: every rule.
[[nodiscard]] Result<std::vector<const Rule*>> select_rules(std::optional<std::string_view> list,
                                                            std::span<const Rule* const> known = all_rules());
// The rule with this id, or an error that names the nearest known one.
[[nodiscard]] Result<const Rule*> find_rule(std::string_view id,
                                            std::span<const Rule* const> known = all_rules());

}  // namespace chargelint::plugin
