// What persons have settled for a claim's patient (GOV-004), as the engine and the reports need it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/state/store.h"
#include "rules/claim/claim.h"
#include "rules/engine/engine.h"

namespace chargelint::plugin {

class ClaimOverrides {
 public:
  void set(std::vector<data::Override> held);

  [[nodiscard]] bool empty() const { return held_.empty(); }
  // For the engine; `held()[n]` is what stands behind the n-th.
  [[nodiscard]] std::span<const Override> facts() const { return facts_; }
  [[nodiscard]] std::span<const data::Override> held() const { return held_; }
  // The latest one of this visit that settled what the finding says, on other facts: it settles nothing in
  // this verdict. Null: none.
  [[nodiscard]] const data::Override* lapsed(const Finding& finding, const Verdict& verdict) const;

 private:
  std::vector<data::Override> held_;
  std::vector<Override> facts_;
};

// " An earlier override (separate-site, 2026-03-01) no longer applies: the facts have changed."; empty when
// there was none.
[[nodiscard]] std::string lapse_text(const ClaimOverrides* overrides, const Finding& finding,
                                     const Verdict& verdict);

// What is stored for the claim, looked up once a claim. Thread-safe.
class StoredOverrides {
 public:
  explicit StoredOverrides(data::StateStore& state) : state_(state) {}
  // Lives on this thread until its next claim. A store that cannot be read settles nothing, and is logged.
  [[nodiscard]] const ClaimOverrides& of(const Claim& claim, std::int64_t at_ms) const;

 private:
  data::StateStore& state_;
};

}  // namespace chargelint::plugin
