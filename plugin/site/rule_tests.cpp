#include "plugin/site/rule_tests.h"

#include <algorithm>

#include "plugin/site/no_reference.h"
#include "rules/engine/engine.h"
#include "rules/engine/text.h"
#include "rules/notation/case_claim.h"

namespace chargelint::plugin {
namespace {

std::string not_evaluated(const Verdict& verdict, const Reference& reference) {
  for (const NotEvaluated& gap : verdict.not_evaluated) {
    if (gap.module == "SITE") return "; not evaluated: " + reason_text(gap, reference);
  }
  return {};
}

std::string problem_of(const SiteTest& test, const Engine& engine, const Reference& reference,
                       Engine::Workspace& workspace) {
  const auto input = case_input(test.context, test.lines);
  if (!input) return "the case is not understood: " + input.error().what;
  const Verdict& verdict = engine.check((*input)->claim, reference, (*input)->history, workspace);
  const auto found = std::find_if(verdict.findings.begin(), verdict.findings.end(),
                                  [&](const Finding& finding) { return finding.rule->id == test.rule; });
  const bool shadowed = std::any_of(verdict.shadow.begin(), verdict.shadow.end(),
                                    [&](const ShadowCount& count) { return count.rule->id == test.rule; });
  const bool fired = found != verdict.findings.end() || shadowed;
  if (fired == test.fires) return {};
  if (test.fires) return "expected a finding, there is none" + not_evaluated(verdict, reference);
  std::string problem = "expected no finding, there is one";
  if (found != verdict.findings.end()) problem += ": " + biller_text(*found);
  return problem;
}

}  // namespace

std::vector<SiteTestResult> run_site_tests(const SiteFile& file) {
  EngineOptions options;
  options.site = file.rules;
  const Engine engine(file.rules->rules(), options);
  const NoReference reference;
  Engine::Workspace workspace;
  std::vector<SiteTestResult> results;
  for (const SiteTest& test : file.tests) {
    results.push_back({&test, problem_of(test, engine, reference, workspace)});
  }
  return results;
}

}  // namespace chargelint::plugin
