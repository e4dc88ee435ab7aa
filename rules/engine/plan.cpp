// See plan.h. A first plan is grown fix by fix, each time by the one that leaves the fewest findings
// standing; then steps that turn out not to be needed are dropped; then, with the work that is left, smaller
// sets are tried one after the other.
#include "rules/engine/plan.h"

#include <algorithm>
#include <tuple>

#include "rules/engine/edits.h"

namespace chargelint {
namespace {

constexpr std::size_t kMostFindings = 16;
constexpr std::size_t kMostSteps = 8;
constexpr std::size_t kFurtherRuns = 12;  // for a set that is smaller than the one at hand

bool may_be_planned(const Fix& fix) {
  return !fix.edits.empty() && std::none_of(fix.edits.begin(), fix.edits.end(), [](const Edit& edit) {
    return edit.kind == EditKind::add_diagnosis;  // a plan invents no diagnosis
  });
}

}  // namespace

std::optional<std::size_t> PlanSearch::left_standing(const Task& task) {
  const std::size_t lines = task.input.claim.lines.size();
  if (lines_left_ < lines) {
    lines_left_ = 0;
    return std::nullopt;
  }
  lines_left_ -= lines;
  claim_ = task.input.claim;
  edits_.clear();
  for (const Choice& choice : chosen_) {
    const Fix& fix = task.fix(choice);
    apply_fix(claim_, fix);
    edits_.insert(edits_.end(), fix.edits.begin(), fix.edits.end());
  }
  gather_facts(claim_, task.input.reference, task.pass.facts, pass_);
  const PassInput mended{task.input.book, task.input.plan, claim_, task.input.reference, task.input.history};
  rerun_rules(mended, task.pass, edits_, pass_);
  apply_precedence(task.input.book, pass_, nullptr);
  if (claim_.lines.empty()) return SIZE_MAX;  // a claim of nothing is no mended claim
  std::size_t standing = 0;
  for (std::size_t index = 0; index < pass_.findings.size(); ++index) {
    const Finding& finding = pass_.findings[index];
    if (pass_.silenced[index] != 0 || finding.severity < Severity::warning) continue;
    if (!is_overridden(task, finding)) ++standing;
  }
  return standing;
}

// A person has settled it: the same rule on the same lines.
bool PlanSearch::is_overridden(const Task& task, const Finding& finding) {
  const auto& overridden = task.findings.overridden;
  return std::any_of(overridden.begin(), overridden.end(), [&](std::uint32_t index) {
    const Finding& settled = task.pass.findings[index];
    return settled.rule == finding.rule && settled.lines == finding.lines;
  });
}

// In the last claim that was judged.
bool PlanSearch::still_stands(const Finding& finding) const {
  for (std::size_t index = 0; index < pass_.findings.size(); ++index) {
    const Finding& after = pass_.findings[index];
    if (pass_.silenced[index] != 0 || after.rule != finding.rule) continue;
    if (after.lines.empty() || finding.lines.empty()) return true;
    for (const std::uint16_t line : after.lines) {
      if (finding.lines.contains(line)) return true;
    }
  }
  return false;
}

// One fix a finding, and no edit twice.
bool PlanSearch::may_join(const Task& task, const Choice& choice) const {
  return std::none_of(chosen_.begin(), chosen_.end(), [&](const Choice& other) {
    return other.finding == choice.finding || same_edits(task.fix(other), task.fix(choice));
  });
}

// `standing`: findings of the claim with what is chosen so far. True: none is left.
bool PlanSearch::grow(const Task& task, std::size_t standing) {
  useful_ = choices_;
  while (standing > 0 && chosen_.size() < kMostSteps) {
    std::optional<Choice> next;
    std::tuple<std::size_t, std::size_t, std::size_t> least{standing, 0, 0};
    for (const Choice& choice : useful_) {
      if (!may_join(task, choice)) continue;
      chosen_.push_back(choice);
      const auto left = left_standing(task);
      chosen_.pop_back();
      if (!left) return false;
      const std::tuple measure{*left, std::size_t{choice.cost}, task.fix(choice).edits.size()};
      if (measure >= least) continue;
      least = measure;
      next = choice;
    }
    if (!next) return false;
    chosen_.push_back(*next);
    standing = std::get<0>(least);
    if (standing == 0) return true;
    if (!left_standing(task)) return false;
    std::erase_if(useful_, [&](const Choice& choice) { return !still_stands(task.finding(choice)); });
  }
  return standing == 0;
}

// The fixes that come first in the order of choices, one a finding. True: none is left standing.
bool PlanSearch::take_preferred(const Task& task) {
  for (const Choice& choice : choices_) {
    if (may_join(task, choice)) chosen_.push_back(choice);
  }
  return chosen_.size() <= kMostSteps && left_standing(task) == std::optional<std::size_t>(0);
}

// A step may have made another needless; those that ask a person go first.
void PlanSearch::shrink(const Task& task) {
  for (std::size_t index = chosen_.size(); index-- > 0 && chosen_.size() > 1;) {
    const Choice dropped = chosen_[index];
    const auto at = chosen_.begin() + static_cast<std::ptrdiff_t>(index);
    chosen_.erase(at);
    if (left_standing(task) == std::optional<std::size_t>(0)) continue;
    chosen_.insert(chosen_.begin() + static_cast<std::ptrdiff_t>(index), dropped);
  }
}

bool PlanSearch::smaller(const Task& task, std::size_t steps, std::size_t first) {
  if (steps == 0) return left_standing(task) == std::optional<std::size_t>(0);
  for (std::size_t index = first; index < choices_.size() && lines_left_ > 0; ++index) {
    if (!may_join(task, choices_[index])) continue;
    chosen_.push_back(choices_[index]);
    if (smaller(task, steps - 1, index + 1)) return true;
    chosen_.pop_back();
  }
  return false;
}

void PlanSearch::gather_choices(const Task& task) {
  choices_.clear();
  for (std::size_t index = 0; index < task.findings.visible.size(); ++index) {
    const Finding& finding = task.pass.findings[task.findings.visible[index]];
    if (finding.severity < Severity::warning) continue;
    for (std::size_t fix = 0; fix < finding.fixes.size(); ++fix) {
      if (!may_be_planned(finding.fixes[fix])) continue;
      const std::uint8_t cost = finding.fixes[fix].verified ? 0 : 1;
      choices_.push_back({static_cast<std::uint16_t>(index), static_cast<std::uint16_t>(fix), cost});
    }
  }
  std::sort(choices_.begin(), choices_.end(), [](const Choice& left, const Choice& right) {
    return std::tie(left.cost, left.finding, left.fix) < std::tie(right.cost, right.finding, right.fix);
  });
}

void PlanSearch::find(const PassInput& input, const Pass& pass, const PlanFindings& findings,
                      std::size_t line_limit, EditPlan& plan) {
  plan.steps.clear();
  plan.needs_person = false;
  const auto standing = static_cast<std::size_t>(std::count_if(
      findings.visible.begin(), findings.visible.end(),
      [&pass](std::uint32_t index) { return pass.findings[index].severity >= Severity::warning; }));
  // One finding has its own fixes already; a claim of very many is not mended by one click.
  if (standing < 2 || standing > kMostFindings) return;
  const Task task{input, pass, findings};
  gather_choices(task);
  chosen_.clear();
  lines_left_ = line_limit;
  if (choices_.empty()) return;
  if (!take_preferred(task)) {
    chosen_.clear();
    if (!grow(task, standing)) return;
  }
  shrink(task);
  best_ = chosen_;
  lines_left_ = std::min(lines_left_, kFurtherRuns * input.claim.lines.size());
  for (std::size_t steps = 1; steps < best_.size() && lines_left_ > 0; ++steps) {
    chosen_.clear();
    if (!smaller(task, steps, 0)) continue;
    best_ = chosen_;
    break;
  }
  std::sort(best_.begin(), best_.end(), [](const Choice& left, const Choice& right) {
    return left.finding != right.finding ? left.finding < right.finding : left.fix < right.fix;
  });
  for (const Choice& choice : best_) {
    plan.steps.push_back({choice.finding, choice.fix});
    plan.needs_person = plan.needs_person || choice.cost > 0;
  }
}

}  // namespace chargelint
