// Who gave the service and who pays: NPIs in XCN fields, the class of payer in IN1.
#pragma once

#include <optional>
#include <string_view>

#include "hl7/fields.h"
#include "hl7/message.h"
#include "hl7/reading.h"

namespace chargelint::hl7 {

// Ten digits, the first 1 or 2, with a right check digit.
[[nodiscard]] bool is_npi(std::string_view text);

// The first NPI of a repeating person field. An id counts when its check digit is right, or when the field
// says NPI.
[[nodiscard]] Provider provider_in(const Part& field, const FieldPlace& place);

// By what IN1 plainly says; nothing when it does not.
[[nodiscard]] std::optional<PayerClass> payer_class(const Segment& insurance);

// Identifiers, birth and death dates and sex of PID; the visit or account number that
// names the claim. A segment that is not there has no fields.
void read_patient(const Fields& person, const Fields& visit, Claim& claim);

}  // namespace chargelint::hl7
