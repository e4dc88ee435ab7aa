// The code systems of the field by their URIs, with the spellings that senders use.
#pragma once

#include <string_view>

#include "rules/claim/claim.h"

namespace chargelint::fhir {

// `other` for every URI that is not known, `unstated` for none.
[[nodiscard]] CodeSystem code_system(std::string_view uri);
// A terminology that is known and holds no procedure codes of ours, however alike they look.
[[nodiscard]] bool is_other_terminology(std::string_view uri);
[[nodiscard]] bool is_service_type_system(std::string_view uri);
[[nodiscard]] bool is_ndc_system(std::string_view uri);
[[nodiscard]] bool is_npi_system(std::string_view uri);

}  // namespace chargelint::fhir
