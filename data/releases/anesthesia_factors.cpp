// Anesthesia conversion factors by payment locality (ANES…). The header of the factors names the national
// one: "National Anes CF of 20.3178".
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/locality.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 20;

struct Columns {
  std::size_t contractor = 0, locality = 0, count = 0;
  std::vector<std::size_t> factors;  // from 2026 a second one, of participants in alternative models
};

bool names_a_factor(const std::string& name) {
  return name.find("anes") != std::string::npos &&
         (name.find("cf") != std::string::npos || name.find("conversion") != std::string::npos);
}

std::optional<Columns> columns_of(const std::vector<std::string_view>& header) {
  const NamedColumns named(header);
  const auto contractor = named.find({"contractor", "contractornumber", "carrier", "mac"});
  const auto locality = named.find({"locality", "localitynumber"});
  if (!contractor || !locality) return std::nullopt;
  Columns columns;
  columns.contractor = *contractor;
  columns.locality = *locality;
  columns.count = header.size();
  for (std::size_t index = 0; index < header.size(); ++index) {
    if (names_a_factor(column_name(header[index]))) columns.factors.push_back(index);
  }
  return columns.factors.empty() ? std::nullopt : std::optional(std::move(columns));
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
  std::vector<std::string> headings;
  std::uint64_t published = 0;
  while (records.next()) {
    const auto& cells = records.cells();
    const std::uint32_t line = records.line();
    if (!columns) {
      columns = columns_of(cells);
      if (columns) {
        for (const std::size_t factor : columns->factors) headings.push_back(clean_words(cells[factor]));
      }
      continue;
    }
    if (records.blank()) continue;
    if (!begins_with_contractor(cells)) {
      if (!cell_at(cells, columns->factors.front()).empty()) {
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
    for (std::size_t index = 0; index < columns->factors.size(); ++index) {
      facts.add(line, Subject::locality, code, "anesthesia conversion factor",
                decimal_text(text, line, cells[columns->factors[index]], "the conversion factor", 4),
                columns->factors.size() > 1 ? headings[index] : std::string());
    }
    ++published;
  }
  file.release = release_of(ReleaseKind::yearly, text, release_option);
  file.part = 3;  // the three lists of localities come in files of their own
  file.published_rows = published;
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind anesthesia_factors() {
  return {recognises, parse};
}

}  // namespace chargelint::data
