// Places in a message packed into a Location, as the readers of this folder make them.
#pragma once

#include <cstdint>
#include <string_view>

#include "rules/claim/claim.h"

namespace chargelint::hl7 {

// The segments that values are read from. The rest have numbers too: see segment_named.
enum class SegmentName : std::uint16_t {
  none,
  MSH,
  EVN,
  PID,
  PV1,
  FT1,
  PR1,
  DG1,
  IN1,
  GT1,
  NTE,
  MSA,
  BHS,
  FHS,
  ORC,
  OBR,
  TQ1,
  RXA,
  RXD,
  RXE,
  RXO,
  PV2,
};

// The number of any segment that a profile may name, a Z segment too; none for others.
[[nodiscard]] SegmentName segment_named(std::string_view id);

struct FieldPlace {
  SegmentName segment = SegmentName::none;
  unsigned ordinal = 1;  // among the segments of that name, from 1
  unsigned field = 0;
  unsigned repetition = 0;  // 0: the field does not repeat by definition
  unsigned component = 0;
  unsigned subcomponent = 0;
};

// From the high bits: segment 12, ordinal 16, field 8, repetition 12, component 8, subcomponent 8. A part
// that is too large for its bits reads as the largest.
constexpr Location pack(const FieldPlace& place) {
  const auto part = [](unsigned value, unsigned bits) {
    const std::uint64_t largest = (std::uint64_t{1} << bits) - 1;
    return value > largest ? largest : std::uint64_t{value};
  };
  std::uint64_t packed = static_cast<std::uint64_t>(place.segment);
  packed = (packed << 16U) | part(place.ordinal, 16);
  packed = (packed << 8U) | part(place.field, 8);
  packed = (packed << 12U) | part(place.repetition, 12);
  packed = (packed << 8U) | part(place.component, 8);
  packed = (packed << 8U) | part(place.subcomponent, 8);
  return Location{packed};
}

}  // namespace chargelint::hl7
