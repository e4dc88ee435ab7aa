// --profile of the commands that read messages, and the profiles of the configuration.
#pragma once

#include <memory>

#include "plugin/cli/command.h"
#include "plugin/input/input.h"
#include "plugin/site/profiles.h"

namespace chargelint::plugin {

struct ChosenProfile {
  std::shared_ptr<const ProfileSet> profiles;
  ProfilePtr forced;  // null: by the sender
};
// Without --profile the folder of the configuration must be without fault; each fault is told on stderr.
[[nodiscard]] Result<ChosenProfile> chosen_profile(const Invocation& invocation);
[[nodiscard]] Result<UnitReader> profile_reader(const Invocation& invocation);

}  // namespace chargelint::plugin
