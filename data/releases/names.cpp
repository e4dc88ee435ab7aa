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

// In the order of their enumerators.
constexpr auto kDiagnosisEdits = std::to_array<std::pair<std::string_view, DiagnosisEdit>>({
    {"newborn", DiagnosisEdit::newborn},
    {"pediatric", DiagnosisEdit::pediatric},
    {"maternity", DiagnosisEdit::maternity},
    {"adult", DiagnosisEdit::adult},
    {"female", DiagnosisEdit::female},
    {"male", DiagnosisEdit::male},
    {"manifestation", DiagnosisEdit::manifestation},
    {"unacceptable_principal", DiagnosisEdit::unacceptable_principal},
    {"unacceptable_unless_secondary", DiagnosisEdit::unacceptable_unless_secondary},
    {"questionable_admission", DiagnosisEdit::questionable_admission},
    {"poa_exempt", DiagnosisEdit::poa_exempt},
});
constexpr auto kDiagnosisLinks = std::to_array<std::pair<std::string_view, DiagnosisLink>>({
    {"excludes1", DiagnosisLink::excludes1},
    {"excludes2", DiagnosisLink::excludes2},
    {"code_first", DiagnosisLink::code_first},
    {"use_additional", DiagnosisLink::use_additional},
    {"code_also", DiagnosisLink::code_also},
    {"replaced_by", DiagnosisLink::replaced_by},
    {"replaces", DiagnosisLink::replaces},
});

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

std::optional<DiagnosisEdit> diagnosis_edit(std::string_view name) {
  return find(kDiagnosisEdits, name);
}
std::string_view diagnosis_edit_name(DiagnosisEdit edit) {
  return kDiagnosisEdits[static_cast<std::size_t>(edit)].first;
}

std::optional<DiagnosisLink> diagnosis_link(std::string_view name) {
  return find(kDiagnosisLinks, name);
}
std::string_view diagnosis_link_name(DiagnosisLink link) {
  return kDiagnosisLinks[static_cast<std::size_t>(link)].first;
}

std::optional<Source> source_of(std::string_view name) {
  for (std::size_t index = 0; index < kSources; ++index) {
    if (source_name(static_cast<Source>(index)) == name) return static_cast<Source>(index);
  }
  return std::nullopt;
}

}  // namespace chargelint::data
