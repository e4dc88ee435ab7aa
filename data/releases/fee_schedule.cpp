// The Physician Fee Schedule relative value file (PPRRVU), as comma separated and as fixed width text.
//
// Columns of the first form are known by position after its header: captions are stacked over five records
// and repeat. From 2026 a pricing indicator stands between the team surgery and the endoscopic base columns.
// The descriptions are the AMA's and the ADA's and are not read.
#include <array>

#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

// What both forms say of one code, as text.
struct Record {
  std::string_view code, modifier, status, pctc, global_days, multiple, bilateral, assistant, co_surgeon,
      team, supervision, imaging_family, nonfacility_na, facility_na, endoscopic_base, work,
      nonfacility_total, facility_total, preoperative, intraoperative, postoperative, nonfacility_pe,
      facility_pe, malpractice, conversion_factor, calculation_flag, not_used;
};

bool is_one_of(std::string_view cell, std::string_view characters) {
  return cell.size() == 1 && characters.find(cell[0]) != std::string_view::npos;
}

class Taker {
 public:
  Taker(const SourceText& text, RowBatch& rows) : text_(text), rows_(rows) {}

  void add(const Record& record, std::uint32_t line) {
    line_ = line;
    const auto code = Hcpcs::parse(record.code);
    if (!code) wrong("the code", "five digits or letters");
    if (!record.modifier.empty() && !Modifier::parse(record.modifier))
      wrong("the modifier", "26, TC, 53 or nothing");
    if (record.status.size() != 1 || record.status[0] < 'A' || record.status[0] > 'Z') {
      wrong("the status code", "one letter");
    }
    indicator(record.pctc, "the PC/TC indicator", "0123456789");
    if (!is_global(record.global_days)) wrong("the global days", "000, 010, 090, MMM, XXX, YYY or ZZZ");
    indicator(record.multiple, "the multiple procedure indicator", "0123456789");
    indicator(record.bilateral, "the bilateral indicator", "01239");
    indicator(record.assistant, "the assistant indicator", "0129");
    indicator(record.co_surgeon, "the co-surgeon indicator", "0129");
    indicator(record.team, "the team surgery indicator", "0129");
    pair_of_characters(record.supervision, "the supervision indicator");
    pair_of_characters(record.imaging_family, "the imaging family indicator");
    not_applicable(record.nonfacility_na, "the non-facility NA indicator");
    not_applicable(record.facility_na, "the facility NA indicator");
    if (!record.endoscopic_base.empty() && !Hcpcs::parse(record.endoscopic_base)) {
      wrong("the endoscopic base code", "a code or nothing");
    }
    indicator(record.calculation_flag, "the calculation flag", "0123456789");
    if (!record.not_used.empty() && record.not_used != "+") {
      wrong("the not-used-for-Medicare-payment mark", "+ or nothing");
    }
    rows_.cells.insert(rows_.cells.end(), {pack_brief(code->text()),
                                           pack_brief(record.modifier),
                                           pack_brief(record.status),
                                           pack_brief(record.pctc),
                                           pack_brief(record.global_days),
                                           pack_brief(record.multiple),
                                           pack_brief(record.bilateral),
                                           pack_brief(record.assistant),
                                           pack_brief(record.co_surgeon),
                                           pack_brief(record.team),
                                           pack_brief(record.supervision),
                                           pack_brief(record.imaging_family),
                                           pack_brief(record.nonfacility_na.empty() ? "" : "N"),
                                           pack_brief(record.facility_na.empty() ? "" : "N"),
                                           pack_brief(record.endoscopic_base),
                                           value(record.work, "the work RVU"),
                                           value(record.nonfacility_total, "the non-facility total"),
                                           value(record.facility_total, "the facility total"),
                                           value(record.preoperative, "the preoperative share"),
                                           value(record.intraoperative, "the intraoperative share"),
                                           value(record.postoperative, "the postoperative share"),
                                           value(record.nonfacility_pe, "the non-facility practice expense"),
                                           value(record.facility_pe, "the facility practice expense"),
                                           value(record.malpractice, "the malpractice RVU"),
                                           conversion_factor(record.conversion_factor),
                                           pack_brief(record.calculation_flag),
                                           pack_brief(record.not_used),
                                           kNoCell,
                                           kNoCell});
    rows_.lines.push_back(line);
  }

