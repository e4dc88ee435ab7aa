// What the parts of the charge reader share: the claim under construction and small helpers on it.
#pragma once

#include <string_view>

#include "hl7/location.h"
#include "hl7/message.h"
#include "rules/claim/claim.h"

namespace chargelint::hl7 {

inline constexpr std::size_t kMostLines = 5000;
inline constexpr std::size_t kMostDiagnoses = 200;
inline constexpr std::size_t kMostLineDiagnoses = 64;
inline constexpr std::size_t kMostNotes = 200;
inline constexpr std::size_t kMostFacts = 1000;

// The value of a part: a view, or an owned text where escapes had to be decoded.
inline std::string_view value_of(const Part& part, Claim& claim) {
  if (part.is_null()) return {};
  if (part.has_escape()) return claim.own(part.text());
  return part.is_truncated() ? part.raw().substr(0, part.raw().size() - 1) : part.raw();
}

inline void add_note(Claim& claim, const FieldPlace& place, std::string_view text) {
  if (claim.notes.size() < kMostNotes) claim.notes.push_back({pack(place), text});
}

struct Concerned {
  std::uint16_t line = 0;
  std::int32_t value = 0;
  std::string_view text = {};  // as sent
};
inline void add_fact(Claim& claim, ShapeKind kind, std::string_view element, std::string_view detail,
                     std::uint16_t hl7_code, const FieldPlace& place, Concerned concerned = {}) {
  if (claim.shape.size() >= kMostFacts) return;
  claim.shape.push_back(
      {kind, element, detail, concerned.line, concerned.value, hl7_code, pack(place), concerned.text});
}

// Table 0357.
inline constexpr std::uint16_t kSegmentSequence = 100;
inline constexpr std::uint16_t kFieldMissing = 101;
inline constexpr std::uint16_t kDataType = 102;
inline constexpr std::uint16_t kNotInTable = 103;
inline constexpr std::uint16_t kMessageType = 200;
inline constexpr std::uint16_t kEventCode = 201;
inline constexpr std::uint16_t kProcessingId = 202;
inline constexpr std::uint16_t kVersion = 203;
inline constexpr std::uint16_t kUnknownKey = 204;
inline constexpr std::uint16_t kInternal = 207;

}  // namespace chargelint::hl7
