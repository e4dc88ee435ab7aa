// Conditions of a site rule: any/all/not over fields of the claim view.
#pragma once

#include "plugin/site/yaml_reader.h"

namespace chargelint::plugin {

// What a condition may ask: everything, only what another line of the claim has, only what an earlier service
// has.
enum class Asked { claim, other_line, earlier };

[[nodiscard]] SiteCondition read_condition(YamlReader& reader, const YAML::Node& node,
                                           Asked asked = Asked::claim, int depth = 0);

}  // namespace chargelint::plugin
