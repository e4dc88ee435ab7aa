// Names of localities and the numbers of their tables.
#include "data/releases/locality.h"

#include <algorithm>

#include "data/releases/list_cells.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char one) { return one >= '0' && one <= '9'; });
}

}  // namespace

std::string locality_code(std::string_view contractor, std::string_view locality) {
  if (!is_digits(contractor) || !is_digits(locality) || contractor.size() > 5 || locality.size() > 2) {
    return {};
  }
  return std::string(5 - contractor.size(), '0') + std::string(contractor) +
         std::string(2 - locality.size(), '0') + std::string(locality);
}

std::string locality_name(std::string_view cell) {
  std::string name = clean_words(cell);
  while (!name.empty() && (name.back() == '*' || name.back() == ' ')) name.pop_back();
  return name;
}

bool begins_with_contractor(const std::vector<std::string_view>& cells) {
  return !cells.empty() && cells[0].size() >= 4 && cells[0].size() <= 5 && is_digits(cells[0]);
}

std::string locality_of_row(const SourceText& text, std::uint32_t line, std::string_view contractor,
                            std::string_view locality) {
  std::string code = locality_code(contractor, locality);
  if (code.empty()) {
    refuse_row(text, line, "the contractor or locality is no number; expected five digits and two digits");
  }
  return code;
}

std::string decimal_text(const SourceText& text, std::uint32_t line, std::string_view cell,
                         std::string_view what, std::size_t decimals) {
  auto written = plain_decimal(cell, decimals);
  if (!written) {
    refuse_row(text, line,
               std::string(what) + " is no number; expected one with at most " + std::to_string(decimals) +
                   " decimals");
  }
  return *written;
}

}  // namespace chargelint::data
