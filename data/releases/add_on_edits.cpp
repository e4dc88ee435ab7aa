// NCCI add-on code edits: a workbook, the same columns tab or comma separated with or without the notice
// before them, or fixed width of 97 characters without a header. Days are YYYYDDD.
//
// An edit whose deletion day is its effective day never applied; it is stored as published.
#include <algorithm>
#include <array>

#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 20;
constexpr std::size_t kFields = 8;
constexpr std::array<std::string_view, kFields> kNames = {
    "aocedittype",      "addoncode",    "aocdeldt",     "primarycode",
    "primarycodedeldt", "aocediteffdt", "aoceditdeldt", "specialinstructionnotes"};
constexpr std::size_t kShortestRecord = 32;  // up to the effective date
constexpr std::size_t kLongestRecord = 120;  // 97, and what an editor left behind it

using Fields = std::array<std::string_view, kFields>;
using Places = std::array<std::size_t, kFields>;

std::optional<Places> header_of(const std::vector<std::string_view>& cells) {
  const NamedColumns columns(cells);
  if (!columns.has("addoncode") || !columns.has("primarycode")) return std::nullopt;
  Places places{};
  for (std::size_t field = 0; field < kFields; ++field) {
    const auto place = columns.find({kNames[field]});
    if (!place) return std::nullopt;
    places[field] = *place;
  }
  return places;
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char one) { return one >= '0' && one <= '9'; });
}

Fields fixed_fields(std::string_view line) {
  const auto at = [&](std::size_t first, std::size_t last) {
    return first > line.size() ? std::string_view() : trimmed(line.substr(first - 1, last - first + 1));
  };
  return {at(1, 1), at(2, 6), at(7, 13), at(14, 18), at(19, 25), at(26, 32), at(33, 39), at(40, 97)};
}

// The first record alone tells: type, code, blanks or a day, code, blanks or a day, a day.
bool is_fixed_record(std::string_view line) {
  if (line.size() < kShortestRecord || line.size() > kLongestRecord) return false;
  if (line.find('\t') != std::string_view::npos) return false;
  const Fields fields = fixed_fields(line);
  const auto is_day = [](std::string_view cell) {
    return cell.empty() || (cell.size() == 7 && is_digits(cell));
  };
  return line[0] >= '1' && line[0] <= '3' && fields[1].size() == 5 && fields[3].size() == 5 &&
         Hcpcs::parse(fields[1]) && Hcpcs::parse(fields[3]) && is_day(fields[2]) && is_day(fields[4]) &&
         !fields[5].empty() && is_day(fields[5]) && is_day(fields[6]);
}

enum class Form : std::uint8_t { none, fixed, tabs, records };

Form form_of(std::string_view head) {
  LineScanner lines(head);
  bool first = true;
  for (int count = 0; count < kPreambleRecords && lines.next(); ++count) {
    if (trimmed(lines.line()).empty()) continue;
    if (first && is_fixed_record(lines.line())) return Form::fixed;
    first = false;
    if (header_of(tab_cells(lines.line()))) return Form::tabs;
  }
  RecordScanner records(head);
  const bool found =
      find_header(records, kPreambleRecords, [](const auto& cells) { return header_of(cells).has_value(); });
  return found ? Form::records : Form::none;
}

bool recognises(std::string_view head) {
  return form_of(head) != Form::none;
}

// What the note does to the edit.
enum Note : std::int64_t { kNone, kPractitionerOnly, kFacilitiesOnly, kSuspended, kOther };
Note note_of(std::string_view words) {
  if (words.empty()) return kNone;
  const std::string folded_words = folded(words);
  const auto says = [&](std::string_view word) { return folded_words.find(word) != std::string::npos; };
  if (says("suspended")) return kSuspended;
  if (says("practitioner only") || says("practitioners only")) return kPractitionerOnly;
  if (says("facilities only") || says("facility only")) return kFacilitiesOnly;
  return kOther;
}

class Parser {
 public:
  Parser(const SourceText& text, RowBatch& rows) : text_(text), rows_(rows) {}

