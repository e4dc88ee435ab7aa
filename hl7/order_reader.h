// The orders of ORM^O01, OMG^O19 and OML^O21 to service lines, at stage order.
#pragma once

#include "hl7/charges.h"
#include "hl7/diagnoses.h"
#include "hl7/message.h"
#include "hl7/profile.h"

namespace chargelint::hl7 {

// One line for each OBR: what is ordered, for when, by whom, and why.
void read_orders(const Message& message, const Profile& profile, Diagnoses& diagnoses, Claim& claim,
                 ReadingFacts& facts);

// The payer of an IN1.
void read_payer(const Segment& segment, unsigned ordinal, Claim& claim, ReadingFacts& facts);

}  // namespace chargelint::hl7
