// Which counties make a payment locality (…LOCCO): a state is named once for the rows below it, its numbers
// have lost their leading zeros.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/locality.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 20;

// The publisher writes "Adminstrative".
bool is_header(const std::vector<std::string_view>& cells) {
  const NamedColumns columns(cells);
  return cells.size() >= 5 && column_name(cells[0]).find("contractor") != std::string::npos &&
         columns.has("localitynumber") && columns.has("counties");
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  return find_header(records, kPreambleRecords, is_header);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  RowBatch& rows = rows_of(file, Source::localities, Table::fact);
  FactRows facts(rows);
  RecordScanner records(text.content());
  std::optional<NamedColumns> columns;
  std::optional<ReleaseIdentity> release;
  std::string state;
  std::uint64_t published = 0;
  while (records.next()) {
    const auto& cells = records.cells();
    const std::uint32_t line = records.line();
    if (!columns) {
      if (is_header(cells)) columns.emplace(cells);
      if (!release && folded(cells[0]).find("localities") != std::string::npos) {
        release = release_from_year(cells[0]);
      }
      continue;
    }
    if (!begins_with_contractor(cells)) {
      if (cells.size() > 1 && !cell_at(cells, columns->find({"counties"})).empty()) {
        refuse_row(text, line, "the contractor is no number; expected four or five digits");
      }
      continue;  // a blank record or a footnote
    }
    if (cells.size() < columns->count()) {
      refuse_row(text, line,
                 std::to_string(cells.size()) + " columns; expected " + std::to_string(columns->count()) +
                     ", as in the header");
    }
    const std::string code =
        locality_of_row(text, line, cells[0], cell_at(cells, columns->find({"localitynumber"})));
    if (const auto named = cell_at(cells, columns->find({"state"})); !named.empty()) {
      state = locality_name(named);
    }
    facts.add(line, Subject::locality, code, "state name", state);
    facts.add(line, Subject::locality, code, "fee schedule area",
              locality_name(cell_at(cells, columns->find({"feeschedulearea"}))));
    facts.add(line, Subject::locality, code, "counties",
              locality_name(cell_at(cells, columns->find({"counties"}))));
    ++published;
  }
  file.release = release ? *release : release_of(ReleaseKind::yearly, text, release_option);
  file.part = 2;  // the three lists of localities come in files of their own
  file.published_rows = published;
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind locality_counties() {
  return {recognises, parse};
}

}  // namespace chargelint::data
