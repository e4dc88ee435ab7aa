// The pairs of a claim that the procedure-to-procedure table knows, and which modifiers set an edit aside.
#pragma once

#include <algorithm>
#include <span>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

[[nodiscard]] inline Source ptp_table(const Context& context) {
  return payer_table(context,
                     context.kind == BillKind::outpatient ? Source::ptp_hospital : Source::ptp_practitioner);
}
[[nodiscard]] inline const PtpEdit* edit_on(std::span<const PtpEdit> edits, Date date) {
  for (const PtpEdit& edit : edits) {
    if (edit.applies_on(date)) return &edit;
  }
  return nullptr;
}

// The judged lines of one code, and the table's rows of which it is the column 1 code.
struct PtpRun {
  Hcpcs code;
  std::span<const CodeAt> lines;
  std::span<const PtpEdit> rows;
};
using PtpRuns = SmallVector<PtpRun, 16>;
[[nodiscard]] inline PtpRuns runs_of(const RuleInput& input, Source table, const CodeOrder& order) {
  PtpRuns runs;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && order[end].code == order[first].code) ++end;
    const Hcpcs code = order[first].code;
    runs.push_back({code, {order.data() + first, end - first}, input.reference.ptp(table, code)});
    first = end;
  }
  return runs;
}

// Two lines of one day and one biller. A column 2 line is done with once `found` says true of it: it is
// denied once, however often the column 1 code repeats.
template <class Found>
void for_each_line_pair(const RuleInput& input, const PtpRun& column1, const PtpRun& column2, Found found) {
  for (const CodeAt& right : column2.lines) {
    for (const CodeAt& left : column1.lines) {
      if (left.facts->date != right.facts->date) continue;
      if (!same_biller(input.context(), *left.facts->line, *right.facts->line)) continue;
      if (found(*left.facts, *right.facts)) break;
    }
  }
}

// Calls visit(column1, column2, edits of the pair) for every two lines whose codes stand in the table in that
// order, at whatever date. Codes and rows are both sorted, so each search starts where the one before ended.
template <class Visit>
void for_each_pair(const RuleInput& input, Source table, Visit visit) {
  const CodeOrder order = judged_by_code(input);
  if (order.size() < 2) return;
  const PtpRuns runs = runs_of(input, table, order);
  for (const PtpRun& column1 : runs) {
    std::span<const PtpEdit> rest = column1.rows;
    for (const PtpRun& column2 : runs) {
      if (rest.empty()) break;
      if (column2.code == column1.code) continue;
      const auto found = std::ranges::lower_bound(rest, column2.code.packed(), {}, &PtpEdit::column2_packed);
      rest = {found, rest.end()};
      if (rest.empty() || rest.front().column2() != column2.code) continue;
      const auto edits = pair_edits(rest, column2.code);
      for_each_line_pair(input, column1, column2,
                         [&](const LineFacts& one, const LineFacts& two) { return visit(one, two, edits); });
    }
  }
}

// Whether two lines that could be a pair have no row in either order.
[[nodiscard]] inline bool some_pair_lacks_row(const RuleInput& input, Source table) {
  const CodeOrder order = judged_by_code(input);
  const PtpRuns runs = runs_of(input, table, order);
  bool lacks = false;
  for (std::size_t low = 0; low < runs.size() && !lacks; ++low) {
    for (std::size_t high = low + 1; high < runs.size() && !lacks; ++high) {
      if (!pair_edits(runs[low].rows, runs[high].code).empty()) continue;
      if (!pair_edits(runs[high].rows, runs[low].code).empty()) continue;
      for_each_line_pair(
          input, runs[low], runs[high],
          [&lacks](const LineFacts& /*one*/, const LineFacts& /*two*/) { return lacks = true; });
    }
  }
  return lacks;
}

enum class Bypass {
  none,
  column1_anatomic_only,  // CMS's Medicare text is silent on it
  full,
};

// 59 and X{EPSU} count on either line for Medicaid, for Medicare since the day of the parameter; before and
// for other payers on column 2 alone.
[[nodiscard]] inline bool either_line_counts(const RuleInput& input, Date date) {
  const PayerClass payer = input.context().payer;
  if (payer == PayerClass::medicaid) return true;
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
  finding.arguments.push_back({"table", ptp_table_words(table)});
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
