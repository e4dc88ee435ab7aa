// chargelint rules, chargelint explain: produced from the rules' own headers and examples.
#include <array>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "plugin/cli/command.h"
#include "plugin/cli/rule_selection.h"
#include "plugin/report/rule_page.h"
#include "plugin/report/rule_text.h"
#include "plugin/service/reference_holder.h"
#include "plugin/service/starter_reference.h"
#include "plugin/site/rules_file.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{OptionSpec{"format", "NAME", "text (default) or json"}};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};
enum : std::size_t { kText, kJson };

struct Setup {
  std::string reference;  // path of the store
  SiteFile site;
};

// As far as they can be read: what is wrong with the site's file is told, and the built-in rules are still
// listed.
Setup setup_of(const Invocation& invocation) {
  const auto environment = [](const char* name) { return std::getenv(name); };
  const auto search = default_config_files();
  const auto config = load_config(invocation.options.value("config"), search, environment);
  Setup setup;
  if (config) {
    setup.reference = config->reference;
    setup.site = load_site_rules(config->rules, std::nullopt);
  }
  if (const auto path = invocation.options.value("reference")) setup.reference = *path;
  for (const SiteFault& fault : setup.site.faults) {
    if (fault.refuses) invocation.streams.err << "chargelint: " << fault_text(fault) << '\n';
  }
  return setup;
}

ExitCode run_rules(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  const SiteFile site = setup_of(invocation).site;
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

// The rule's examples on the machine's own tables; where these are missing or lack the rows, on the starter
// tables.
struct Demonstration {
  std::shared_ptr<const data::Catalogue> reference;  // what the example points into
  RuleExample example;
  bool starter = false;
};

Demonstration demonstrate(const Rule& rule, const std::string& store) {
  if (rule.site != nullptr) return {};
  if (auto loaded = open_reference(store)) {
    RuleExample example = run_examples(rule, **loaded);
    if (example.finding() != nullptr) return {*std::move(loaded), std::move(example), false};
  }
  auto starter = starter_reference();
  if (!starter) return {};
  RuleExample example = run_examples(rule, **starter);
  return {*std::move(starter), std::move(example), true};
}

ExitCode run_explain(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 1, 1, "one RULE, such as NCCI-PTP-001"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  const Setup setup = setup_of(invocation);
  const SiteRules* const site = setup.site.rules.get();
  const auto rule = find_rule(invocation.options.operands().front(), with_site_rules(all_rules(), site));
  if (!rule) return report_error(invocation, rule.error());
  const Demonstration demonstration = demonstrate(**rule, setup.reference);
  const ExplainedExample explained{demonstration.example, demonstration.starter};
  std::string text;
  if (*format == kJson) {
    fhir::JsonWriter json(text);
    write_rule_page_json(json, **rule, site, explained);
    text += '\n';
  } else {
    append_rule_page(text, **rule, site, explained);
  }
  invocation.streams.out << text;
  return ExitCode::done;
}

}  // namespace

const Command kRulesCommand{"rules", "", "lists the rules", kOptions, run_rules, false};
const Command kExplainCommand{"explain", "RULE",      "tells what a rule checks, why, and by what source",
                              kOptions,  run_explain, false};

}  // namespace chargelint::plugin
