// Records that some publish separated by tabs and others by commas, as one stream.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "data/releases/text_scan.h"

namespace chargelint::data {

using RecordCells = std::vector<std::string_view>;

[[nodiscard]] inline bool is_blank(const RecordCells& cells) {
  return std::all_of(cells.begin(), cells.end(), [](std::string_view cell) { return cell.empty(); });
}

// Calls `take(line, cells)` for each record until it says no. Tabs separate when the first line has any.
template <class Take>
void each_record(std::string_view content, Take take) {
  if (content.substr(0, content.find('\n')).find('\t') == std::string_view::npos) {
    RecordScanner records(content);
    while (records.next() && take(records.line(), records.cells())) {
    }
    return;
  }
  LineScanner lines(content);
  RecordCells cells;
  bool more = true;
  while (more && lines.next()) {
    cells.clear();
    std::string_view rest = lines.line();
    for (std::size_t tab = rest.find('\t'); tab != std::string_view::npos; tab = rest.find('\t')) {
      cells.push_back(trimmed(rest.substr(0, tab)));
      rest.remove_prefix(tab + 1);
    }
    cells.push_back(trimmed(rest));
    more = take(lines.number(), cells);
  }
}

}  // namespace chargelint::data
