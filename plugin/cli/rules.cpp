// chargelint rules, chargelint explain: produced from the rules' own headers.
#include <array>

#include "plugin/cli/command.h"
#include "plugin/cli/rule_selection.h"
#include "plugin/report/rule_text.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{OptionSpec{"format", "NAME", "text (default) or json"}};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};
enum : std::size_t { kText, kJson };

ExitCode run_rules(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  std::string text;
  if (*format == kJson) {
    fhir::JsonWriter json(text);
    json.begin_array();
    for (const Rule* const rule : all_rules()) write_rule_json(json, rule->info);
    json.end_array();
    text += '\n';
  } else {
    for (const Rule* const rule : all_rules()) append_rule_row(text, rule->info);
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
  const auto rule = find_rule(invocation.options.operands().front());
  if (!rule) return report_error(invocation, rule.error());
  std::string text;
  if (*format == kJson) {
    fhir::JsonWriter json(text);
    write_rule_json(json, (*rule)->info);
    text += '\n';
  } else {
    append_rule_page(text, (*rule)->info);
  }
  invocation.streams.out << text;
  return ExitCode::done;
}

}  // namespace

const Command kRulesCommand{"rules", "", "lists the rules", kOptions, run_rules, false};
const Command kExplainCommand{"explain", "RULE",      "tells what a rule checks, why, and by what source",
                              kOptions,  run_explain, false};

}  // namespace chargelint::plugin
