// What the rules on modifiers share: who they speak for, the usual exchange of one modifier for another, and
// which lines of a claim stand in an edit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "rules/ncci_ptp/pairs.h"
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

// Modifiers that only Medicare, and the plans that follow it, read.
inline constexpr PayerShift kMedicareReaders{
    .medicaid = PayerShift::kOff, .commercial = PayerShift::kOff, .other = PayerShift::kOff};

[[nodiscard]] inline bool follows_medicare(const Context& context) {
  return context.payer == PayerClass::medicare || context.payer == PayerClass::medicare_advantage;
}
// Rural health clinics (71x) and federally qualified health centers (77x).
[[nodiscard]] inline bool is_clinic_bill(const Context& context) {
  return context.type_of_bill.starts_with("71") || context.type_of_bill.starts_with("77");
}
// The practitioners' lines on the bill of a critical access hospital, method II.
[[nodiscard]] inline bool is_method_two(const Context& context, const ServiceLine& line) {
  return context.type_of_bill.starts_with("85") &&
         (line.revenue_code.starts_with("096") || line.revenue_code.starts_with("097") ||
          line.revenue_code.starts_with("098"));
}

[[nodiscard]] inline Edit modifier_edit(EditKind kind, std::uint16_t line, Modifier modifier) {
  Edit edit = edit_of(kind, line);
  edit.modifier = modifier;
  return edit;
}
[[nodiscard]] inline Fix swap_modifier_fix(std::uint16_t line, Modifier drop, Modifier add,
                                           std::string_view question) {
  Fix fix = remove_modifier_fix(line, drop, question);
  fix.edits.push_back(modifier_edit(EditKind::add_modifier, line, add));
  return fix;
}

[[nodiscard]] inline IcdCode pointed_diagnosis(const Claim& claim, const ServiceLine& line,
                                               std::size_t place) {
  if (line.diagnoses.size() <= place || line.diagnoses[place].index >= claim.diagnoses.size()) return {};
  return claim.diagnoses[line.diagnoses[place].index].code;
}
[[nodiscard]] inline bool points_into(const RuleInput& input, const LineFacts& facts, DiagnosisSet set) {
  for (std::size_t place = 0; place < facts.line->diagnoses.size(); ++place) {
    const IcdCode code = pointed_diagnosis(input.claim, *facts.line, place);
    if (!code.empty() && input.reference.in_set(set, code, facts.date)) return true;
  }
  return false;
}

// Lines of another claim on the same day; nothing without history.
template <class Visit>
void for_each_prior_of_day(const RuleInput& input, Date date, Visit visit) {
  if (input.history.availability() == Availability::none) return;
  for (const PriorLine& prior : input.history.lines({date, date})) {
    if (prior.date == date) visit(prior);
  }
}

// The edit of two codes in whichever order the table has them.
[[nodiscard]] inline const PtpEdit* edit_between(const RuleInput& input, Source table, Hcpcs one, Hcpcs other,
                                                 Date date) {
  const PtpEdit* const edit = edit_on(input.reference.pair(table, one, other), date);
  return edit != nullptr ? edit : edit_on(input.reference.pair(table, other, one), date);
}

// Calls visit(column1, column2, edit) for every two lines of one day and biller that an edit in force
// bundles.
template <class Visit>
void for_each_bundled(const RuleInput& input, Visit visit) {
  for (const CodePair& pair : input.pairs()) {
    for (const LineFacts* column2 : pair.column2) {
      const PtpEdit* const edit = edit_on(pair.edits, column2->date);
      if (edit == nullptr) continue;
      for (const LineFacts* column1 : pair.column1_every) {
        if (column1->date != column2->date) continue;
        if (same_biller(input.context(), *column1->line, *column2->line)) visit(*column1, *column2, *edit);
      }
    }
  }
}

}  // namespace chargelint
