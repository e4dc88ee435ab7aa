// Acknowledgements: the sender's version, delimiters, processing id and character set; MSA and ERR as
// hl7-notes §5-§6 say. An ACK stays under 4 kB and has at most 20 ERR.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hl7/message.h"
#include "hl7/profile.h"
#include "rules/claim/claim.h"

namespace chargelint::hl7 {

enum class AckCode : std::uint8_t { AA, AE, AR, CA, CE, CR };
[[nodiscard]] std::string_view ack_code_text(AckCode code);

struct AckError {
  Location at;                          // ERR-2
  Location other_at;                    // its second repetition, where two places contradict each other
  std::uint16_t hl7_code = 207;         // ERR-3, table 0357
  char severity = 'W';                  // ERR-4, table 0516: E W I
  std::string rule;                     // ERR-5
  std::vector<std::string> parameters;  // ERR-6: the codes involved
  std::string diagnostic;               // ERR-7, for support
  std::string message;                  // ERR-8, the sentence a person reads
};

struct AckContent {
  AckCode code = AckCode::AA;
  std::string text;                               // MSA-3
  std::vector<AckError> errors;                   // in order of importance
  std::string control_id;                         // our own MSH-10
  std::optional<std::int64_t> expected_sequence;  // MSA-4
  std::string timestamp;                          // our own MSH-7, "20260114153012+0000"
  // Before 2.5 ERR has only its first field. A partner that reads by position finds the later ones all the
  // same; some engines take any ERR for a failure, so that a site can switch them off.
  bool errors_before_2_5 = true;
};

// From 2.5 one ERR a finding. Before 2.5 the count and the first finding in MSA-3 (when `text` is empty), and
// ERR-1 only with a negative code. An error under a positive code is written as a warning.
[[nodiscard]] std::string write_ack(const Message& message, const AckContent& content);
// Which answers a sender waits for: by its mode, and in the enhanced one by MSH-15 and MSH-16 (table 0155).
struct AnswersDue {
  bool accept = false;
  AckCode accept_code = AckCode::CA;
  bool application = true;
};
// `code` is the application's; `stored`: the message is kept, whatever was found in it.
[[nodiscard]] AnswersDue answers_due(const Message& message, AcknowledgementMode mode, AckCode code,
                                     bool stored);
// Two answers for one connection. The end of the first frame and the start of the second stand between them;
// the server writes the outer ones.
[[nodiscard]] std::string in_frames(std::string_view first, std::string_view second);
// For bytes that have no usable MSH: a 2.5.1 answer in standard delimiters.
[[nodiscard]] std::string write_ack_without_header(const AckContent& content);
// One frame for a frame that held several messages: BHS, the answers, BTS.
[[nodiscard]] std::string write_batch_answer(std::string_view envelope,
                                             const std::vector<std::string>& answers,
                                             const AckContent& content);
// Whether the message is itself an acknowledgement, which is never answered.
[[nodiscard]] bool is_acknowledgement(const Message& message);

}  // namespace chargelint::hl7
