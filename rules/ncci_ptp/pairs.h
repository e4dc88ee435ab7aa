// The pairs of a claim that the procedure-to-procedure table knows, and which modifiers set an edit aside.
#pragma once

#include <algorithm>
#include <span>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

[[nodiscard]] inline const PtpEdit* edit_on(std::span<const PtpEdit> edits, Date date) {
  for (const PtpEdit& edit : edits) {
    if (edit.applies_on(date)) return &edit;
  }
  return nullptr;
}

// Calls visit(column1, column2, edit) for two lines of one day and one biller under an edit of that
// indicator. A column 2 line is done with once `visit` says true of it: it is denied once.
template <class Visit>
void for_each_edit(const RuleInput& input, std::uint8_t indicator, Visit visit) {
  for (const CodePair& pair : input.pairs()) {
    for (const LineFacts* column2 : pair.column2) {
      const PtpEdit* edit = edit_on(pair.edits, column2->date);
      if (edit == nullptr || edit->indicator != indicator) continue;
      for (const LineFacts* column1 : pair.column1) {
        if (column1->date != column2->date) continue;
        if (!same_biller(input.context(), *column1->line, *column2->line)) continue;
        if (visit(*column1, *column2, *edit)) break;
      }
    }
  }
}

enum class Bypass : std::uint8_t {
  none,                   // also the same place on both lines and nothing else
  column1_place_only,     // CMS's Medicare text is silent on it
  column1_distinct_only,  // 59 or X{EPSU} where the payer reads them on column 2 alone
  column2_place_only,     // set aside; the other line's place is asked for
  same_place,             // set aside, though both lines name the same place
  full,
};
[[nodiscard]] inline bool sets_aside(Bypass bypass) {
  return bypass >= Bypass::column2_place_only;
}

// 59 and X{EPSU} count on either line for Medicaid, for Medicare since the day of the parameter; before and
// for other payers on column 2 alone.
[[nodiscard]] inline bool either_line_counts(const RuleInput& input, Date date) {
  const PayerClass payer = input.context().payer;
  if (payer == PayerClass::medicaid) return true;
  if (payer != PayerClass::medicare && payer != PayerClass::medicare_advantage) return false;
  return input.reference.parameter(Parameter::ptp_bypass_either_line, date).value_or(0) != 0;
}

struct Place {
  Modifier modifier;
  std::uint32_t classes = 0;
  [[nodiscard]] bool is(ModifierClass wanted) const {
    return (classes & static_cast<std::uint32_t>(wanted)) != 0;
  }
  // A side and no more.
  [[nodiscard]] bool side_alone() const { return modifier == "LT"_mod || modifier == "RT"_mod; }
};
using Places = SmallVector<Place, 4>;

[[nodiscard]] inline bool name_one_side(const Place& one, const Place& other) {
  return (one.is(ModifierClass::left) && other.is(ModifierClass::left)) ||
         (one.is(ModifierClass::right) && other.is(ModifierClass::right));
}
struct PairVerdict {
  Bypass bypass = Bypass::none;
  Modifier place;            // named by both lines, or by the one line that names any
  Modifier other;            // the other line's word for it: RT beside T6
  Modifier bypass_modifier;  // the one that sets the pair aside, or would on the other line
};
// A place of both lines: the same modifier, or (where `digits` count) a side and a digit or lid of that side.
inline bool find_same_place(const Places& column1, const Places& column2, bool digits, PairVerdict& verdict) {
  for (const Place& one : column1) {
    for (const Place& two : column2) {
      const bool digit_of_side = digits && one.side_alone() != two.side_alone() && name_one_side(one, two);
      if (one.modifier != two.modifier && !digit_of_side) continue;
      verdict.place = one.modifier;
      verdict.other = two.modifier;
      return true;
    }
  }
  return false;
}

