// Names of the types of service: "CMS_TYPE_SRVC_CD", "DESCRIPTION".
#include "data/releases/named_list.h"

namespace chargelint::data {
namespace {

bool is_header(const std::vector<std::string_view>& cells) {
  if (cells.size() != 2) return false;
  const std::string code = column_name(cells[0]);
  return (code == "cmstypesrvccd" || code == "typeofservice" || code == "typeofservicecode" ||
          code == "tos" || code == "toscd" || code == "toscode") &&
         column_name(cells[1]).starts_with("desc");
}

bool recognises(std::string_view head) {
  return has_list_header(head, is_header);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  read_named_list(
      text, release_option, file,
      {Source::type_of_service, Subject::type_of_service, "type of service of one character", 1, 1},
      is_header);
}

}  // namespace

FileKind type_of_service_names() {
  return {recognises, parse};
}

}  // namespace chargelint::data
