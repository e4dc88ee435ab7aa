#include "plugin/report/rule_example.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chargelint::plugin {
namespace {

JudgedExample judged(const Engine& engine, std::unique_ptr<CaseInput> input, const Reference& reference) {
  Engine::Workspace workspace;
  const Verdict& verdict = engine.check(input->claim, reference, input->history, workspace);
  return {std::move(input), verdict};
}

std::optional<JudgedExample> judged(const Engine& engine, std::string_view example,
                                    const Reference& reference) {
  if (example.empty()) return std::nullopt;
  auto input = case_example(example);
  if (!input) return std::nullopt;
  return judged(engine, *std::move(input), reference);
}

bool only_drops_lines(const Fix& fix) {
  return std::all_of(fix.edits.begin(), fix.edits.end(),
                     [](const Edit& edit) { return edit.kind == EditKind::remove_line; });
}

// One that was tried and asks nothing; what mends a line before what drops it.
const Fix* best_fix(const Finding& finding) {
  const Fix* best = nullptr;
  for (const Fix& fix : finding.fixes) {
    if (!fix.verified || fix.needs_person || !fix.question.empty()) continue;
    if (best == nullptr || (only_drops_lines(*best) && !only_drops_lines(fix))) best = &fix;
  }
  return best;
}

// The same example with the fix made, so that it has its own history.
std::optional<JudgedExample> mended(const Engine& engine, std::string_view example, const Fix& fix,
                                    const Reference& reference) {
  auto input = case_example(example);
  if (!input) return std::nullopt;
  (*input)->claim = with_fix((*input)->claim, fix);
  return judged(engine, *std::move(input), reference);
}

}  // namespace

const Finding* JudgedExample::finding_of(const RuleInfo& rule) const {
  const auto found = std::find_if(verdict.findings.begin(), verdict.findings.end(),
                                  [&rule](const Finding& finding) { return finding.rule == &rule; });
  return found == verdict.findings.end() ? nullptr : &*found;
}

const JudgedExample* RuleExample::corrected() const {
  const bool right_is_silent = right && right->finding_of(*rule) == nullptr;
  const bool mended_is_silent = mended && mended->finding_of(*rule) == nullptr;
  if (mended_is_silent && (!only_drops_lines(*fix) || !right_is_silent)) return &*mended;
  return right_is_silent ? &*right : nullptr;
}

RuleExample run_examples(const Rule& rule, const Reference& reference) {
  EngineOptions options;
  options.every_rule = rule.info.off_by_default;
  const Engine engine(all_rules(), options);
  RuleExample example;
  example.rule = &rule.info;
  example.reference = &reference;
  example.failing = judged(engine, rule.info.fires, reference);
  if (example.failing && example.finding() == nullptr) {
    // Another finding may stand in its place on this claim: then the rule is shown by itself.
    const std::array<const Rule*, 1> alone{&rule};
    const Engine by_itself(alone, options);
    auto again = judged(by_itself, rule.info.fires, reference);
    if (again && again->finding_of(rule.info) != nullptr) example.failing = std::move(again);
  }
  example.right = judged(engine, rule.info.silent, reference);
  const Finding* const finding = example.finding();
  if (finding == nullptr) return example;
  example.fix = best_fix(*finding);
  if (example.fix != nullptr) example.mended = mended(engine, rule.info.fires, *example.fix, reference);
  return example;
}

}  // namespace chargelint::plugin
