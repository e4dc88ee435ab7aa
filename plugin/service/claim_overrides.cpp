#include "plugin/service/claim_overrides.h"

#include <algorithm>
#include <utility>

#include "plugin/log.h"

namespace chargelint::plugin {
namespace {

bool names_code(std::string_view codes, std::string_view code) {
  while (!codes.empty()) {
    const std::size_t end = std::min(codes.find(' '), codes.size());
    if (codes.substr(0, end) == code) return true;
    codes.remove_prefix(std::min(end + 1, codes.size()));
  }
  return false;
}

// The same matter: a code of the finding is one that the override speaks of, or neither names any.
bool same_matter(const data::Override& held, const Finding& finding) {
  if (held.rule != finding.rule->id) return false;
  if (held.codes.empty() || finding.codes.empty()) return held.codes.empty() && finding.codes.empty();
  return std::any_of(finding.codes.begin(), finding.codes.end(),
                     [&held](const Hcpcs code) { return names_code(held.codes, code.text().view()); });
}

}  // namespace

void ClaimOverrides::set(std::vector<data::Override> held) {
  held_ = std::move(held);
  facts_.clear();
  for (const data::Override& one : held_) facts_.push_back({one.rule, one.fact_hash});
}

const data::Override* ClaimOverrides::lapsed(const Finding& finding, const Verdict& verdict) const {
  const data::Override* latest = nullptr;
  for (std::size_t index = 0; index < held_.size(); ++index) {
    const data::Override& one = held_[index];
    const bool in_use = std::any_of(verdict.settled.begin(), verdict.settled.end(),
                                    [index](const SettledFinding& settled) { return settled.by == index; });
    if (one.same_visit && !in_use && same_matter(one, finding)) latest = &one;
  }
  return latest;
}

std::string lapse_text(const ClaimOverrides* overrides, const Finding& finding, const Verdict& verdict) {
  if (overrides == nullptr || overrides->empty()) return {};
  const data::Override* const earlier = overrides->lapsed(finding, verdict);
  if (earlier == nullptr) return {};
  constexpr std::int64_t kDay = 86'400'000;
  const auto made = Date::from_days(static_cast<std::int32_t>(earlier->made_ms / kDay)).iso();
  return " An earlier override (" + earlier->reason + ", " + std::string(made.view()) +
         ") no longer applies: the facts have changed.";
}

const ClaimOverrides& StoredOverrides::of(const Claim& claim, std::int64_t at_ms) const {
  thread_local ClaimOverrides overrides;
  auto held = state_.active_overrides({claim.patient.id, claim.id}, at_ms);
  if (!held) {
    log::warning("the overrides of a claim could not be read: " + to_string(held.error()));
    overrides.set({});
    return overrides;
  }
  if (!held->empty() || !overrides.empty()) overrides.set(std::move(*held));
  return overrides;
}

}  // namespace chargelint::plugin
