// What the tests of the HCPCS and list importers share: a parsed file's rows as text.
#pragma once

#include <algorithm>

#include "reference_fixture.h"

namespace chargelint::data::testing {

// Cells parted by bars; days as YYYY-MM-DD, empty when open.
inline std::string row_text(const RowBatch& rows, std::size_t index) {
  std::string text;
  const auto cells = rows.row(index);
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (column > 0) text += "|";
    if (cells[column] == kNoCell) continue;
    switch (layout_of(rows.table).columns[column].cell) {
      case Cell::text:
        text += rows.texts.text(cells[column]);
        break;
      case Cell::brief:
        text += unpack_brief(cells[column]).str();
        break;
      case Cell::day:
        text += Date::from_days(static_cast<std::int32_t>(cells[column])).iso().str();
        break;
      default:
        text += std::to_string(cells[column]);
    }
  }
  return text;
}

// In the order of their text.
inline std::vector<std::string> rows_in(const ParsedFile& file, Table table) {
  std::vector<std::string> rows;
  for (const ParsedPart& part : file.parts) {
    if (part.table != table) continue;
    for (std::size_t index = 0; index < part.rows.size(); ++index) {
      rows.push_back(row_text(part.rows, index));
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

inline bool holds(const std::vector<std::string>& rows, const std::string& row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

// The file, or a failed expectation and an empty one.
inline ParsedFile taken(const std::string& name, const std::string& content,
                        const std::string& release = "") {
  auto file = parsed(name, content, release);
  EXPECT_TRUE(file) << to_string(file.error());
  if (!file) return {};
  EXPECT_TRUE(*file) << name << " is not known";
  return *file ? std::move(**file) : ParsedFile{};
}

// "where: what" of the refusal; empty when it was taken.
inline std::string refusal(const std::string& name, const std::string& content) {
  const auto file = parsed(name, content);
  return file ? std::string() : to_string(file.error());
}

// Everything a file holds, unpacked as it is when imported.
inline std::vector<ParsedFile> parsed_file(const std::string& path) {
  std::vector<ParsedFile> files;
  const auto done = guarded(path, [&] {
    read_source_file(path, [&](SourceText& text) {
      if (auto file = parse_release(text, "")) files.push_back(std::move(*file));
    });
  });
  EXPECT_TRUE(done) << to_string(done.error());
  return files;
}

inline const std::string kRealFiles = CHARGELINT_SOURCE_DIR "/../shared/reference-data";

}  // namespace chargelint::data::testing
