// Sorting what nearly is: published tables come in order, later additions stand behind them.
#pragma once

#include <algorithm>
#include <vector>

namespace chargelint::data {

template <class Row, class Before>
void sort_nearly_sorted(std::vector<Row>& rows, Before before) {
  const auto unsorted = std::is_sorted_until(rows.begin(), rows.end(), before);
  std::sort(unsorted, rows.end(), before);
  std::inplace_merge(rows.begin(), unsorted, rows.end(), before);
}

}  // namespace chargelint::data
