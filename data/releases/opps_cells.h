// Cells that the outpatient hospital's and the surgical centre's addenda share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/releases/importers.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {

// The code of a row, its zeros put back in a sheet. Refuses what is none.
[[nodiscard]] std::string opps_code(const SourceText& text, std::uint32_t line, std::string_view cell);
// "$1,234.50" with its decimals; empty for nothing, or for the lone "." of an empty number.
[[nodiscard]] std::string opps_amount(const SourceText& text, std::uint32_t line, std::string_view cell,
                                      std::string_view what, std::size_t decimals);
// Short texts of HCPCS Level II codes are the government's; those of CPT and CDT codes have other owners.
[[nodiscard]] bool has_public_words(std::string_view code);
// A sentence behind the rows: alone in its row, and longer than a code.
[[nodiscard]] bool is_footnote(const std::vector<std::string_view>& cells);
// Whether the record behind the header is a row; one that is cut off or of another width is refused.
[[nodiscard]] bool is_row(const SourceText& text, const RecordScanner& records, std::size_t columns);

}  // namespace chargelint::data
