// A verdict as the acknowledgement of the message it came from.
#pragma once

#include <string>
#include <string_view>

#include "hl7/ack.h"
#include "hl7/profile.h"
#include "plugin/report/common.h"

namespace chargelint::plugin {

struct AckPolicy {
  bool hold_on_error = false;     // AE instead of AA when a finding is at error severity
  bool errors_before_2_5 = true;  // ERR of the 2.5 form for senders of older versions too
  bool sequence_numbers = false;  // MSH-13 is heeded where it is filled
  // As a sender's profile has it, where it says so.
  [[nodiscard]] AckPolicy of_profile(const hl7::Profile& profile) const {
    return {profile.hold_on_error.value_or(hold_on_error),
            profile.errors_before_2_5.value_or(errors_before_2_5), sequence_numbers};
  }
};

// What the shape of the message allows: AR for what cannot be processed, AE for a message that lacks what a
// charge needs, else AA (or AE by policy). Only AA, and AE by policy, are stored.
struct AckDecision {
  hl7::AckCode code = hl7::AckCode::AA;
  bool refused = false;
};
[[nodiscard]] AckDecision decide_ack(const Claim& claim, const Verdict& verdict, const AckPolicy& policy);

// One ERR a finding, by severity. Of an accepted message no finding is an E.
[[nodiscard]] hl7::AckContent ack_content(const VerdictReport& report, const AckDecision& decision,
                                          const AckPolicy& policy);
// An answer that has one error and no verdict behind it.
[[nodiscard]] hl7::AckContent refusal(hl7::AckCode code, std::uint16_t hl7_code, std::string text);

// Milliseconds since 1970 as an HL7 time in UTC: "20260114153012+0000".
[[nodiscard]] std::string hl7_time(std::int64_t milliseconds);

}  // namespace chargelint::plugin
