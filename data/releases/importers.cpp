// Which importer a text belongs to, and what importers share.
#include "data/releases/importers.h"

#include <vector>

#include "data/reference/refusal.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

// Medicaid publishes tables of the same form that say something else.
bool is_medicaid(const SourceText& text) {
  const std::string names = names_of(text);
  return names.find("medicaid") != std::string::npos || names.find("mcd_") != std::string::npos;
}

}  // namespace

std::optional<ParsedFile> parse_release(SourceText& text, const std::string& release_option) {
  if (is_medicaid(text)) return std::nullopt;
  const std::string_view head = text.head();
  for (const FileKind& kind : {ptp_edits(), mue_limits(), fee_schedule_csv(), fee_schedule_text(),
                               icd10cm_order(), starter_table()}) {
    if (!kind.recognises(head)) continue;
    ParsedFile file;
    file.label = text.label();
    file.name = text.name();
    kind.parse(text, release_option, file);
    std::erase_if(file.parts, [](const ParsedPart& part) { return part.size() == 0; });
    if (file.parts.empty()) {
      refuse(ErrorKind::malformed, text.label(), "holds no rows; a release with at least one was expected");
    }
    for (ParsedPart& part : file.parts) {
      const auto conflict = part.table == Table::ptp_edit ? settle(part.edits) : settle(part.rows);
      if (conflict) {
        refuse_row(text, conflict->second_line,
                   conflict->key + " stands twice with different content, first on line " +
                       std::to_string(conflict->first_line) + "; one row a key and day was expected");
      }
    }
    file.digest = text.digest();
    return file;
  }
  return std::nullopt;
}

void refuse_row(const SourceText& text, std::uint32_t line, const std::string& what) {
  refuse(ErrorKind::malformed, text.label() + ":" + std::to_string(line), what);
}

std::string names_of(const SourceText& text) {
  return folded(text.archive_name() + "/" + text.name());
}

ReleaseIdentity release_of(ReleaseKind kind, const SourceText& text, const std::string& release_option) {
  for (const std::string& name : {text.name(), text.archive_name()}) {
    if (auto release = release_from_name(kind, name)) return *release;
  }
  if (!release_option.empty()) {
    if (auto release = release_from_option(kind, release_option)) return *release;
    refuse(ErrorKind::usage, text.label(),
           "--release does not name a release of this table; expected " +
               std::string(kind == ReleaseKind::icd10cm ? "2026 or 2026-04" : "2024Q2"));
  }
  refuse(ErrorKind::usage, text.label(),
         "its release is told neither by its content nor by its name; say which with --release " +
             std::string(kind == ReleaseKind::icd10cm ? "2026" : "2024Q2"));
}

void date_rows(RowBatch& batch, Date first) {
  const std::size_t width = batch.width();
  for (std::size_t at = width - 2; at < batch.cells.size(); at += width) batch.cells[at] = day_cell(first);
}

}  // namespace chargelint::data
