// CPT files with a header. Cells are parted by commas (a workbook's sheet) or by tabs (CPTPLATab).
#include "data/releases/cpt_workbooks.h"

#include <algorithm>
#include <array>

#include "data/reference/refusal.h"
#include "data/releases/list_cells.h"

namespace chargelint::data {
namespace {

constexpr int kMostNotices = 60;
constexpr int kLaboratoryTests = 11;
constexpr std::string_view kClinicianTitle = "clinician title";
constexpr std::array kCode = std::to_array<std::string_view>({"cptcode", "cdcode", "code", "placode"});
constexpr std::array kLong = std::to_array<std::string_view>(
    {"longdescriptor", "longdescription", "long", "longdesc", "cddesc", "cddescription"});
constexpr std::array kMedium = std::to_array<std::string_view>(
    {"mediumdescriptor", "mediumdescription", "medium", "mediumdesc", "cdmdesc"});
constexpr std::array kShort =
    std::to_array<std::string_view>({"shortdescriptor", "shortdescription", "short", "shortdesc", "cdsdesc"});
constexpr std::array kConsumer = std::to_array<std::string_view>(
    {"consumerdescriptor", "consumerfriendlydescriptor", "consumerdescription", "consumer"});
constexpr std::array kClinician =
    std::to_array<std::string_view>({"cliniciandescriptor", "cliniciandescription"});
constexpr std::array kConcept = std::to_array<std::string_view>({"conceptid", "cptconceptid"});

using Header = std::vector<std::string_view>;

bool is_header(const Header& cells) {
  const NamedColumns columns(cells);
  if (!columns.find(kCode)) return false;
  if (columns.find(kConsumer) || columns.find(kClinician)) return true;
  return columns.find(kLong) && columns.find(kMedium) && columns.find(kShort);
}

Header tabbed(std::string_view line) {
  Header cells;
  while (true) {
    const std::size_t size = std::min(line.find('\t'), line.size());
    std::string_view cell = trimmed(line.substr(0, size));
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
    cells.push_back(cell);
    if (size == line.size()) return cells;
    line.remove_prefix(size + 1);
  }
}

bool has_tabbed_header(LineScanner& lines) {
  for (int count = 0; count < kMostNotices && lines.next(); ++count) {
    if (lines.line().find('\t') != std::string_view::npos && is_header(tabbed(lines.line()))) return true;
  }
  return false;
}

class Writer {
 public:
  Writer(const SourceText& text, ParsedFile& file, const Header& header)
      : text_(text), file_(file), columns_(header) {
    file.part = columns_.find(kConsumer)    ? cpt_part(attribute::kConsumerTitle)
                : columns_.find(kClinician) ? cpt_part(kClinicianTitle)
                                            : kLaboratoryTests;
  }

  void take(const Header& cells, std::uint32_t line) {
    const std::string code = procedure_code(cell_at(cells, columns_.find(kCode)));
    if (code.empty()) refuse_row(text_, line, "the code is none; expected five digits or letters");
    const auto from = day_or_open(text_, line, cell_at(cells, columns_.find({"effectivedate", "effective"})),
                                  "effective date");
    FactRows facts(rows_of(file_, Source::cpt_descriptors, Table::fact));
    const auto add = [&](std::string_view attribute, std::optional<std::size_t> column) {
      facts.add(line, Subject::procedure, code, attribute, clean_words(cell_at(cells, column)), {},
                from ? *from : file_.release.first);
    };
    add(attribute::kTitle, columns_.find(kLong));
    add(attribute::kMediumTitle, columns_.find(kMedium));
    add(attribute::kShortTitle, columns_.find(kShort));
    add(attribute::kConsumerTitle, columns_.find(kConsumer));
    add(kClinicianTitle, columns_.find(kClinician));
    add("concept id", columns_.find(kConcept));
    add("test name", columns_.find({"testname", "test"}));
    add("laboratory", columns_.find({"lab", "laboratory", "manufacturer", "labname"}));
    ++count_;
  }
  void finish() { file_.published_rows = count_; }

 private:
  const SourceText& text_;
  ParsedFile& file_;
  NamedColumns columns_;
  std::uint64_t count_ = 0;
};

}  // namespace

int cpt_part(std::string_view attribute) {
  constexpr std::array kParts = {attribute::kTitle, attribute::kMediumTitle, attribute::kShortTitle,
                                 attribute::kConsumerTitle, kClinicianTitle};
  const auto at = std::find(kParts.begin(), kParts.end(), attribute);
  return static_cast<int>(at - kParts.begin()) + 1;
}

bool is_cpt_workbook(std::string_view head) {
  RecordScanner records(head);
  if (find_header(records, kMostNotices, is_header)) return true;
  LineScanner lines(head);
  return has_tabbed_header(lines);
}

void parse_cpt_workbook(SourceText& text, ParsedFile& file) {
  RecordScanner records(text.content());
  if (find_header(records, kMostNotices, is_header)) {
    Writer writer(text, file, records.cells());
    while (records.next()) {
      if (records.unterminated()) refuse_row(text, records.line(), "a quoted cell has no closing quote");
      if (!records.blank()) writer.take(records.cells(), records.line());
    }
    writer.finish();
    return;
  }
  LineScanner lines(text.content());
  if (!has_tabbed_header(lines)) {
    refuse(ErrorKind::malformed, text.label(), "has no header; expected a code and its descriptors");
  }
  Writer writer(text, file, tabbed(lines.line()));
  while (lines.next()) {
    if (!trimmed(lines.line()).empty()) writer.take(tabbed(lines.line()), lines.number());
  }
  writer.finish();
}

}  // namespace chargelint::data
