#include "plugin/report/rule_text.h"

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
    case HistoryUse::days_92:
      return "92 days";
    case HistoryUse::year:
      return "a year";
    case HistoryUse::three_years:
      return "three years";
  }
  return "none";
}

// Severity at stage claim for the payer class.
std::string_view payer_severity(const RuleInfo& rule, PayerClass payer) {
  const std::int8_t shift = rule.payers.of(payer);
  if (shift == PayerShift::kOff) return severity_name(Severity::off);
  const int level = static_cast<int>(rule.severity) + shift;
  if (level <= 0) return severity_name(Severity::off);
  return severity_name(level > 3 ? Severity::error : static_cast<Severity>(level));
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

}  // namespace

void append_rule_row(std::string& out, const RuleInfo& rule) {
  std::string id(rule.id);
  id.resize(16, ' ');
  std::string severity(severity_name(rule.severity));
  severity.resize(9, ' ');
  out += id + severity + std::string(rule.title) + "\n";
}

void append_rule_page(std::string& out, const RuleInfo& rule) {
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
}

void write_rule_json(fhir::JsonWriter& json, const RuleInfo& rule) {
  json.begin_object().member("id", rule.id).member("module", rule.module).member("title", rule.title);
  json.member("severity", severity_name(rule.severity));
  json.key("payers").begin_object();
  for (const PayerClass payer : kPayers) json.member(payer_name(payer), payer_severity(rule, payer));
  json.end_object();
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
  json.key("examples").begin_object().member("fires", rule.fires).member("silent", rule.silent).end_object();
  json.end_object();
}

}  // namespace chargelint::plugin
