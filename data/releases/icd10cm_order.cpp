// The ICD-10-CM order file: one code a line at fixed positions, headers and valid codes, with its official
// title.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kShortestLine = 78;

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
bool is_letter(char character) {
  return character >= 'A' && character <= 'Z';
}

// The form alone: five digits, a code that begins with a letter and a digit (a procedure code of ICD-10-PCS
// may not), the flag.
bool has_form(std::string_view line) {
  if (line.size() < kShortestLine || line[5] != ' ' || line[13] != ' ' || line[15] != ' ') return false;
  for (std::size_t index = 0; index < 5; ++index) {
    if (!is_digit(line[index])) return false;
  }
  return is_letter(line[6]) && is_digit(line[7]) && (line[14] == '0' || line[14] == '1');
}

// Position 78, counted in characters where a re-saved file has letters of several bytes in the short title.
std::size_t title_position(std::string_view line) {
  constexpr std::size_t kBefore = 77;
  if (is_utf8(line)) {
    std::size_t at = 0;
    for (std::size_t count = 0; count < kBefore && at < line.size(); ++count) {
      ++at;
      while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
    }
    return at;
  }
  return kBefore;
}

// Most of the first lines: one spoilt line is refused by its number, not overlooked.
bool recognises(std::string_view head) {
  LineScanner lines(head);
  int formed = 0;
  int seen = 0;
  while (seen < 10 && lines.next()) {
    if (trimmed(lines.line()).empty()) continue;
    ++seen;
    if (has_form(lines.line())) ++formed;
  }
  return seen > 0 && formed * 2 > seen;
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of(ReleaseKind::icd10cm, text, release_option);
  ParsedPart part;
  part.source = Source::icd10cm;
  part.table = part.rows.table = Table::diagnosis;
  LineScanner lines(text.content());
  while (lines.next()) {
    const std::string_view line = lines.line();
    if (trimmed(line).empty()) continue;
    if (line.size() < kShortestLine) {
      refuse_row(text, lines.number(),
                 std::to_string(line.size()) +
                     " characters; expected an order number, a code, its flag and two titles");
    }
    if (!whole_number(line.substr(0, 5)))
      refuse_row(text, lines.number(), "no order number; expected five digits");
    const std::string_view code = trimmed(line.substr(6, 7));
    if (!IcdCode::parse(code) || code.find('.') != std::string_view::npos) {
      refuse_row(text, lines.number(),
                 "the code is none; expected three to seven letters and digits without a dot");
    }
    if (line[14] != '0' && line[14] != '1') {
      refuse_row(text, lines.number(), "the flag is unknown; expected 0 for a header or 1 for a valid code");
    }
    const std::string title = clean_words(line.substr(title_position(line)));
    if (title.empty())
      refuse_row(text, lines.number(), "the long title is missing; expected it from position 78");
    part.rows.cells.insert(part.rows.cells.end(),
                           {pack_brief(code), line[14] - '0', part.rows.texts.id(title), kNoCell, kNoCell});
    part.rows.lines.push_back(lines.number());
  }
  date_rows(part.rows, file.release.first);
  file.parts.push_back(std::move(part));
}

}  // namespace

FileKind icd10cm_order() {
  return {recognises, parse};
}

}  // namespace chargelint::data
