// The names under which our own tables write the enumerators of rules/ports.
#pragma once

#include <optional>
#include <string_view>

#include "rules/ports/reference.h"

namespace chargelint::data {

[[nodiscard]] std::optional<ModifierClass> modifier_class(std::string_view name);
[[nodiscard]] std::optional<CodeSet> code_set(std::string_view name);
[[nodiscard]] std::optional<DiagnosisSet> diagnosis_set(std::string_view name);
[[nodiscard]] std::optional<CodeMap> code_map(std::string_view name);
[[nodiscard]] std::optional<CodeNumber> code_number(std::string_view name);
[[nodiscard]] std::optional<PlaceGroup> place_group(std::string_view name);
[[nodiscard]] std::optional<ModifierRelation> modifier_relation(std::string_view name);
[[nodiscard]] std::optional<Parameter> parameter_name(std::string_view name);
[[nodiscard]] std::optional<DiagnosisEdit> diagnosis_edit(std::string_view name);
[[nodiscard]] std::string_view diagnosis_edit_name(DiagnosisEdit edit);
[[nodiscard]] std::optional<DiagnosisLink> diagnosis_link(std::string_view name);
[[nodiscard]] std::string_view diagnosis_link_name(DiagnosisLink link);
// error, warning, info as ModifierPairRow::severity.
[[nodiscard]] std::optional<std::uint8_t> pair_severity(std::string_view word);
[[nodiscard]] std::optional<Source> source_of(std::string_view name);  // the reverse of source_name

}  // namespace chargelint::data
