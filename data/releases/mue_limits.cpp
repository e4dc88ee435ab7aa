// Medically unlikely edits: comma separated, four columns; the first record is a notice of many lines in one
// cell.
#include <algorithm>

#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kColumns = 4;
constexpr std::int64_t kMostUnits = 10'000'000;

// Header cells are broken over lines; only their letters count.
std::string letters(std::string_view cell) {
  std::string kept;
  for (const char character : folded(cell)) {
    if (character >= 'a' && character <= 'z') kept.push_back(character);
  }
  return kept;
}

std::optional<Source> setting_of_header(const RecordScanner& records) {
  const auto& cells = records.cells();
  if (cells.size() < 3 || letters(cells[0]) != "hcpcscptcode") return std::nullopt;
  const std::string values = letters(cells[1]);
  if (!values.ends_with("muevalues")) return std::nullopt;
  if (values.starts_with("practitioner")) return Source::mue_practitioner;
  if (values.starts_with("outpatienthospital")) return Source::mue_outpatient;
  if (values.starts_with("dmesupplier")) return Source::mue_dme;
  return std::nullopt;
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  for (int count = 0; count < 20 && records.next(); ++count) {
    if (setting_of_header(records)) return true;
  }
  return false;
}

void add_row(const SourceText& text, const RecordScanner& records, RowBatch& rows) {
  const auto& cells = records.cells();
  const std::uint32_t line = records.line();
  if (records.unterminated()) refuse_row(text, line, "a quoted cell has no closing quote; expected one");
  if (cells.size() != kColumns) {
    refuse_row(text, line, std::to_string(cells.size()) + " columns; expected " + std::to_string(kColumns));
  }
  if (!Hcpcs::parse(cells[0])) refuse_row(text, line, "the code is none; expected five digits or letters");
  const auto units = whole_number(cells[1]);
  if (!units || *units > kMostUnits) refuse_row(text, line, "the MUE value is none; expected a whole number");
  const char adjudication = cells[2].empty() ? ' ' : cells[2][0];
  if (adjudication < '1' || adjudication > '3' || (cells[2].size() > 1 && cells[2][1] != ' ')) {
    refuse_row(text, line, "the adjudication indicator is unknown; expected 1, 2 or 3 and its words");
  }
  std::string code(cells[0]);
  std::transform(code.begin(), code.end(), code.begin(), [](char character) {
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 32) : character;
  });
  rows.cells.insert(rows.cells.end(), {pack_brief(code), *units, adjudication - '0', rows.texts.id(cells[3]),
                                       kNoCell, kNoCell});
  rows.lines.push_back(line);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of(ReleaseKind::mue, text, release_option);
  RecordScanner records(text.content());
  std::optional<Source> setting;
  ParsedPart part;
  part.table = part.rows.table = Table::mue_limit;
  while (records.next()) {
    if (!setting) {
      setting = setting_of_header(records);
      if (setting && records.cells().size() != kColumns) {
        refuse_row(text, records.line(),
                   std::to_string(records.cells().size()) +
                       " columns in the header; expected code, value, adjudication "
                       "indicator, rationale");
      }
      continue;
    }
    if (!records.blank()) add_row(text, records, part.rows);
  }
  part.source = setting.value_or(Source::mue_practitioner);
  date_rows(part.rows, file.release.first);
  file.parts.push_back(std::move(part));
}

}  // namespace

FileKind mue_limits() {
  return {recognises, parse};
}

}  // namespace chargelint::data
