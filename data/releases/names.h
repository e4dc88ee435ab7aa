// The names under which our own tables write the enumerators of rules/ports/reference.h.
#pragma once

#include <optional>
#include <string_view>

#include "rules/ports/reference.h"

namespace chargelint::data {

[[nodiscard]] std::optional<ModifierClass> modifier_class(std::string_view name);
[[nodiscard]] std::optional<CodeSet> code_set(std::string_view name);
[[nodiscard]] std::optional<DiagnosisSet> diagnosis_set(std::string_view name);
[[nodiscard]] std::optional<CodeMap> code_map(std::string_view name);
[[nodiscard]] std::optional<Parameter> parameter_name(std::string_view name);
[[nodiscard]] std::optional<Source> source_of(std::string_view name);  // the reverse of source_name

}  // namespace chargelint::data
