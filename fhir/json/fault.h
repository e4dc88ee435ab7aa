// Where a text stops being JSON. simdjson tells that it does, not where: this second, slow scan runs on
// refusal only.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace chargelint::fhir {

struct JsonFault {
  std::size_t offset = 0;
  std::string_view what;  // static text
};

// Nothing when the text is JSON in UTF-8, nested at most `deepest` deep, with numbers that fit a double.
[[nodiscard]] std::optional<JsonFault> find_fault(std::string_view text, std::size_t deepest);

// Offset of the first byte that is not UTF-8.
[[nodiscard]] std::optional<std::size_t> find_bad_utf8(std::string_view text);

}  // namespace chargelint::fhir
