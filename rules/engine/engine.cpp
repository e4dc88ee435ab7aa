// One claim through rules, merging, precedence, dry runs and order.
#include "rules/engine/engine.h"

#include <algorithm>
#include <compare>
#include <optional>
#include <utility>

#include "rules/engine/dry_run.h"
#include "rules/engine/gaps.h"
#include "rules/engine/pass.h"
#include "rules/engine/rule_book.h"
#include "rules/engine/site_plan.h"

namespace chargelint {
namespace {

template <class Items>
std::strong_ordering order_of(const Items& left, const Items& right) {
  return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end());
}

std::uint16_t first_line(const Finding& finding) {
  return finding.lines.empty() ? 0 : finding.lines.front();
}

// Severity (error first), first line, rule, then whatever tells two findings of a rule apart.
bool comes_before(const Finding& left, std::uint16_t left_rule, const Finding& right,
                  std::uint16_t right_rule) {
  if (left.severity != right.severity) return left.severity > right.severity;
  if (first_line(left) != first_line(right)) return first_line(left) < first_line(right);
  if (left_rule != right_rule) return left_rule < right_rule;
  if (left.location.packed != right.location.packed) return left.location.packed < right.location.packed;
  if (const auto order = order_of(left.lines, right.lines); std::is_neq(order)) return std::is_lt(order);
  if (const auto order = order_of(left.codes, right.codes); std::is_neq(order)) return std::is_lt(order);
  if (const auto order = order_of(left.diagnoses, right.diagnoses); std::is_neq(order))
    return std::is_lt(order);
  return std::is_lt(order_of(left.modifiers, right.modifiers));
}

void note_current_codes(const Claim& claim, Finding& finding) {
  for (Fix& fix : finding.fixes) {
    fix.verified = false;
    for (Edit& edit : fix.edits) {
      const ServiceLine* const line = claim.line(edit.line);
      if (line != nullptr) edit.current = line->code;
    }
  }
}

// Rules that are shown to nobody are run for themselves: what they find silences nothing and stands in no
// fix's way. `pass` has its facts.
void count_shadow(const PassInput& input, Pass& pass, std::vector<ShadowCount>& counts) {
  for (const std::uint16_t rule : input.plan.shadow) {
    run_rule(input, rule, pass);
    if (pass.findings.empty()) continue;
    counts.push_back({&input.book.info(rule), static_cast<std::uint32_t>(pass.findings.size())});
  }
}

// The override that settles the finding; as many as there are overrides when none does.
std::size_t settled_by(const Finding& finding, const Claim& claim, std::span<const Override> overrides) {
  const auto concerns = [&finding](const Override& one) { return one.rule == finding.rule->id; };
  if (std::none_of(overrides.begin(), overrides.end(), concerns) ||
      !may_be_overridden(finding.rule->id, finding.severity)) {
    return overrides.size();
  }
  const std::uint64_t facts = fact_hash(finding, claim);
  const auto found = std::find_if(overrides.begin(), overrides.end(),
                                  [&](const Override& one) { return concerns(one) && one.facts == facts; });
  return static_cast<std::size_t>(found - overrides.begin());
}

// Splits off what a person has settled on these facts. It goes on silencing what it silenced, and stands in
// no fix's way.
void split_overridden(const Claim& claim, const Pass& pass, std::span<const Override> overrides,
                      std::vector<std::uint32_t>& visible, std::vector<std::uint32_t>& overridden,
                      std::vector<SettledFinding>& settled) {
  for (const std::uint32_t shown : visible) {
    const std::size_t by = settled_by(pass.findings[shown], claim, overrides);
    if (by == overrides.size()) continue;
    overridden.push_back(shown);
    settled.push_back({{}, by});
  }
  std::erase_if(visible, [&](std::uint32_t shown) {
    return std::find(overridden.begin(), overridden.end(), shown) != overridden.end();
  });
}

}  // namespace

struct Engine::Impl {
  Impl(std::span<const Rule* const> rules, EngineOptions given)
      : book(rules, given.every_rule), options(std::move(given)) {
    if (options.site) site.emplace(book, options.site);
  }
  RuleBook book;
  EngineOptions options;
  std::optional<SitePlans> site;
};

struct Engine::Workspace::Impl {
  Pass pass;
  DryRun dry_run;
  GapLog gaps;
  std::vector<std::uint32_t> visible;
  std::vector<std::uint32_t> overridden;
  SitePlans::Cache site_plan;
  PlanSearch plan_search;
  Verdict verdict;
};

Engine::Workspace::Workspace() : impl_(std::make_unique<Impl>()) {}
Engine::Workspace::~Workspace() = default;
Engine::Workspace::Workspace(Workspace&&) noexcept = default;
Engine::Workspace& Engine::Workspace::operator=(Workspace&&) noexcept = default;

Engine::Engine(std::span<const Rule* const> rules, EngineOptions options)
    : impl_(std::make_unique<Impl>(rules, std::move(options))) {}
Engine::~Engine() = default;

std::span<const Rule* const> Engine::rules() const {
  return impl_->book.rules();
}

Severity Verdict::worst() const {
  Severity worst = Severity::off;
  for (const Finding& finding : findings) worst = std::max(worst, finding.severity);
  return worst;
}

const Verdict& Engine::check(const Claim& claim, const Reference& reference, const History& history,
                             Workspace& workspace, std::span<const Override> overrides) const {
  Workspace::Impl& work = *workspace.impl_;
  Pass& pass = work.pass;
  const RuleBook& book = impl_->book;
  const Plan& listed = book.plan(claim.context, claim.format);
  const Plan& plan = impl_->site ? impl_->site->plan(claim, listed, work.site_plan) : listed;
  const PassInput input{book, plan, claim, reference, history};

  work.gaps.clear();
  work.verdict.shadow.clear();
  gather_facts(claim, reference, {}, pass);
  if (!plan.shadow.empty()) count_shadow(input, pass, work.verdict.shadow);
  run_rules(input, pass, &work.gaps);
  apply_precedence(book, pass, &work.gaps);
  note_general_gaps(book, plan, pass.facts, reference, history, work.gaps);

  work.visible.clear();
  for (std::size_t index = 0; index < pass.findings.size(); ++index) {
    if (pass.silenced[index] == 0) work.visible.push_back(static_cast<std::uint32_t>(index));
  }
  std::sort(work.visible.begin(), work.visible.end(), [&pass](std::uint32_t left, std::uint32_t right) {
    return comes_before(pass.findings[left], pass.rules[left], pass.findings[right], pass.rules[right]);
  });

  for (const std::uint32_t shown : work.visible) note_current_codes(claim, pass.findings[shown]);
  if (impl_->options.dry_run_fixes) {
    work.dry_run.settle_fixes(input, pass, work.visible, impl_->options.dry_run_lines,
                              impl_->options.whole_dry_runs);
  }
  work.overridden.clear();
  std::vector<SettledFinding>& settled = work.verdict.settled;
  settled.clear();
  if (!overrides.empty()) split_overridden(claim, pass, overrides, work.visible, work.overridden, settled);
  work.plan_search.find(input, pass, {work.visible, work.overridden},
                        impl_->options.dry_run_fixes ? impl_->options.plan_lines : 0, work.verdict.plan);

  work.verdict.findings.clear();
  for (const std::uint32_t shown : work.visible)
    work.verdict.findings.push_back(std::move(pass.findings[shown]));
  for (std::size_t index = 0; index < settled.size(); ++index)
    settled[index].finding = std::move(pass.findings[work.overridden[index]]);
  work.gaps.condense(book, work.verdict.not_evaluated);
  return work.verdict;
}

}  // namespace chargelint
