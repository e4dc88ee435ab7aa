// NCCI-MUE-003: the units of a day over a limit of adjudication indicator 3, which records can raise on
// appeal.
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_total_over(input, output, 3, [&](const DayTotal& total, const MueLimit& row, std::int64_t limit) {
    Finding& finding = add_for_total(input, output, total, row, limit);
    if (total.units > limit * 2) finding.severity = Severity::error;
    if (total.earlier > 0) {
      finding.biller =
          "{units} units of {code} on the day, {earlier} of them already on another claim; the MUE is "
          "{limit}, adjudication indicator 3: denied at first pass, payable on appeal with records. "
          "Modifiers do not bypass it. Confirm the units and keep the documentation at hand.";
    }
    offer_fewer_units(total, limit, "Were fewer units given than charged?", finding);
  });
}

}  // namespace

extern const Rule day_total_clinical{
    .info = {.id = "NCCI-MUE-003",
             .module = "NCCI-MUE",
             .title = "Day total over the limit, adjudication indicator 3",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc | KindMask::dme,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::mue_practitioner, Source::mue_outpatient, Source::mue_dme},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section V"}}},
             .clinician = "{code}: {units} units today, usual maximum {limit}. Needs documentation.",
             .biller = "{units} units of {code} on the day; the MUE is {limit}, adjudication indicator 3: "
                       "denied at first pass, payable on appeal with records. Modifiers do not bypass it. "
                       "Confirm the units and keep the documentation at hand.",
             .carc = "CO-151",
             .why = "The limit is set so that nearly every case stays within it. Units above it are denied "
                    "at first, and paid on appeal when the records show that they were needed.",
             .fires = "62324 u2",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
