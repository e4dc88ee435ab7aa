#include "hl7/location.h"

#include <array>
#include <string>

#include "hl7/charges.h"

namespace chargelint::hl7 {
namespace {

constexpr std::array<std::string_view, 16> kNames = {"",    "MSH", "EVN", "PID", "PV1", "FT1", "PR1", "DG1",
                                                     "IN1", "GT1", "NTE", "MSA", "BHS", "FHS", "ORC", "OBR"};

bool occurs_once(std::string_view segment) {
  return segment == "MSH" || segment == "EVN" || segment == "PID" || segment == "PV1" || segment == "MSA" ||
         segment == "BHS" || segment == "FHS";
}

}  // namespace

Place place_of(Location location) {
  const auto bits = [location](unsigned shift, unsigned count) {
    return static_cast<unsigned>((location.packed >> shift) & ((std::uint64_t{1} << count) - 1));
  };
  const unsigned segment = bits(56, 8);
  if (segment == 0 || segment >= kNames.size()) return {};
  return {kNames[segment], bits(40, 16), bits(32, 8), bits(20, 12), bits(10, 10), bits(0, 10)};
}

Location location_of(const Place& place) {
  for (std::size_t index = 1; index < kNames.size(); ++index) {
    if (kNames[index] != place.segment) continue;
    return pack({static_cast<SegmentName>(index), place.ordinal == 0 ? 1 : place.ordinal, place.field,
                 place.repetition, place.component, place.subcomponent});
  }
  return {};
}

std::string location_text(Location location) {
  const Place place = place_of(location);
  if (place.segment.empty()) return {};
  std::string text(place.segment);
  const auto bracketed = [&text](unsigned value) {
    text += '[';
    text += std::to_string(value);
    text += ']';
  };
  if (!occurs_once(place.segment)) bracketed(place.ordinal);
  if (place.field == 0) return text;
  text += '-';
  text += std::to_string(place.field);
  if (place.repetition != 0) bracketed(place.repetition);
  if (place.component == 0) return text;
  text += '.';
  text += std::to_string(place.component);
  if (place.subcomponent == 0) return text;
  text += '.';
  text += std::to_string(place.subcomponent);
  return text;
}

}  // namespace chargelint::hl7
