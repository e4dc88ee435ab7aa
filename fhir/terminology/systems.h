// The code systems that the terminology operations speak about, by every spelling that senders use.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace chargelint::fhir {

enum class TermSystem : std::uint8_t { cpt, hcpcs, icd10cm, place_of_service };

// What a URI stands for. No system: known by name alone, its codes are not held here.
struct SystemName {
  std::optional<TermSystem> system;
  std::string_view name;  // "ICD-9-CM"; empty for a URI that is not known at all
};
// A version behind a bar ("…|2026") is not part of the URI: take it off first.
[[nodiscard]] SystemName term_system(std::string_view uri);
[[nodiscard]] std::string_view canonical_uri(TermSystem system);
[[nodiscard]] std::string_view system_title(TermSystem system);
// Every spelling that is taken for a system that is held.
struct SystemSpelling {
  std::string_view uri;
  TermSystem system;
};
[[nodiscard]] std::span<const SystemSpelling> system_spellings();

}  // namespace chargelint::fhir
