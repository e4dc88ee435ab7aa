// The pairs of a claim that the procedure-to-procedure table knows, and which modifiers set an edit aside.
#pragma once

#include <span>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

[[nodiscard]] inline Source ptp_table(const Context& context) {
  return context.kind == BillKind::outpatient ? Source::ptp_hospital : Source::ptp_practitioner;
}
[[nodiscard]] inline const PtpEdit* edit_on(std::span<const PtpEdit> edits, Date date) {
  for (const PtpEdit& edit : edits) {
    if (edit.applies_on(date)) return &edit;
  }
  return nullptr;
}

// Calls visit(column1, column2, edits of the pair) for every two lines of one day and one biller whose codes
// stand in the table in that order, at whatever date; and missing(code) where two such lines have no row in
// either order.
template <class Visit, class Missing>
void for_each_pair(const RuleInput& input, Source table, Visit visit, Missing missing) {
  struct Run {
    Hcpcs code;
    std::span<const CodeAt> lines;
    std::span<const PtpEdit> rows;
  };
  const CodeOrder order = judged_by_code(input);
  SmallVector<Run, 16> runs;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && order[end].code == order[first].code) ++end;
    const Hcpcs code = order[first].code;
    runs.push_back({code, {order.data() + first, end - first}, input.reference.ptp(table, code)});
    first = end;
  }
  const auto each_line_pair = [&input](const Run& column1, const Run& column2, auto found) {
    for (const CodeAt& left : column1.lines) {
      for (const CodeAt& right : column2.lines) {
        if (left.facts->date != right.facts->date) continue;
        if (same_biller(input.context(), *left.facts->line, *right.facts->line))
          found(*left.facts, *right.facts);
      }
    }
  };
  for (std::size_t low = 0; low < runs.size(); ++low) {
    for (std::size_t high = low + 1; high < runs.size(); ++high) {
      const auto low_first = pair_edits(runs[low].rows, runs[high].code);
      const auto high_first = pair_edits(runs[high].rows, runs[low].code);
      if (!low_first.empty()) {
        each_line_pair(runs[low], runs[high],
                       [&](const LineFacts& one, const LineFacts& two) { visit(one, two, low_first); });
      }
      if (!high_first.empty()) {
        each_line_pair(runs[high], runs[low],
                       [&](const LineFacts& one, const LineFacts& two) { visit(one, two, high_first); });
      }
      if (low_first.empty() && high_first.empty()) {
        each_line_pair(runs[low], runs[high],
                       [&](const LineFacts& /*one*/, const LineFacts& /*two*/) { missing(); });
      }
    }
  }
}
template <class Visit>
void for_each_pair(const RuleInput& input, Source table, Visit visit) {
  for_each_pair(input, table, visit, [] {});
}

enum class Bypass {
  none,
  column1_anatomic_only,  // CMS's Medicare text is silent on it
  full,
};

// 59 and X{EPSU} count on either line for Medicare since the day of the parameter, before and for other
// payers on column 2 alone.
[[nodiscard]] inline bool either_line_counts(const RuleInput& input, Date date) {
  const PayerClass payer = input.context().payer;
  if (payer != PayerClass::medicare && payer != PayerClass::medicare_advantage) return false;
  return input.reference.parameter(Parameter::ptp_bypass_either_line, date).value_or(0) != 0;
}

// Decision 6. Modifiers that name a place bypass where the two lines differ, or where only column 2 has one.
[[nodiscard]] inline Bypass bypass_of(const RuleInput& input, const LineFacts& column1,
                                      const LineFacts& column2) {
  const Date date = column1.date;
  const bool either_line = either_line_counts(input, date);
  SmallVector<Modifier, 4> places1;
  SmallVector<Modifier, 4> places2;
  for (const LineFacts* facts : {&column1, &column2}) {
    const bool on_column1 = facts == &column1;
    for (const ModifierUse& use : facts->line->modifiers) {
      const ModifierRow* row =
          use.value.empty() ? nullptr : modifier_on(input.reference, use.value, date).row;
      if (row == nullptr || !row->is(ModifierClass::ncci_bypass)) continue;
      if (row->is(ModifierClass::anatomic)) {
        (on_column1 ? places1 : places2).push_back(use.value);
        continue;
      }
      if (row->is(ModifierClass::visit_bypass)) {
        if (is_visit(input, *facts)) return Bypass::full;
        continue;
      }
      const bool column2_only = row->is(ModifierClass::bypass_column2_only_before_2019) && !either_line;
      if (!on_column1 || !column2_only) return Bypass::full;
    }
  }
  if (places2.empty()) return places1.empty() ? Bypass::none : Bypass::column1_anatomic_only;
  for (const Modifier place : places1) {
    if (places2.contains(place)) return Bypass::none;
  }
  return Bypass::full;
}

// The finding of a pair, with what every text of the family names.
inline Finding& add_for_pair(const RuleInput& input, RuleOutput& output, const LineFacts& column1,
                             const LineFacts& column2, const PtpEdit& edit) {
  const Source table = ptp_table(input.context());
  Finding& finding = output.add();
  finding.lines.push_back(column1.line->number);
  finding.lines.push_back(column2.line->number);
  finding.codes.push_back(column1.line->code);
  finding.codes.push_back(column2.line->code);
  finding.location = column2.line->code_at;
  finding.evidence.row = PtpEvidence{column1.line->code, &edit};
  finding.evidence.source = table;
  finding.evidence.release = edit.release;
  finding.evidence.present = true;
  finding.boundary = edit.to() == column1.date;
  finding.arguments.push_back({"column1", column1.line->code});
  finding.arguments.push_back({"column2", column2.line->code});
  finding.arguments.push_back({"line1", std::int64_t{column1.line->number}});
  finding.arguments.push_back({"line2", std::int64_t{column2.line->number}});
  finding.arguments.push_back({"table", table == Source::ptp_hospital ? std::string_view("hospital")
                                                                      : std::string_view("practitioner")});
  const std::string_view rationale = input.reference.rationale(edit.rationale);
  finding.arguments.push_back({"rationale", rationale.empty() ? std::string_view("not stated") : rationale});
  // A release may not know when its edits began (decision 5), or a row may leave it open.
  const auto releases = input.reference.releases();
  if (edit.release < releases.size() && releases[edit.release].effective_known && edit.from_day != 0) {
    finding.arguments.push_back({"effective", edit.from()});
  }
  // Critical access bills are not paid by these tables throughout.
  if (input.context().type_of_bill.starts_with("85")) finding.severity = Severity::warning;
  return finding;
}
[[nodiscard]] inline bool names_effective(const Finding& finding) {
  for (const Argument& argument : finding.arguments) {
    if (argument.name == "effective") return true;
  }
  return false;
}

}  // namespace chargelint
