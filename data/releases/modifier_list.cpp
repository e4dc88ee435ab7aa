// A list of modifiers with their kind (CPT, HCPCS) and their field of use; no descriptions.
#include "data/releases/named_list.h"

namespace chargelint::data {
namespace {

bool is_header(const std::vector<std::string_view>& cells) {
  const NamedColumns columns(cells);
  return columns.find({"modcode", "modifier", "modifiercode"}) && columns.find({"modtype", "modifiertype"});
}

bool recognises(std::string_view head) {
  return has_list_header(head, is_header);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_or_undated(ReleaseKind::yearly, text, release_option);
  ListReader reader(text, is_header, "a modifier and its type");
  const auto modifier_column = reader.columns().find({"modcode", "modifier", "modifiercode"});
  const auto type_column = reader.columns().find({"modtype", "modifiertype"});
  const auto category_column = reader.columns().find({"modcategory", "modifiercategory"});
  FactRows facts(rows_of(file, Source::modifier_list, Table::fact));
  while (reader.next()) {
    const auto modifier = Modifier::parse(reader.cell(modifier_column));
    if (!modifier) reader.wrong("the modifier is none; expected two digits or letters");
    const std::string type = clean_words(reader.cell(type_column));
    if (type.empty()) reader.wrong("the modifier's type is missing; expected CPT or HCPCS");
    facts.add(reader.line(), Subject::modifier, modifier->text(), "code system", type, {},
              file.release.first);
    facts.add(reader.line(), Subject::modifier, modifier->text(), "field of use",
              clean_words(reader.cell(category_column)), {}, file.release.first);
  }
  file.published_rows = reader.count();
}

}  // namespace

FileKind modifier_list() {
  return {recognises, parse};
}

}  // namespace chargelint::data
