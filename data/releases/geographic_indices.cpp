// Geographic practice cost indices (GPCI, Addendum E of the fee schedule): one row a payment locality.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/locality.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 20;

struct Columns {
  std::size_t contractor = 0, locality = 0, work = 0, expense = 0, malpractice = 0, count = 0;
  std::optional<std::size_t> state, name, work_without_floor;
};

// Names carry the year and the floor: "2025 PW GPCI (with 1.0 Floor)".
std::optional<Columns> columns_of(const std::vector<std::string_view>& header) {
  Columns columns;
  bool contractor = false, locality = false, work = false, expense = false, malpractice = false;
  for (std::size_t index = 0; index < header.size(); ++index) {
    const std::string name = column_name(header[index]);
    const auto says = [&](std::string_view word) { return name.find(word) != std::string::npos; };
    if (says("contractor") || says("carrier")) {
      columns.contractor = index;
      contractor = true;
    } else if (name == "state") {
      columns.state = index;
    } else if (says("localitynumber") || name == "locality") {
      columns.locality = index;
      locality = true;
    } else if (says("localityname")) {
      columns.name = index;
    } else if (says("pwgpci") || says("workgpci")) {
      if (says("without")) {
        columns.work_without_floor = index;
      } else {
        columns.work = index;
        work = true;
      }
    } else if (says("pegpci") || says("practiceexpensegpci")) {
      columns.expense = index;
      expense = true;
    } else if (says("mpgpci") || says("malpracticegpci")) {
      columns.malpractice = index;
      malpractice = true;
    }
  }
  if (!work && columns.work_without_floor) {
    columns.work = *columns.work_without_floor;
    columns.work_without_floor.reset();
    work = true;
  }
  columns.count = header.size();
  if (!contractor || !locality || !work || !expense || !malpractice) return std::nullopt;
  return columns;
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  return find_header(records, kPreambleRecords,
                     [](const auto& cells) { return columns_of(cells).has_value(); });
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  RowBatch& rows = rows_of(file, Source::localities, Table::fact);
  FactRows facts(rows);
  RecordScanner records(text.content());
  std::optional<Columns> columns;
  std::optional<ReleaseIdentity> release;
  std::uint64_t published = 0;
  while (records.next()) {
    const auto& cells = records.cells();
    const std::uint32_t line = records.line();
    if (!columns) {
      columns = columns_of(cells);
      for (const std::string_view cell : cells) {
        if (!release && folded(cell).find("gpci") != std::string::npos) release = release_from_year(cell);
      }
      continue;
    }
    if (!begins_with_contractor(cells)) {
      if (cells.size() > 1 && !cell_at(cells, columns->work).empty()) {
        refuse_row(text, line, "the contractor is no number; expected five digits");
      }
      continue;  // a footnote
    }
    if (cells.size() < columns->count) {
      refuse_row(text, line,
                 std::to_string(cells.size()) + " columns; expected " + std::to_string(columns->count) +
                     ", as in the header");
    }
    const std::string code =
        locality_of_row(text, line, cells[columns->contractor], cells[columns->locality]);
    const auto index = [&](std::size_t column) {
      return decimal_text(text, line, cells[column], "an index", 3);
    };
    facts.add(line, Subject::locality, code, "locality name", locality_name(cell_at(cells, columns->name)));
    facts.add(line, Subject::locality, code, "state", clean_words(cell_at(cells, columns->state)));
    facts.add(line, Subject::locality, code, "GPCI work", index(columns->work));
    facts.add(line, Subject::locality, code, "GPCI practice expense", index(columns->expense));
    facts.add(line, Subject::locality, code, "GPCI malpractice", index(columns->malpractice));
    if (columns->work_without_floor && !cells[*columns->work_without_floor].empty()) {
      facts.add(line, Subject::locality, code, "GPCI work without floor",
                index(*columns->work_without_floor));
    }
    ++published;
  }
  file.release = release ? *release : release_of(ReleaseKind::yearly, text, release_option);
  file.part = 1;  // the three lists of localities come in files of their own
  file.published_rows = published;
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind geographic_indices() {
  return {recognises, parse};
}

}  // namespace chargelint::data
