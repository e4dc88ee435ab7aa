// The service lines of a Claim: items, and details that are services themselves.
#pragma once

#include "fhir/resources/reading.h"

namespace chargelint::fhir {

// After the diagnoses and the billing provider: lines point to both.
void read_items(Reading& reading, LineType line_type);

}  // namespace chargelint::fhir
