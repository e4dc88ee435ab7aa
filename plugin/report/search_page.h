// A page of search hits as JSON, for the command and the route alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/search/search_index.h"

namespace chargelint::plugin {

[[nodiscard]] std::string search_json(std::string_view query, const data::SearchPage& page);
// "cpt,hcpcs": the kinds, or what was expected instead.
[[nodiscard]] Result<std::vector<data::SearchKind>> search_kinds_named(std::string_view names);

}  // namespace chargelint::plugin
