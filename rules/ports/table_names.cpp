// One list a kind: an enumerator and its word. The order is free; a test asks that none is missing.
#include "rules/ports/table_names.h"

#include <array>
#include <utility>

namespace chargelint {
namespace {

template <class Enum>
using Named = std::pair<std::string_view, Enum>;

constexpr auto kCodeSetNames = std::to_array<Named<CodeSet>>({
    {"evaluation_management", CodeSet::evaluation_management},
    {"unlisted", CodeSet::unlisted},
    {"paid_under_other_schedule", CodeSet::paid_under_other_schedule},
    {"add_on_time_based", CodeSet::add_on_time_based},
    {"anesthesia", CodeSet::anesthesia},
    {"pain_block", CodeSet::pain_block},
});
constexpr auto kCodeMapNames = std::to_array<Named<CodeMap>>({
    {"medicare_alternative", CodeMap::medicare_alternative},
    {"professional_component", CodeMap::professional_component},
    {"technical_component", CodeMap::technical_component},
    {"add_on_critical_care", CodeMap::add_on_critical_care},
    {"imaging_family", CodeMap::imaging_family},
    {"usually_part_of", CodeMap::usually_part_of},
    {"replaced_by", CodeMap::replaced_by},
});
constexpr auto kCodeNumberNames = std::to_array<Named<CodeNumber>>({
    {"visit_minutes", CodeNumber::visit_minutes},
    {"age_years", CodeNumber::age_years},
    {"drug_dose", CodeNumber::drug_dose},
    {"eight_minute_rule", CodeNumber::eight_minute_rule},
    {"day_minutes", CodeNumber::day_minutes},
    {"per_primary", CodeNumber::per_primary},
});
constexpr auto kDiagnosisSetNames = std::to_array<Named<DiagnosisSet>>({
    {"external_cause", DiagnosisSet::external_cause},
    {"manifestation", DiagnosisSet::manifestation},
    {"secondary_only", DiagnosisSet::secondary_only},
    {"first_listed_only", DiagnosisSet::first_listed_only},
    {"side_not_operated", DiagnosisSet::side_not_operated},
    {"first_trimester", DiagnosisSet::first_trimester},
    {"second_trimester", DiagnosisSet::second_trimester},
    {"third_trimester", DiagnosisSet::third_trimester},
    {"weeks_first", DiagnosisSet::weeks_first},
    {"weeks_second", DiagnosisSet::weeks_second},
    {"weeks_third", DiagnosisSet::weeks_third},
    {"wants_weeks", DiagnosisSet::wants_weeks},
    {"puerperium", DiagnosisSet::puerperium},
    {"pregnancy", DiagnosisSet::pregnancy},
    {"gestation_weeks", DiagnosisSet::gestation_weeks},
    {"antenatal_screening", DiagnosisSet::antenatal_screening},
    {"not_with_pregnancy", DiagnosisSet::not_with_pregnancy},
    {"uncertain_by_itself", DiagnosisSet::uncertain_by_itself},
});
constexpr auto kDiagnosisEditNames = std::to_array<Named<DiagnosisEdit>>({
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
constexpr auto kDiagnosisLinkNames = std::to_array<Named<DiagnosisLink>>({
    {"excludes1", DiagnosisLink::excludes1},
    {"excludes2", DiagnosisLink::excludes2},
    {"code_first", DiagnosisLink::code_first},
    {"use_additional", DiagnosisLink::use_additional},
    {"code_also", DiagnosisLink::code_also},
    {"replaced_by", DiagnosisLink::replaced_by},
    {"replaces", DiagnosisLink::replaces},
    {"must_pair", DiagnosisLink::must_pair},
    {"combination", DiagnosisLink::combination},
    {"needs_first", DiagnosisLink::needs_first},
    {"symptom_of", DiagnosisLink::symptom_of},
    {"recapture", DiagnosisLink::recapture},
});
constexpr auto kModifierRelationNames = std::to_array<Named<ModifierRelation>>({
    {"exclusive", ModifierRelation::exclusive},
});
constexpr auto kParameterNames = std::to_array<Named<Parameter>>({
    {"ptp_bypass_either_line", Parameter::ptp_bypass_either_line},
    {"unpublished_units", Parameter::unpublished_units},
    {"sex_edits_ended", Parameter::sex_edits_ended},
});
constexpr auto kModifierClassNames = std::to_array<Named<ModifierClass>>({
    {"ncci_bypass", ModifierClass::ncci_bypass},
    {"distinct", ModifierClass::distinct},
    {"anatomic", ModifierClass::anatomic},
    {"left", ModifierClass::left},
    {"right", ModifierClass::right},
    {"visit_bypass", ModifierClass::visit_bypass},
    {"global_bypass", ModifierClass::global_bypass},
    {"repeat_lab", ModifierClass::repeat_lab},
    {"assistant", ModifierClass::assistant},
    {"component", ModifierClass::component},
    {"asserts_fact", ModifierClass::asserts_fact},
    {"notice_of_noncoverage", ModifierClass::notice_of_noncoverage},
    {"bypass_column2_only_before_2019", ModifierClass::bypass_column2_only_before_2019},
    {"visit_only", ModifierClass::visit_only},
    {"procedure_only", ModifierClass::procedure_only},
    {"professional_claim", ModifierClass::professional_claim},
    {"facility_claim", ModifierClass::facility_claim},
    {"anesthesia_payment", ModifierClass::anesthesia_payment},
    {"physical_status", ModifierClass::physical_status},
    {"therapy_discipline", ModifierClass::therapy_discipline},
    {"relationship", ModifierClass::relationship},
    {"finger", ModifierClass::finger},
    {"toe", ModifierClass::toe},
    {"eyelid", ModifierClass::eyelid},
    {"coronary", ModifierClass::coronary},
    {"pricing", ModifierClass::pricing},
});
constexpr auto kPlaceGroupNames = std::to_array<Named<PlaceGroup>>({
    {"facility", PlaceGroup::facility},
    {"office", PlaceGroup::office},
    {"inpatient_hospital", PlaceGroup::inpatient_hospital},
    {"outpatient_hospital", PlaceGroup::outpatient_hospital},
    {"emergency", PlaceGroup::emergency},
    {"surgery_centre", PlaceGroup::surgery_centre},
    {"nursing", PlaceGroup::nursing},
    {"home", PlaceGroup::home},
    {"telehealth", PlaceGroup::telehealth},
    {"operating_room", PlaceGroup::operating_room},
    {"technical_to_facility", PlaceGroup::technical_to_facility},
    {"technical_maybe_facility", PlaceGroup::technical_maybe_facility},
    {"hospital_incident", PlaceGroup::hospital_incident},
});

template <class Enum, std::size_t Size>
std::string_view word_of(const std::array<Named<Enum>, Size>& names, Enum wanted) {
  for (const auto& [word, value] : names) {
    if (value == wanted) return word;
  }
  return {};
}
template <class Enum, std::size_t Size>
std::optional<Enum> value_of(const std::array<Named<Enum>, Size>& names, std::string_view wanted) {
  for (const auto& [word, value] : names) {
    if (word == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view table_name(CodeSet set) {
  return word_of(kCodeSetNames, set);
}
std::string_view table_name(CodeMap map) {
  return word_of(kCodeMapNames, map);
}
std::string_view table_name(CodeNumber number) {
  return word_of(kCodeNumberNames, number);
}
std::string_view table_name(DiagnosisSet set) {
  return word_of(kDiagnosisSetNames, set);
}
std::string_view table_name(DiagnosisEdit edit) {
  return word_of(kDiagnosisEditNames, edit);
}
std::string_view table_name(DiagnosisLink link) {
  return word_of(kDiagnosisLinkNames, link);
}
std::string_view table_name(ModifierRelation relation) {
  return word_of(kModifierRelationNames, relation);
}
std::string_view table_name(Parameter parameter) {
  return word_of(kParameterNames, parameter);
}

template <>
std::optional<CodeSet> table_named(std::string_view name) {
  return value_of(kCodeSetNames, name);
}
template <>
std::optional<CodeMap> table_named(std::string_view name) {
  return value_of(kCodeMapNames, name);
}
template <>
std::optional<CodeNumber> table_named(std::string_view name) {
  return value_of(kCodeNumberNames, name);
}
template <>
std::optional<DiagnosisSet> table_named(std::string_view name) {
  return value_of(kDiagnosisSetNames, name);
}
template <>
std::optional<DiagnosisEdit> table_named(std::string_view name) {
  return value_of(kDiagnosisEditNames, name);
}
template <>
std::optional<DiagnosisLink> table_named(std::string_view name) {
  return value_of(kDiagnosisLinkNames, name);
}
template <>
std::optional<ModifierRelation> table_named(std::string_view name) {
  return value_of(kModifierRelationNames, name);
}
template <>
std::optional<Parameter> table_named(std::string_view name) {
  return value_of(kParameterNames, name);
}
template <>
std::optional<ModifierClass> table_named(std::string_view name) {
  return value_of(kModifierClassNames, name);
}
template <>
std::optional<PlaceGroup> table_named(std::string_view name) {
  return value_of(kPlaceGroupNames, name);
}

}  // namespace chargelint
