// Small published lists of one shape: a code, its name, and at times more columns. What differs is said by a
// ListShape.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/releases/importers.h"
#include "data/releases/list_cells.h"

namespace chargelint::data {

// Records of a list behind its header, with the file's row count.
class ListReader {
 public:
  // Stops at the header; refuses a file without one. `is_header` as for find_header.
  ListReader(SourceText& text, bool (*is_header)(const std::vector<std::string_view>& cells),
             const std::string& expected);
  // The next record that holds anything. Refuses a quoted cell that is not closed and a record that is longer
  // than the header, or shorter where the file ends in it.
  bool next();
  [[nodiscard]] const NamedColumns& columns() const { return columns_; }
  [[nodiscard]] std::string_view cell(std::optional<std::size_t> column) const {
    return cell_at(records_.cells(), column);
  }
  [[nodiscard]] const std::vector<std::string_view>& cells() const { return records_.cells(); }
  [[nodiscard]] std::uint32_t line() const { return records_.line(); }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[noreturn]] void wrong(const std::string& what) const { refuse_row(text_, line(), what); }

 private:
  SourceText& text_;
  RecordScanner records_;
  NamedColumns columns_;
  std::size_t width_ = 0;
  std::uint64_t count_ = 0;
  std::uint32_t last_line_ = 0;
  std::size_t last_width_ = 0;
  std::size_t first_width_ = 0;
};

// Whether the header stands among the first records.
[[nodiscard]] bool has_list_header(std::string_view head,
                                   bool (*is_header)(const std::vector<std::string_view>& cells));

// A list of codes and their names as facts of one subject: BETOS, types of service.
struct NamedList {
  Source source;
  Subject subject;
  std::string_view code;  // what the code is called in a refusal
  std::size_t shortest;   // of a code
  std::size_t longest;
};
void read_named_list(SourceText& text, const std::string& release_option, ParsedFile& file,
                     const NamedList& list, bool (*is_header)(const std::vector<std::string_view>& cells));

}  // namespace chargelint::data
