// A reading by a profile beside the fields it was read from, and the fields that nothing was read from.
#pragma once

#include <string>
#include <string_view>

#include "hl7/message.h"
#include "rules/claim/claim.h"

namespace chargelint::plugin {

struct ProfileReadingOptions {
  std::string_view input;
  std::string_view position;
  bool show_phi = false;  // else only fields that can't name the patient are shown as sent
};
void append_profile_reading(std::string& out, const Claim& claim, const hl7::Message& message,
                            const ProfileReadingOptions& options);

}  // namespace chargelint::plugin
