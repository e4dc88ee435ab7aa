// Names of the enumerators that our own tables speak of.
#include "data/releases/names.h"

#include <array>
#include <utility>

namespace chargelint::data {
namespace {

template <class Value, std::size_t Size>
std::optional<Value> find(const std::array<std::pair<std::string_view, Value>, Size>& names,
                          std::string_view wanted) {
  for (const auto& [name, value] : names) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<ModifierClass> modifier_class(std::string_view name) {
  using enum ModifierClass;
  static constexpr auto kNames = std::to_array<std::pair<std::string_view, ModifierClass>>({
      {"ncci_bypass", ncci_bypass},
      {"distinct", distinct},
      {"anatomic", anatomic},
      {"left", left},
      {"right", right},
      {"visit_bypass", visit_bypass},
      {"global_bypass", global_bypass},
      {"repeat_lab", repeat_lab},
      {"assistant", assistant},
      {"component", component},
      {"asserts_fact", asserts_fact},
      {"notice_of_noncoverage", notice_of_noncoverage},
      {"bypass_column2_only_before_2019", bypass_column2_only_before_2019},
  });
  return find(kNames, name);
}

std::optional<CodeSet> code_set(std::string_view name) {
  using enum CodeSet;
  static constexpr auto kNames = std::to_array<std::pair<std::string_view, CodeSet>>({
      {"evaluation_management", evaluation_management},
      {"unlisted", unlisted},
      {"paid_under_other_schedule", paid_under_other_schedule},
      {"add_on_time_based", add_on_time_based},
  });
  return find(kNames, name);
}

std::optional<DiagnosisSet> diagnosis_set(std::string_view name) {
  using enum DiagnosisSet;
  static constexpr auto kNames = std::to_array<std::pair<std::string_view, DiagnosisSet>>({
      {"external_cause", external_cause},
      {"manifestation", manifestation},
      {"secondary_only", secondary_only},
  });
  return find(kNames, name);
}

std::optional<CodeMap> code_map(std::string_view name) {
  using enum CodeMap;
  static constexpr auto kNames = std::to_array<std::pair<std::string_view, CodeMap>>({
      {"medicare_alternative", medicare_alternative},
      {"professional_component", professional_component},
      {"technical_component", technical_component},
      {"add_on_critical_care", add_on_critical_care},
      {"imaging_family", imaging_family},
  });
  return find(kNames, name);
}

std::optional<Parameter> parameter_name(std::string_view name) {
  static constexpr auto kNames = std::to_array<std::pair<std::string_view, Parameter>>({
      {"ptp_bypass_either_line", Parameter::ptp_bypass_either_line},
  });
  return find(kNames, name);
}

std::optional<Source> source_of(std::string_view name) {
  for (std::size_t index = 0; index < kSources; ++index) {
    if (source_name(static_cast<Source>(index)) == name) return static_cast<Source>(index);
  }
  return std::nullopt;
}

}  // namespace chargelint::data
