// Cutting a whole file's text into lines, tab-separated cells and comma-separated records. Views into the
// text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/date.h"

namespace chargelint::data {

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string folded(std::string_view text);  // lower case, ASCII letters
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);
// Text for people: bytes that are not UTF-8 are read as Windows-1252.
[[nodiscard]] std::string to_utf8(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text);
// By its byte order mark; XML says itself how it is written.
[[nodiscard]] bool is_utf16(std::string_view text);
// Nothing when it is cut off or no UTF-16.
[[nodiscard]] std::optional<std::string> utf16_to_utf8(std::string_view text);
void append_as_utf8(std::string& to, char32_t character);
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);  // digits only
// "12.3", "0.00", ".00" in units of the last of `decimals` places; nothing when it is no such number or has
// more decimals that count.
[[nodiscard]] std::optional<std::int64_t> decimal(std::string_view text, std::size_t decimals);
// The same with two.
[[nodiscard]] std::optional<std::int64_t> hundredths(std::string_view text);
// The same number with exactly `decimals` places, from "$1,234.5", "1234.50", ".5"; for texts of facts.
[[nodiscard]] std::optional<std::string> plain_decimal(std::string_view text, std::size_t decimals);
// What a spreadsheet shows of a number: fifteen digits, so that 0.48509999999999998 is 0.4851 again.
[[nodiscard]] std::optional<std::string> shown_number(std::string_view text);
// Eight digits that name a day.
[[nodiscard]] std::optional<Date> compact_day(std::string_view text);

// LF or CRLF; a line that opens with Ctrl-Z ends the file.
class LineScanner {
 public:
  explicit LineScanner(std::string_view text) : rest_(without_byte_order_mark(text)) {}
  bool next();
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] std::uint32_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::string_view line_;
  std::uint32_t number_ = 0;
};

// Cells of a line; those beyond `Capacity` are counted, not kept.
template <std::size_t Capacity>
class Cells {
 public:
  Cells(std::string_view line, char separator) {
    std::size_t start = 0;
    while (true) {
      const std::size_t end = line.find(separator, start);
      if (count_ < Capacity) {
        cells_[count_] = trimmed(line.substr(start, end == std::string_view::npos ? end : end - start));
      }
      ++count_;
      if (end == std::string_view::npos) break;
      start = end + 1;
    }
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::string_view operator[](std::size_t index) const { return cells_[index]; }

 private:
  std::array<std::string_view, Capacity> cells_{};
  std::size_t count_ = 0;
};

// All cells of a tab-separated line, trimmed.
[[nodiscard]] std::vector<std::string_view> tab_cells(std::string_view line);

// Comma-separated records; a quoted cell may hold commas, doubled quotes and line ends.
class RecordScanner {
 public:
  explicit RecordScanner(std::string_view text) : rest_(without_byte_order_mark(text)) {}
  bool next();
  [[nodiscard]] const std::vector<std::string_view>& cells() const { return cells_; }  // trimmed
  [[nodiscard]] std::uint32_t line() const { return line_; }  // on which the record begins
  [[nodiscard]] bool blank() const;                           // every cell empty
  [[nodiscard]] bool unterminated() const {
    return unterminated_;
  }  // a quoted cell ran to the end of the file

 private:
  std::string_view quoted_cell();

  std::string_view rest_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> unescaped_;  // cells of this record that had doubled quotes
  std::uint32_t line_ = 0;
  std::uint32_t next_line_ = 1;
  bool unterminated_ = false;
};

}  // namespace chargelint::data
