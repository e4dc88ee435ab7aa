// CODE-STAT-011: fee-schedule status R, covered under conditions.
#include "rules/code/status.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_listed_with(input, "R", [&](const LineFacts& facts, const FeeScheduleRow& row) {
    if (!asks_for_denial(input, facts)) add_for_status(output, facts, row);
  });
}

}  // namespace

extern const Rule restricted_coverage{
    .info = {.id = "CODE-STAT-011",
             .module = "CODE",
             .title = "Status R: restricted coverage",
             .severity = Severity::info,
             .payers = kStatusReaders,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{kStatusCodes}},
             .clinician = "",
             .biller = "{code} on line {line} has fee-schedule status R: it is covered under conditions only "
                       "(diagnosis, interval or person). Its coverage was not checked here; see the "
                       "contractor's articles.",
             .carc = "",
             .why = "Status R marks services such as nail care or certain dental work that Medicare pays "
                    "under conditions.",
             .fires = "11719",
             .silent = "99213"},
    .evaluate = evaluate};

}  // namespace chargelint
