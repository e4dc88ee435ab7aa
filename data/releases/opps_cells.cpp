// Codes, amounts and footnotes of the addenda.
#include "data/releases/opps_cells.h"

#include <algorithm>

#include "data/releases/list_cells.h"

namespace chargelint::data {

std::string opps_code(const SourceText& text, std::uint32_t line, std::string_view cell) {
  const std::string words = clean_words(cell);  // some end in a no-break space
  const auto parsed = text.is_sheet() ? Hcpcs::parse(procedure_code(words)) : Hcpcs::parse(words);
  if (!parsed) refuse_row(text, line, "the code is none; expected five digits or letters");
  return parsed->text().str();
}

std::string opps_amount(const SourceText& text, std::uint32_t line, std::string_view cell,
                        std::string_view what, std::size_t decimals) {
  if (cell.empty() || cell == "." || cell == "-" || cell == "N/A") return {};
  // Drugs are priced to a tenth of a cent, some weights are unrounded, and a spreadsheet may have written
  // 71.05000000000001.
  constexpr std::size_t kMostDecimals = 15;
  auto amount = plain_decimal(cell, decimals);
  const std::string shown = shown_number(cell).value_or(std::string(cell));
  for (std::size_t more = decimals; !amount && more <= kMostDecimals; ++more) {
    amount = plain_decimal(shown, more);
  }
  if (!amount) {
    refuse_row(text, line, "the " + std::string(what) + " is no number; expected an amount or nothing");
  }
  return *amount;
}

bool has_public_words(std::string_view code) {
  return !code.empty() && code[0] >= 'A' && code[0] <= 'Z' && code[0] != 'D';
}

bool is_footnote(const std::vector<std::string_view>& cells) {
  const auto filled =
      std::count_if(cells.begin(), cells.end(), [](std::string_view cell) { return !cell.empty(); });
  return filled == 1 && std::any_of(cells.begin(), cells.end(), [](std::string_view cell) {
           return cell.size() > 20 || cell.starts_with("*");
         });
}

bool is_row(const SourceText& text, const RecordScanner& records, std::size_t columns) {
  if (records.blank()) return false;
  if (records.unterminated()) {
    refuse_row(text, records.line(), "a quoted cell has no closing quote; expected one");
  }
  const std::size_t count = records.cells().size();
  if (is_footnote(records.cells())) return false;
  if (count != columns) {
    refuse_row(
        text, records.line(),
        std::to_string(count) + " columns; expected " + std::to_string(columns) + ", as in the header");
  }
  return true;
}

}  // namespace chargelint::data
