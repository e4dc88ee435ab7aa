// NCCI procedure-to-procedure edits: tab separated, seven columns, a header wrapped over several lines.
#include <array>

#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kColumns = 7;
constexpr std::uint32_t kPreambleLines = 40;
using Row = Cells<kColumns>;

bool is_header(const Row& cells) {
  return cells.count() >= 6 && folded(cells[0]) == "column 1" && folded(cells[1]) == "column 2";
}

bool recognises(std::string_view head) {
  LineScanner lines(head);
  while (lines.number() < kPreambleLines && lines.next()) {
    if (is_header(Row(lines.line(), '\t'))) return true;
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
  Parser(const SourceText& text, PtpBatch& batch) : text_(text), batch_(batch) {}

  void read(std::string_view content) {
    LineScanner lines(content);
    bool header = false;
    bool rows = false;
    batch_.rows.reserve(content.size() / 70);
    while (lines.next()) {
      line_ = lines.number();
      const std::string_view line = lines.line();
      if (line.empty()) continue;
      const Row cells(line, '\t');
      if (!header) {
        header = is_header(cells);
        if (header) check_header(cells);
        continue;
      }
      // The header's wrapped lines leave the first column empty.
      if (!rows && cells[0].empty()) continue;
      rows = true;
      if (trimmed(line).empty()) continue;
      add(cells);
    }
  }

 private:
  void check_header(const Row& cells) const {
    if (cells.count() == kColumns && folded(cells[3]).starts_with("effective") &&
        folded(cells[4]).starts_with("deletion") && folded(cells[5]).starts_with("modifier")) {
      return;
    }
    refuse_row(text_, line_,
               "the columns of the header differ; expected column 1, column 2, in existence prior to 1996, "
               "effective, "
               "deletion, modifier, rationale");
  }

  std::uint32_t code(std::string_view cell, std::string_view column) const {
    const auto parsed = Hcpcs::parse(cell);
    if (!parsed) {
      refuse_row(text_, line_, std::string(column) + " is not a code; expected five digits or letters");
    }
    return parsed->packed();
  }

  std::uint16_t day(std::string_view cell, std::string_view column) const {
    const auto date = compact_day(cell);
    if (!date) refuse_row(text_, line_, std::string(column) + " is not a date; expected YYYYMMDD");
    const std::int32_t since = date->days() - PtpEdit::kEpoch;
    if (since < 0 || since >= PtpEdit::kOpenDay) {
      refuse_row(text_, line_, std::string(column) + " is out of range; expected a day from 1980 to 2159");
    }
    return static_cast<std::uint16_t>(since);
  }

  void add(const Row& cells) {
    if (cells.count() != kColumns) {
      refuse_row(text_, line_,
                 std::to_string(cells.count()) + " columns; expected " + std::to_string(kColumns) +
                     ", tab separated");
    }
    PtpRow row;
    row.line = line_;
    if (cells[0] != last_column1_text_) {
      last_column1_ = code(cells[0], "column 1");
      last_column1_text_ = cells[0];
    }
    row.column1 = last_column1_;
    row.column2 = code(cells[1], "column 2");
    if (cells[2] == "*") {
      row.prior_1996 = true;
    } else if (!cells[2].empty()) {
      refuse_row(text_, line_, "the prior-to-1996 flag is unknown; expected * or nothing");
    }
    row.from_day = day(cells[3], "the effective date");
    if (cells[4] != "*") {
      row.to_day = day(cells[4], "the deletion date");
      if (row.to_day < row.from_day) {
        refuse_row(text_, line_,
                   "the deletion date lies before the effective date; expected the same day or a later one");
      }
    }
    if (cells[5] != "0" && cells[5] != "1" && cells[5] != "9") {
      refuse_row(text_, line_, "the modifier indicator is unknown; expected 0, 1 or 9");
    }
    row.indicator = static_cast<std::uint8_t>(cells[5][0] - '0');
    if (cells[6].empty()) refuse_row(text_, line_, "the rationale is missing; expected its text");
    if (cells[6] != last_rationale_text_) {
      const auto rationale = batch_.rationale(cells[6]);
      if (!rationale) refuse_row(text_, line_, "more than 255 different rationales; expected about a dozen");
      last_rationale_ = *rationale;
      last_rationale_text_ = cells[6];
    }
    row.rationale = last_rationale_;
    batch_.rows.push_back(row);
  }

  const SourceText& text_;
  PtpBatch& batch_;
  std::uint32_t line_ = 0;
  std::string_view last_column1_text_;
  std::uint32_t last_column1_ = 0;
  std::string_view last_rationale_text_;
  std::uint8_t last_rationale_ = 0;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  ParsedPart part;
  part.source = setting_of(text);
  part.table = Table::ptp_edit;
  file.release = release_of(ReleaseKind::ptp, text, release_option);
  file.part = part_from_name(text.name());
  file.effective_known = names_of(text).find("rebuilt") == std::string::npos;
  Parser(text, part.edits).read(text.content());
  file.parts.push_back(std::move(part));
}

}  // namespace

FileKind ptp_edits() {
  return {recognises, parse};
}

}  // namespace chargelint::data
