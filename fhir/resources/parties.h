// Who is concerned: patient, providers, payer. References are followed to contained resources only.
#pragma once

#include <cstdint>
#include <string_view>

#include "fhir/element.h"
#include "fhir/resources/reading.h"
#include "rules/base/small_vector.h"

namespace chargelint::fhir {

// `reference` is the Reference element.
void read_patient(Reading& reading, Element reference);
[[nodiscard]] Provider read_provider(Reading& reading, Element reference, Location at);

enum class CareRole : std::uint8_t { assistant, unstated, rendering, ordering, supervising };

struct CareMember {
  std::int32_t sequence = 0;
  CareRole role = CareRole::unstated;
  Provider provider;
};
using CareTeam = SmallVector<CareMember, 8>;

[[nodiscard]] CareTeam read_care_team(Reading& reading);
// Lets a member of the team serve the line in its role; of several the first of the best role renders.
void assign_member(const CareMember& member, ServiceLine& line, CareRole& rendering_role);

// The payer class, when the focal coverage (or the insurer) makes it evident.
void read_payer(Reading& reading);

}  // namespace chargelint::fhir
