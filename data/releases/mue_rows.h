// What the Medicare and the Medicaid tables of medically unlikely edits share: the setting in the header, the
// code and the value of a row.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/releases/importers.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {

enum class MueSetting : std::uint8_t { practitioner, outpatient, dme };

// Header cells are broken over lines and punctuated in many ways; only their letters count.
[[nodiscard]] std::string letters_of(std::string_view cell);
// Of a header's cells; nothing when they are none.
[[nodiscard]] std::optional<MueSetting> mue_setting(const std::vector<std::string_view>& cells);

struct MueCells {
  std::int64_t code = kNoCell;  // packed
  std::int64_t units = 0;
};
// Refuses what is neither a code nor a value.
[[nodiscard]] MueCells mue_cells(const SourceText& text, std::uint32_t line, std::string_view code,
                                 std::string_view units);

}  // namespace chargelint::data
