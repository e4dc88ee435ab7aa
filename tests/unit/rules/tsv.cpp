// See tsv.h.
#include "tests/unit/rules/tsv.h"

#include <fstream>

namespace chargelint::test {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t start = 0;
  for (std::size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', start)) {
    cells.push_back(line.substr(start, tab - start));
    start = tab + 1;
  }
  cells.push_back(line.substr(start));
  return cells;
}

}  // namespace

std::string_view TsvRow::cell(std::string_view column) const {
  for (std::size_t index = 0; index < columns_.size() && index < cells_.size(); ++index) {
    if (columns_[index] == column) return cells_[index];
  }
  return {};
}

bool read_tsv(const std::string& name, const std::function<void(const TsvRow&)>& read_row) {
  std::ifstream input(std::string(CHARGELINT_SOURCE_DIR "/data/starter/") + name);
  if (!input) return false;
  std::vector<std::string> columns;
  std::size_t line_number = 0;
  for (std::string line; std::getline(input, line);) {
    ++line_number;
    if (line.empty() || line.front() == '#') continue;
    if (columns.empty()) {
      columns = cells_of(line);
      continue;
    }
    const std::vector<std::string> cells = cells_of(line);
    read_row(TsvRow(columns, cells, line_number));
  }
  return true;
}

}  // namespace chargelint::test
