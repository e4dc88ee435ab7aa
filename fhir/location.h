// How a place in a FHIR resource is packed into Location::packed:
//   root kind 2 | root index 14 | resource 4 | path 8 | indexes 16, 10, 10 bits
#pragma once

#include <cstddef>
#include <cstdint>

#include "rules/claim/claim.h"

namespace chargelint::fhir {

enum class RootKind : std::uint8_t { bare, parameters, bundle };
enum class ResourceKind : std::uint8_t { none, claim, procedure };

// One a template in location.cpp, in this order.
enum class Path : std::uint8_t {
  resource,
  id,
  identifier,
  status,
  type,
  sub_type,
  use,
  patient,
  created,
  provider,
  insurance,
  billable_period,
  diagnosis,
  diagnosis_sequence,
  care_team,
  item,
  item_sequence,
  item_code,
  item_modifier,
  item_quantity,
  item_serviced_date,
  item_serviced_period,
  item_place,
  item_diagnosis,
  item_care_team,
  item_procedure,
  item_charge,
  detail,
  detail_code,
  detail_modifier,
  detail_quantity,
  sub_detail,
  sub_detail_code,
  sub_detail_modifier,
  sub_detail_quantity,
  code,
  performed,
  performed_date_time,
  performed_period,
  occurrence_date_time,
  occurrence_period,
  reason_code,
  reason_reference,
  reason,
  performer,
  body_site,
  related,
  supporting_info,
  item_body_site,
  extension,
  count_
};

// The part of a location that is the same for a whole resource.
class LocationBase {
 public:
  constexpr LocationBase(RootKind root, std::size_t root_index, ResourceKind resource)
      : bits_(std::uint64_t{static_cast<std::uint8_t>(root)} << 62U | field(root_index, 14) << 48U |
              std::uint64_t{static_cast<std::uint8_t>(resource)} << 44U) {}
  // An index too large for its field is cut to the largest: only a hostile resource has such lists.
  [[nodiscard]] constexpr Location at(Path path, std::size_t first = 0, std::size_t second = 0,
                                      std::size_t third = 0) const {
    return Location{bits_ | std::uint64_t{static_cast<std::uint8_t>(path)} << 36U | field(first, 16) << 20U |
                    field(second, 10) << 10U | field(third, 10)};
  }

 private:
  static constexpr std::uint64_t field(std::size_t value, unsigned bits) {
    const std::uint64_t largest = (std::uint64_t{1} << bits) - 1;
    return value < largest ? value : largest;
  }
  std::uint64_t bits_;
};

}  // namespace chargelint::fhir
