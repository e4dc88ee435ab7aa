// Diagnoses that are exempt from present-on-admission reporting: order number, code with its dot, title;
// separated by tabs, or a workbook's or CSV's records.
#include "data/reference/refusal.h"
#include "data/releases/icd10cm_common.h"
#include "data/releases/list_cells.h"
#include "data/releases/names.h"
#include "data/releases/record_lines.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr int kLooked = 15;

// Which column holds the code; the order number's caption carries the year ("Order26").
struct Header {
  std::size_t code = 0;
  std::string year;
};
std::optional<Header> header_of(const RecordCells& cells) {
  for (std::size_t index = 0; index < cells.size(); ++index) {
    const std::string name = column_name(cells[index]);
    if (!name.starts_with("poaexempt") || name.find("code") == std::string::npos) continue;
    Header header{index, {}};
    for (const std::string_view cell : cells) {
      const std::string order = column_name(cell);
      if (order.starts_with("order") && order.size() == 7 && whole_number(order.substr(5))) {
        header.year = "20" + order.substr(5);
      }
    }
    return header;
  }
  return std::nullopt;
}

bool recognises(std::string_view head) {
  bool found = false;
  int seen = 0;
  each_record(head, [&](std::uint32_t, const RecordCells& cells) {
    found = header_of(cells).has_value();
    return !found && ++seen < kLooked;
  });
  return found;
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  std::optional<Header> header;
  RowBatch& rows = rows_of(file, Source::poa_exempt, Table::diagnosis_edit);
  const std::int64_t edit = rows.texts.id(diagnosis_edit_name(DiagnosisEdit::poa_exempt));
  each_record(text.content(), [&](std::uint32_t line, const RecordCells& cells) {
    if (!header) {
      header = header_of(cells);
      return true;
    }
    if (is_blank(cells)) return true;
    const auto code = diagnosis_text(header->code < cells.size() ? cells[header->code] : std::string_view{});
    if (!code) refuse_row(text, line, "the code is none; expected a diagnosis in the column of its caption");
    rows.cells.insert(rows.cells.end(), {pack_brief(*code), edit, 0, 255, kNoCell, kNoCell});
    rows.lines.push_back(line);
    return true;
  });
  file.release = header && !header->year.empty() ? icd10cm_release(header->year, text, release_option)
                                                 : release_of(ReleaseKind::fiscal_year, text, release_option);
  file.published_rows = rows.size();
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind poa_exempt() {
  return {recognises, parse};
}

}  // namespace chargelint::data
