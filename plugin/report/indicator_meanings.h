// What the indicators of the public tables mean, in our own plain words.
#pragma once

#include <cstdint>
#include <string_view>

namespace chargelint::plugin {

enum class Indicator : std::uint8_t {
  status,  // physician fee schedule
  pctc,
  global_days,
  multiple,
  bilateral,
  assistant,
  co_surgeon,
  team,
  supervision,
  imaging_family,
  mue_adjudication,
  pair_modifier,  // NCCI pair edits
  add_on_type,
  opps_status,
  asc_payment,
  type_of_service,
  betos,
};

// Empty for a value that is not known.
[[nodiscard]] std::string_view indicator_meaning(Indicator indicator, std::string_view value);

}  // namespace chargelint::plugin
