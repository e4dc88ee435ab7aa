// Tries each fix on a copy of the claim: what clears its finding and raises nothing is verified, what a
// person must vouch for stays as advice, the rest goes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/claim/claim.h"
#include "rules/engine/pass.h"

namespace chargelint {

class DryRun {
 public:
  // `visible`: the findings of `pass` that are shown, by index. Their fixes are settled in place. At most
  // `line_limit` lines are judged again; fixes beyond it are not offered.
  void settle_fixes(const PassInput& input, Pass& pass, std::span<const std::uint32_t> visible,
                    std::size_t line_limit);

 private:
  enum class Outcome : std::uint8_t { pending, dropped, advice, verified };
  struct Trial {
    std::uint32_t finding = 0;
    std::uint32_t fix = 0;
    Outcome outcome = Outcome::pending;
  };

  void run(const PassInput& input, const Pass& pass, const Fix& fix);
  [[nodiscard]] Outcome judge(const PassInput& input, const Pass& pass,
                              std::span<const std::uint32_t> visible, const Finding& finding, const Fix& fix);
  [[nodiscard]] Severity worst_raised(const PassInput& input, const Pass& pass,
                                      std::span<const std::uint32_t> visible, const Fix& fix) const;

  std::vector<Trial> trials_;
  Claim claim_;
  Pass pass_;
  bool silenced_known_ = false;
};

// Whether adding this modifier states a fact that a person must vouch for.
[[nodiscard]] bool asserts_fact(Modifier modifier, const Reference& reference, Date date);

}  // namespace chargelint
