// Medically unlikely edits of Medicaid: code, value, rationale; no adjudication indicator (0), in some
// quarters the row's own dates. Comma or tab separated, or a workbook.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/mue_rows.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 20;

bool is_header(const std::vector<std::string_view>& cells) {
  return mue_setting(cells).has_value();
}

bool is_tab_separated(std::string_view head) {
  LineScanner lines(head);
  for (int count = 0; count < kPreambleRecords && lines.next(); ++count) {
    if (is_header(tab_cells(lines.line()))) return true;
  }
  return false;
}

bool recognises(std::string_view head) {
  if (is_tab_separated(head)) return true;
  RecordScanner records(head);
  return find_header(records, kPreambleRecords, is_header);
}

Source source_of(MueSetting setting) {
  switch (setting) {
    case MueSetting::practitioner:
      return Source::mue_medicaid_practitioner;
    case MueSetting::outpatient:
      return Source::mue_medicaid_outpatient;
    case MueSetting::dme:
      break;
  }
  return Source::mue_medicaid_dme;
}

class Parser {
 public:
  Parser(const SourceText& text, Date release_first) : text_(text), release_first_(release_first) {
    part_.table = part_.rows.table = Table::mue_limit;
  }

  void take(const std::vector<std::string_view>& cells, std::uint32_t line) {
    if (columns_ == 0) {
      if (is_header(cells)) take_header(cells);
      return;
    }
    if (std::all_of(cells.begin(), cells.end(), [](std::string_view cell) { return cell.empty(); })) return;
    if (cells.size() != columns_) {
      refuse_row(text_, line,
                 std::to_string(cells.size()) + " columns; expected " + std::to_string(columns_) +
                     ", as in the header");
    }
    const MueCells first = mue_cells(text_, line, cells[0], cells[1]);
    const std::string_view indicator = cell_at(cells, adjudication_);
    std::int64_t adjudication = 0;
    if (!indicator.empty()) {
      if (indicator[0] < '1' || indicator[0] > '3') {
        refuse_row(text_, line, "the adjudication indicator is unknown; expected 1, 2 or 3 and its words");
      }
      adjudication = indicator[0] - '0';
    }
    const auto from = day_or_open(text_, line, cell_at(cells, effective_), "effective date");
    const std::string_view deletion = cell_at(cells, deletion_);
    const auto to =
        day_or_open(text_, line, deletion == "*" ? std::string_view() : deletion, "deletion date");
    RowBatch& rows = part_.rows;
    rows.cells.insert(rows.cells.end(), {first.code, first.units, adjudication,
                                         rows.texts.id(to_utf8(cell_at(cells, rationale_))),
                                         day_cell(from.value_or(release_first_)), day_cell(to)});
    rows.lines.push_back(line);
  }

  [[nodiscard]] ParsedPart part() { return std::move(part_); }

 private:
  void take_header(const std::vector<std::string_view>& cells) {
    part_.source = source_of(*mue_setting(cells));
    columns_ = cells.size();
    for (std::size_t index = 2; index < cells.size(); ++index) {
      const std::string name = letters_of(cells[index]);
      const auto says = [&](std::string_view word) { return name.find(word) != std::string::npos; };
      if (says("rationale")) rationale_ = index;
      if (says("adjudication")) adjudication_ = index;
      if (says("effective") || says("effdt")) effective_ = index;
      if (says("deletion") || says("deldt") || says("enddate")) deletion_ = index;
    }
  }

  const SourceText& text_;
  Date release_first_;
  ParsedPart part_;
  std::size_t columns_ = 0;
  std::optional<std::size_t> rationale_, adjudication_, effective_, deletion_;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of(ReleaseKind::mue, text, release_option);
  Parser parser(text, file.release.first);
  if (is_tab_separated(text.head())) {
    LineScanner lines(text.content());
    while (lines.next()) parser.take(tab_cells(lines.line()), lines.number());
  } else {
    RecordScanner records(text.content());
    while (records.next()) {
      if (records.unterminated()) {
        refuse_row(text, records.line(), "a quoted cell has no closing quote; expected one");
      }
      parser.take(records.cells(), records.line());
    }
  }
  file.parts.push_back(parser.part());
}

}  // namespace

FileKind medicaid_mue_limits() {
  return {recognises, parse};
}

}  // namespace chargelint::data
