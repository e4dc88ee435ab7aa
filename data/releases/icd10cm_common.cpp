// Diagnosis codes as texts, and the release of an ICD-10-CM file.
#include "data/releases/icd10cm_common.h"

#include "data/releases/text_scan.h"

namespace chargelint::data {

std::optional<std::string> diagnosis_text(std::string_view text, bool stem) {
  text = trimmed(text);
  if (stem) {
    while (!text.empty() && (text.back() == '-' || text.back() == '.')) text.remove_suffix(1);
  }
  const auto code = IcdCode::parse(text);
  if (!code) return std::nullopt;
  std::string undotted = code->undotted().str();
  // A letter, and a digit in the second or third place: a word of some letters is none.
  const auto is_digit = [](char character) { return character >= '0' && character <= '9'; };
  if (is_digit(undotted[0]) || !(is_digit(undotted[1]) || is_digit(undotted[2]))) return std::nullopt;
  return undotted;
}

std::string dotted(std::string_view code) {
  std::string text(code.substr(0, 3));
  if (code.size() > 3) text.append(".").append(code.substr(3));
  return text;
}

ReleaseIdentity icd10cm_release(std::string_view written, const SourceText& text,
                                const std::string& release_option) {
  const auto by_content = release_from_option(ReleaseKind::icd10cm, trimmed(written));
  if (!by_content || trimmed(written).size() != 4) {
    return release_of(ReleaseKind::icd10cm, text, release_option);
  }
  for (const std::string& name : {text.name(), text.archive_name()}) {
    const auto by_name = release_from_name(ReleaseKind::icd10cm, name);
    if (by_name && by_content->first < by_name->first && by_name->first <= by_content->last) return *by_name;
  }
  return *by_content;
}

}  // namespace chargelint::data
