// What a rule's header and a site's settings say, in words: shared by the rule list, its JSON and `explain`.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rules/engine/rule.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {

inline constexpr std::array kPayers{PayerClass::medicare, PayerClass::medicaid,
                                    PayerClass::medicare_advantage, PayerClass::commercial,
                                    PayerClass::other};
inline constexpr std::array kStages{Stage::order, Stage::charge, Stage::claim};

[[nodiscard]] std::vector<std::string_view> stages_of(const RuleInfo& rule);
[[nodiscard]] std::vector<std::string_view> kinds_of(const RuleInfo& rule);
[[nodiscard]] std::vector<std::string_view> reads_of(const RuleInfo& rule);
[[nodiscard]] std::string_view format_of(FormatMask formats);
[[nodiscard]] std::string_view history_of(HistoryUse use);
// Severity at stage claim for the payer class.
[[nodiscard]] std::string_view payer_severity(const RuleInfo& rule, PayerClass payer);
// Capped at order (decision 18); off where the rule does not run. `own`: of a rule of the site's; may be
// null.
[[nodiscard]] std::string_view stage_severity(const RuleInfo& rule, PayerClass payer, Stage stage,
                                              const SiteRuleText* own);
[[nodiscard]] std::string joined(const std::vector<std::string_view>& names);
// What must be there so that the rule can speak.
[[nodiscard]] std::string needs_of(const RuleInfo& rule);

// `site` may be null.
[[nodiscard]] const SiteRuleText* own_text(const RuleInfo& rule, const SiteRules* site);
[[nodiscard]] std::vector<const SiteSetting*> settings_of(const RuleInfo& rule, const SiteRules* site);
[[nodiscard]] std::string_view action_name(const SiteSetting& setting);
[[nodiscard]] std::string validity_text(Period period);

}  // namespace chargelint::plugin
