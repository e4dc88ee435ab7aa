// Medically unlikely edits of Medicare: comma separated or a workbook, four columns; the first record is a
// notice of many lines in one cell.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/mue_rows.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kColumns = 4;
constexpr int kPreambleRecords = 20;

bool is_header(const std::vector<std::string_view>& cells) {
  return cells.size() >= 3 && mue_setting(cells);
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  return find_header(records, kPreambleRecords, is_header);
}

Source source_of(MueSetting setting) {
  switch (setting) {
    case MueSetting::practitioner:
      return Source::mue_practitioner;
    case MueSetting::outpatient:
      return Source::mue_outpatient;
    case MueSetting::dme:
      break;
  }
  return Source::mue_dme;
}

void add_row(const SourceText& text, const RecordScanner& records, RowBatch& rows) {
  const auto& cells = records.cells();
  const std::uint32_t line = records.line();
  if (records.unterminated()) refuse_row(text, line, "a quoted cell has no closing quote; expected one");
  if (cells.size() != kColumns) {
    refuse_row(text, line, std::to_string(cells.size()) + " columns; expected " + std::to_string(kColumns));
  }
  const MueCells first = mue_cells(text, line, cells[0], cells[1]);
  const char adjudication = cells[2].empty() ? ' ' : cells[2][0];
  if (adjudication < '1' || adjudication > '3' || (cells[2].size() > 1 && cells[2][1] != ' ')) {
    refuse_row(text, line, "the adjudication indicator is unknown; expected 1, 2 or 3 and its words");
  }
  rows.cells.insert(rows.cells.end(), {first.code, first.units, adjudication - '0',
                                       rows.texts.id(to_utf8(cells[3])), kNoCell, kNoCell});
  rows.lines.push_back(line);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of(ReleaseKind::mue, text, release_option);
  RecordScanner records(text.content());
  std::optional<Source> source;
  ParsedPart part;
  part.table = part.rows.table = Table::mue_limit;
  while (records.next()) {
    if (!source) {
      if (!is_header(records.cells())) continue;
      source = source_of(*mue_setting(records.cells()));
      if (records.cells().size() != kColumns) {
        refuse_row(text, records.line(),
                   std::to_string(records.cells().size()) +
                       " columns in the header; expected code, value, adjudication "
                       "indicator, rationale");
      }
      continue;
    }
    if (!records.blank()) add_row(text, records, part.rows);
  }
  part.source = source.value_or(Source::mue_practitioner);
  date_rows(part.rows, file.release.first);
  file.parts.push_back(std::move(part));
}

}  // namespace

FileKind mue_limits() {
  return {recognises, parse};
}

}  // namespace chargelint::data
