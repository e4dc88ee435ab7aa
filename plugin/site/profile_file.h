// A sender's profile as YAML, to the plain value of hl7/profile.h. Every mistake is found when the file is
// read, each with its line.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hl7/profile.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {

// The profile that another extends, by name; null when there is none of that name.
using FindProfile = std::function<std::shared_ptr<const hl7::Profile>(const std::string& name)>;

// `name`: of the file, in front of the line in each fault; the profile is called by it where it names itself
// not otherwise. `folder`: where a charge master file is looked for. Null when there is a fault.
[[nodiscard]] std::shared_ptr<const hl7::Profile> read_profile(const std::string& text,
                                                               const std::string& name,
                                                               const std::string& folder,
                                                               const FindProfile& find,
                                                               std::vector<SiteFault>& faults);

// Rows of "charge code, code, modifiers" (csv or tsv) into a map; a row that can't be used is a fault.
void read_charge_master(const std::string& text, const std::string& name,
                        std::map<std::string, hl7::ChargeMasterEntry, std::less<>>& map,
                        std::vector<SiteFault>& faults);

}  // namespace chargelint::plugin
