// What every report needs: the verdict with all that it points into, and the names of the contract.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rules/claim/claim.h"
#include "rules/engine/engine.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {

class ClaimOverrides;

struct VerdictReport {
  std::string_view input;        // file name, or the protocol
  std::string_view patient_ref;  // empty: none
  const Claim& claim;
  const Verdict& verdict;
  const Reference& reference;
  Severity least = Severity::info;            // findings below it are left out
  const ClaimOverrides* overrides = nullptr;  // those that the verdict was made with; null: none
};

struct FindingCounts {
  std::size_t errors = 0, warnings = 0, infos = 0;
};
[[nodiscard]] FindingCounts count_findings(const VerdictReport& report);
// Status of the contract: "error", "warning", "info", "clean".
[[nodiscard]] std::string_view status_of(const FindingCounts& counts);

// A place in the claim's source, printed by the module that read it; empty when there is none.
[[nodiscard]] std::string location_of(const Claim& claim, Location location);
// The newest PTP release (a whole one before an excerpt), else the newest release of any source; "none" when
// nothing is loaded. Dates of the rows speak, not the clock: cumulative files hold every date.
[[nodiscard]] std::string release_label(const Reference& reference);
[[nodiscard]] std::string_view payer_name(PayerClass payer);
[[nodiscard]] std::string_view kind_name(BillKind kind);
[[nodiscard]] std::string_view stage_name(Stage stage);

}  // namespace chargelint::plugin
