// NCCI procedure-to-procedure edits of Medicare: tab separated or a workbook, seven columns, a header wrapped
// over several lines.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/ptp_rows.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kColumns = 7;
constexpr std::uint32_t kPreambleLines = 40;
using Row = Cells<kColumns>;

// The cells of a record, as those of a line.
class RecordCells {
 public:
  explicit RecordCells(const std::vector<std::string_view>& cells) : cells_(cells) {}
  [[nodiscard]] std::size_t count() const { return cells_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t index) const {
    return index < cells_.size() ? cells_[index] : std::string_view{};
  }

 private:
  const std::vector<std::string_view>& cells_;
};

template <class Line>
bool is_header(const Line& cells) {
  return cells.count() >= 6 && folded(cells[0]) == "column 1" && folded(cells[1]) == "column 2";
}

bool has_tab_header(std::string_view head) {
  LineScanner lines(head);
  while (lines.number() < kPreambleLines && lines.next()) {
    if (is_header(Row(lines.line(), '\t'))) return true;
  }
  return false;
}

bool recognises(std::string_view head) {
  if (has_tab_header(head)) return true;
  RecordScanner records(head);
  for (std::uint32_t count = 0; count < kPreambleLines && records.next(); ++count) {
    if (is_header(RecordCells(records.cells()))) return true;
  }
  return false;
}

// The practitioner's and the hospital's tables do not differ in their content.
Source setting_of(const SourceText& text) {
  const std::string names = names_of(text);
  const auto says = [&](std::string_view word) { return names.find(word) != std::string::npos; };
  if (says("ccipra") || says("practitioner")) return Source::ptp_practitioner;
  if (says("ccioph") || says("hospital") || says("outpatient")) return Source::ptp_hospital;
  refuse(ErrorKind::usage, text.label(),
         "the table does not say whether it is the practitioner's or the hospital's; give the file its "
         "official name, "
         "ccipra-… or ccioph-…");
}

class Parser {
 public:
  Parser(const SourceText& text, PtpBatch& batch) : text_(text), taker_(text, batch) {}

  void read_lines(std::string_view content) {
    LineScanner lines(content);
    while (lines.next()) {
      if (!lines.line().empty()) take(Row(lines.line(), '\t'), lines.number());
    }
  }
  void read_records(std::string_view content) {
    RecordScanner records(content);
    while (records.next()) {
      if (records.unterminated()) {
        refuse_row(text_, records.line(), "a quoted cell has no closing quote; expected one");
      }
      if (!records.blank()) take(RecordCells(records.cells()), records.line());
    }
  }

 private:
  template <class Line>
  void take(const Line& cells, std::uint32_t line) {
    if (!header_) {
      header_ = is_header(cells);
      if (header_) check_header(cells, line);
      return;
    }
    // The header's wrapped lines leave the first column empty.
    if (!rows_ && cells[0].empty()) return;
    rows_ = true;
    if (is_blank(cells)) return;
    if (cells.count() != kColumns) {
      refuse_row(text_, line,
                 std::to_string(cells.count()) + " columns; expected " + std::to_string(kColumns) +
                     ", as in the header");
    }
    taker_.add({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]}, line);
  }

  template <class Line>
  void check_header(const Line& cells, std::uint32_t line) const {
    if (cells.count() == kColumns && folded(cells[3]).starts_with("effective") &&
        folded(cells[4]).starts_with("deletion") && folded(cells[5]).starts_with("modifier")) {
      return;
    }
    refuse_row(text_, line,
               "the columns of the header differ; expected column 1, column 2, in existence prior to 1996, "
               "effective, "
               "deletion, modifier, rationale");
  }

  template <class Line>
  static bool is_blank(const Line& cells) {
    for (std::size_t index = 0; index < std::min(cells.count(), kColumns); ++index) {
      if (!cells[index].empty()) return false;
    }
    return true;
  }

  const SourceText& text_;
  PtpTaker taker_;
  bool header_ = false;
  bool rows_ = false;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  ParsedPart part;
  part.source = setting_of(text);
  part.table = Table::ptp_edit;
  file.release = release_of(ReleaseKind::ptp, text, release_option);
  file.part = part_from_name(text.name());
  file.effective_known = names_of(text).find("rebuilt") == std::string::npos;
  const std::string& content = text.content();
  part.edits.rows.reserve(content.size() / 70);
  Parser parser(text, part.edits);
  if (has_tab_header(text.head())) {
    parser.read_lines(content);
  } else {
    parser.read_records(content);
  }
  file.parts.push_back(std::move(part));
}

}  // namespace

FileKind ptp_edits() {
  return {recognises, parse};
}

}  // namespace chargelint::data
