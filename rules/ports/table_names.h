// The words under which tables and evidence write the enumerators of reference.h: one list for all.
#pragma once

#include <optional>
#include <string_view>

#include "rules/ports/reference.h"

namespace chargelint {

[[nodiscard]] std::string_view table_name(CodeSet set);
[[nodiscard]] std::string_view table_name(CodeMap map);
[[nodiscard]] std::string_view table_name(CodeNumber number);
[[nodiscard]] std::string_view table_name(DiagnosisSet set);
[[nodiscard]] std::string_view table_name(DiagnosisEdit edit);
[[nodiscard]] std::string_view table_name(DiagnosisLink link);
[[nodiscard]] std::string_view table_name(ModifierRelation relation);
[[nodiscard]] std::string_view table_name(Parameter parameter);

// The enumerator of that name: CodeSet, CodeMap, … as above, ModifierClass and PlaceGroup.
template <class Enum>
[[nodiscard]] std::optional<Enum> table_named(std::string_view name) = delete;
template <>
[[nodiscard]] std::optional<CodeSet> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<CodeMap> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<CodeNumber> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<DiagnosisSet> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<DiagnosisEdit> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<DiagnosisLink> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<ModifierRelation> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<Parameter> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<ModifierClass> table_named(std::string_view name);
template <>
[[nodiscard]] std::optional<PlaceGroup> table_named(std::string_view name);

}  // namespace chargelint
