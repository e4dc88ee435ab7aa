#include "hl7/location.h"

#include <array>
#include <string>

#include "hl7/bytes.h"
#include "hl7/charges.h"

namespace chargelint::hl7 {
namespace {

// In the order of SegmentName; those behind its last are only named by profiles.
constexpr std::array<std::string_view, 56> kNames = {
    "",    "MSH", "EVN", "PID", "PV1", "FT1", "PR1", "DG1", "IN1", "GT1", "NTE", "MSA", "BHS", "FHS",
    "ORC", "OBR", "TQ1", "RXA", "RXD", "RXE", "RXO", "PV2", "PD1", "IN2", "IN3", "ACC", "UB1", "UB2",
    "DRG", "ROL", "PRT", "OBX", "DB1", "AIS", "AIP", "AIG", "AIL", "SCH", "SPM", "TQ2", "RXC", "RXG",
    "RXR", "CTI", "BLG", "SFT", "UAC", "TXA", "NK1", "AL1", "ARV", "NPU", "CTD", "SAC", "FAC", "GOL"};

// Z segments have the numbers behind: Z00 to Z99, Z0A to ZZZ.
constexpr unsigned kFirstZ = 256;
constexpr unsigned kLetters = 36;
constexpr char letter_at(unsigned index) {
  return static_cast<char>(index < 10 ? '0' + index : 'A' + (index - 10));
}
constexpr auto kZNames = [] {
  std::array<char, std::size_t{3} * kLetters * kLetters> names{};
  for (unsigned index = 0; index < kLetters * kLetters; ++index) {
    names[3 * index] = 'Z';
    names[3 * index + 1] = letter_at(index / kLetters);
    names[3 * index + 2] = letter_at(index % kLetters);
  }
  return names;
}();
constexpr unsigned letter_index(char letter) {
  return static_cast<unsigned>(is_digit(letter) ? letter - '0' : letter - 'A' + 10);
}

std::string_view name_of(unsigned segment) {
  if (segment < kNames.size()) return kNames[segment];
  if (segment < kFirstZ || segment >= kFirstZ + kLetters * kLetters) return {};
  return {&kZNames[std::size_t{3} * (segment - kFirstZ)], 3};
}

bool occurs_once(std::string_view segment) {
  return segment == "MSH" || segment == "EVN" || segment == "PID" || segment == "PV1" || segment == "MSA" ||
         segment == "BHS" || segment == "FHS";
}

}  // namespace

SegmentName segment_named(std::string_view id) {
  if (id.size() != 3) return SegmentName::none;
  for (std::size_t index = 1; index < kNames.size(); ++index) {
    if (kNames[index] == id) return static_cast<SegmentName>(index);
  }
  const auto is_letter = [](char letter) { return is_upper(letter) || is_digit(letter); };
  if (id[0] != 'Z' || !is_letter(id[1]) || !is_letter(id[2])) return SegmentName::none;
  return static_cast<SegmentName>(kFirstZ + letter_index(id[1]) * kLetters + letter_index(id[2]));
}

Place place_of(Location location) {
  const auto bits = [location](unsigned shift, unsigned count) {
    return static_cast<unsigned>((location.packed >> shift) & ((std::uint64_t{1} << count) - 1));
  };
  const std::string_view segment = name_of(bits(52, 12));
  if (segment.empty()) return {};
  return {segment, bits(36, 16), bits(28, 8), bits(16, 12), bits(8, 8), bits(0, 8)};
}

Location location_of(const Place& place) {
  const SegmentName name = segment_named(place.segment);
  if (name == SegmentName::none) return {};
  return pack({name, place.ordinal == 0 ? 1 : place.ordinal, place.field, place.repetition, place.component,
               place.subcomponent});
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
