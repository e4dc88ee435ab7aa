// Headers and cells of medically unlikely edits.
#include "data/releases/mue_rows.h"

#include "data/releases/list_cells.h"

namespace chargelint::data {
namespace {

constexpr std::int64_t kMostUnits = 10'000'000;

}  // namespace

std::string letters_of(std::string_view cell) {
  std::string kept;
  for (const char character : folded(cell)) {
    if (character >= 'a' && character <= 'z') kept.push_back(character);
  }
  return kept;
}

std::optional<MueSetting> mue_setting(const std::vector<std::string_view>& cells) {
  if (cells.size() < 2 || letters_of(cells[0]) != "hcpcscptcode") return std::nullopt;
  const std::string values = letters_of(cells[1]);
  if (!values.ends_with("muevalues") && !values.ends_with("muevalue")) return std::nullopt;
  if (values.starts_with("practitioner")) return MueSetting::practitioner;
  if (values.starts_with("outpatienthospital") || values.starts_with("facilityoutpatient")) {
    return MueSetting::outpatient;
  }
  if (values.starts_with("dme")) return MueSetting::dme;
  return std::nullopt;
}

MueCells mue_cells(const SourceText& text, std::uint32_t line, std::string_view code,
                   std::string_view units) {
  MueCells cells;
  const auto parsed = text.is_sheet() ? Hcpcs::parse(procedure_code(code)) : Hcpcs::parse(code);
  if (!parsed) refuse_row(text, line, "the code is none; expected five digits or letters");
  cells.code = pack_brief(parsed->text());
  const auto value = whole_number(units);
  if (!value || *value > kMostUnits) {
    refuse_row(text, line, "the MUE value is none; expected a whole number");
  }
  cells.units = *value;
  return cells;
}

}  // namespace chargelint::data