 private:
  [[noreturn]] void wrong(std::string_view what, std::string_view expected) const {
    refuse_row(text_, line_, std::string(what) + " is unknown; expected " + std::string(expected));
  }
  static bool is_global(std::string_view days) {
    for (const std::string_view known : {"000", "010", "090", "MMM", "XXX", "YYY", "ZZZ"}) {
      if (days == known) return true;
    }
    return false;
  }
  void indicator(std::string_view cell, std::string_view what, std::string_view known) const {
    if (!cell.empty() && !is_one_of(cell, known)) {
      std::string expected = "one of";
      for (const char character : known) expected.append(" ").push_back(character);
      wrong(what, expected);
    }
  }
  void pair_of_characters(std::string_view cell, std::string_view what) const {
    if (cell.size() > 2) wrong(what, "two characters");
  }
  void not_applicable(std::string_view cell, std::string_view what) const {
    if (!cell.empty() && cell != "NA") wrong(what, "NA or nothing");
  }
  [[nodiscard]] std::int64_t value(std::string_view cell, std::string_view what) const {
    const auto number = hundredths(cell);
    if (!number) wrong(what, "a number with two decimals");
    return *number;
  }

  // Nothing, or 0: not published.
  [[nodiscard]] std::int64_t conversion_factor(std::string_view cell) const {
    if (cell.empty()) return 0;
    const auto dollars = decimal(cell, 4);
    if (!dollars) wrong("the conversion factor", "dollars with four decimals");
    return *dollars;
  }

  const SourceText& text_;
  RowBatch& rows_;
  std::uint32_t line_ = 0;
};

ParsedPart new_part() {
  ParsedPart part;
  part.source = Source::fee_schedule;
  part.table = part.rows.table = Table::fee_schedule;
  return part;
}

// Comma separated, or a sheet.

constexpr std::size_t kColumnsTo2025 = 31;
constexpr std::size_t kColumnsFrom2026 = 32;
constexpr int kPreambleRecords = 30;

bool is_header(const std::vector<std::string_view>& cells) {
  return cells.size() > 20 && cells[0] == "HCPCS" && cells[1] == "MOD" && cells[2] == "DESCRIPTION";
}

bool recognises_csv(std::string_view head) {
  RecordScanner records(head);
  for (int count = 0; count < kPreambleRecords && records.next(); ++count) {
    if (is_header(records.cells())) return true;
  }
  return false;
}

// How far the columns after team surgery are moved: 0, or 1 by the pricing indicator.
std::size_t shift_of(const SourceText& text, const RecordScanner& records) {
  const auto& cells = records.cells();
  if (cells.size() == kColumnsTo2025 && cells[23] == "BASE") return 0;
  if (cells.size() == kColumnsFrom2026 && cells[23] == "IND" && cells[24] == "BASE") return 1;
  refuse_row(text, records.line(),
             "a header of " + std::to_string(cells.size()) +
                 " columns that is not known; expected the 31 columns of 2025 or the 32 of 2026");
}

// A sheet's number in place of "090" or "01".
std::string zeros_restored(std::string_view cell, std::size_t size) {
  const bool number = whole_number(cell).has_value() && cell.size() < size;
  return std::string(number ? size - cell.size() : 0, '0') + std::string(cell);
}

void parse_csv(SourceText& text, const std::string& release_option, ParsedFile& file) {
  ParsedPart part = new_part();
  Taker taker(text, part.rows);
  RecordScanner records(text.content());
  std::optional<ReleaseIdentity> release;
  std::optional<std::size_t> shift;
  std::size_t columns = 0;
  while (records.next()) {
    const auto& cells = records.cells();
    if (!shift) {
      if (is_header(cells)) {
        shift = shift_of(text, records);
        columns = cells.size();
      }
      for (const std::string_view cell : cells) {
        if (!release && cell.find("Relative Value File") != std::string_view::npos)
          release = release_from_caption(cell);
      }
      continue;
    }
    if (records.blank()) continue;
    if (records.unterminated())
      refuse_row(text, records.line(), "a quoted cell has no closing quote; expected one");
    if (cells.size() != columns) {
      refuse_row(text, records.line(),
                 std::to_string(cells.size()) + " columns; expected " + std::to_string(columns) +
                     " as in the header");
    }
    const std::size_t moved = *shift;
    Record record;
    record.code = cells[0];
    record.modifier = cells[1];
    record.status = cells[3];
    record.not_used = cells[4];
    record.work = cells[5];
    record.nonfacility_pe = cells[6];
    record.nonfacility_na = cells[7];
    record.facility_pe = cells[8];
    record.facility_na = cells[9];
    record.malpractice = cells[10];
    record.nonfacility_total = cells[11];
    record.facility_total = cells[12];
    record.pctc = cells[13];
    record.global_days = cells[14];
    record.preoperative = cells[15];
    record.intraoperative = cells[16];
    record.postoperative = cells[17];
    record.multiple = cells[18];
    record.bilateral = cells[19];
    record.assistant = cells[20];
    record.co_surgeon = cells[21];
    record.team = cells[22];
    record.endoscopic_base = cells[23 + moved];
    record.conversion_factor = cells[24 + moved];
    record.supervision = cells[25 + moved];
    record.calculation_flag = cells[26 + moved];
    record.imaging_family = cells[27 + moved];
    if (text.is_sheet()) {
      const std::string code = procedure_code(record.code);
      const std::string base = procedure_code(record.endoscopic_base);
      const std::string days = zeros_restored(record.global_days, 3);
      const std::string supervision = zeros_restored(record.supervision, 2);
      record.code = code;
      if (!record.endoscopic_base.empty()) record.endoscopic_base = base;
      record.global_days = days;
      record.supervision = supervision;
      taker.add(record, records.line());
    } else {
      taker.add(record, records.line());
    }
  }
  file.release = release ? *release : release_of(ReleaseKind::fee_schedule, text, release_option);
  date_rows(part.rows, file.release.first);
  file.parts.push_back(std::move(part));
}

