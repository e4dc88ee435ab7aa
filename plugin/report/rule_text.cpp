#include "plugin/report/rule_text.h"

#include <vector>

#include "plugin/report/common.h"
#include "plugin/report/fire_rate.h"
#include "plugin/report/rule_facts.h"

namespace chargelint::plugin {
namespace {

void write_names(fhir::JsonWriter& json, std::string_view key, const std::vector<std::string_view>& names) {
  json.key(key).begin_array();
  for (const std::string_view name : names) json.value(name);
  json.end_array();
}

// "severities":{"medicare":{"order":"warning","charge":"error","claim":"error"},…}
void write_severities(fhir::JsonWriter& json, const RuleInfo& rule, const SiteRuleText* own) {
  json.key("severities").begin_object();
  for (const PayerClass payer : kPayers) {
    json.key(payer_name(payer)).begin_object();
    for (const Stage stage : kStages) {
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

void write_rule_members(fhir::JsonWriter& json, const Rule& listed, const SiteRules* site) {
  const RuleInfo& rule = listed.info;
  json.member("id", rule.id).member("module", rule.module).member("title", rule.title);
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
  json.member("needs", std::string_view(needs_of(rule)));
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
  write_fire_rate(json, rule.id);
  write_site(json, rule, site);
  json.key("examples").begin_object().member("fires", rule.fires).member("silent", rule.silent).end_object();
}

void write_rule_json(fhir::JsonWriter& json, const Rule& listed, const SiteRules* site) {
  json.begin_object();
  write_rule_members(json, listed, site);
  json.end_object();
}

}  // namespace chargelint::plugin
