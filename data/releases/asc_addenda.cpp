// The ambulatory surgical centre's addenda: AA (surgical procedures), BB (ancillary services), DD1 and DD2
// (what the indicators mean), EE (procedures excluded).
//
// In AA and BB the column of marks between code and descriptor has no name. Short descriptors of CPT and CDT
// codes are their owners' and are not read.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/opps_cells.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 30;

enum class Form : std::uint8_t { covered, indicators, excluded };

struct Columns {
  Form form = Form::covered;
  std::size_t count = 0;
  bool comments = false;  // of Form::indicators
  std::optional<std::size_t> mark, words, discounting, indicator, weight, rate;
};

// The names carry the quarter: "July CY 2020 Payment Rate".
std::optional<Columns> columns_of(const std::vector<std::string_view>& header) {
  if (header.size() < 2) return std::nullopt;
  Columns columns;
  columns.count = header.size();
  const std::string first = column_name(header[0]);
  const std::string second = column_name(header[1]);
  if ((first == "indicator" || first == "pi" || first == "paymentindicator") &&
      second.find("paymentindicatordefinition") != std::string::npos) {
    columns.form = Form::indicators;
    return columns;
  }
  if (first == "ci" || first == "commentindicator") {
    if (second.find("commentindicator") == std::string::npos) return std::nullopt;
    columns.form = Form::indicators;
    columns.comments = true;
    return columns;
  }
  if (first != "hcpcscode" && first != "hcpcs") return std::nullopt;
  for (std::size_t index = 1; index < header.size(); ++index) {
    const std::string name = column_name(header[index]);
    if (name.empty() && !columns.mark && !columns.words) columns.mark = index;
    if (name.starts_with("shortdescript")) columns.words = index;  // "Descriptior" in EE
    if (name.find("multipleprocedurediscounting") != std::string::npos) columns.discounting = index;
    if (name.ends_with("paymentindicator")) columns.indicator = index;
    if (name.ends_with("paymentweight")) columns.weight = index;
    if (name.ends_with("paymentrate")) columns.rate = index;
  }
  if (columns.indicator && columns.rate) return columns;
  const bool two =
      std::count_if(header.begin(), header.end(), [](std::string_view cell) { return !cell.empty(); }) == 2;
  columns.form = Form::excluded;
  return two && columns.words ? std::optional(columns) : std::nullopt;
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  bool excludes = false;
  for (int count = 0; count < kPreambleRecords && records.next(); ++count) {
    if (const auto columns = columns_of(records.cells())) {
      return columns->form != Form::excluded || excludes;
    }
    for (const std::string_view cell : records.cells()) {
      const std::string title = folded(cell);
      excludes = excludes || title.find("addendum ee") != std::string::npos ||
                 title.find("excluded from payment in asc") != std::string::npos;
    }
  }
  return false;
}

class Parser {
 public:
  Parser(const SourceText& text, RowBatch& rows) : text_(text), facts_(rows) {}

  void take(const Columns& columns, const std::vector<std::string_view>& cells, std::uint32_t line) {
    line_ = line;
    if (columns.form == Form::indicators) {
      if (cells[0].empty() || cells[0].size() > 2 || cells[1].empty()) {
        refuse_row(text_, line, "an indicator or its meaning is missing; expected both");
      }
      facts_.add(line, Subject::asc_indicator, cells[0], attribute::kTitle, clean_words(cells[1]),
                 columns.comments ? "comment indicator" : "");
      return;
    }
    code_ = opps_code(text_, line, cells[0]);
    if (has_public_words(code_)) fact(attribute::kShortTitle, clean_words(cell_at(cells, columns.words)));
    if (columns.form == Form::excluded) {
      fact("ASC excluded", "yes");
      return;
    }
    const std::string_view indicator = cells[*columns.indicator];
    if (indicator.size() != 2) {
      refuse_row(text_, line, "the payment indicator is none; expected two characters");
    }
    fact(attribute::kAscIndicator, indicator);
    if (columns.discounting) {
      const std::string_view discounted = cells[*columns.discounting];
      if (discounted != "Y" && discounted != "N" && !discounted.empty()) {
        refuse_row(text_, line, "the multiple procedure discounting is unknown; expected Y or N");
      }
      fact("ASC multiple procedure discount", discounted == "Y" ? "yes" : discounted == "N" ? "no" : "");
    }
    amount("ASC payment weight", cell_at(cells, columns.weight), 4);
    amount("ASC payment rate", cell_at(cells, columns.rate), 2);
    const std::string_view mark = cell_at(cells, columns.mark);
    if (mark == "*") fact("ASC note", "the designation as office-based is temporary");
    if (mark == "**") fact("ASC note", "coinsurance and deductible are waived");
  }

 private:
  void fact(std::string_view attribute, std::string_view value) {
    facts_.add(line_, Subject::procedure, code_, attribute, value);
  }
  void amount(std::string_view attribute, std::string_view cell, std::size_t decimals) {
    fact(attribute, opps_amount(text_, line_, cell, attribute, decimals));
  }

  const SourceText& text_;
  FactRows facts_;
  std::uint32_t line_ = 0;
  std::string code_;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  RowBatch& rows = rows_of(file, Source::asc, Table::fact);
  Parser parser(text, rows);
  RecordScanner records(text.content());
  std::optional<Columns> columns;
  std::optional<ReleaseIdentity> release = release_from_month(text.sheet());
  std::uint64_t published = 0;
  while (records.next()) {
    const auto& cells = records.cells();
    if (!columns) {
      columns = columns_of(cells);
      for (const std::string_view cell : cells) {
        if (columns && !release && folded(cell).find("payment") != std::string::npos) {
          release = release_from_month(cell);
        }
      }
      continue;
    }
    if (!is_row(text, records, columns->count)) continue;
    parser.take(*columns, cells, records.line());
    ++published;
  }
  file.release = release ? *release : release_of(ReleaseKind::quarterly, text, release_option);
  file.published_rows = published;
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind asc_addenda() {
  return {recognises, parse};
}

}  // namespace chargelint::data
