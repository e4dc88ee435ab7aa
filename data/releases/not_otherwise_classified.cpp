// The list of "not otherwise classified" codes: fixed columns below a title, or a table of four columns.
#include "data/reference/refusal.h"
#include "data/releases/list_cells.h"

namespace chargelint::data {
namespace {

constexpr std::string_view kAttribute = "not otherwise classified";
constexpr int kMostNotices = 20;

struct Entry {
  std::uint32_t line = 0;
  std::string code;
  std::string_view added;
  std::string_view ended;
};

// "HCPCS  LONG DESCRIPTION …  ADD DATE  TERM DATE", however it is cut into columns.
bool is_header(std::string_view text) {
  const std::string name = column_name(text);
  const bool coded = name.starts_with("hcpcslongdesc") || name.starts_with("hcpclongdesc") ||
                     name.starts_with("hcpcscodelongdesc") || name.starts_with("codelongdesc") ||
                     name.starts_with("hcpcsdesc") || name.starts_with("hcpcscodedesc");
  return coded && (name.ends_with("adddatetermdate") || name.ends_with("adddttermdt") ||
                   name.ends_with("addeddateterminationdate") || name.ends_with("adddateterminationdate"));
}

bool recognises(std::string_view head) {
  LineScanner lines(head);
  for (int count = 0; count < kMostNotices && lines.next(); ++count) {
    if (is_header(lines.line())) return true;
  }
  return false;
}

bool is_day(std::string_view token) {
  return token.size() == 8 && whole_number(token);
}

// The last token of the line when it is a day; it is cut off then.
std::string_view take_day(std::string_view& line) {
  line = trimmed(line);
  const std::size_t gap = line.find_last_of(" \t");
  if (gap == std::string_view::npos || !is_day(line.substr(gap + 1))) return {};
  const std::string_view day = line.substr(gap + 1);
  line = trimmed(line.substr(0, gap));
  return day;
}

void add(const SourceText& text, const Entry& entry, ParsedFile& file) {
  if (entry.code.empty()) {
    refuse_row(text, entry.line, "the code is none; expected five digits or letters");
  }
  const auto added = day_or_open(text, entry.line, entry.added, "add date");
  const auto ended = day_or_open(text, entry.line, entry.ended, "term date");
  if (!added) refuse_row(text, entry.line, "the add date is missing; expected YYYYMMDD");
  std::string life = "added " + added->iso().str();
  if (ended) life += ", ended " + ended->iso().str();
  FactRows(rows_of(file, Source::not_otherwise_classified, Table::fact))
      .add(entry.line, Subject::procedure, entry.code, kAttribute, "yes", life, added, ended);
}

// Columns of the fixed form are parted by blanks; a description may be cut off at its column's edge.
std::uint64_t read_lines(const SourceText& text, LineScanner& lines, ParsedFile& file) {
  std::uint64_t rows = 0;
  std::string last;
  while (lines.next()) {
    std::string_view line = trimmed(lines.line());
    // A page's end leaves a control character.
    if (line.find_first_not_of("\f\x1A ") == std::string_view::npos) continue;
    // The form repeats its captions on every page.
    if (is_header(line) || folded(line).find("noc codes") != std::string::npos) continue;
    Entry entry;
    entry.line = lines.number();
    entry.ended = take_day(line);
    entry.added = take_day(line);
    if (entry.added.empty()) std::swap(entry.added, entry.ended);
    entry.code = procedure_code(line.substr(0, std::min(line.find_first_of(" \t"), line.size())));
    // The rest of a long description, below its code and without dates.
    if (entry.added.empty() && !entry.code.empty() && entry.code == last) continue;
    add(text, entry, file);
    last = entry.code;
    ++rows;
  }
  return rows;
}

std::uint64_t read_table(const SourceText& text, RecordScanner& records, ParsedFile& file) {
  std::uint64_t rows = 0;
  while (records.next()) {
    if (records.unterminated()) {
      refuse_row(text, records.line(), "a quoted cell has no closing quote; expected one");
    }
    if (records.blank()) continue;
    const auto& cells = records.cells();
    Entry entry;
    entry.line = records.line();
    entry.code = procedure_code(cell_at(cells, 0));
    entry.added = cell_at(cells, 2);
    entry.ended = cell_at(cells, 3);
    add(text, entry, file);
    ++rows;
  }
  return rows;
}

// "NOC CODES - HCPCS 2019" above the header.
std::optional<ReleaseIdentity> release_of_title(std::string_view content) {
  LineScanner lines(content);
  for (int count = 0; count < kMostNotices && lines.next() && !is_header(lines.line()); ++count) {
    if (folded(lines.line()).find("noc") == std::string::npos) continue;
    if (auto release = release_from_name(ReleaseKind::yearly, lines.line())) return release;
  }
  return std::nullopt;
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  const std::string_view content = text.content();
  // A name tells the quarter where the title tells only the year.
  auto release = release_from_name(ReleaseKind::hcpcs, text.name());
  if (!release) release = release_of_title(content);
  file.release = release ? *release : release_of(ReleaseKind::hcpcs, text, release_option);
  RecordScanner records(content);
  if (find_header(records, kMostNotices, [](const std::vector<std::string_view>& cells) {
        std::string joined;
        for (const std::string_view cell : cells) joined += cell;
        return cells.size() >= 4 && is_header(joined);
      })) {
    file.published_rows = read_table(text, records, file);
    return;
  }
  LineScanner lines(content);
  while (lines.next() && !is_header(lines.line())) {
  }
  file.published_rows = read_lines(text, lines, file);
}

}  // namespace

FileKind not_otherwise_classified() {
  return {recognises, parse};
}

}  // namespace chargelint::data
