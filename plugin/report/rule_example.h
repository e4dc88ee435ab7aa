// A rule's own examples put through the engine: what the failing one says on these tables and by which row,
// and a claim that is right.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "rules/engine/engine.h"
#include "rules/engine/rule.h"
#include "rules/notation/case_claim.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {

struct JudgedExample {
  std::unique_ptr<CaseInput> input;  // never null
  Verdict verdict;                   // points into the input and the reference
  // The first finding of the rule; null: it does not speak.
  [[nodiscard]] const Finding* finding_of(const RuleInfo& rule) const;
};

struct RuleExample {
  const RuleInfo* rule = nullptr;
  const Reference* reference = nullptr;  // must outlive this
  std::optional<JudgedExample> failing;  // nothing: the rule has no example
  std::optional<JudgedExample> mended;   // by `fix`, one that needs no person
  const Fix* fix = nullptr;
  std::optional<JudgedExample> right;  // the example that is right as it stands

  [[nodiscard]] const Finding* finding() const { return failing ? failing->finding_of(*rule) : nullptr; }
  // The claim to show as the corrected one: mended where the fix does more than drop a line, else the example
  // that is right; null: the rule speaks on both, which a test forbids on the starter tables.
  [[nodiscard]] const JudgedExample* corrected() const;
};

[[nodiscard]] RuleExample run_examples(const Rule& rule, const Reference& reference);

}  // namespace chargelint::plugin
