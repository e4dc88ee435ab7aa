// Reads a table of data/starter: tab separated, a line of column names after the first comment.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chargelint::test {

class TsvRow {
 public:
  TsvRow(const std::vector<std::string>& columns, const std::vector<std::string>& cells, std::size_t line)
      : columns_(columns), cells_(cells), line_(line) {}
  [[nodiscard]] std::string_view cell(std::string_view column) const;
  [[nodiscard]] std::size_t line() const { return line_; }

 private:
  const std::vector<std::string>& columns_;
  const std::vector<std::string>& cells_;
  std::size_t line_;
};

// False when the table is not there.
bool read_tsv(const std::string& name, const std::function<void(const TsvRow&)>& read_row);

}  // namespace chargelint::test
