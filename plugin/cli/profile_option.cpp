#include "plugin/cli/profile_option.h"

#include "plugin/site/rules_file.h"

namespace chargelint::plugin {

Result<ChosenProfile> chosen_profile(const Invocation& invocation) {
  std::vector<SiteFault> faults;
  ChosenProfile chosen;
  chosen.profiles = ProfileSet::load(invocation.config.profiles, faults);
  const auto name = invocation.options.value("profile");
  if (!faults.empty()) {
    for (std::size_t index = 1; index < faults.size(); ++index) {
      invocation.streams.err << "chargelint: " << fault_text(faults[index]) << '\n';
    }
    return fail(ErrorKind::usage, faults.front().where, faults.front().what);
  }
  if (!name) return chosen;
  auto forced = chosen.profiles->named_or_file(std::string(*name), faults);
  if (!forced) return tl::unexpected(forced.error());
  chosen.forced = std::move(*forced);
  return chosen;
}

Result<UnitReader> profile_reader(const Invocation& invocation) {
  auto chosen = chosen_profile(invocation);
  if (!chosen) return tl::unexpected(chosen.error());
  return UnitReader(std::move(chosen->profiles), std::move(chosen->forced));
}

}  // namespace chargelint::plugin
