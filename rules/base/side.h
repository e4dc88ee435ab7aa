// Sides of the body.
#pragma once

#include <cstdint>

namespace chargelint {

// `unspecified`: a code whose own title leaves the side open though its siblings name one.
enum class BodySide : std::uint8_t { unstated, left, right, both, unspecified };

}  // namespace chargelint
