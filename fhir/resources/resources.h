// One reader a resource: each fills the claim of its Reading, and leaves the first fault there.
#pragma once

#include "fhir/resources/reading.h"

namespace chargelint::fhir {

void read_claim(Reading& reading);
void read_procedure(Reading& reading);

// A whole number as text: one of a table, or kept by the claim.
[[nodiscard]] std::string_view number_text(Claim& claim, std::int32_t number);

}  // namespace chargelint::fhir