// Decision 6. Modifiers that name a place set an edit aside where the two lines differ, or where only column
// 2 has one.
[[nodiscard]] inline PairVerdict judge_pair(const RuleInput& input, const LineFacts& column1,
                                            const LineFacts& column2) {
  PairVerdict verdict;
  if (!column1.has_class(ModifierClass::ncci_bypass) && !column2.has_class(ModifierClass::ncci_bypass)) {
    return verdict;
  }
  const bool either_line = either_line_counts(input, column1.date);
  Places places1;
  Places places2;
  bool distinct = false;
  bool misplaced = false;
  for (const LineFacts* facts : {&column1, &column2}) {
    const bool on_column1 = facts == &column1;
    if (!facts->has_class(ModifierClass::ncci_bypass)) continue;
    for (const ModifierUse& use : facts->line->modifiers) {
      const ModifierRow* row =
          use.value.empty() ? nullptr : modifier_on(input.reference, use.value, facts->date).row;
      if (row == nullptr || !row->is(ModifierClass::ncci_bypass)) continue;
      if (row->is(ModifierClass::anatomic)) {
        (on_column1 ? places1 : places2).push_back({use.value, row->classes});
        continue;
      }
      if (row->is(ModifierClass::visit_bypass) && !is_visit(input, *facts)) continue;
      const bool column2_only = row->is(ModifierClass::bypass_column2_only_before_2019) && !either_line;
      if (on_column1 && column2_only) {
        misplaced = true;
        if (verdict.bypass_modifier.empty()) verdict.bypass_modifier = use.value;
        continue;
      }
      if (!row->is(ModifierClass::distinct) && !row->is(ModifierClass::global_bypass)) {
        verdict.bypass = Bypass::full;
        return verdict;
      }
      if (!distinct) verdict.bypass_modifier = use.value;
      distinct = true;
    }
  }
  if (distinct) {
    const bool same = find_same_place(places1, places2, true, verdict);
    verdict.bypass = same ? Bypass::same_place : Bypass::full;
  } else if (places1.empty() != places2.empty()) {
    verdict.bypass = places1.empty() ? Bypass::column2_place_only : Bypass::column1_place_only;
    verdict.place = places1.empty() ? places2.front().modifier : places1.front().modifier;
  } else if (!places1.empty() && !find_same_place(places1, places2, false, verdict)) {
    const bool digit = find_same_place(places1, places2, true, verdict);
    verdict.bypass = digit ? Bypass::same_place : Bypass::full;
  }
  if (misplaced && !sets_aside(verdict.bypass)) verdict.bypass = Bypass::column1_distinct_only;
  return verdict;
}

[[nodiscard]] inline std::string_view ptp_table_words(Source table) {
  switch (table) {
    case Source::ptp_hospital:
      return "hospital";
    case Source::ptp_medicaid_practitioner:
      return "Medicaid practitioner";
    case Source::ptp_medicaid_hospital:
      return "Medicaid hospital";
    default:
      return "practitioner";
  }
}

// The finding of a pair on that row. A line of another claim has the number 0.
inline Finding& add_on_row(const RuleInput& input, RuleOutput& output, const LineFacts& column1,
                           const LineFacts& column2, const PtpEdit& edit) {
  Finding& finding = output.add();
  for (const LineFacts* facts : {&column1, &column2}) {
    if (facts->line->number != 0) finding.lines.push_back(facts->line->number);
    finding.codes.push_back(facts->line->code);
  }
  finding.location = column2.line->number != 0 ? column2.line->code_at : column1.line->code_at;
  finding.evidence.row = PtpEvidence{column1.line->code, &edit};
  finding.evidence.source = ptp_table(input.context());
  finding.evidence.release = edit.release;
  finding.evidence.present = true;
  finding.boundary = edit.to() == column1.date;
  finding.arguments.push_back({"column1", column1.line->code});
  finding.arguments.push_back({"column2", column2.line->code});
  // Critical access bills are not paid by these tables throughout.
  if (input.context().type_of_bill.starts_with("85")) {
    finding.severity = std::min(finding.severity, Severity::warning);
  }
  return finding;
}
// The same with its two lines by number.
inline Finding& add_for_lines(const RuleInput& input, RuleOutput& output, const LineFacts& column1,
                              const LineFacts& column2, const PtpEdit& edit) {
  Finding& finding = add_on_row(input, output, column1, column2, edit);
  finding.arguments.push_back({"line1", std::int64_t{column1.line->number}});
  finding.arguments.push_back({"line2", std::int64_t{column2.line->number}});
  return finding;
}
// And with what the row says.
inline Finding& add_for_pair(const RuleInput& input, RuleOutput& output, const LineFacts& column1,
                             const LineFacts& column2, const PtpEdit& edit) {
  Finding& finding = add_for_lines(input, output, column1, column2, edit);
  finding.arguments.push_back({"table", ptp_table_words(ptp_table(input.context()))});
  const std::string_view rationale = input.reference.rationale(edit.rationale);
  finding.arguments.push_back({"rationale", rationale.empty() ? std::string_view("not stated") : rationale});
  // A release may not know when its edits began (decision 5), or a row may leave it open.
  const auto releases = input.reference.releases();
  if (edit.release < releases.size() && releases[edit.release].effective_known && edit.from_day != 0) {
    finding.arguments.push_back({"effective", edit.from()});
  }
  return finding;
}
[[nodiscard]] inline bool names_effective(const Finding& finding) {
  for (const Argument& argument : finding.arguments) {
    if (argument.name == "effective") return true;
  }
  return false;
}

}  // namespace chargelint
