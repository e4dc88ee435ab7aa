// What can be seen to be wrong with site rules without a claim: conditions that no claim fulfils, rules that
// contradict each other, settings of which only an order could say which holds.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rules/engine/rule.h"
#include "rules/engine/site_rules.h"

namespace chargelint {

// Whether no claim can fulfil the condition within the days and at the stages. A condition of very many
// alternatives is taken to be fulfillable.
[[nodiscard]] bool never_true(const SiteCondition& condition, Period valid, const SiteSeverities& severity);
// Equal for conditions that differ in the order of their parts and values alone.
[[nodiscard]] std::string canonical(const SiteCondition& condition);

// `rules`: every rule that a setting may name, the site's own among them.
void find_site_faults(const SiteRulesText& text, std::span<const CompiledSetting> settings,
                      std::span<const Rule* const> rules, std::optional<Date> today,
                      std::vector<SiteFault>& faults);

}  // namespace chargelint
