// The place-of-service codes with their official names and descriptions.
#include <array>

#include "data/releases/named_list.h"

namespace chargelint::data {
namespace {

constexpr std::array kCode =
    std::to_array<std::string_view>({"poscode", "placeofservicecode", "placeofservicecodes", "pos"});
constexpr std::array kName = std::to_array<std::string_view>({"posname", "placeofservicename"});

bool is_header(const std::vector<std::string_view>& cells) {
  const NamedColumns columns(cells);
  return columns.find(kCode) && columns.find(kName);
}

bool recognises(std::string_view head) {
  return has_list_header(head, is_header);
}

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_or_undated(ReleaseKind::yearly, text, release_option);
  ListReader reader(text, is_header, "a place of service, its name and its description");
  const auto code_column = reader.columns().find(kCode);
  const auto name_column = reader.columns().find(kName);
  const auto type_column = reader.columns().find({"postype", "placeofservicetype"});
  const auto words_column = reader.columns().find({"posdescription", "placeofservicedescription"});
  FactRows facts(rows_of(file, Source::place_list, Table::fact));
  while (reader.next()) {
    std::string place(reader.cell(code_column));
    // A spreadsheet makes 1 of 01.
    if (place.size() == 1) place.insert(place.begin(), '0');
    if (place.size() != 2 || !is_digit(place[0]) || !is_digit(place[1])) {
      reader.wrong("the place of service is none; expected two digits");
    }
    const std::string name = clean_words(reader.cell(name_column));
    if (name.empty()) reader.wrong("the name is missing; expected the place's name");
    const auto add = [&](std::string_view attribute, const std::string& value) {
      facts.add(reader.line(), Subject::place, place, attribute, value, {}, file.release.first);
    };
    add(attribute::kTitle, name);
    add("description", clean_words(reader.cell(words_column)));
    add("payment setting", clean_words(reader.cell(type_column)));
  }
  file.published_rows = reader.count();
}

}  // namespace

FileKind place_list() {
  return {recognises, parse};
}

}  // namespace chargelint::data
