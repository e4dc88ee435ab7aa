// Lists of codes and names.
#include "data/releases/named_list.h"

#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

constexpr int kMostNotices = 20;  // records before the header

}  // namespace

bool has_list_header(std::string_view head, bool (*is_header)(const std::vector<std::string_view>& cells)) {
  RecordScanner records(head);
  return find_header(records, kMostNotices, is_header);
}

ListReader::ListReader(SourceText& text, bool (*is_header)(const std::vector<std::string_view>& cells),
                       const std::string& expected)
    : text_(text), records_(text.content()), columns_({}) {
  if (!find_header(records_, kMostNotices, is_header)) {
    refuse(ErrorKind::malformed, text.label(), "has no header; expected " + expected);
  }
  columns_ = NamedColumns(records_.cells());
  width_ = records_.cells().size();
}

bool ListReader::next() {
  while (records_.next()) {
    if (records_.unterminated()) wrong("a quoted cell has no closing quote; expected one");
    if (records_.blank()) continue;
    last_width_ = records_.cells().size();
    last_line_ = records_.line();
    if (first_width_ == 0) first_width_ = last_width_;
    if (last_width_ > width_) {
      wrong(std::to_string(last_width_) + " columns; expected " + std::to_string(width_));
    }
    ++count_;
    return true;
  }
  if (last_width_ < first_width_ && !text_.content().ends_with('\n')) {
    refuse_row(text_, last_line_,
               std::to_string(last_width_) + " columns in the last record; expected " +
                   std::to_string(first_width_) + ": the file is cut off");
  }
  return false;
}

void read_named_list(SourceText& text, const std::string& release_option, ParsedFile& file,
                     const NamedList& list, bool (*is_header)(const std::vector<std::string_view>& cells)) {
  file.release = release_or_undated(ReleaseKind::yearly, text, release_option);
  ListReader reader(text, is_header, "a code and a description");
  FactRows facts(rows_of(file, list.source, Table::fact));
  while (reader.next()) {
    const std::string_view code = reader.cell(0);
    if (code.size() < list.shortest || code.size() > list.longest) {
      reader.wrong("\"" + clean_words(code) + "\" is no " + std::string(list.code));
    }
    const std::string name = clean_words(reader.cell(1));
    if (name.empty()) reader.wrong("the description is missing; expected the name of the code");
    facts.add(reader.line(), list.subject, code, attribute::kTitle, name, {}, file.release.first);
  }
  file.published_rows = reader.count();
}

}  // namespace chargelint::data
