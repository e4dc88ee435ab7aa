// The ICD-10-CM codes file: the valid codes and their long titles, without headers. Never the whole of a
// release: that is the order file.
#include <algorithm>
#include <array>

#include "data/reference/refusal.h"
#include "data/releases/icd10cm_common.h"
#include "data/releases/list_cells.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kTitle = 8;  // where the long title begins
constexpr int kLooked = 200;

// A code padded to seven characters, a blank, a title.
bool has_form(std::string_view line) {
  return line.size() > kTitle && line[7] == ' ' && line[kTitle] != ' ' && line[0] >= 'A' && line[0] <= 'Z' &&
         diagnosis_text(line.substr(0, 7)).has_value() &&
         line.substr(0, 7).find('.') == std::string_view::npos;
}

// Most of the first lines, of codes that are not all of one length: lists of procedure codes are.
bool recognises(std::string_view head) {
  LineScanner lines(head);
  int seen = 0;
  int formed = 0;
  std::array<bool, 8> lengths{};
  while (seen < kLooked && lines.next()) {
    if (trimmed(lines.line()).empty()) continue;
    ++seen;
    if (!has_form(lines.line())) continue;
    ++formed;
    lengths[trimmed(lines.line().substr(0, 7)).size()] = true;
  }
  const int different = static_cast<int>(std::count(lengths.begin(), lengths.end(), true));
  return formed * 2 > seen && different > 1;
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of(ReleaseKind::icd10cm, text, release_option);
  file.never_complete = true;
  RowBatch& rows = rows_of(file, Source::icd10cm, Table::diagnosis);
  LineScanner lines(text.content());
  while (lines.next()) {
    const std::string_view line = lines.line();
    if (trimmed(line).empty()) continue;
    if (!has_form(line)) {
      refuse_row(text, lines.number(),
                 "no code and title; expected a code without its dot at position 1 and its title at 9");
    }
    rows.cells.insert(rows.cells.end(), {pack_brief(*diagnosis_text(line.substr(0, 7))), 1,
                                         rows.texts.id(clean_words(line.substr(kTitle))), kNoCell, kNoCell});
    rows.lines.push_back(lines.number());
  }
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind icd10cm_codes() {
  return {recognises, parse};
}

}  // namespace chargelint::data
