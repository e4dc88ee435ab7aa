// What the commands that read the service's state store share.
#pragma once

#include <string>

#include "plugin/config.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

// The key of the state store, where the service reads it; it is never made here.
[[nodiscard]] Result<std::string> existing_key(const Config& config);

}  // namespace chargelint::plugin
