// MPFS-BIL-001: modifier 50 on a code to which both sides do not apply.
#include "rules/fee_schedule/indicators.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for_each_use(input, output, "50"_mod,
               [&](const LineFacts& facts, const ModifierUse& use, const FeeScheduleRow& row) {
                 if (!indicator_known(row.bilateral, facts, output)) return;
                 if (row.bilateral != '0' && row.bilateral != '9') return;
                 Finding& finding = add_for_indicator(output, facts, use, row, row.bilateral);
                 if (row.bilateral == '0') {
                   finding.biller =
                       "Line {line}: {code} with 50. Bilateral indicator 0: the anatomy or the code's own "
                       "words rule out both sides, often because another code says both. Remove 50, or use "
                       "the code for both sides if there is one.";
                 }
                 finding.fixes.push_back(remove_modifier_fix(facts.line->number, "50"_mod));
               });
}

}  // namespace

extern const Rule bilateral_not_allowed{
    .info = {.id = "MPFS-BIL-001",
             .module = "MPFS",
             .title = "50 not allowed",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{{"Medicare Physician Fee Schedule Database", "field Bilateral Surgery"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 40.7"},
                            {"Integrated Outpatient Code Editor", "edit 17"}}},
             .clinician = "{code} isn't reported by side: 50 does not fit.",
             .biller = "Line {line}: {code} with 50. Bilateral indicator {indicator}: the concept of two "
                       "sides does not apply, and the line would be denied for its modifier. Remove 50.",
             .carc = "CO-4",
             .why = "50 raises the payment to 150 % only for codes of indicator 1; on 0 and 9 it is an "
                    "invalid combination.",
             .fires = "62324-50",
             .silent = "20610-50"},
    .evaluate = evaluate};

}  // namespace chargelint