  void add(const Fields& fields, std::uint32_t line) {
    line_ = line;
    if (fields[0] != "1" && fields[0] != "2" && fields[0] != "3") {
      refuse_row(text_, line, "the edit type is unknown; expected 1, 2 or 3");
    }
    const std::int64_t add_on = code(fields[1], "the add-on code");
    const std::int64_t primary = code(fields[3], "the primary code");
    const auto from = day(fields[5], "the effective date");
    if (!from) refuse_row(text_, line, "the effective date is missing; expected YYYYDDD");
    const auto to = day(fields[6], "the deletion date");
    if (to && *to < *from) {
      refuse_row(text_, line,
                 "the deletion date lies before the effective date; expected the same day or a later one");
    }
    const std::string note = words(fields[7]);
    rows_.cells.insert(
        rows_.cells.end(),
        {add_on, primary, fields[0][0] - '0', note_of(note), rows_.texts.id(note),
         day_cell(day(fields[2], "the add-on code's deletion date")),
         day_cell(day(fields[4], "the primary code's deletion date")), day_cell(from), day_cell(to)});
    rows_.lines.push_back(line);
  }

 private:
  [[nodiscard]] std::int64_t code(std::string_view cell, std::string_view what) const {
    const auto parsed = text_.is_sheet() ? Hcpcs::parse(procedure_code(cell)) : Hcpcs::parse(cell);
    if (!parsed) refuse_row(text_, line_, std::string(what) + " is none; expected five digits or letters");
    return pack_brief(parsed->text());
  }
  [[nodiscard]] std::optional<Date> day(std::string_view cell, std::string_view what) const {
    if (cell.empty()) return std::nullopt;
    if (cell.size() == 7 && is_digits(cell)) {
      const auto year = static_cast<int>(*whole_number(cell.substr(0, 4)));
      const auto count = static_cast<std::int32_t>(*whole_number(cell.substr(4)));
      const auto first = Date::from_ymd(year, 1, 1);
      if (first && count >= 1 &&
          first->plus_days(count - 1) < Date::from_ymd(year + 1, 1, 1).value_or(*first)) {
        return first->plus_days(count - 1);
      }
    }
    refuse_row(text_, line_, std::string(what) + " is no date; expected YYYYDDD, the day of the year");
  }
  // Quotation marks around a whole note come and go with the form.
  [[nodiscard]] static std::string words(std::string_view cell) {
    std::string note = clean_words(cell);
    while (!note.empty() && note.front() == '"') note.erase(0, 1);
    while (!note.empty() && note.back() == '"') note.pop_back();
    return note;
  }

  const SourceText& text_;
  RowBatch& rows_;
  std::uint32_t line_ = 0;
};

class TableReader {
 public:
  TableReader(const SourceText& text, Parser& parser) : text_(text), parser_(parser) {}
  void take(const std::vector<std::string_view>& cells, std::uint32_t line) {
    if (!places_) {
      places_ = header_of(cells);
      columns_ = cells.size();
      return;
    }
    if (std::all_of(cells.begin(), cells.end(), [](std::string_view cell) { return cell.empty(); })) return;
    // The last column, the note, is often left out where it is empty.
    if (cells.size() > columns_ || cells.size() + 2 < columns_) {
      refuse_row(text_, line,
                 std::to_string(cells.size()) + " columns; expected " + std::to_string(columns_) +
                     ", as in the header");
    }
    Fields fields;
    for (std::size_t field = 0; field < kFields; ++field) fields[field] = cell_at(cells, (*places_)[field]);
    parser_.add(fields, line);
  }

 private:
  const SourceText& text_;
  Parser& parser_;
  std::optional<Places> places_;
  std::size_t columns_ = 0;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of(ReleaseKind::add_on, text, release_option);
  RowBatch& rows = rows_of(file, Source::add_on, Table::add_on_edit);
  Parser parser(text, rows);
  TableReader table(text, parser);
  switch (form_of(text.head())) {
    case Form::fixed: {
      LineScanner lines(text.content());
      while (lines.next()) {
        if (trimmed(lines.line()).empty()) continue;
        if (lines.line().size() < kShortestRecord || lines.line().size() > kLongestRecord) {
          refuse_row(text, lines.number(),
                     std::to_string(lines.line().size()) + " characters; expected 97, as in the layout");
        }
        parser.add(fixed_fields(lines.line()), lines.number());
      }
      break;
    }
    case Form::tabs: {
      LineScanner lines(text.content());
      while (lines.next()) table.take(tab_cells(lines.line()), lines.number());
      break;
    }
    default: {
      RecordScanner records(text.content());
      while (records.next()) {
        if (records.unterminated()) {
          refuse_row(text, records.line(), "a quoted cell has no closing quote; expected one");
        }
        table.take(records.cells(), records.line());
      }
    }
  }
}

}  // namespace

FileKind add_on_edits() {
  return {recognises, parse};
}

}  // namespace chargelint::data
