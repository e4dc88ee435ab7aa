// JSON that comes from outside the FHIR module: the few members of a request, and a stored finding.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/result.h"

namespace chargelint::plugin {

// The text members of one object by name; anything but an object of texts is refused, and so is a member that
// is not among `known` (the nearest one is named). No value reaches an error.
using Fields = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] Result<Fields> read_fields(std::string_view json, const std::vector<std::string_view>& known);

// Of a finding as it is stored: what an override needs.
struct FindingFacts {
  std::string rule;
  std::string severity;
  std::string codes;  // "62324 62320"
  std::uint64_t facts = 0;
};
[[nodiscard]] Result<FindingFacts> read_finding(std::string_view json);

// 16 hexadecimal digits, as `facts` of a finding is printed.
[[nodiscard]] Result<std::uint64_t> parse_facts(std::string_view text);

}  // namespace chargelint::plugin
