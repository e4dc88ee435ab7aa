// The explicit list of every rule, ordered by id: the only place that knows them all.
#include <array>

#include "rules/engine/rule.h"

namespace chargelint {

extern const Rule imaging_billed_apart;
extern const Rule always_bundled;
extern const Rule not_valid_for_medicare;
extern const Rule non_covered;
extern const Rule unknown_code;
extern const Rule repeated_diagnosis;
extern const Rule excludes1_pair;
extern const Rule line_without_diagnosis;
extern const Rule unknown_diagnosis;
extern const Rule diagnosis_header;
extern const Rule seventh_character;
extern const Rule placeholder_missing;
extern const Rule visit_with_minor_procedure;
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
extern const Rule bilateral_not_allowed;
extern const Rule bilateral_coded_twice;
extern const Rule sides_on_two_lines;
extern const Rule co_surgeon_not_permitted;
extern const Rule component_not_allowed;
extern const Rule team_not_permitted;
extern const Rule add_on_without_primary;
extern const Rule add_on_without_list;
extern const Rule add_on_with_partial_list;
extern const Rule add_on_with_51;
extern const Rule line_over_limit;
extern const Rule day_total_absolute;
extern const Rule day_total_clinical;
extern const Rule both_sides_as_two;
extern const Rule bilateral_units;
extern const Rule zero_limit;
extern const Rule column_two_without_modifier;
extern const Rule pair_never_together;
extern const Rule edit_ended;
extern const Rule required_element_missing;
extern const Rule line_numbers_repeat;
extern const Rule pointer_to_nothing;
extern const Rule message_not_accepted;
extern const Rule segment_missing;
extern const Rule required_field_missing;

std::span<const Rule* const> all_rules() {
  static constexpr std::array kRules{
      &imaging_billed_apart,               // CODE-FAM-001
      &always_bundled,                     // CODE-STAT-001
      &not_valid_for_medicare,             // CODE-STAT-007
      &non_covered,                        // CODE-STAT-010
      &unknown_code,                       // CODE-VAL-001
      &repeated_diagnosis,                 // DX-DUP-001
      &excludes1_pair,                     // DX-EX1-001
      &line_without_diagnosis,             // DX-PTR-001
      &unknown_diagnosis,                  // DX-VAL-001
      &diagnosis_header,                   // DX-VAL-002
      &seventh_character,                  // DX-VAL-003
      &placeholder_missing,                // DX-VAL-004
      &visit_with_minor_procedure,         // GLB-001
      &increased_service_without_support,  // MOD-22-001
      &needless_51,                        // MOD-51-001
      &distinct_without_edit,              // MOD-59-001
      &prefer_x_modifier,                  // MOD-59-002
      &same_site_called_distinct,          // MOD-59-003
      &repeat_modifier_misused,            // MOD-76-001
      &outside_lab_by_other_biller,        // MOD-90-001
      &repeated_lab_test,                  // MOD-91-001
      &physician_of_record,                // MOD-AI-001
      &modifier_not_observed,              // MOD-APPL-001
      &clinic_visit_marker,                // MOD-CG-001
      &visit_modifier_on_procedure,        // MOD-CLASS-001
      &procedure_modifier_on_visit,        // MOD-CLASS-002
      &modifier_of_other_claim_kind,       // MOD-CLASS-003
      &disaster_not_declared,              // MOD-CR-001
      &stopped_or_reduced,                 // MOD-DISC-001
      &modifiers_contradict,               // MOD-EXCL-001
      &shared_visit_outside_facility,      // MOD-FS-001
      &hospice_modifier_missing,           // MOD-HOSP-001
      &shortage_area_bonus,                // MOD-HPSA-001
      &policy_met_marker,                  // MOD-KX-001
      &side_missing,                       // MOD-LAT-001
      &side_without_meaning,               // MOD-LAT-002
      &side_contradicts_digit,             // MOD-LAT-003
      &modifiers_out_of_order,             // MOD-ORD-001
      &relationship_is_no_bypass,          // MOD-REL-001
      &incident_to_not_met,                // MOD-SA-001
      &screening_turned_treatment,         // MOD-SCREEN-001
      &substitute_too_long,                // MOD-SUB-001
      &resident_alone_not_allowed,         // MOD-TEACH-001
      &research_not_complete,              // MOD-TRIAL-001
      &unknown_modifier,                   // MOD-VAL-001
      &repeated_modifier,                  // MOD-VAL-002
      &assistant_not_payable,              // MPFS-ASST-001
      &bilateral_not_allowed,              // MPFS-BIL-001
      &bilateral_coded_twice,              // MPFS-BIL-002
      &sides_on_two_lines,                 // MPFS-BIL-003
      &co_surgeon_not_permitted,           // MPFS-CO-001
      &component_not_allowed,              // MPFS-PCTC-001
      &team_not_permitted,                 // MPFS-TEAM-001
      &add_on_without_primary,             // NCCI-AOC-001
      &add_on_without_list,                // NCCI-AOC-002
      &add_on_with_partial_list,           // NCCI-AOC-003
      &add_on_with_51,                     // NCCI-AOC-004
      &line_over_limit,                    // NCCI-MUE-001
      &day_total_absolute,                 // NCCI-MUE-002
      &day_total_clinical,                 // NCCI-MUE-003
      &both_sides_as_two,                  // NCCI-MUE-004
      &bilateral_units,                    // NCCI-MUE-005
      &zero_limit,                         // NCCI-MUE-006
      &column_two_without_modifier,        // NCCI-PTP-001
      &pair_never_together,                // NCCI-PTP-002
      &edit_ended,                         // NCCI-PTP-003
      &required_element_missing,           // SHAPE-CLM-001
      &line_numbers_repeat,                // SHAPE-CLM-002
      &pointer_to_nothing,                 // SHAPE-CLM-003
      &message_not_accepted,               // SHAPE-DFT-001
      &segment_missing,                    // SHAPE-DFT-002
      &required_field_missing,             // SHAPE-DFT-003
  };
  return kRules;
}

}  // namespace chargelint
