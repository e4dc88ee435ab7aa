// NCCI procedure-to-procedure edits of Medicaid: practitioner, outpatient hospital and equipment suppliers.
//
// Tab separated or a workbook; columns are known by their names, the one on edits before 1996 may be missing,
// dates come as YYYYMMDD or MM/DD/YYYY.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/ptp_rows.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 40;

struct Columns {
  std::size_t column1 = 0, column2 = 0, effective = 0, deletion = 0, indicator = 0, rationale = 0;
  std::optional<std::size_t> prior_1996;
  std::size_t count = 0;
};

// A wrapped header's first line holds the words that tell.
std::optional<Columns> columns_of(const std::vector<std::string_view>& header) {
  std::vector<std::string> names;
  names.reserve(header.size());
  for (const std::string_view cell : header) names.push_back(column_name(cell));
  const auto find = [&](auto is) -> std::optional<std::size_t> {
    for (std::size_t index = 0; index < names.size(); ++index) {
      if (is(names[index])) return index;
    }
    return std::nullopt;
  };
  const auto starting = [&](std::string_view one, std::string_view other) {
    return find([&](const std::string& name) { return name.starts_with(one) || name.starts_with(other); });
  };
  const auto column1 =
      find([](const std::string& name) { return name == "column1" || name == "column1code"; });
  const auto column2 =
      find([](const std::string& name) { return name == "column2" || name == "column2code"; });
  const auto effective = starting("effective", "effdt");
  const auto deletion = starting("deletion", "deldt");
  const auto indicator = starting("modifier", "ccmi");
  const auto rationale =
      find([](const std::string& name) { return name.find("rationale") != std::string::npos; });
  if (!column1 || !column2 || !effective || !deletion || !indicator || !rationale) return std::nullopt;
  Columns columns;
  columns.column1 = *column1;
  columns.column2 = *column2;
  columns.effective = *effective;
  columns.deletion = *deletion;
  columns.indicator = *indicator;
  columns.rationale = *rationale;
  columns.prior_1996 = starting("inexistence", "prior");
  columns.count = header.size();
  return columns;
}

bool is_tab_separated(std::string_view head) {
  LineScanner lines(head);
  for (int count = 0; count < kPreambleRecords && lines.next(); ++count) {
    if (columns_of(tab_cells(lines.line()))) return true;
  }
  return false;
}

bool recognises(std::string_view head) {
  if (is_tab_separated(head)) return true;
  RecordScanner records(head);
  return find_header(records, kPreambleRecords,
                     [](const auto& cells) { return columns_of(cells).has_value(); });
}

Source setting_of(const SourceText& text) {
  const std::string names = names_of(text);
  const auto says = [&](std::string_view word) { return names.find(word) != std::string::npos; };
  if (says("dme") || says("durable") || says("supplier")) return Source::ptp_medicaid_dme;
  if (says("hospital") || says("outpatient") || says("oph")) return Source::ptp_medicaid_hospital;
  if (says("practitioner") || says("pra")) return Source::ptp_medicaid_practitioner;
  refuse(ErrorKind::usage, text.label(),
         "the Medicaid table does not say whose it is; expected practitioner, hospital or DME in the file's "
         "name");
}

class Parser {
 public:
  Parser(const SourceText& text, PtpBatch& batch) : text_(text), taker_(text, batch) {}

  void take(const std::vector<std::string_view>& cells, std::uint32_t line) {
    if (!columns_) {
      columns_ = columns_of(cells);
      return;
    }
    const bool blank =
        std::all_of(cells.begin(), cells.end(), [](std::string_view cell) { return cell.empty(); });
    if (blank || (!rows_ && cells[0].empty())) return;
    rows_ = true;
    if (cells.size() != columns_->count) {
      refuse_row(text_, line,
                 std::to_string(cells.size()) + " columns; expected " + std::to_string(columns_->count) +
                     ", as in the header");
    }
    const std::string_view deletion = cells[columns_->deletion];
    const bool open = deletion.empty() || deletion == "99991231" || deletion == "12/31/9999";
    taker_.add({cells[columns_->column1], cells[columns_->column2], cell_at(cells, columns_->prior_1996),
                cells[columns_->effective], open ? "*" : deletion, cells[columns_->indicator],
                cells[columns_->rationale]},
               line);
  }

 private:
  const SourceText& text_;
  PtpTaker taker_;
  std::optional<Columns> columns_;
  bool rows_ = false;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  ParsedPart part;
  part.source = setting_of(text);
  part.table = Table::ptp_edit;
  file.release = release_of(ReleaseKind::ptp, text, release_option);
  file.part = part_from_name(text.name());
  Parser parser(text, part.edits);
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
  file.parts.push_back(std::move(part));
}

}  // namespace

FileKind medicaid_ptp_edits() {
  return {recognises, parse};
}

}  // namespace chargelint::data
