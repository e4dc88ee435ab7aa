// What the coded fields of a HCPCS file mean, in our words.
#pragma once

#include <string_view>

namespace chargelint::data {

// Empty for a value that the record layout does not list.
[[nodiscard]] std::string_view coverage_meaning(std::string_view code);
[[nodiscard]] std::string_view action_meaning(std::string_view code);
[[nodiscard]] std::string_view pricing_meaning(std::string_view indicator);
[[nodiscard]] std::string_view multiple_pricing_meaning(std::string_view indicator);
[[nodiscard]] std::string_view laboratory_meaning(std::string_view category);
[[nodiscard]] std::string_view opps_policy_meaning(std::string_view indicator);

}  // namespace chargelint::data
