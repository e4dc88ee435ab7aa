// Medicare's payment localities: a contractor's five digits and two of the locality name one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/releases/importers.h"

namespace chargelint::data {

// "1112" and "5" are "0111205". Empty when they are no numbers of that size.
[[nodiscard]] std::string locality_code(std::string_view contractor, std::string_view locality);
// "ALASKA*" and "WYOMING**" without the marks of their footnotes.
[[nodiscard]] std::string locality_name(std::string_view cell);
// A row of a locality table begins with a contractor; titles and footnotes do not.
[[nodiscard]] bool begins_with_contractor(const std::vector<std::string_view>& cells);
// Refuses a row that is narrower than its header or whose locality is none.
[[nodiscard]] std::string locality_of_row(const SourceText& text, std::uint32_t line,
                                          std::string_view contractor, std::string_view locality);
// "1", "0.869", "1.5" with three decimals; money with four at most. Refuses what is no number.
[[nodiscard]] std::string decimal_text(const SourceText& text, std::uint32_t line, std::string_view cell,
                                       std::string_view what, std::size_t decimals);

}  // namespace chargelint::data
