// MPFS-CO-001: modifier 62 on a code for which the fee schedule does not provide two surgeons.
#include "rules/fee_schedule/indicators.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for_each_use(input, output, "62"_mod,
               [&](const LineFacts& facts, const ModifierUse& use, const FeeScheduleRow& row) {
                 if (!indicator_known(row.co_surgeon, facts, output)) return;
                 if (row.co_surgeon != '0' && row.co_surgeon != '1' && row.co_surgeon != '9') return;
                 Finding& finding = add_for_indicator(output, facts, use, row, row.co_surgeon);
                 if (row.co_surgeon == '1') {
                   finding.severity = Severity::warning;
                   finding.clinician =
                       "Two surgeons are recognised for {code} only when the record shows why.";
                   finding.biller =
                       "Line {line}: {code} with 62. Co-surgeon indicator 1: paid only with documentation of "
                       "the need. Attach the operative notes.";
                   return;
                 }
                 finding.fixes.push_back(remove_modifier_fix(facts.line->number, "62"_mod,
                                                             "Did one surgeon do all of this code?"));
               });
}

}  // namespace

extern const Rule co_surgeon_not_permitted{
    .info =
        {.id = "MPFS-CO-001",
         .module = "MPFS",
         .title = "62 not permitted",
         .severity = Severity::error,
         .payers = kNcciPayers,
         .kinds = KindMask::professional,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::fee_schedule},
         .reads_count = 1,
         .citations = {{{"Medicare Physician Fee Schedule Database", "field Co-surgeons"},
                        {"Medicare Claims Processing Manual", "chapter 12, section 40.8.A"}}},
         .clinician = "Two surgeons aren't recognised for {code}.",
         .biller = "Line {line}: {code} with 62. Co-surgeon indicator {indicator}: two surgeons are not "
                   "provided for, and the line would be denied. Remove 62 if one surgeon did all of it; else "
                   "settle who reports the code.",
         .carc = "CO-54",
         .why =
             "Two surgeons share one code only where the schedule provides for it; each is then paid 62.5 %.",
         .fires = "62324-62",
         .silent = "22551-62"},
    .evaluate = evaluate};

}  // namespace chargelint
