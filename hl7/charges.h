// From an HL7 v2 message to the claim view: where codes, modifiers, diagnoses and quantities really are
// (hl7-notes §1-§3), with the place of each value kept for the answer.
#pragma once

#include <string>
#include <string_view>

#include "hl7/message.h"
#include "hl7/profile.h"
#include "rules/base/result.h"
#include "rules/claim/claim.h"

namespace chargelint::hl7 {

// What of the context the message itself (or its sender's profile) said; the rest is default and for the
// caller to fill.
struct ReadingFacts {
  bool payer_stated = false;
  bool kind_stated = false;
};

// Reads DFT^P03 and P11, the procedures of BAR^P01, P05 and P12, and the orders of ORM^O01, OMG^O19 and
// OML^O21 (at stage order). Never fails on content: what cannot be used becomes a ShapeFact of the claim (a
// message of another type gives a claim with no lines and a `not_accepted` fact). Views into the message's
// buffer and into the profile.
[[nodiscard]] Claim read_charges(const Message& message, const Profile& profile, ReadingFacts& facts);
[[nodiscard]] Claim read_charges(const Message& message, const Profile& profile = default_profile());

// "FT1[2]-26[1]", "FT1[1]-25.1", "MSH-9": segment with its ordinal (left out for segments that occur once by
// definition), field, repetition, component, subcomponent.
[[nodiscard]] std::string location_text(Location location);
// The parts of a location, for ERR-2.
struct Place {
  std::string_view segment;
  unsigned ordinal = 0, field = 0, repetition = 0, component = 0, subcomponent = 0;
};
[[nodiscard]] Place place_of(Location location);
// The reverse; a segment that charges are never read from gives the empty location.
[[nodiscard]] Location location_of(const Place& place);

}  // namespace chargelint::hl7
