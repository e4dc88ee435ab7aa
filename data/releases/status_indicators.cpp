// What the OPPS status indicators mean: a list of indicator, whether it is paid, and words; or Addendum D1.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/opps_cells.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 20;

struct Columns {
  std::size_t indicator = 0, words = 0;
  std::optional<std::size_t> paid;
};

std::optional<Columns> columns_of(const std::vector<std::string_view>& header) {
  const NamedColumns named(header);
  if (named.find({"hcpcscode", "hcpcs"})) return std::nullopt;
  const auto indicator = named.find({"statusindicator", "si"});
  const auto words = named.find({"description", "itemcodeservice", "itemscodesservices"});
  if (!indicator || !words) return std::nullopt;
  return Columns{*indicator, *words, named.find({"paid", "oppspaymentstatus"})};
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  return find_header(records, kPreambleRecords,
                     [](const auto& cells) { return columns_of(cells).has_value(); });
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  RowBatch& rows = rows_of(file, Source::status_indicators, Table::fact);
  FactRows facts(rows);
  RecordScanner records(text.content());
  std::optional<Columns> columns;
  std::uint64_t published = 0;
  while (records.next()) {
    const auto& cells = records.cells();
    if (!columns) {
      columns = columns_of(cells);
      continue;
    }
    if (records.blank() || is_footnote(cells)) continue;
    const std::string_view indicator = cell_at(cells, columns->indicator);
    const std::string words = clean_words(cell_at(cells, columns->words));
    if (indicator.empty() || indicator.size() > 2) {
      refuse_row(text, records.line(), "the status indicator is none; expected one or two characters");
    }
    if (words.empty()) {
      refuse_row(text, records.line(), "the indicator's meaning is missing; expected its words");
    }
    facts.add(records.line(), Subject::opps_indicator, indicator, attribute::kTitle, words);
    facts.add(records.line(), Subject::opps_indicator, indicator, "paid",
              folded(clean_words(cell_at(cells, columns->paid))));
    ++published;
  }
  file.release = release_or_undated(ReleaseKind::yearly, text, release_option);
  file.published_rows = published;
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind status_indicators() {
  return {recognises, parse};
}

}  // namespace chargelint::data
