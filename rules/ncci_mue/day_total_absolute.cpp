// NCCI-MUE-002: the units of a day over a limit of adjudication indicator 2, which nothing raises.
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_total_over(input, output, 2, [&](const DayTotal& total, const MueLimit& row, std::int64_t limit) {
    Finding& finding = add_for_total(input, output, total, row, limit);
    if (total.earlier > 0) {
      finding.biller =
          "{units} units of {code} on the day, {earlier} of them already on another claim; the MUE is "
          "{limit}, adjudication indicator 2 (absolute): no modifier raises it, on redetermination neither. "
          "Check the units of both claims.";
    }
    offer_fewer_units(total, limit, {}, finding);
  });
}

}  // namespace

extern const Rule day_total_absolute{
    .info = {.id = "NCCI-MUE-002",
             .module = "NCCI-MUE",
             .title = "Day total over the limit, adjudication indicator 2",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc | KindMask::dme,
             .hard_at_order = true,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::mue_practitioner, Source::mue_outpatient, Source::mue_dme},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section V"}}},
             .clinician = "{code} can be done at most {limit} time(s) a day by definition.",
             .biller = "{units} units of {code} on the day; the MUE is {limit}, adjudication indicator 2 "
                       "(absolute): no modifier raises it and the contractor may not override it, on "
                       "redetermination either. Check the units.",
             .carc = "CO-151",
             .why = "The limit follows from anatomy or from the code's definition; all lines of the day "
                    "count, modifiers or not.",
             .fires = "45385 u2",
             .silent = "45385"},
    .evaluate = evaluate};

}  // namespace chargelint
