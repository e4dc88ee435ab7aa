// Rows of the store as texts, for people and for other systems: ISO dates, amounts with their decimals.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/releases/rows.h"

namespace chargelint::data {

// In the order of the layout's columns; an open date and a missing value are empty.
[[nodiscard]] std::vector<std::string> texts_of(Table table, std::span<const std::int64_t> cells,
                                                const TextPool& texts);
[[nodiscard]] std::vector<std::string> texts_of(const PtpRow& row, std::string_view rationale);

// Whether one of these codes stands in a code column of the row, or within its range of codes. Codes are
// upper case, without a dot.
[[nodiscard]] bool concerns(Table table, std::span<const std::int64_t> cells,
                            const std::vector<std::string>& codes);
[[nodiscard]] bool concerns(const PtpRow& row, const std::vector<std::string>& codes);

// For a CSV: quoted where it must be.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace chargelint::data
