// CODE-STAT-003: fee-schedule status C, priced by the contractor.
#include "rules/code/status.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_listed_with(input, "C", [&output](const LineFacts& facts, const FeeScheduleRow& row) {
    add_for_status(output, facts, row);
  });
}

}  // namespace

extern const Rule carrier_priced{
    .info = {.id = "CODE-STAT-003",
             .module = "CODE",
             .title = "Status C: priced by the contractor",
             .severity = Severity::info,
             .payers = kStatusReaders,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{kStatusCodes}},
             .clinician = "",
             .biller = "{code} on line {line} has fee-schedule status C: the contractor sets the price, and "
                       "may ask for a report. Have the documentation at hand or attach it.",
             .carc = "",
             .why = "Status C codes are payable but have no published price, so payment waits for the "
                    "contractor and often for a report.",
             .fires = "0777T; 62324",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
