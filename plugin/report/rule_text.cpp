#include "plugin/report/rule_text.h"

#include <algorithm>
#include <array>
#include <vector>

#include "plugin/report/common.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {
namespace {

std::vector<std::string_view> stages_of(const RuleInfo& rule) {
  std::vector<std::string_view> names;
  for (const Stage stage : {Stage::order, Stage::charge, Stage::claim}) {
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

// Severity at stage claim for the payer class.
std::string_view payer_severity(const RuleInfo& rule, PayerClass payer) {
  const std::int8_t shift = rule.payers.of(payer);
  if (shift == PayerShift::kOff) return severity_name(Severity::off);
  const int level = static_cast<int>(rule.severity) + shift;
  return severity_name(static_cast<Severity>(std::clamp(level, 1, 3)));  // as the engine grades
}

// Capped at order (decision 18); off where the rule does not run.
std::string_view stage_severity(const RuleInfo& rule, PayerClass payer, Stage stage,
                                const SiteRuleText* own) {
  if (!has(rule.stages, stage)) return severity_name(Severity::off);
  if (own != nullptr) return severity_name(own->severity[static_cast<std::size_t>(stage)]);
  const std::string_view severity = payer_severity(rule, payer);
  const bool capped = stage == Stage::order && !rule.hard_at_order;
  return capped && severity == severity_name(Severity::error) ? severity_name(Severity::warning) : severity;
}

constexpr std::array kPayers{PayerClass::medicare, PayerClass::medicaid, PayerClass::medicare_advantage,
                             PayerClass::commercial, PayerClass::other};

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

void append_field(std::string& out, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  std::string padded(label);
  padded.resize(16, ' ');
  out += "  " + padded;
  out += text;
  out += '\n';
}

void write_names(fhir::JsonWriter& json, std::string_view key, const std::vector<std::string_view>& names) {
  json.key(key).begin_array();
  for (const std::string_view name : names) json.value(name);
  json.end_array();
}

// What must be there so that the rule can speak.
void append_needs(std::string& out, const RuleInfo& rule) {
  std::string needs = joined(reads_of(rule));
  if (rule.history != HistoryUse::none) {
    if (!needs.empty()) needs += ", ";
    needs += "earlier services (" + std::string(history_of(rule.history)) + ")";
  }
  if (needs.empty()) needs = "the claim alone";
  append_field(out, "needs", needs + "; what is missing is reported as not evaluated, never as right");
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

std::string period_text(Period period) {
  if (period == Period{}) return "always";
  std::string text;
  if (period.from != Date::open_start()) text += "from " + period.from.iso().str();
  if (period.to == Date::open_end()) return text;
  if (!text.empty()) text += " ";
  return text + "until " + period.to.iso().str();
}

// "severities":{"medicare":{"order":"warning","charge":"error","claim":"error"},…}
void write_severities(fhir::JsonWriter& json, const RuleInfo& rule, const SiteRuleText* own) {
  json.key("severities").begin_object();
  for (const PayerClass payer : kPayers) {
    json.key(payer_name(payer)).begin_object();
    for (const Stage stage : {Stage::order, Stage::charge, Stage::claim}) {
      json.member(stage_name(stage), stage_severity(rule, payer, stage, own));
    }
    json.end_object();
  }
  json.end_object();
}

void write_date_or_null(fhir::JsonWriter& json, std::string_view key, Date date) {
  json.key(key);
  if (date.is_open()) {
    json.null();
  } else {
    json.value(date.iso().view());
  }
}

// Whether the rule is the site's own, and what the site's settings say of it.
void write_site(fhir::JsonWriter& json, const RuleInfo& rule, const SiteRules* site) {
  const SiteRuleText* const own = own_text(rule, site);
  json.member("site", own != nullptr);
  if (own != nullptr) {
    json.member("owner", std::string_view(own->owner)).member("reason", std::string_view(own->reason));
    json.member("shadow", own->shadow);
    write_date_or_null(json, "from", own->valid.from);
    write_date_or_null(json, "until", own->valid.to);
  }
  const auto settings = settings_of(rule, site);
  if (settings.empty()) return;
  json.key("settings").begin_array();
  for (const SiteSetting* const setting : settings) {
    json.begin_object()
        .member("set", action_name(*setting))
        .member("where", std::string_view(setting->where));
    json.member("reason", std::string_view(setting->reason));
    json.member("author", std::string_view(setting->author));
    write_date_or_null(json, "until", setting->valid.to);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void append_rule_row(std::string& out, const Rule& listed, const SiteRules* site) {
  const RuleInfo& rule = listed.info;
  std::string id(rule.id);
  id.resize(16, ' ');
  std::string severity(severity_name(rule.severity));
  severity.resize(9, ' ');
  out += id + severity + std::string(rule.title);
  if (rule.off_by_default) out += " (off by default)";
  const auto settings = settings_of(rule, site);
  if (!settings.empty()) out += " (site settings: " + std::to_string(settings.size()) + ")";
  out += '\n';
}

void append_rule_page(std::string& out, const Rule& listed, const SiteRules* site) {
  const RuleInfo& rule = listed.info;
  out += std::string(rule.id) + "  " + std::string(rule.title) + "\n\n";
  if (!rule.why.empty()) out += std::string(rule.why) + "\n\n";
  append_field(out, "severity", severity_name(rule.severity));
  std::string payers;
  for (const PayerClass payer : kPayers) {
    if (!payers.empty()) payers += ", ";
    payers += std::string(payer_name(payer)) + " " + std::string(payer_severity(rule, payer));
  }
  append_field(out, "by payer", payers);
  append_field(out, "stages", joined(stages_of(rule)));
  if (rule.hard_at_order) append_field(out, "at order", "keeps its severity");
  append_field(out, "kinds", joined(kinds_of(rule)));
  if (rule.formats != FormatMask::any) append_field(out, "format", format_of(rule.formats));
  append_field(out, "reads", joined(reads_of(rule)));
  append_field(out, "history", history_of(rule.history));
  append_field(out, "to a clinician", rule.clinician);
  append_field(out, "to a biller", rule.biller);
  append_field(out, "likely denial", rule.carc);
  for (const Citation& citation : rule.citations) {
    if (citation.title.empty()) continue;
    append_field(
        out, "source",
        std::string(citation.title) + (citation.section.empty() ? "" : ", " + std::string(citation.section)));
  }
  append_field(out, "fires", rule.fires);
  append_field(out, "silent", rule.silent);
  append_needs(out, rule);
  if (const SiteRuleText* const own = own_text(rule, site)) {
    append_field(out, "rule of the site", own->where);
    append_field(out, "owner", own->owner);
    append_field(out, "in force", period_text(own->valid));
    if (own->shadow) append_field(out, "shadow", "counted, shown to nobody");
  }
  for (const SiteSetting* const setting : settings_of(rule, site)) {
    append_field(out, "site setting",
                 std::string(action_name(*setting)) + " at " + setting->where + ": " + setting->reason +
                     " (" + setting->author + ", " + period_text(setting->valid) + ")");
  }
}

void write_rule_json(fhir::JsonWriter& json, const Rule& listed, const SiteRules* site) {
  const RuleInfo& rule = listed.info;
  json.begin_object().member("id", rule.id).member("module", rule.module).member("title", rule.title);
  json.member("severity", severity_name(rule.severity));
  json.key("payers").begin_object();
  for (const PayerClass payer : kPayers) json.member(payer_name(payer), payer_severity(rule, payer));
  json.end_object();
  write_severities(json, rule, own_text(rule, site));
  write_names(json, "stages", stages_of(rule));
  write_names(json, "kinds", kinds_of(rule));
  json.member("format", format_of(rule.formats)).member("hard_at_order", rule.hard_at_order);
  write_names(json, "reads", reads_of(rule));
  json.member("history", history_of(rule.history));
  json.key("citations").begin_array();
  for (const Citation& citation : rule.citations) {
    if (citation.title.empty()) continue;
    json.begin_object().member("title", citation.title).member("section", citation.section).end_object();
  }
  json.end_array();
  json.key("messages")
      .begin_object()
      .member("clinician", rule.clinician)
      .member("biller", rule.biller)
      .end_object();
  json.member("carc", rule.carc).member("why", rule.why);
  json.member("off_by_default", rule.off_by_default);
  write_site(json, rule, site);
  json.key("examples").begin_object().member("fires", rule.fires).member("silent", rule.silent).end_object();
  json.end_object();
}

}  // namespace chargelint::plugin
