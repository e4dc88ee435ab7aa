// Overriding a finding with a reason (GOV-004): what a person may say, on which finding, and what is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "data/state/store.h"
#include "fhir/json/writer.h"
#include "rules/base/date.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

struct OverrideReason {
  std::string_view code;
  std::string_view meaning;
};
[[nodiscard]] std::span<const OverrideReason> override_reasons();

struct Decision {
  std::string reason;  // a code of the list; "other" asks for a text
  std::string text;
  std::string user;
  std::string role;
  std::string until;  // the last day on which it holds; empty: without end
};

// The stored verdict of a claim: `msg-17`, the store's own number of a message, or the visit or claim number
// that its messages carry (the newest of them). The number itself never reaches an error.
[[nodiscard]] Result<data::StoredVerdict> find_claim(data::StateStore& state, std::string_view claim);
// Its finding `number`, from 1 in the order of the verdict.
[[nodiscard]] Result<const data::FindingRecord*> find_finding(const data::StoredVerdict& verdict,
                                                              std::size_t number);
// The override in force on the finding.
[[nodiscard]] Result<std::optional<data::Override>> override_on(data::StateStore& state,
                                                                const data::StoredVerdict& verdict,
                                                                const data::FindingRecord& finding,
                                                                std::int64_t now_ms);
// Kept durably with its audit entry. Errors: usage (what the person said), conflict (already overridden),
// unsupported (a finding that cannot be).
[[nodiscard]] Result<data::Override> override_finding(data::StateStore& state,
                                                      const data::StoredVerdict& verdict, std::size_t number,
                                                      const Decision& decision, std::int64_t now_ms);
// The same for a claim that was judged without being stored: its patient or visit, a rule and the facts of
// the finding as every answer in JSON gives them.
struct FactsDecided {
  std::string patient;
  std::string visit;
  std::string rule;
  std::string facts;
  std::string codes;
};
[[nodiscard]] Result<data::Override> override_facts(data::StateStore& state, const FactsDecided& decided,
                                                    const Decision& decision, std::int64_t now_ms);
// not_found when none with that id is in force.
[[nodiscard]] Result<void> end_override(data::StateStore& state, std::int64_t id, std::string_view user,
                                        std::string_view role, std::int64_t now_ms);

// "active", "ended", "expired".
[[nodiscard]] std::string_view state_of(const data::Override& one, std::int64_t now_ms);
void write_override(fhir::JsonWriter& json, const data::Override& one, std::int64_t now_ms);

}  // namespace chargelint::plugin
