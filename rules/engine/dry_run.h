// Tries each fix on a copy of the claim. What clears its finding and raises nothing at warning or above is
// verified; what clears it but a person must vouch for stays as advice; the rest goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rules/claim/claim.h"
#include "rules/engine/pass.h"

namespace chargelint {

class DryRun {
 public:
  // `visible`: the findings of `pass` that are shown, by index. Their fixes are settled in place. At most
  // `line_limit` lines are judged again; fixes beyond it are not offered. `whole`: every rule is asked again.
  void settle_fixes(const PassInput& input, Pass& pass, std::span<const std::uint32_t> visible,
                    std::size_t line_limit, bool whole);

 private:
  enum class Outcome : std::uint8_t { pending, dropped, advice, verified };
  struct Trial {
    std::uint32_t finding = 0;
    std::uint32_t fix = 0;
    Outcome outcome = Outcome::pending;
  };

  void apply(const PassInput& input, const Pass& pass, const Fix& fix);
  [[nodiscard]] bool still_holds(const PassInput& input, std::uint16_t rule, const Finding& finding,
                                 const Fix& fix);
  [[nodiscard]] bool raises_nothing(const PassInput& input, const Pass& pass,
                                    std::span<const std::uint32_t> visible, const Fix& fix);
  [[nodiscard]] Outcome judge(const PassInput& input, const Pass& pass,
                              std::span<const std::uint32_t> visible, const Trial& trial);
  // Takes a run's lines from what is left; false when too few are.
  [[nodiscard]] bool spend(std::size_t lines);

  std::vector<Trial> trials_;
  Claim claim_;
  bool claim_is_copy_ = false;  // save for the lines that the last fix touched
  std::vector<std::size_t> touched_;
  Pass pass_;
  std::optional<bool> raises_nothing_;  // of the fix that is applied; asked once
  std::size_t lines_left_ = 0;
  bool whole_ = false;
};

// Whether adding this modifier states a fact that a person must vouch for.
[[nodiscard]] bool asserts_fact(Modifier modifier, const Reference& reference, Date date);

}  // namespace chargelint
