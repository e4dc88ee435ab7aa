#include "plugin/report/rule_facts.h"

#include <algorithm>

#include "plugin/report/common.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {

std::vector<std::string_view> stages_of(const RuleInfo& rule) {
  std::vector<std::string_view> names;
  for (const Stage stage : kStages) {
    if (has(rule.stages, stage)) names.push_back(stage_name(stage));
  }
  return names;
}

std::vector<std::string_view> kinds_of(const RuleInfo& rule) {
  std::vector<std::string_view> names;
  for (const BillKind kind :
       {BillKind::professional, BillKind::outpatient, BillKind::inpatient, BillKind::asc, BillKind::dme}) {
    if (has(rule.kinds, kind)) names.push_back(kind_name(kind));
  }
  return names;
}

std::vector<std::string_view> reads_of(const RuleInfo& rule) {
  std::vector<std::string_view> names;
  for (std::uint8_t index = 0; index < rule.reads_count; ++index)
    names.push_back(source_name(rule.reads[index]));
  return names;
}

std::string_view format_of(FormatMask formats) {
  switch (formats) {
    case FormatMask::hl7:
      return "hl7";
    case FormatMask::fhir:
      return "fhir";
    case FormatMask::any:
      break;
  }
  return "any";
}

std::string_view history_of(HistoryUse use) {
  switch (use) {
    case HistoryUse::none:
      return "none";
    case HistoryUse::same_day:
      return "same day";
    case HistoryUse::around:
      return "three days to either side";
    case HistoryUse::days_92:
      return "92 days";
    case HistoryUse::year:
      return "a year";
    case HistoryUse::months_18:
      return "18 months";
    case HistoryUse::three_years:
      return "three years";
    case HistoryUse::lifetime:
      return "all there is";
  }
  return "none";
}

std::string_view payer_severity(const RuleInfo& rule, PayerClass payer) {
  const std::int8_t shift = rule.payers.of(payer);
  if (shift == PayerShift::kOff) return severity_name(Severity::off);
  const int level = static_cast<int>(rule.severity) + shift;
  return severity_name(static_cast<Severity>(std::clamp(level, 1, 3)));  // as the engine grades
}

std::string_view stage_severity(const RuleInfo& rule, PayerClass payer, Stage stage,
                                const SiteRuleText* own) {
  if (!has(rule.stages, stage)) return severity_name(Severity::off);
  if (own != nullptr) return severity_name(own->severity[static_cast<std::size_t>(stage)]);
  const std::string_view severity = payer_severity(rule, payer);
  const bool capped = stage == Stage::order && !rule.hard_at_order;
  return capped && severity == severity_name(Severity::error) ? severity_name(Severity::warning) : severity;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

std::string needs_of(const RuleInfo& rule) {
  std::string needs = joined(reads_of(rule));
  if (rule.history != HistoryUse::none) {
    if (!needs.empty()) needs += ", ";
    needs += "earlier services (" + std::string(history_of(rule.history)) + ")";
  }
  if (needs.empty()) return "the claim alone";
  return needs + "; what is missing is reported as not evaluated, never as right";
}

const SiteRuleText* own_text(const RuleInfo& rule, const SiteRules* site) {
  return site == nullptr ? nullptr : site->find(rule.id);
}

std::vector<const SiteSetting*> settings_of(const RuleInfo& rule, const SiteRules* site) {
  std::vector<const SiteSetting*> settings;
  if (site == nullptr) return settings;
  for (const SiteSetting& setting : site->text().settings) {
    const bool named = std::any_of(setting.rules.begin(), setting.rules.end(),
                                   [&rule](const std::string& name) { return setting_names(name, rule.id); });
    if (named) settings.push_back(&setting);
  }
  return settings;
}

std::string_view action_name(const SiteSetting& setting) {
  switch (setting.action) {
    case SiteAction::off:
      return "off";
    case SiteAction::on:
      return "on";
    case SiteAction::mute:
      return "mute";
    case SiteAction::grade:
      break;
  }
  return severity_name(setting.severity);
}

std::string validity_text(Period period) {
  if (period == Period{}) return "always";
  std::string text;
  if (period.from != Date::open_start()) text += "from " + period.from.iso().str();
  if (period.to == Date::open_end()) return text;
  if (!text.empty()) text += " ";
  return text + "until " + period.to.iso().str();
}

}  // namespace chargelint::plugin
