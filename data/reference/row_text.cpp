#include "data/reference/row_text.h"

#include <algorithm>
#include <array>

namespace chargelint::data {
namespace {

constexpr std::array<std::string_view, 9> kHundredths{"work_rvu",       "nonfacility_total", "facility_total",
                                                      "preoperative",   "intraoperative",    "postoperative",
                                                      "nonfacility_pe", "facility_pe",       "malpractice"};
constexpr std::array<std::string_view, 8> kCodes{"code",         "column1",   "column2", "add_on",
                                                 "primary_code", "from_code", "to_code", "modifier"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kRanges{
    {{"first", "last"}, {"subject_first", "subject_last"}, {"target_first", "target_last"}}};

std::string decimal(std::int64_t number, std::size_t places) {
  const bool negative = number < 0;
  std::string digits = std::to_string(negative ? -number : number);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  const std::size_t point = digits.size() - places;
  return (negative ? "-" : "") + digits.substr(0, point) + "." + digits.substr(point);
}

std::string cell_text(const Column& column, std::int64_t cell, const TextPool& texts) {
  switch (column.cell) {
    case Cell::text:
      return texts.text(cell);
    case Cell::brief:
      return unpack_brief(cell).str();
    case Cell::day:
      return cell == kNoCell ? std::string() : Date::from_days(static_cast<std::int32_t>(cell)).iso().str();
    case Cell::number:
      break;
  }
  if (cell == kNoCell) return {};
  if (std::find(kHundredths.begin(), kHundredths.end(), column.name) != kHundredths.end())
    return decimal(cell, 2);
  return column.name == "conversion_factor" ? decimal(cell, 4) : std::to_string(cell);
}

std::string ptp_day(std::uint16_t day) {
  return Date::from_days(PtpEdit::kEpoch + day).iso().str();
}

}  // namespace

std::vector<std::string> texts_of(Table table, std::span<const std::int64_t> cells, const TextPool& texts) {
  const Layout& layout = layout_of(table);
  std::vector<std::string> row;
  row.reserve(cells.size());
  for (std::size_t index = 0; index < cells.size(); ++index)
    row.push_back(cell_text(layout.columns[index], cells[index], texts));
  return row;
}

std::vector<std::string> texts_of(const PtpRow& row, std::string_view rationale) {
  return {Hcpcs::from_packed(row.column1).text().str(),
          Hcpcs::from_packed(row.column2).text().str(),
          std::to_string(row.indicator),
          std::string(rationale),
          row.prior_1996 ? "1" : "0",
          row.from_known ? ptp_day(row.from_day) : std::string(),
          row.to_day == PtpEdit::kOpenDay ? std::string() : ptp_day(row.to_day)};
}

bool concerns(Table table, std::span<const std::int64_t> cells, const std::vector<std::string>& codes) {
  const auto columns = layout_of(table).columns;
  for (std::size_t index = 0; index < cells.size(); ++index) {
    if (columns[index].cell != Cell::brief) continue;
    const std::string_view name = columns[index].name;
    const auto text = unpack_brief(cells[index]);
    if (text.empty()) continue;
    for (const std::string& code : codes) {
      const bool by_code = std::find(kCodes.begin(), kCodes.end(), name) != kCodes.end();
      if (by_code && text.view() == code) return true;
      if (name == "prefix" && code.starts_with(text.view())) return true;
      for (const auto& [first, last] : kRanges) {
        if (name != first || index + 1 >= cells.size() || columns[index + 1].name != last) continue;
        const auto end = unpack_brief(cells[index + 1]);
        if (text.view() <= code && (code <= end.view() || code.starts_with(end.view()))) return true;
      }
    }
  }
  return false;
}

bool concerns(const PtpRow& row, const std::vector<std::string>& codes) {
  const auto column1 = Hcpcs::from_packed(row.column1).text();
  const auto column2 = Hcpcs::from_packed(row.column2).text();
  return std::any_of(codes.begin(), codes.end(), [&](const std::string& code) {
    return column1.view() == code || column2.view() == code;
  });
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + '"';
}

}  // namespace chargelint::data
