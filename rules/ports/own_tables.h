// What our own tables (data/starter) can be asked for: sets of codes, maps, numbers and parameters by name.
// Which codes stand in them, and since when, is in the tables alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chargelint {

// Sets of procedure codes that rules refer to by meaning. Rows are ranges, both ends included.
enum class CodeSet : std::uint8_t {
  evaluation_management,      // the visit families that a surgical package takes in (GLB)
  unlisted,                   // unlisted procedure codes
  paid_under_other_schedule,  // drugs, laboratory, vaccines, ambulance, DME … (decision 8)
  add_on_time_based,
  fractional_units,  // drugs, anesthesia, mileage: parts of a unit are right
  needs_order,  // laboratory tests and supplies that somebody orders (ID-NPI-003); imaging by the schedule
  no_order_needed,            // screening mammography, drawing of blood
  after_death,                // autopsy, organ recovery
  longer_period,              // one unit covers more than a day: monthly care, recorders, packages
  across_midnight,            // may run over two dates: critical care, observation, infusion
  organ_removal,              // takes out what grows only once; its families are CodeNumber::organ
  one_sided,                  // tests of one side that have a sibling for both (CodeMap::both_sides_code)
  block_by_surgeon,           // nerve blocks that are part of an operation when the surgeon gives them
  epidural_by_surgeon,        // injections at the spine that may be a surgeon's own anesthetic
  after_care_item,            // removal of sutures and the like
  recorded_visit,             // 99024
  maternity_package,          // antepartum care, delivery and postpartum care in one
  maternity_with_postpartum,  // …and every other delivery that holds the postpartum care
  maternity_antepartum,       // antepartum care alone
  maternity_postpartum,       // postpartum care alone
  office_visit,               // 99202-99215
  hospital_visit,             // 99221-99239: admission, later days, same-day stay, discharge
  hospital_admission,         // the first hospital visit of a stay
  hospital_discharge,         // the day a stay ends
  emergency_visit,            // 99281-99285
  consultation,               // of another practitioner's patient
  nursing_visit,              // nursing facility, first to last day
  nursing_admission,          // the first of them
  home_visit,                 // home or residence
  preventive_visit,           // preventive visits, also those that Medicare has codes of its own for
  counted_visit,              // visits of which one a day and practitioner is paid (EM-DUP-001)
  new_patient_visit,          // codes for patients who were not seen here within the years of the parameter
  established_office,         // office visits of known patients that a practitioner makes
  face_to_face,               // services other than visits that the practitioner gives in person
  staff_visit,                // 99211
  drug_administration,        // infusions and injections with which 99211 is never paid
  blood_draw,                 // 36415
  critical_care_first,        // 99291
  critical_care_more,         // 99292
  critical_care_included,     // services that critical care holds
  complexity_add_on,          // G2211
  complexity_base,            // visits that G2211 adds to
  complexity_with_25,         // services beside which G2211 is paid although the visit carries 25
  prolonged_service,          // time beyond the highest level
  care_chronic,               // chronic care management, a month
  care_primary,               // advanced primary care management, a month
  care_monitoring,            // remote monitoring treatment time, a month
  care_therapeutic,           // remote therapeutic monitoring treatment time, a month
  care_conflict,              // supervision and dialysis months that chronic care management can't join
  timed_by_month,             // of these, the codes with least minutes
  facility_only_service,      // a facility's service, never a practitioner's (CODE-STAT-013)
  national_temporary,         // S, T and H codes: not for Medicare by their letter (CODE-NM-001)
  listed_with_fees,           // HCPCS letters that the physician fee schedule lists too
  age_limited,                // has a row of age_years
  female_only,                // services of women's organs or of pregnancy
  male_only,                  // services of men's organs
  panel_part,                 // the part by which a laboratory panel is looked for
  em_section,                 // the section of visits as printed, and the eye visits: where 24 and 57 belong
  em_not_a_visit,             // of that section, but no visit
  takes_25,                   // outside the section, yet a visit for 25
  takes_27,                   // hospital clinic visits
  takes_ai,                   // first visits of a stay
  medicine_section,           // medicine, G and S codes: 25 there is doubtful, not wrong
  laboratory_test,            // repeated with 91, not 76
  repeat_needs_91,            // a second one of the day needs 91
  hiv_test,                   // 92
  side_asked,                 // limb, breast, eye and ear: payers ask for the side
  digit_or_lid_asked,         // a finger, toe or lid must be named
  names_digit_or_lid,         // where F, T and E modifiers are usual
  primary_care_exception,     // GE
  never_incident_to,          // new patients
  colonoscopy_treatment,      // what a screening endoscopy may turn into
  screening_colonoscopy,
  mental_health_visit,
  no_anesthesia,       // done without anesthesia: 73 and 74 do not fit
  never_discontinued,  // visits and services by time: 53 does not fit
  anesthesia,          // services of the anesthesia section
  pain_block,          // epidurals and nerve blocks that may be for pain after surgery
};
// The sets that a code belongs to on a day.
class CodeSets {
 public:
  static constexpr std::size_t kMost = 128;
  [[nodiscard]] constexpr bool has(CodeSet set) const {
    const auto bit = static_cast<std::size_t>(set);
    return ((words_[bit / 64] >> (bit % 64)) & 1U) != 0;
  }
  constexpr void add(CodeSet set) {
    const auto bit = static_cast<std::size_t>(set);
    words_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  constexpr CodeSets& operator|=(const CodeSets& other) {
    words_[0] |= other.words_[0];
    words_[1] |= other.words_[1];
    return *this;
  }

 private:
  std::uint64_t words_[2] = {0, 0};
};
// Sets of diagnoses, by prefix.
enum class DiagnosisSet : std::uint8_t {
  external_cause,
  manifestation,
  secondary_only,
  pregnancy,  // a visit with it is one of the pregnancy (GLB-012)
  colorectal_screening,
  research_participant,  // Z00.6
  first_listed_only,     // Z codes that are only ever listed first
  side_not_operated,     // lateral, but its side need not be that of the procedure
  first_trimester,       // of codes whose title names it
  second_trimester,
  third_trimester,
  weeks_first,  // Z3A: the weeks of that trimester
  weeks_second,
  weeks_third,
  wants_weeks,          // pregnancy codes that Z3A goes with
  puerperium,           // after birth: no weeks, may stand anywhere
  gestation_weeks,      // Z3A
  antenatal_screening,  // Z36: right before a pregnancy code
  not_with_pregnancy,   // Z34 and Z33.1: never beside a pregnancy code
  uncertain_by_itself,  // the code itself says suspected or exposed
};
// Code to code(s): what to report instead.
enum class CodeMap : std::uint8_t {
  medicare_alternative,    // status I and N: the code Medicare takes
  professional_component,  // 93000 with 26 is 93010
  technical_component,     // 93000 with TC is 93005
  add_on_critical_care,
  imaging_family,          // code without imaging to its sibling with it; the condition is the guidance code
  both_sides_code,         // code of one side to the code of both
  successor,               // what an ended code is today; the condition is the question that decides
  predecessor,             // what a code was before it began
  new_to_established,      // the same visit of a known patient
  lower_level,             // the next lower level of a visit family
  panel,                   // a laboratory panel to its parts
  panel_of,                // a part to the panels that are looked for by it
  same_day_stay,           // admission to the code for a stay that ends on its first day
  place_family,            // the visit family of another place; the condition is the place group
  temporary_for_unlisted,  // an unlisted code to category III codes of its field
  usually_part_of,         // a lesser service to the more extensive one that takes it in
  replaced_by,             // an ended code to the one that followed it
};
// Numbers that belong to a code, or to two.
enum class CodeNumber : std::uint8_t {
  visit_minutes,  // low: least minutes of a visit that is chosen by time
  age_years,      // low, high: the ages that the code is for; other: the sibling for another age, if one
  organ,  // low: number of the organ that the code removes; high: 1 = there are two; condition: its name
  least_minutes,  // low: below these minutes the code is wrong; other: the code for less, if one
  unit_minutes,   // low: minutes of the first unit beside `other`; high: of each further; condition: payers
  units_of_successor,  // low: units of `other` that hold one unit of the ended code
  observed_modifiers,  // low: how many; the condition lists the modifiers seen with the code
  drug_dose,  // low: thousandths of the measure that the condition names (mg, mL, mcg, IU) in one unit
  eight_minute_rule,  // low: minutes of one unit of timed therapy; high: the least that count as one
  day_minutes,        // low: minutes of one unit; high: the most units that a day holds
  per_primary,  // low: most units of the add-on for each unit of its primary; 0: the primary has one unit
};
// Dated numbers.
enum class Parameter : std::uint8_t {
  ptp_bypass_either_line,  // 1 from the day on which 59/X{EPSU} count on either line
  filing_months_medicare,  // months from the service to the last day for a claim
  filing_months_medicaid,
  filing_months_advantage,
  filing_warn_days,      // warned of before the last day while the claim is still a charge
  filing_shortest_days,  // no payer's limit is shorter
  charge_lag_days,       // from the service to the charge: office
  charge_lag_days_surgery,
  units_of_field,               // the most that fits in the units field of a claim
  multiple_procedures_priced,   // how many procedures of a session the multiple-procedure rule prices
  mppr_imaging_technical,       // percent taken off the technical part of the second image of a session
  mppr_imaging_professional,    // …and off its reading
  mppr_therapy,                 // percent taken off the practice expense of later therapy units
  mppr_cardiovascular,          // percent taken off the technical part of the second heart or vessel test
  mppr_eye,                     // …of the second eye test
  split_care_without_transfer,  // 1 from the day on which 54 needs no formal transfer
  maternity_look_back_days,     // how far back visits belong to a delivery
  maternity_visits_apart,       // from so many visits on, the care before a delivery is a package of its own
  new_patient_years,            // so long after a service of the same practitioner a patient is known
  substitute_days,              // how long a stand-in may bill under Q5 or Q6
  rhc_cg_line,                  // 1: rural health clinics mark a visit with CG
  declared_emergency,           // 1: CR has a reason on that day
  laboratory_specialty,         // specialty code of independent laboratories
  therapy_threshold,            // dollars of a year from which KX is asked
  dme_sides_on_two_lines,       // 1: a supplier bills left and right on two lines
  unpublished_units,            // more units than this of a code without a published limit are asked about
  sex_edits_ended,              // 1 from the day on which Medicare's editors stopped comparing the sex
};

}  // namespace chargelint
