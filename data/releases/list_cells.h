// What the importers of HCPCS files and of lists share: columns found by their names, cells as days and as
// plain UTF-8 words, rows of facts.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/reference/subject.h"
#include "data/releases/importers.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {

// "LONG DESCRIPTION", "Long_Description": letters and digits alone, lower case.
[[nodiscard]] std::string column_name(std::string_view cell);

// Where the columns of a header stand.
class NamedColumns {
 public:
  explicit NamedColumns(const std::vector<std::string_view>& header);
  // Of the first name that is there; nothing when none is.
  [[nodiscard]] std::optional<std::size_t> find(std::span<const std::string_view> names) const;
  [[nodiscard]] std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const {
    return find(std::span(names.begin(), names.size()));
  }
  [[nodiscard]] bool has(std::string_view name) const { return find({name}).has_value(); }
  [[nodiscard]] std::size_t count() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
};
// The cell of a column; empty when the file has no such column or the record ends before it.
[[nodiscard]] std::string_view cell_at(const std::vector<std::string_view>& cells,
                                       std::optional<std::size_t> column);

// Reads records up to the first that `is_header` takes, at most `most` of them.
template <class IsHeader>
[[nodiscard]] bool find_header(RecordScanner& records, int most, IsHeader is_header) {
  for (int count = 0; count < most && records.next(); ++count) {
    if (is_header(records.cells())) return true;
  }
  return false;
}

// "20240101", "2024-01-01", "2024-01-01 00:00:00", "1/1/2024", "20240101.0". Nothing for anything else.
[[nodiscard]] std::optional<Date> written_day(std::string_view text);
// The same; an empty cell and 9999-12-31 are open. Refuses what is no day.
[[nodiscard]] std::optional<Date> day_or_open(const SourceText& text, std::uint32_t line,
                                              std::string_view cell, std::string_view column);

// Text that is not UTF-8 is Windows-1252; blanks in a row, and the hard ones, become one.
[[nodiscard]] std::string clean_words(std::string_view text);
// The same without markup and with its character references resolved.
[[nodiscard]] std::string without_markup(std::string_view text);

// A code that a spreadsheet may have taken for a number: zeros put back. Empty when it is no code.
[[nodiscard]] std::string procedure_code(std::string_view cell);

// Appends rows of Table::fact.
class FactRows {
 public:
  explicit FactRows(RowBatch& rows) : rows_(rows) {}
  // A fact without a value is none.
  void add(std::uint32_t line, Subject subject, std::string_view code, std::string_view attribute,
           std::string_view value, std::string_view detail = {}, std::optional<Date> from = std::nullopt,
           std::optional<Date> to = std::nullopt);

 private:
  RowBatch& rows_;
};

// The part of a table for a source, made when the file has none yet. Parts may move when another is made.
[[nodiscard]] RowBatch& rows_of(ParsedFile& file, Source source, Table table);

// For lists that are published without any date: the year that a name tells, else "undated", always in force.
[[nodiscard]] ReleaseIdentity release_or_undated(ReleaseKind kind, const SourceText& text,
                                                 const std::string& release_option);

}  // namespace chargelint::data
