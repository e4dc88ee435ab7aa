// The answers of the terminology operations as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chargelint::fhir {

enum class PropertyType : std::uint8_t { code, text, boolean, date_time, integer, decimal };
struct TermProperty {
  std::string_view name;
  PropertyType type = PropertyType::text;
  std::string value;  // "true", "12", "2026-01-01", …
};
struct TermDesignation {
  std::string_view use;  // "short title"
  std::string value;
};

struct LookupAnswer {
  std::string_view name;  // of the code system
  std::string version;
  std::string display;
  std::vector<TermDesignation> designations;
  std::vector<TermProperty> properties;
};
[[nodiscard]] std::string lookup_parameters(const LookupAnswer& answer);

struct ValidateAnswer {
  bool result = false;
  std::string message;  // empty: nothing to say
  std::string display;
  std::string system;
  std::string code;
  std::string version;
  std::optional<bool> inactive;
};
[[nodiscard]] std::string validate_parameters(const ValidateAnswer& answer);

struct ExpansionEntry {
  std::string system;
  std::string code;
  std::string display;
  bool inactive = false;
  bool abstract = false;
};
struct Expansion {
  std::string url;
  std::string timestamp;  // "2026-05-04T10:00:00Z"
  std::string date;       // the day that was asked for
  std::string filter;
  std::optional<std::size_t> total;
  std::size_t offset = 0;
  std::optional<std::size_t> count;
  std::vector<ExpansionEntry> entries;
};
[[nodiscard]] std::string expansion_value_set(const Expansion& expansion);

struct SystemCapability {
  std::string_view uri;
  std::string version;
};
struct TerminologyOptions {
  std::string_view software_version;
  std::string_view date;
  std::string_view base_url;
  std::vector<SystemCapability> systems;
};
[[nodiscard]] std::string terminology_capabilities(const TerminologyOptions& options);

}  // namespace chargelint::fhir
