// The explicit list of every rule, ordered by id: the only place that knows them all.
#include <array>

#include "rules/engine/rule.h"

namespace chargelint {

extern const Rule imaging_billed_apart;
extern const Rule always_bundled;
extern const Rule not_valid_for_medicare;
extern const Rule non_covered;
extern const Rule unknown_code;
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
extern const Rule visit_with_minor_procedure;
extern const Rule side_contradicts_digit;
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
extern const Rule message_not_accepted;
extern const Rule segment_missing;
extern const Rule required_field_missing;

std::span<const Rule* const> all_rules() {
  static constexpr std::array kRules{
      &imaging_billed_apart,         // CODE-FAM-001
      &always_bundled,               // CODE-STAT-001
      &not_valid_for_medicare,       // CODE-STAT-007
      &non_covered,                  // CODE-STAT-010
      &unknown_code,                 // CODE-VAL-001
      &age_conflict,                 // DX-AGE-001
      &repeated_diagnosis,           // DX-DUP-001
      &excludes1_pair,               // DX-EX1-001
      &chronic_condition_dropped,    // DX-HCC-001
      &side_contradicts_modifier,    // DX-LAT-001
      &present_on_admission,         // DX-POA-001
      &line_without_diagnosis,       // DX-PTR-001
      &diagnosis_unused,             // DX-PTR-002
      &manifestation_first,          // DX-SEQ-001
      &code_first_partner_later,     // DX-SEQ-002
      &additional_code_missing,      // DX-SEQ-003
      &combination_coded_apart,      // DX-SEQ-004
      &external_cause_first,         // DX-SEQ-005
      &secondary_only_first,         // DX-SEQ-006
      &first_listed_only_later,      // DX-SEQ-007
      &pregnancy_order,              // DX-SEQ-008
      &sex_conflict,                 // DX-SEX-001
      &side_left_open,               // DX-SPEC-001
      &symptom_with_cause,           // DX-SPEC-002
      &uncertain_diagnosis,          // DX-UNC-001
      &unknown_diagnosis,            // DX-VAL-001
      &diagnosis_header,             // DX-VAL-002
      &seventh_character,            // DX-VAL-003
      &placeholder_missing,          // DX-VAL-004
      &phase_against_history,        // DX-VAL-005
      &visit_with_minor_procedure,   // GLB-001
      &side_contradicts_digit,       // MOD-LAT-003
      &unknown_modifier,             // MOD-VAL-001
      &repeated_modifier,            // MOD-VAL-002
      &assistant_not_payable,        // MPFS-ASST-001
      &bilateral_not_allowed,        // MPFS-BIL-001
      &bilateral_coded_twice,        // MPFS-BIL-002
      &sides_on_two_lines,           // MPFS-BIL-003
      &co_surgeon_not_permitted,     // MPFS-CO-001
      &component_not_allowed,        // MPFS-PCTC-001
      &team_not_permitted,           // MPFS-TEAM-001
      &add_on_without_primary,       // NCCI-AOC-001
      &add_on_without_list,          // NCCI-AOC-002
      &add_on_with_partial_list,     // NCCI-AOC-003
      &add_on_with_51,               // NCCI-AOC-004
      &primary_unpayable,            // NCCI-AOC-005
      &units_out_of_step,            // NCCI-AOC-006
      &primary_apart,                // NCCI-AOC-007
      &successor_not_listed,         // NCCI-AOC-008
      &line_over_limit,              // NCCI-MUE-001
      &day_total_absolute,           // NCCI-MUE-002
      &day_total_clinical,           // NCCI-MUE-003
      &both_sides_as_two,            // NCCI-MUE-004
      &bilateral_units,              // NCCI-MUE-005
      &zero_limit,                   // NCCI-MUE-006
      &units_as_dose,                // NCCI-MUE-007
      &unpublished_limit,            // NCCI-MUE-008
      &units_over_minutes,           // NCCI-MUE-009
      &column_two_without_modifier,  // NCCI-PTP-001
      &pair_never_together,          // NCCI-PTP-002
      &edit_ended,                   // NCCI-PTP-003
      &same_site_with_modifier,      // NCCI-PTP-004
      &modifier_on_column_one,       // NCCI-PTP-005
      &column_one_unpayable,         // NCCI-PTP-006
      &pair_on_another_claim,        // NCCI-PTP-007
      &anesthesia_with_pain_block,   // NCCI-PTP-010
      &part_without_edit,            // NCCI-PTP-011
      &required_element_missing,     // SHAPE-CLM-001
      &line_numbers_repeat,          // SHAPE-CLM-002
      &pointer_to_nothing,           // SHAPE-CLM-003
      &message_not_accepted,         // SHAPE-DFT-001
      &segment_missing,              // SHAPE-DFT-002
      &required_field_missing,       // SHAPE-DFT-003
  };
  return kRules;
}

}  // namespace chargelint
