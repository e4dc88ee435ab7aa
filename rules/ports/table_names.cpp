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
    {"fractional_units", CodeSet::fractional_units},
    {"needs_order", CodeSet::needs_order},
    {"no_order_needed", CodeSet::no_order_needed},
    {"after_death", CodeSet::after_death},
    {"longer_period", CodeSet::longer_period},
    {"across_midnight", CodeSet::across_midnight},
    {"organ_removal", CodeSet::organ_removal},
    {"one_sided", CodeSet::one_sided},
    {"block_by_surgeon", CodeSet::block_by_surgeon},
    {"epidural_by_surgeon", CodeSet::epidural_by_surgeon},
    {"after_care_item", CodeSet::after_care_item},
    {"recorded_visit", CodeSet::recorded_visit},
    {"maternity_package", CodeSet::maternity_package},
    {"maternity_with_postpartum", CodeSet::maternity_with_postpartum},
    {"maternity_antepartum", CodeSet::maternity_antepartum},
    {"maternity_postpartum", CodeSet::maternity_postpartum},
    {"office_visit", CodeSet::office_visit},
    {"hospital_visit", CodeSet::hospital_visit},
    {"hospital_admission", CodeSet::hospital_admission},
    {"hospital_discharge", CodeSet::hospital_discharge},
    {"emergency_visit", CodeSet::emergency_visit},
    {"consultation", CodeSet::consultation},
    {"nursing_visit", CodeSet::nursing_visit},
    {"nursing_admission", CodeSet::nursing_admission},
    {"home_visit", CodeSet::home_visit},
    {"preventive_visit", CodeSet::preventive_visit},
    {"counted_visit", CodeSet::counted_visit},
    {"new_patient_visit", CodeSet::new_patient_visit},
    {"established_office", CodeSet::established_office},
    {"face_to_face", CodeSet::face_to_face},
    {"staff_visit", CodeSet::staff_visit},
    {"drug_administration", CodeSet::drug_administration},
    {"blood_draw", CodeSet::blood_draw},
    {"critical_care_first", CodeSet::critical_care_first},
    {"critical_care_more", CodeSet::critical_care_more},
    {"critical_care_included", CodeSet::critical_care_included},
    {"complexity_add_on", CodeSet::complexity_add_on},
    {"complexity_base", CodeSet::complexity_base},
    {"complexity_with_25", CodeSet::complexity_with_25},
    {"prolonged_service", CodeSet::prolonged_service},
    {"care_chronic", CodeSet::care_chronic},
    {"care_primary", CodeSet::care_primary},
    {"care_monitoring", CodeSet::care_monitoring},
    {"care_therapeutic", CodeSet::care_therapeutic},
    {"care_conflict", CodeSet::care_conflict},
    {"timed_by_month", CodeSet::timed_by_month},
    {"facility_only_service", CodeSet::facility_only_service},
    {"national_temporary", CodeSet::national_temporary},
    {"listed_with_fees", CodeSet::listed_with_fees},
    {"age_limited", CodeSet::age_limited},
    {"female_only", CodeSet::female_only},
    {"male_only", CodeSet::male_only},
    {"panel_part", CodeSet::panel_part},
    {"em_section", CodeSet::em_section},
    {"em_not_a_visit", CodeSet::em_not_a_visit},
    {"takes_25", CodeSet::takes_25},
    {"takes_27", CodeSet::takes_27},
    {"takes_ai", CodeSet::takes_ai},
    {"medicine_section", CodeSet::medicine_section},
    {"laboratory_test", CodeSet::laboratory_test},
    {"repeat_needs_91", CodeSet::repeat_needs_91},
    {"hiv_test", CodeSet::hiv_test},
    {"side_asked", CodeSet::side_asked},
    {"digit_or_lid_asked", CodeSet::digit_or_lid_asked},
    {"names_digit_or_lid", CodeSet::names_digit_or_lid},
    {"primary_care_exception", CodeSet::primary_care_exception},
    {"never_incident_to", CodeSet::never_incident_to},
    {"colonoscopy_treatment", CodeSet::colonoscopy_treatment},
    {"screening_colonoscopy", CodeSet::screening_colonoscopy},
    {"mental_health_visit", CodeSet::mental_health_visit},
    {"no_anesthesia", CodeSet::no_anesthesia},
    {"never_discontinued", CodeSet::never_discontinued},
    {"anesthesia", CodeSet::anesthesia},
    {"pain_block", CodeSet::pain_block},
});
constexpr auto kCodeMapNames = std::to_array<Named<CodeMap>>({
    {"medicare_alternative", CodeMap::medicare_alternative},
    {"professional_component", CodeMap::professional_component},
    {"technical_component", CodeMap::technical_component},
    {"add_on_critical_care", CodeMap::add_on_critical_care},
    {"imaging_family", CodeMap::imaging_family},
    {"both_sides_code", CodeMap::both_sides_code},
    {"successor", CodeMap::successor},
    {"predecessor", CodeMap::predecessor},
    {"new_to_established", CodeMap::new_to_established},
    {"lower_level", CodeMap::lower_level},
    {"panel", CodeMap::panel},
    {"panel_of", CodeMap::panel_of},
    {"same_day_stay", CodeMap::same_day_stay},
    {"place_family", CodeMap::place_family},
    {"temporary_for_unlisted", CodeMap::temporary_for_unlisted},
    {"usually_part_of", CodeMap::usually_part_of},
    {"replaced_by", CodeMap::replaced_by},
});
constexpr auto kCodeNumberNames = std::to_array<Named<CodeNumber>>({
    {"visit_minutes", CodeNumber::visit_minutes},
    {"age_years", CodeNumber::age_years},
    {"organ", CodeNumber::organ},
    {"least_minutes", CodeNumber::least_minutes},
    {"unit_minutes", CodeNumber::unit_minutes},
    {"units_of_successor", CodeNumber::units_of_successor},
    {"observed_modifiers", CodeNumber::observed_modifiers},
    {"drug_dose", CodeNumber::drug_dose},
    {"eight_minute_rule", CodeNumber::eight_minute_rule},
    {"day_minutes", CodeNumber::day_minutes},
    {"per_primary", CodeNumber::per_primary},
});
constexpr auto kDiagnosisSetNames = std::to_array<Named<DiagnosisSet>>({
    {"external_cause", DiagnosisSet::external_cause},
    {"manifestation", DiagnosisSet::manifestation},
    {"secondary_only", DiagnosisSet::secondary_only},
    {"pregnancy", DiagnosisSet::pregnancy},
    {"colorectal_screening", DiagnosisSet::colorectal_screening},
    {"research_participant", DiagnosisSet::research_participant},
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
    {"filing_months_medicare", Parameter::filing_months_medicare},
    {"filing_months_medicaid", Parameter::filing_months_medicaid},
    {"filing_months_advantage", Parameter::filing_months_advantage},
    {"filing_warn_days", Parameter::filing_warn_days},
    {"filing_shortest_days", Parameter::filing_shortest_days},
    {"charge_lag_days", Parameter::charge_lag_days},
    {"charge_lag_days_surgery", Parameter::charge_lag_days_surgery},
    {"units_of_field", Parameter::units_of_field},
    {"multiple_procedures_priced", Parameter::multiple_procedures_priced},
    {"mppr_imaging_technical", Parameter::mppr_imaging_technical},
    {"mppr_imaging_professional", Parameter::mppr_imaging_professional},
    {"mppr_therapy", Parameter::mppr_therapy},
    {"mppr_cardiovascular", Parameter::mppr_cardiovascular},
    {"mppr_eye", Parameter::mppr_eye},
    {"split_care_without_transfer", Parameter::split_care_without_transfer},
    {"maternity_look_back_days", Parameter::maternity_look_back_days},
    {"maternity_visits_apart", Parameter::maternity_visits_apart},
    {"new_patient_years", Parameter::new_patient_years},
    {"substitute_days", Parameter::substitute_days},
    {"rhc_cg_line", Parameter::rhc_cg_line},
    {"declared_emergency", Parameter::declared_emergency},
    {"laboratory_specialty", Parameter::laboratory_specialty},
    {"therapy_threshold", Parameter::therapy_threshold},
    {"dme_sides_on_two_lines", Parameter::dme_sides_on_two_lines},
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
    {"hospital_claim", ModifierClass::hospital_claim},
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
    {"home_at_times", PlaceGroup::home_at_times},
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
