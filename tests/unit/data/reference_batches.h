// Parsed files made in memory, for what the store does with them whatever their kind: rows as importers hand
// them over, taken by an import session, and what the compiler makes of the store then.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "data/reference/compiler.h"
#include "data/reference/database.h"
#include "data/reference/import_session.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {

// Cells as texts, by the layout of the table; "" is no value.
inline void add_row(RowBatch& rows, const std::vector<std::string>& cells) {
  const Layout& layout = layout_of(rows.table);
  for (std::size_t index = 0; index < layout.columns.size(); ++index) {
    const std::string& cell = index < cells.size() ? cells[index] : std::string();
    switch (layout.columns[index].cell) {
      case Cell::number:
        rows.cells.push_back(cell.empty() ? 0 : std::stoll(cell));
        break;
      case Cell::day:
        rows.cells.push_back(cell.empty() ? kNoCell : day_cell(day(cell)));
        break;
      case Cell::brief:
        rows.cells.push_back(pack_brief(cell));
        break;
      case Cell::text:
        rows.cells.push_back(rows.texts.id(cell));
        break;
    }
  }
  rows.lines.push_back(static_cast<std::uint32_t>(rows.lines.size()) + 1);
}

struct BatchFile {
  Source source = Source::hcpcs;
  std::string release;  // "2024Q2", also the file's name
  std::string first;    // the release's first day
  std::map<Table, std::vector<std::vector<std::string>>> rows;
  int revision = 0;
  int part = 0;
  bool never_complete = false;
  std::string edition = {};  // makes another file of the same rows

  [[nodiscard]] ParsedFile parsed() const {
    ParsedFile file;
    file.name = release + "-" + std::to_string(part) + edition;
    file.label = file.name;
    std::string content = file.name + std::to_string(static_cast<int>(source));
    file.release.name = release;
    file.release.revision = revision;
    file.release.first = day(first);
    file.part = part;
    file.never_complete = never_complete;
    for (const auto& [table, lines] : rows) {
      ParsedPart& one = file.parts.emplace_back();
      one.source = source;
      one.table = one.rows.table = table;
      for (const auto& cells : lines) {
        add_row(one.rows, cells);
        for (const std::string& cell : cells) content += "|" + cell;
      }
      const bool dated_by_release = !is_cumulative(source);
      if (dated_by_release) date_rows(one.rows, file.release.first);
      EXPECT_FALSE(settle(one.rows)) << file.label;
    }
    file.digest = sha256_hex(content);
    return file;
  }
};

class BatchStore {
 public:
  explicit BatchStore(const ReferenceFolder& folder, const std::string& name = "batches.db")
      : path_(folder.at(name)), snapshot_(folder.at(name + ".snapshot")) {
    const auto made = ReferenceStore::open(path_, true);
    EXPECT_TRUE(made) << to_string(made.error());
  }

  // Each call is an import of its own, a moment later.
  ImportReport import(const std::vector<BatchFile>& files, std::optional<bool> complete = true) {
    ImportOptions options;
    options.complete = complete;
    options.now_ms = ++clock_;
    std::vector<ParsedInput> inputs(1);
    for (const BatchFile& file : files) inputs[0].files.push_back(file.parsed());
    Database database(path_, false);
    Transaction transaction(database, true);
    const ImportProgress silent;
    ProgressMeter meter(silent, 0);
    ImportReport report = ImportSession(database, options, meter).take(inputs);
    transaction.commit();
    return report;
  }
  [[nodiscard]] std::int64_t now() const { return clock_; }
  [[nodiscard]] std::shared_ptr<const Catalogue> catalogue(std::optional<std::int64_t> known_ms = {}) {
    Database database(path_, false);
    write_snapshot(compile_content(database, known_ms), snapshot_);
    auto opened = open_catalogue(snapshot_);
    EXPECT_TRUE(opened) << to_string(opened.error());
    return opened ? *opened : nullptr;
  }
  [[nodiscard]] std::string bytes() { return catalogue() != nullptr ? read_bytes(snapshot_) : std::string(); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::string snapshot_;
  std::int64_t clock_ = 1'000;
};

// "BETOS=P6A (detail) 2024-01-01..2024-06-30 @2024Q1", one a fact, in their order.
inline std::vector<std::string> facts_of(const Catalogue& catalogue, Subject subject, std::string_view code) {
  std::vector<std::string> lines;
  for (const Fact& fact : catalogue.facts(subject, code)) {
    std::string line =
        std::string(catalogue.text(fact.attribute)) + "=" + std::string(catalogue.text(fact.value));
    if (fact.detail != 0) line += " (" + std::string(catalogue.text(fact.detail)) + ")";
    line += " " + fact.period().from.iso().str() + ".." + fact.period().to.iso().str() + " @" +
            std::string(catalogue.releases()[fact.release].name);
    lines.push_back(line);
  }
  return lines;
}

}  // namespace chargelint::data::testing
