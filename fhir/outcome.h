// OperationOutcome and CapabilityStatement as text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace chargelint::fhir {

enum class IssueSeverity : std::uint8_t { fatal, error, warning, information };

struct Issue {
  IssueSeverity severity = IssueSeverity::information;
  std::string code;         // issue-type: "business-rule", "code-invalid", "structure", …
  std::string rule;         // details.coding.code, in our own code system; empty: none
  std::string text;         // details.text
  std::string diagnostics;  // empty: none
  std::string expression;   // FHIRPath; empty: none
};

// At least one issue is always written: an empty list gives the "informational, all well" issue.
[[nodiscard]] std::string operation_outcome(std::span<const Issue> issues);

struct CapabilityOptions {
  std::string_view software_version;
  std::string_view date;      // ISO date of the build
  std::string_view base_url;  // implementation.url
};
[[nodiscard]] std::string capability_statement(const CapabilityOptions& options);

}  // namespace chargelint::fhir
