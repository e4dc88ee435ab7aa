// Names of the enumerators that our own tables speak of.
#include "data/releases/names.h"

#include <algorithm>
#include <array>

#include "rules/ports/table_names.h"

namespace chargelint::data {

std::optional<ModifierClass> modifier_class(std::string_view name) {
  return table_named<ModifierClass>(name);
}
std::optional<CodeSet> code_set(std::string_view name) {
  return table_named<CodeSet>(name);
}
std::optional<DiagnosisSet> diagnosis_set(std::string_view name) {
  return table_named<DiagnosisSet>(name);
}
std::optional<CodeMap> code_map(std::string_view name) {
  return table_named<CodeMap>(name);
}
std::optional<CodeNumber> code_number(std::string_view name) {
  return table_named<CodeNumber>(name);
}
std::optional<PlaceGroup> place_group(std::string_view name) {
  return table_named<PlaceGroup>(name);
}
std::optional<ModifierRelation> modifier_relation(std::string_view name) {
  return table_named<ModifierRelation>(name);
}
std::optional<Parameter> parameter_name(std::string_view name) {
  return table_named<Parameter>(name);
}
std::optional<DiagnosisEdit> diagnosis_edit(std::string_view name) {
  return table_named<DiagnosisEdit>(name);
}
std::optional<DiagnosisLink> diagnosis_link(std::string_view name) {
  return table_named<DiagnosisLink>(name);
}
std::string_view diagnosis_edit_name(DiagnosisEdit edit) {
  return table_name(edit);
}
std::string_view diagnosis_link_name(DiagnosisLink link) {
  return table_name(link);
}

std::optional<std::uint8_t> pair_severity(std::string_view word) {
  static constexpr std::array<std::string_view, 3> kWords = {"info", "warning", "error"};
  const auto found = std::find(kWords.begin(), kWords.end(), word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<std::uint8_t>(found - kWords.begin() + 1);
}

std::optional<Source> source_of(std::string_view name) {
  for (std::size_t index = 0; index < kSources; ++index) {
    if (source_name(static_cast<Source>(index)) == name) return static_cast<Source>(index);
  }
  return std::nullopt;
}

}  // namespace chargelint::data
