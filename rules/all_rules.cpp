// The explicit list of every rule, ordered by id: the only place that knows them all.
#include <array>

#include "rules/engine/rule.h"

namespace chargelint {

extern const Rule wrong_age;
extern const Rule temporary_code_exists;
extern const Rule imaging_billed_apart;
extern const Rule panel_in_pieces;
extern const Rule not_taken_by_medicare;
extern const Rule wrong_sex;
extern const Rule always_bundled;
extern const Rule carrier_priced;
extern const Rule deleted_by_status;
extern const Rule excluded_by_regulation;
extern const Rule not_valid_historic;
extern const Rule not_valid_for_medicare;
extern const Rule anesthesia_without_modifier;
extern const Rule measure_with_charge;
extern const Rule non_covered;
extern const Rule restricted_coverage;
extern const Rule paid_only_alone;
extern const Rule statutory_exclusion;
extern const Rule unlisted_code;
extern const Rule unknown_code;
extern const Rule not_yet_effective;
extern const Rule ended;
extern const Rule about_to_end;
extern const Rule exact_duplicate;
extern const Rule suspect_duplicate;
extern const Rule two_feeds;
extern const Rule replacement_without_original;
extern const Rule removed_organ;
extern const Rule age_conflict;
extern const Rule repeated_diagnosis;
extern const Rule excludes1_pair;
extern const Rule chronic_condition_dropped;
extern const Rule side_contradicts_modifier;
extern const Rule present_on_admission;
extern const Rule line_without_diagnosis;
extern const Rule diagnosis_unused;
extern const Rule manifestation_first;
extern const Rule code_first_partner_later;
extern const Rule additional_code_missing;
extern const Rule combination_coded_apart;
extern const Rule external_cause_first;
extern const Rule secondary_only_first;
extern const Rule first_listed_only_later;
extern const Rule pregnancy_order;
extern const Rule sex_conflict;
extern const Rule side_left_open;
extern const Rule symptom_with_cause;
extern const Rule uncertain_diagnosis;
extern const Rule unknown_diagnosis;
extern const Rule diagnosis_header;
extern const Rule seventh_character;
extern const Rule placeholder_missing;
extern const Rule phase_against_history;
extern const Rule monthly_care_overlap;
extern const Rule consultation_without_request;
extern const Rule critical_care_time;
extern const Rule discharge_day;
extern const Rule two_visits_one_day;
extern const Rule complexity_add_on;
extern const Rule time_below_level;
extern const Rule staff_visit_with_infusion;
extern const Rule new_code_for_known_patient;
extern const Rule established_code_for_new_patient;
extern const Rule visit_family_and_place;
extern const Rule preventive_with_problem_visit;
extern const Rule prolonged_time;
extern const Rule visit_with_minor_procedure;
extern const Rule visit_before_major_procedure;
extern const Rule visit_in_after_care;
extern const Rule unrelated_visit_with_surgical_diagnosis;
extern const Rule procedure_in_after_care;
extern const Rule after_care_modifier_without_surgery;
extern const Rule return_outside_operating_room;
extern const Rule split_care;
extern const Rule package_item_apart;
extern const Rule anesthesia_by_surgeon;
extern const Rule maternity_package;
extern const Rule stale_reference;
extern const Rule coverage_not_active;
extern const Rule service_date_impossible;
extern const Rule date_outside_statement;
extern const Rule units_against_span;
extern const Rule charge_lag;
extern const Rule npi_check_digit;
extern const Rule rendering_organisation;
extern const Rule required_role_absent;
extern const Rule taxonomy_form;
extern const Rule past_timely_filing;
extern const Rule increased_service_without_support;
extern const Rule needless_51;
extern const Rule distinct_without_edit;
extern const Rule prefer_x_modifier;
extern const Rule same_site_called_distinct;
extern const Rule repeat_modifier_misused;
extern const Rule outside_lab_by_other_biller;
extern const Rule repeated_lab_test;
extern const Rule physician_of_record;
extern const Rule modifier_not_observed;
extern const Rule clinic_visit_marker;
extern const Rule visit_modifier_on_procedure;
extern const Rule procedure_modifier_on_visit;
extern const Rule modifier_of_other_claim_kind;
extern const Rule disaster_not_declared;
extern const Rule stopped_or_reduced;
extern const Rule modifiers_contradict;
extern const Rule shared_visit_outside_facility;
extern const Rule hospice_modifier_missing;
extern const Rule shortage_area_bonus;
extern const Rule policy_met_marker;
extern const Rule side_missing;
extern const Rule side_without_meaning;
extern const Rule side_contradicts_digit;
extern const Rule modifiers_out_of_order;
extern const Rule relationship_is_no_bypass;
extern const Rule incident_to_not_met;
extern const Rule screening_turned_treatment;
extern const Rule substitute_too_long;
extern const Rule resident_alone_not_allowed;
extern const Rule research_not_complete;
extern const Rule unknown_modifier;
extern const Rule repeated_modifier;
extern const Rule assistant_not_payable;
extern const Rule assistant_licence;
extern const Rule assistant_without_surgeon;
extern const Rule several_assistants;
extern const Rule bilateral_not_allowed;
extern const Rule bilateral_coded_twice;
extern const Rule sides_on_two_lines;
extern const Rule both_sides_in_units;
extern const Rule one_side_beside_both;
extern const Rule co_surgeon_not_permitted;
extern const Rule co_surgeon_alone;
extern const Rule charge_below_fee;
extern const Rule imaging_family_reduction;
extern const Rule standard_reduction;
extern const Rule sixth_procedure;
extern const Rule endoscopy_family;
extern const Rule other_reductions;
extern const Rule component_not_allowed;
extern const Rule whole_test_in_facility;
extern const Rule component_overlap;
extern const Rule incident_to_in_hospital;
extern const Rule interpretation_for_outpatient;
extern const Rule place_not_priced;
extern const Rule supervision_missing;
extern const Rule team_not_permitted;
extern const Rule add_on_without_primary;
extern const Rule add_on_without_list;
extern const Rule add_on_with_partial_list;
extern const Rule add_on_with_51;
extern const Rule primary_unpayable;
extern const Rule units_out_of_step;
extern const Rule primary_apart;
extern const Rule successor_not_listed;
extern const Rule line_over_limit;
extern const Rule day_total_absolute;
extern const Rule day_total_clinical;
extern const Rule both_sides_as_two;
extern const Rule bilateral_units;
extern const Rule zero_limit;
extern const Rule units_as_dose;
extern const Rule unpublished_limit;
extern const Rule units_over_minutes;
extern const Rule column_two_without_modifier;
extern const Rule pair_never_together;
extern const Rule edit_ended;
extern const Rule same_site_with_modifier;
extern const Rule modifier_on_column_one;
extern const Rule column_one_unpayable;
extern const Rule pair_on_another_claim;
extern const Rule anesthesia_with_pain_block;
extern const Rule part_without_edit;
extern const Rule required_element_missing;
extern const Rule line_numbers_repeat;
extern const Rule pointer_to_nothing;
extern const Rule unknown_code_system;
extern const Rule malformed_quantity;
extern const Rule too_many_for_form;
extern const Rule claim_not_checkable;
extern const Rule message_not_accepted;
extern const Rule segment_missing;
extern const Rule required_field_missing;
extern const Rule credit_without_charge;
extern const Rule placement_differs;
extern const Rule value_type_wrong;
extern const Rule procedure_not_completed;
extern const Rule procedure_element_missing;
extern const Rule procedure_side_not_stated;
extern const Rule procedure_without_reason;

std::span<const Rule* const> all_rules() {
  static constexpr std::array kRules{
      &wrong_age,                                // CODE-AGE-001
      &temporary_code_exists,                    // CODE-CAT3-001
      &imaging_billed_apart,                     // CODE-FAM-001
      &panel_in_pieces,                          // CODE-FAM-002
      &not_taken_by_medicare,                    // CODE-NM-001
      &wrong_sex,                                // CODE-SEX-001
      &always_bundled,                           // CODE-STAT-001
      &carrier_priced,                           // CODE-STAT-003
      &deleted_by_status,                        // CODE-STAT-004
      &excluded_by_regulation,                   // CODE-STAT-005
      &not_valid_historic,                       // CODE-STAT-006
      &not_valid_for_medicare,                   // CODE-STAT-007
      &anesthesia_without_modifier,              // CODE-STAT-008
      &measure_with_charge,                      // CODE-STAT-009
      &non_covered,                              // CODE-STAT-010
      &restricted_coverage,                      // CODE-STAT-011
      &paid_only_alone,                          // CODE-STAT-012
      &statutory_exclusion,                      // CODE-STAT-013
      &unlisted_code,                            // CODE-UNL-001
      &unknown_code,                             // CODE-VAL-001
      &not_yet_effective,                        // CODE-VAL-002
      &ended,                                    // CODE-VAL-003
      &about_to_end,                             // CODE-VAL-004
      &exact_duplicate,                          // DUP-001
      &suspect_duplicate,                        // DUP-002
      &two_feeds,                                // DUP-003
      &replacement_without_original,             // DUP-004
      &removed_organ,                            // DUP-005
      &age_conflict,                             // DX-AGE-001
      &repeated_diagnosis,                       // DX-DUP-001
      &excludes1_pair,                           // DX-EX1-001
      &chronic_condition_dropped,                // DX-HCC-001
      &side_contradicts_modifier,                // DX-LAT-001
      &present_on_admission,                     // DX-POA-001
      &line_without_diagnosis,                   // DX-PTR-001
      &diagnosis_unused,                         // DX-PTR-002
      &manifestation_first,                      // DX-SEQ-001
      &code_first_partner_later,                 // DX-SEQ-002
      &additional_code_missing,                  // DX-SEQ-003
      &combination_coded_apart,                  // DX-SEQ-004
      &external_cause_first,                     // DX-SEQ-005
      &secondary_only_first,                     // DX-SEQ-006
      &first_listed_only_later,                  // DX-SEQ-007
      &pregnancy_order,                          // DX-SEQ-008
      &sex_conflict,                             // DX-SEX-001
      &side_left_open,                           // DX-SPEC-001
      &symptom_with_cause,                       // DX-SPEC-002
      &uncertain_diagnosis,                      // DX-UNC-001
      &unknown_diagnosis,                        // DX-VAL-001
      &diagnosis_header,                         // DX-VAL-002
      &seventh_character,                        // DX-VAL-003
      &placeholder_missing,                      // DX-VAL-004
      &phase_against_history,                    // DX-VAL-005
      &monthly_care_overlap,                     // EM-CCM-001
      &consultation_without_request,             // EM-CONS-001
      &critical_care_time,                       // EM-CRIT-001
      &discharge_day,                            // EM-DISCH-001
      &two_visits_one_day,                       // EM-DUP-001
      &complexity_add_on,                        // EM-G2211-001
      &time_below_level,                         // EM-LEVEL-001
      &staff_visit_with_infusion,                // EM-LEVEL-003
      &new_code_for_known_patient,               // EM-NEW-001
      &established_code_for_new_patient,         // EM-NEW-002
      &visit_family_and_place,                   // EM-POS-001
      &preventive_with_problem_visit,            // EM-PREV-001
      &prolonged_time,                           // EM-PROL-001
      &visit_with_minor_procedure,               // GLB-001
      &visit_before_major_procedure,             // GLB-002
      &visit_in_after_care,                      // GLB-003
      &unrelated_visit_with_surgical_diagnosis,  // GLB-004
      &procedure_in_after_care,                  // GLB-005
      &after_care_modifier_without_surgery,      // GLB-006
      &return_outside_operating_room,            // GLB-007
      &split_care,                               // GLB-008
      &package_item_apart,                       // GLB-010
      &anesthesia_by_surgeon,                    // GLB-011
      &maternity_package,                        // GLB-012
      &stale_reference,                          // GOV-001
      &coverage_not_active,                      // ID-COV-001
      &service_date_impossible,                  // ID-DATE-001
      &date_outside_statement,                   // ID-DATE-002
      &units_against_span,                       // ID-DATE-003
      &charge_lag,                               // ID-LAG-001
      &npi_check_digit,                          // ID-NPI-001
      &rendering_organisation,                   // ID-NPI-002
      &required_role_absent,                     // ID-NPI-003
      &taxonomy_form,                            // ID-TAX-001
      &past_timely_filing,                       // ID-TFL-001
      &increased_service_without_support,        // MOD-22-001
      &needless_51,                              // MOD-51-001
      &distinct_without_edit,                    // MOD-59-001
      &prefer_x_modifier,                        // MOD-59-002
      &same_site_called_distinct,                // MOD-59-003
      &repeat_modifier_misused,                  // MOD-76-001
      &outside_lab_by_other_biller,              // MOD-90-001
      &repeated_lab_test,                        // MOD-91-001
      &physician_of_record,                      // MOD-AI-001
      &modifier_not_observed,                    // MOD-APPL-001
      &clinic_visit_marker,                      // MOD-CG-001
      &visit_modifier_on_procedure,              // MOD-CLASS-001
      &procedure_modifier_on_visit,              // MOD-CLASS-002
      &modifier_of_other_claim_kind,             // MOD-CLASS-003
      &disaster_not_declared,                    // MOD-CR-001
      &stopped_or_reduced,                       // MOD-DISC-001
      &modifiers_contradict,                     // MOD-EXCL-001
      &shared_visit_outside_facility,            // MOD-FS-001
      &hospice_modifier_missing,                 // MOD-HOSP-001
      &shortage_area_bonus,                      // MOD-HPSA-001
      &policy_met_marker,                        // MOD-KX-001
      &side_missing,                             // MOD-LAT-001
      &side_without_meaning,                     // MOD-LAT-002
      &side_contradicts_digit,                   // MOD-LAT-003
      &modifiers_out_of_order,                   // MOD-ORD-001
      &relationship_is_no_bypass,                // MOD-REL-001
      &incident_to_not_met,                      // MOD-SA-001
      &screening_turned_treatment,               // MOD-SCREEN-001
      &substitute_too_long,                      // MOD-SUB-001
      &resident_alone_not_allowed,               // MOD-TEACH-001
      &research_not_complete,                    // MOD-TRIAL-001
      &unknown_modifier,                         // MOD-VAL-001
      &repeated_modifier,                        // MOD-VAL-002
      &assistant_not_payable,                    // MPFS-ASST-001
      &assistant_licence,                        // MPFS-ASST-002
      &assistant_without_surgeon,                // MPFS-ASST-003
      &several_assistants,                       // MPFS-ASST-004
      &bilateral_not_allowed,                    // MPFS-BIL-001
      &bilateral_coded_twice,                    // MPFS-BIL-002
      &sides_on_two_lines,                       // MPFS-BIL-003
      &both_sides_in_units,                      // MPFS-BIL-004
      &one_side_beside_both,                     // MPFS-BIL-005
      &co_surgeon_not_permitted,                 // MPFS-CO-001
      &co_surgeon_alone,                         // MPFS-CO-002
      &charge_below_fee,                         // MPFS-FEE-001
      &imaging_family_reduction,                 // MPFS-IMG-001
      &standard_reduction,                       // MPFS-MULT-001
      &sixth_procedure,                          // MPFS-MULT-002
      &endoscopy_family,                         // MPFS-MULT-003
      &other_reductions,                         // MPFS-MULT-004
      &component_not_allowed,                    // MPFS-PCTC-001
      &whole_test_in_facility,                   // MPFS-PCTC-002
      &component_overlap,                        // MPFS-PCTC-003
      &incident_to_in_hospital,                  // MPFS-PCTC-004
      &interpretation_for_outpatient,            // MPFS-PCTC-005
      &place_not_priced,                         // MPFS-SITE-001
      &supervision_missing,                      // MPFS-SUP-001
      &team_not_permitted,                       // MPFS-TEAM-001
      &add_on_without_primary,                   // NCCI-AOC-001
      &add_on_without_list,                      // NCCI-AOC-002
      &add_on_with_partial_list,                 // NCCI-AOC-003
      &add_on_with_51,                           // NCCI-AOC-004
      &primary_unpayable,                        // NCCI-AOC-005
      &units_out_of_step,                        // NCCI-AOC-006
      &primary_apart,                            // NCCI-AOC-007
      &successor_not_listed,                     // NCCI-AOC-008
      &line_over_limit,                          // NCCI-MUE-001
      &day_total_absolute,                       // NCCI-MUE-002
      &day_total_clinical,                       // NCCI-MUE-003
      &both_sides_as_two,                        // NCCI-MUE-004
      &bilateral_units,                          // NCCI-MUE-005
      &zero_limit,                               // NCCI-MUE-006
      &units_as_dose,                            // NCCI-MUE-007
      &unpublished_limit,                        // NCCI-MUE-008
      &units_over_minutes,                       // NCCI-MUE-009
      &column_two_without_modifier,              // NCCI-PTP-001
      &pair_never_together,                      // NCCI-PTP-002
      &edit_ended,                               // NCCI-PTP-003
      &same_site_with_modifier,                  // NCCI-PTP-004
      &modifier_on_column_one,                   // NCCI-PTP-005
      &column_one_unpayable,                     // NCCI-PTP-006
      &pair_on_another_claim,                    // NCCI-PTP-007
      &anesthesia_with_pain_block,               // NCCI-PTP-010
      &part_without_edit,                        // NCCI-PTP-011
      &required_element_missing,                 // SHAPE-CLM-001
      &line_numbers_repeat,                      // SHAPE-CLM-002
      &pointer_to_nothing,                       // SHAPE-CLM-003
      &unknown_code_system,                      // SHAPE-CLM-004
      &malformed_quantity,                       // SHAPE-CLM-005
      &too_many_for_form,                        // SHAPE-CLM-006
      &claim_not_checkable,                      // SHAPE-CLM-007
      &message_not_accepted,                     // SHAPE-DFT-001
      &segment_missing,                          // SHAPE-DFT-002
      &required_field_missing,                   // SHAPE-DFT-003
      &credit_without_charge,                    // SHAPE-DFT-004
      &placement_differs,                        // SHAPE-DFT-005
      &value_type_wrong,                         // SHAPE-DFT-006
      &procedure_not_completed,                  // SHAPE-PRC-001
      &procedure_element_missing,                // SHAPE-PRC-002
      &procedure_side_not_stated,                // SHAPE-PRC-003
      &procedure_without_reason,                 // SHAPE-PRC-004
  };
  return kRules;
}

}  // namespace chargelint