// Fixed width.

constexpr std::size_t kShortestRecord = 147;  // up to the imaging family

bool recognises_text(std::string_view head) {
  LineScanner lines(head);
  bool header = false;
  while (lines.next()) {
    if (lines.line().starts_with("HDR")) {
      header = true;
    } else if (!trimmed(lines.line()).empty()) {
      return header && lines.line().size() >= kShortestRecord;
    }
  }
  return false;
}

// The record has no place for the not-used mark. The comma separated form of the same release bears it where
// relative values stand for a code that Medicare pays nothing by them, so it is told from the two.
bool is_unused_for_payment(const Record& record) {
  if (!is_one_of(record.status, "BEINX")) return false;
  for (const std::string_view cell :
       {record.work, record.nonfacility_pe, record.facility_pe, record.malpractice}) {
    if (hundredths(cell).value_or(0) != 0) return true;
  }
  return false;
}

void parse_text(SourceText& text, const std::string& release_option, ParsedFile& file) {
  ParsedPart part = new_part();
  Taker taker(text, part.rows);
  LineScanner lines(text.content());
  while (lines.next()) {
    const std::string_view line = lines.line();
    if (line.starts_with("HDR") || trimmed(line).empty()) continue;
    if (line.size() < kShortestRecord) {
      refuse_row(text, lines.number(),
                 std::to_string(line.size()) + " characters; expected 171, and at least " +
                     std::to_string(kShortestRecord));
    }
    const auto at = [&](std::size_t first, std::size_t last) {
      return trimmed(line.substr(first - 1, last - first + 1));
    };
    Record record;
    record.code = at(1, 5);
    record.modifier = at(6, 7);
    record.status = at(58, 58);
    record.work = at(60, 65);
    record.nonfacility_pe = at(67, 72);
    record.nonfacility_na = at(73, 74);
    record.facility_pe = at(76, 81);
    record.facility_na = at(82, 83);
    record.malpractice = at(85, 89);
    record.nonfacility_total = at(91, 96);
    record.facility_total = at(97, 102);
    record.pctc = at(103, 103);
    record.global_days = at(104, 106);
    record.preoperative = at(107, 109);
    record.intraoperative = at(110, 112);
    record.postoperative = at(113, 115);
    record.multiple = at(116, 116);
    record.bilateral = at(117, 117);
    record.assistant = at(118, 118);
    record.co_surgeon = at(119, 119);
    record.team = at(120, 120);
    record.endoscopic_base = at(128, 132);
    record.conversion_factor = at(133, 140);
    record.supervision = at(142, 143);
    record.calculation_flag = at(144, 144);
    record.imaging_family = at(146, 147);
    if (is_unused_for_payment(record)) record.not_used = "+";
    taker.add(record, lines.number());
  }
  file.release = release_of(ReleaseKind::fee_schedule, text, release_option);
  date_rows(part.rows, file.release.first);
  file.parts.push_back(std::move(part));
}

}  // namespace

FileKind fee_schedule_csv() {
  return {recognises_csv, parse_csv};
}
FileKind fee_schedule_text() {
  return {recognises_text, parse_text};
}

}  // namespace chargelint::data
