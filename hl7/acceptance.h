// Whether the message is one that charges are read from: type, event, version, required header fields and
// segments.
#pragma once

#include <cstdint>

#include "hl7/fields.h"
#include "hl7/message.h"
#include "rules/claim/claim.h"

namespace chargelint::hl7 {

enum class ChargeEvent : std::uint8_t {
  none,
  p03,
  p11,
  account,  // BAR: procedures without FT1
  order,    // ORM, OMG, OML
};

// Fills the claim's type, version and received date, and says what of the header is not accepted.
ChargeEvent read_header(const Message& message, Claim& claim);
// Segments that must be there, and their order.
void check_segments(const Message& message, ChargeEvent event, Claim& claim);
// Fields that a patient must have.
void check_patient(const Fields& person, Claim& claim);

}  // namespace chargelint::hl7
