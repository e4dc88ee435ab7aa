// The sheets of an .xlsx workbook, each as comma-separated text: one line a row, blank rows kept, so that a
// line's number is the row's.
//
// The parts are read by libxml2's event parser over libarchive. What was weighed, on the five workbooks that
// were at hand: liborcus 0.17 reads the three that Excel saved (0.04 to 0.2 s, 22 MB), and of the two that
// openpyxl saved it gives no cell at all, or, their part names made relative, the numbers without any text:
// it passes over absolute part names and over inline strings in silence, which is the one thing an importer
// must not do. It has no bound on what a part unpacks to either. FreeXL 1.0 reads only .xls, libxlsxwriter
// only writes; no other C or C++ library is in Debian 12. This way reads all five to the last cell (0.06 to
// 0.2 s, 19 MB), and 650,000 rows in 3.6 s and 152 MB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chargelint::data {

class Workbook {
 public:
  // `bytes`: the whole file; they outlive the workbook. Refuses what is no workbook.
  Workbook(std::string_view bytes, std::string label);

  [[nodiscard]] std::size_t size() const { return sheets_.size(); }
  [[nodiscard]] const std::string& name(std::size_t sheet) const { return sheets_[sheet].name; }
  // Numbers as the shortest decimal text of 15 digits (what a spreadsheet shows), days as YYYY-MM-DD; line
  // breaks within a cell become blanks; every row is as wide as the widest.
  [[nodiscard]] std::string text(std::size_t sheet) const;

  // Texts of cells that share them, one after another in one string.
  class Strings {
   public:
    void add(std::string_view text) {
      all_ += text;
      ends_.push_back(all_.size());
    }
    [[nodiscard]] std::size_t size() const { return ends_.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t index) const {
      const std::size_t start = index == 0 ? 0 : ends_[index - 1];
      return std::string_view(all_).substr(start, ends_[index] - start);
    }

   private:
    std::string all_;
    std::vector<std::size_t> ends_;
  };
  // What a cell's style makes of its number.
  enum class Look : std::uint8_t { number, day, time };

 private:
  struct Sheet {
    std::string name;
    std::string part;
  };

  std::string_view bytes_;
  std::string label_;
  std::vector<Sheet> sheets_;
  Strings strings_;
  std::vector<Look> looks_;  // by style number
  bool from_1904_ = false;
};

}  // namespace chargelint::data
