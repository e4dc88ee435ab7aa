// NCCI-PTP-002: a pair of indicator 0, which no modifier sets aside.
#include "rules/ncci_ptp/pairs.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Source table = ptp_table(input.context());
  if (lacks_medicaid_tables(input, output, table)) return;
  for_each_edit(input, 0, [&](const LineFacts& column1, const LineFacts& column2, const PtpEdit& edit) {
    Finding& finding = add_for_pair(input, output, column1, column2, edit);
    finding.fixes.push_back(remove_line_fix(column2.line->number));
    finding.fixes.push_back(
        remove_line_fix(column1.line->number, "Was the column 2 service the one that was done?"));
    return true;
  });
}

}  // namespace

extern const Rule pair_never_together{
    .info = {.id = "NCCI-PTP-002",
             .module = "NCCI-PTP",
             .title = "Pair never payable together (indicator 0)",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .hard_at_order = true,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::ptp_practitioner, Source::ptp_hospital},
             .reads_count = 2,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"},
                            {"Integrated Outpatient Code Editor", "edit 20"}}},
             .clinician = "{column2} can't be charged with {column1} on the same day.",
             .biller = "NCCI edit {column1}/{column2}, indicator 0, {table} table, rationale: {rationale}. "
                       "No modifier sets it aside: line {line2} ({column2}) is denied even with 59. Remove "
                       "it, or line {line1} if {column2} was what was done.",
             .carc = "CO-236",
             .why = "Some services are never paid together on one day by one practitioner; a modifier "
                    "changes nothing.",
             .fires = "80053; 80048-59",
             .silent = "80053"},
    .evaluate = evaluate};

}  // namespace chargelint
