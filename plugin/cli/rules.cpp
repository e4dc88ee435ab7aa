// chargelint rules, chargelint explain: produced from the rules' own headers.
#include <array>
#include <cstdlib>

#include "plugin/cli/command.h"
#include "plugin/cli/rule_selection.h"
#include "plugin/report/rule_text.h"
#include "plugin/site/rules_file.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{OptionSpec{"format", "NAME", "text (default) or json"}};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};
enum : std::size_t { kText, kJson };

// The site's rules as far as they can be read: what is wrong with the file is told, and the built-in rules
// are still listed.
SiteFile site_of(const Invocation& invocation) {
  const auto environment = [](const char* name) { return std::getenv(name); };
  const auto search = default_config_files();
  const auto config = load_config(invocation.options.value("config"), search, environment);
  if (!config) return {};
  SiteFile site = load_site_rules(config->rules, std::nullopt);
  for (const SiteFault& fault : site.faults) {
    if (fault.refuses) invocation.streams.err << "chargelint: " << fault_text(fault) << '\n';
  }
  return site;
}

ExitCode run_rules(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  const SiteFile site = site_of(invocation);
  std::string text;
  if (*format == kJson) {
    fhir::JsonWriter json(text);
    json.begin_array();
    for (const Rule* const rule : all_rules()) write_rule_json(json, *rule, site.rules.get());
    if (site.rules) {
      for (const Rule* const rule : site.rules->rules()) write_rule_json(json, *rule, site.rules.get());
    }
    json.end_array();
    text += '\n';
  } else {
    for (const Rule* const rule : all_rules()) append_rule_row(text, *rule, site.rules.get());
    if (site.rules) {
      for (const Rule* const rule : site.rules->rules()) append_rule_row(text, *rule, site.rules.get());
    }
  }
  invocation.streams.out << text;
  return ExitCode::done;
}

ExitCode run_explain(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 1, 1, "one RULE, such as NCCI-PTP-001"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  const SiteFile site = site_of(invocation);
  const auto rule =
      find_rule(invocation.options.operands().front(), with_site_rules(all_rules(), site.rules.get()));
  if (!rule) return report_error(invocation, rule.error());
  std::string text;
  if (*format == kJson) {
    fhir::JsonWriter json(text);
    write_rule_json(json, **rule, site.rules.get());
    text += '\n';
  } else {
    append_rule_page(text, **rule, site.rules.get());
  }
  invocation.streams.out << text;
  return ExitCode::done;
}

}  // namespace

const Command kRulesCommand{"rules", "", "lists the rules", kOptions, run_rules, false};
const Command kExplainCommand{"explain", "RULE",      "tells what a rule checks, why, and by what source",
                              kOptions,  run_explain, false};

}  // namespace chargelint::plugin
