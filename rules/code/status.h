// What the rules on fee-schedule status codes share: which lines they look at, and what Medicare takes
// instead.
#pragma once

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

// Calls visit(facts, row) for each judged line whose row with blank modifier has the status.
template <class Visit>
void for_each_with_status(const RuleInput& input, RuleOutput& output, char status, Visit visit) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.shape == CodeShape::dental) continue;
    const FeeScheduleRow* row = fee_row(facts, output);
    if (row != nullptr && row->status == status) visit(facts, *row);
  }
}

// The same for any of several, without a word of what is missing: CODE-STAT-001 reads every row of a claim
// and says it for all.
template <class Visit>
void for_each_listed_with(const RuleInput& input, std::string_view statuses, Visit visit) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr) continue;
    if (statuses.find(facts.fee.row->status) != std::string_view::npos) visit(facts, *facts.fee.row);
  }
}

// Status codes are Medicare's, and its plans go by most of them.
inline constexpr PayerShift kStatusReaders{
    .medicaid = PayerShift::kOff, .commercial = PayerShift::kOff, .other = PayerShift::kOff};
inline constexpr PayerShift kMedicareAlone{.medicaid = PayerShift::kOff,
                                           .medicare_advantage = PayerShift::kOff,
                                           .commercial = PayerShift::kOff,
                                           .other = PayerShift::kOff};
inline constexpr Citation kStatusCodes{"Medicare Claims Processing Manual", "chapter 23, section 30.2.2"};

// A finding about a line that rests on its row.
inline Finding& add_for_status(RuleOutput& output, const LineFacts& facts, const FeeScheduleRow& row) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.evidence = evidence_of(Source::fee_schedule, &row);
  return finding;
}

// Category II and the S, T and H codes have their own rules (CODE-STAT-009, CODE-NM-001).
[[nodiscard]] inline bool has_own_status_rule(const LineFacts& facts) {
  return facts.shape == CodeShape::cpt_category_2 || facts.in(CodeSet::national_temporary);
}

// A line with GY or GX asks for the denial.
[[nodiscard]] inline bool asks_for_denial(const RuleInput& input, const LineFacts& facts) {
  return modifier_of_class(input.reference, facts, ModifierClass::notice_of_noncoverage) != nullptr;
}

// Names the codes Medicare takes instead in {alternatives}{alternatives2}{alternatives_more}; false when none
// is known. One alternative without a condition can simply be put in its place; of several a person must
// choose.
inline bool offer_alternatives(const RuleInput& input, const LineFacts& facts, Finding& finding,
                               bool as_fixes) {
  constexpr std::size_t kOffered = 12;
  SmallVector<const CodeMapRow*, kOffered> rows;
  CodeList list;
  for (const CodeMapRow& row : input.reference.code_map(CodeMap::medicare_alternative, facts.line->code)) {
    if (!row.period().contains(facts.date)) continue;
    list.add(row.to().text().view());
    rows.push_back(&row);
  }
  list.fill(finding, "alternatives", "alternatives2", "alternatives_more");
  for (const CodeMapRow* row : rows) {
    if (!as_fixes || finding.fixes.size() == kOffered) break;
    std::string_view condition = input.reference.text(row->condition);
    if (condition.empty() && rows.size() > 1) condition = "Is this what was done?";
    finding.fixes.push_back(replace_code_fix(facts.line->number, row->to(), condition));
  }
  return !rows.empty();
}

}  // namespace chargelint
