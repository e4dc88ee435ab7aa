// What another reference changes for a claim: findings that appear, go or change, and the sums over many
// claims.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/claim/claim.h"
#include "rules/engine/engine.h"

namespace chargelint::plugin {

// Of a finding: it is there with the other reference alone, with the present one alone, or with both at
// another severity or for other modifiers or diagnoses. Of a claim: its findings appear (it was clean), go
// (it will be), or change.
enum class Impact : std::uint8_t { appears, goes, changes };
[[nodiscard]] std::string_view impact_name(Impact impact);

struct FindingImpact {
  Impact impact = Impact::appears;
  std::string_view rule;
  Severity before = Severity::off;
  Severity after = Severity::off;
  std::vector<std::uint16_t> lines;
  std::vector<std::string> codes;
  std::optional<std::int64_t> cents;  // charges of these lines, as far as they are known
};

struct ClaimImpact {
  std::int64_t id = 0;      // the state store's number of the message
  std::string visit;        // an opaque reference; empty without a visit number
  std::string received_on;  // ISO
  Impact impact = Impact::changes;
  Severity before = Severity::off;  // the worst of its findings; off: none
  Severity after = Severity::off;
  std::vector<FindingImpact> findings;
  std::optional<std::int64_t> cents;  // of all lines that a change concerns, each once
};

// Nothing when both verdicts say the same. Wording, fixes and evidence are not compared.
[[nodiscard]] std::optional<ClaimImpact> compare_verdicts(const Claim& claim, const Verdict& before,
                                                          const Verdict& after);

struct ImpactCount {
  std::uint64_t appears = 0;
  std::uint64_t goes = 0;
  std::uint64_t changes = 0;
  std::int64_t appears_cents = 0;
  std::int64_t goes_cents = 0;
  std::int64_t changes_cents = 0;
  void add(Impact impact, std::optional<std::int64_t> cents);
  [[nodiscard]] std::uint64_t all() const { return appears + goes + changes; }
};

struct ImpactTotals {
  std::uint64_t claims = 0;
  std::uint64_t unreadable = 0;
  ImpactCount by_claim;
  std::map<std::string, ImpactCount, std::less<>> by_rule;  // findings
  std::map<std::string, ImpactCount, std::less<>> by_code;  // findings, by each code they name
  void add(const ClaimImpact& impact);
};

}  // namespace chargelint::plugin
