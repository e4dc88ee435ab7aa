// Names of the BETOS categories: "BETOS_CD", "DESCRIPTION".
#include "data/releases/named_list.h"

namespace chargelint::data {
namespace {

bool is_header(const std::vector<std::string_view>& cells) {
  if (cells.size() != 2) return false;
  const std::string code = column_name(cells[0]);
  return (code == "betos" || code == "betoscd" || code == "betoscode") &&
         column_name(cells[1]).starts_with("desc");
}

bool recognises(std::string_view head) {
  return has_list_header(head, is_header);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  read_named_list(text, release_option, file,
                  {Source::betos, Subject::betos, "BETOS category of two or three characters", 2, 3},
                  is_header);
}

}  // namespace

FileKind betos_names() {
  return {recognises, parse};
}

}  // namespace chargelint::data
