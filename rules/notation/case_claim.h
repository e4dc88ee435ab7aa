// The case notation (tests/cases/README.md): a claim written as a biller would note it down. Read by the rule
// cases, by `explain` for the examples of a rule, and by `rules test` for a site's own cases.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "rules/base/result.h"
#include "rules/claim/claim.h"
#include "rules/ports/history.h"

namespace chargelint {

class CaseHistory final : public History {
 public:
  [[nodiscard]] Availability availability() const override { return availability_; }
  [[nodiscard]] std::span<const PriorLine> lines(Period period) const override;
  void set(Availability availability) { availability_ = availability; }
  void add(PriorLine line);  // keeps the oldest first

 private:
  Availability availability_ = Availability::none;
  std::vector<PriorLine> lines_;
};

struct CaseInput {
  Claim claim;
  CaseHistory history;
};
[[nodiscard]] Result<std::unique_ptr<CaseInput>> case_input(std::string_view context, std::string_view lines);
// A rule's own example (RuleInfo::fires), where context and lines stand in one row: "dx A I10; 62324-59 u2".
[[nodiscard]] Result<std::unique_ptr<CaseInput>> case_example(std::string_view example);

}  // namespace chargelint
