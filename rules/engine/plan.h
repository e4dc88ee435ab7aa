// When several findings stand on one claim: the smallest set of their fixes that together leaves it clean at
// warning and above, offered as one plan that was tried as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rules/claim/claim.h"
#include "rules/engine/finding.h"
#include "rules/engine/pass.h"

namespace chargelint {

struct EditPlanStep {
  std::uint16_t finding = 0;  // index of the verdict's findings
  std::uint16_t fix = 0;      // index of its fixes
};

struct EditPlan {
  SmallVector<EditPlanStep, 8> steps;  // in the order in which they are applied
  bool needs_person = false;           // a step states what a person must vouch for: its question comes first
  [[nodiscard]] bool empty() const { return steps.empty(); }
};

// Findings by index, in the verdict's order, their fixes settled; `overridden` ones need no mending.
struct PlanFindings {
  std::span<const std::uint32_t> visible;
  std::span<const std::uint32_t> overridden;
};

// Bounded by work, never by the clock, so that the same claim gives the same plan.
class PlanSearch {
 public:
  // At most `line_limit` lines are judged.
  void find(const PassInput& input, const Pass& pass, const PlanFindings& findings, std::size_t line_limit,
            EditPlan& plan);

 private:
  struct Choice {
    std::uint16_t finding = 0;
    std::uint16_t fix = 0;
    std::uint8_t cost = 0;  // a fix that needs a person costs more than one that does not
    friend bool operator==(const Choice&, const Choice&) = default;
  };
  struct Task {
    const PassInput& input;
    const Pass& pass;
    const PlanFindings& findings;
    [[nodiscard]] const Finding& finding(const Choice& choice) const {
      return pass.findings[findings.visible[choice.finding]];
    }
    [[nodiscard]] const Fix& fix(const Choice& choice) const { return finding(choice).fixes[choice.fix]; }
  };
  // Findings at warning or above that the claim has with the chosen fixes; nothing when the work is spent.
  [[nodiscard]] std::optional<std::size_t> left_standing(const Task& task);
  [[nodiscard]] static bool is_overridden(const Task& task, const Finding& finding);
  [[nodiscard]] bool still_stands(const Finding& finding) const;
  [[nodiscard]] bool may_join(const Task& task, const Choice& choice) const;
  [[nodiscard]] bool take_preferred(const Task& task);
  [[nodiscard]] bool grow(const Task& task, std::size_t standing);
  void shrink(const Task& task);
  [[nodiscard]] bool smaller(const Task& task, std::size_t steps, std::size_t first);
  void gather_choices(const Task& task);

  std::vector<Choice> choices_;
  std::vector<Choice> chosen_;
  std::vector<Choice> useful_;  // of `grow`: those of findings that still stand
  std::vector<Choice> best_;
  std::vector<Edit> edits_;  // of the chosen
  Claim claim_;
  Pass pass_;
  std::size_t lines_left_ = 0;
};

}  // namespace chargelint
