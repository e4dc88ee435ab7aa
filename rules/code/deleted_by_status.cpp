// CODE-STAT-004: fee-schedule status D or F, a deleted code (older files).
#include "rules/code/status.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_listed_with(input, "DF", [&output](const LineFacts& facts, const FeeScheduleRow& row) {
    add_for_status(output, facts, row)
        .arguments.push_back({"status", FixedText<24>(std::string_view(&row.status, 1))});
  });
}

}  // namespace

extern const Rule deleted_by_status{
    .info = {.id = "CODE-STAT-004",
             .module = "CODE",
             .title = "Status D or F: deleted",
             .severity = Severity::error,
             .payers = kStatusReaders,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{kStatusCodes}},
             .clinician = "{code} is deleted.",
             .biller =
                 "{code} on line {line} has fee-schedule status {status}: the code is deleted and has no "
                 "grace period. Use the code that was valid on the date of service.",
             .carc = "CO-181",
             .why =
                 "Older fee schedules still list deleted codes, with status D or F; the payer returns them.",
             .fires = "99201",
             .silent = "99213"},
    .evaluate = evaluate};

}  // namespace chargelint
