// MPFS-TEAM-001: modifier 66 on a code for which the fee schedule does not provide a surgical team.
#include "rules/fee_schedule/indicators.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for_each_use(input, output, "66"_mod,
               [&](const LineFacts& facts, const ModifierUse& use, const FeeScheduleRow& row) {
                 if (!indicator_known(row.team, facts, output)) return;
                 if (row.team != '0' && row.team != '1' && row.team != '9') return;
                 Finding& finding = add_for_indicator(output, facts, use, row, row.team);
                 if (row.team == '1') {
                   finding.severity = Severity::warning;
                   finding.clinician =
                       "A surgical team is recognised for {code} only when the record shows why.";
                   finding.biller =
                       "Line {line}: {code} with 66. Team indicator 1: paid only with documentation of the "
                       "need. Attach the operative notes.";
                   return;
                 }
                 finding.fixes.push_back(remove_modifier_fix(facts.line->number, "66"_mod,
                                                             "Did one surgeon do all of this code?"));
               });
}

}  // namespace

extern const Rule team_not_permitted{
    .info = {.id = "MPFS-TEAM-001",
             .module = "MPFS",
             .title = "66 not permitted",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{{"Medicare Physician Fee Schedule Database", "field Team Surgery"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 40.8.C"}}},
             .clinician = "A surgical team isn't recognised for {code}.",
             .biller = "Line {line}: {code} with 66. Team indicator {indicator}: a surgical team is not "
                       "provided for, and the line would be denied. Remove 66 if one surgeon did all of it; "
                       "else settle who reports the code.",
             .carc = "CO-54",
             .why = "A team of surgeons is paid by report, and only for the few codes that provide for it.",
             .fires = "62324-66",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
