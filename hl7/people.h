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
[[nodiscard]] std::optional<PayerClass> payer_class(const Fields& insurance);

// The payer's id, the plan's dates and its authorization, of IN1.
void read_coverage(const Fields& insurance, Claim& claim);

// Attending and referring practitioner and the place that is charged for, of PV1.
void read_visit(const Fields& visit, Claim& claim);

// The stay that a practitioner's charge falls into, where PV1 says that the patient is an inpatient.
void read_stay(const Fields& visit, Claim& claim);

// Condition codes of UB1-7 or UB2-3.
void read_condition_codes(const Segment& segment, std::size_t field, Claim& claim);

// Identifiers, birth and death dates and sex of PID; the visit or account number that
// names the claim. A segment that is not there has no fields.
void read_patient(const Fields& person, const Fields& visit, Claim& claim);

}  // namespace chargelint::hl7
