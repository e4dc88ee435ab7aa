// chargelint rules test: the faults of a site's rules file, and the cases that it holds.
#include <chrono>

#include "plugin/cli/command.h"
#include "plugin/site/rule_tests.h"
#include "plugin/site/rules_file.h"

namespace chargelint::plugin {
namespace {

// What has expired is told by the day: this command looks after a file, it judges no claim.
Date today() {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return Date::from_days(static_cast<std::int32_t>(now.time_since_epoch().count()));
}

std::string counted(std::size_t count, const std::string& singular) {
  return std::to_string(count) + " " + singular + (count == 1 ? "" : "s");
}

ExitCode run_rules_test(const Invocation& invocation) {
  if (auto enough =
          need_operands(invocation.options, 0, 1, "one FILE, or none for that of the configuration");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const auto& operands = invocation.options.operands();
  const std::string path = operands.empty() ? invocation.config.rules : operands.front();
  const SiteFile file = load_site_rules(path, today());
  Streams& streams = invocation.streams;
  if (!file.there) {
    return report_error(invocation, Error{ErrorKind::usage, path, "there is no such rules file"});
  }
  for (const SiteFault& fault : file.faults) {
    (fault.refuses ? streams.err : streams.out)
        << (fault.refuses ? "" : "note: ") << fault_text(fault) << '\n';
  }
  if (file.refused()) return ExitCode::bad_input;
  std::size_t failed = 0;
  for (const SiteTestResult& result : run_site_tests(file)) {
    const SiteTest& test = *result.test;
    streams.out << test.where << ": " << (result.problem.empty() ? "ok      " : "FAILED  ") << test.rule
                << "  " << (test.fires ? "+ " : "- ") << test.title;
    if (!result.problem.empty()) streams.out << ": " << result.problem;
    streams.out << '\n';
    if (!result.problem.empty()) ++failed;
  }
  const auto& text = file.rules->text();
  streams.out << counted(text.rules.size(), "rule") << ", " << counted(text.settings.size(), "setting")
              << ", " << counted(file.tests.size(), "case") << ": " << failed << " failed\n";
  return failed == 0 ? ExitCode::done : ExitCode::findings;
}

}  // namespace

const Command kRulesTestCommand{
    "rules test", "[FILE]", "checks a site's rules file and runs the cases it holds", {}, run_rules_test};

}  // namespace chargelint::plugin
