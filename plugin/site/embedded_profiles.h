// The profiles that ship (deploy/profiles/*.yaml), as they travel inside the binary.
#pragma once

#include <span>

#include "data/embedded.h"

namespace chargelint::plugin {

[[nodiscard]] std::span<const data::EmbeddedFile> embedded_profiles();  // by name: "epic-pb.yaml"

}  // namespace chargelint::plugin
