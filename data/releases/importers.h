// The published file kinds. Each importer recognises its kind by content and reads the whole of it or
// refuses.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/releases/release_name.h"
#include "data/releases/rows.h"
#include "data/releases/source_file.h"

namespace chargelint::data {

// The rows of one table that a file holds for one source.
struct ParsedPart {
  Source source = Source::ptp_practitioner;
  Table table = Table::ptp_edit;
  PtpBatch edits;  // of Table::ptp_edit
  RowBatch rows;   // of every other table
  [[nodiscard]] std::size_t size() const {
    return table == Table::ptp_edit ? edits.rows.size() : rows.size();
  }
};

struct ParsedFile {
  std::string label;
  std::string name;
  std::string digest;
  std::uint64_t bytes = 0;  // its share of what was read, for the progress
  ReleaseIdentity release;
  bool starter = false;
  bool starter_complete = false;  // the starter table claims to hold everything
  bool effective_known = true;
  int part = 0;
  std::vector<ParsedPart> parts;
};

// Reads `text` when an importer knows its kind; nothing otherwise. `release_option` is --release.
[[nodiscard]] std::optional<ParsedFile> parse_release(SourceText& text, const std::string& release_option);

// One by one, for parse_release and the tests. `recognises` sees the first 64 KB.
struct FileKind {
  bool (*recognises)(std::string_view head) = nullptr;
  void (*parse)(SourceText& text, const std::string& release_option, ParsedFile& file) = nullptr;
};
[[nodiscard]] FileKind ptp_edits();
[[nodiscard]] FileKind mue_limits();
[[nodiscard]] FileKind fee_schedule_csv();
[[nodiscard]] FileKind fee_schedule_text();
[[nodiscard]] FileKind icd10cm_order();
[[nodiscard]] FileKind starter_table();

// What importers share.
[[noreturn]] void refuse_row(const SourceText& text, std::uint32_t line, const std::string& what);
// By the member's name, then the archive's, then --release; refused with advice when none tells.
[[nodiscard]] ReleaseIdentity release_of(ReleaseKind kind, const SourceText& text,
                                         const std::string& release_option);
// The file's names, lower case.
[[nodiscard]] std::string names_of(const SourceText& text);
// Tables without row dates speak from their release's first day.
void date_rows(RowBatch& batch, Date first);

}  // namespace chargelint::data
