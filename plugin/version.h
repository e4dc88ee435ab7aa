// What this build is.
#pragma once

#include <string_view>

namespace chargelint::plugin {

[[nodiscard]] std::string_view version();

}  // namespace chargelint::plugin
