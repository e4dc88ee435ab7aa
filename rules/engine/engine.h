// Runs the rules over a claim, then, in one place: merges by root cause, applies precedence (catalogue §20)
// and severity by stage and payer class, and dry-runs each fix.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "rules/claim/claim.h"
#include "rules/engine/fact_hash.h"
#include "rules/engine/finding.h"
#include "rules/engine/plan.h"
#include "rules/engine/rule.h"
#include "rules/ports/history.h"
#include "rules/ports/reference.h"

namespace chargelint {

class SiteRules;

// Findings of a rule that is evaluated and shown to nobody.
struct ShadowCount {
  const RuleInfo* rule = nullptr;
  std::uint32_t findings = 0;
};

// A finding that is left out because a person has settled it on these facts.
struct SettledFinding {
  Finding finding;
  std::size_t by = 0;  // which of the overrides that were given
};

struct Verdict {
  std::vector<Finding> findings;            // by severity (error first), then first line, then rule id
  std::vector<NotEvaluated> not_evaluated;  // by module, then gap, then source
  std::vector<ShadowCount> shadow;          // in the order of the rules
  std::vector<SettledFinding> settled;      // in the order of findings
  EditPlan plan;                            // empty: none was needed, or none was found
  [[nodiscard]] Severity worst() const;     // off when there is no finding
};

struct EngineOptions {
  bool dry_run_fixes = true;
  bool every_rule = false;      // those that are off by default too
  bool whole_dry_runs = false;  // asks every rule again: for the test that the short way says the same
  // At most so many lines are judged again for the dry runs of one claim; a fix that could not be tried is
  // not offered. Bounds the time that a claim of hundreds of lines takes.
  std::size_t dry_run_lines = 2048;
  // Likewise for the plan that mends a claim of several findings; 0: no plan is looked for.
  std::size_t plan_lines = 256;
  // The site's settings; its rules are among those that the engine is given (with_site_rules).
  std::shared_ptr<const SiteRules> site = nullptr;
};

class Engine {
 public:
  // Scratch memory of one thread, reused from claim to claim so that judging does not allocate.
  class Workspace {
   public:
    Workspace();
    ~Workspace();
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;

   private:
    friend class Engine;
    struct Impl;
    std::unique_ptr<Impl> impl_;
  };

  // The rules must outlive the engine. Immutable afterwards: one engine serves every thread.
  explicit Engine(std::span<const Rule* const> rules, EngineOptions options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // The verdict lives in the workspace until its next use. Findings point into `claim` and `reference`.
  // `overrides`: what a person has settled for this claim's facts; such findings are settled.
  const Verdict& check(const Claim& claim, const Reference& reference, const History& history,
                       Workspace& workspace, std::span<const Override> overrides = {}) const;

  [[nodiscard]] std::span<const Rule* const> rules() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The claim as it would be with the fix applied. Line numbers keep their meaning; a split line gets the next
// free number.
[[nodiscard]] Claim with_fix(const Claim& claim, const Fix& fix);

}  // namespace chargelint
