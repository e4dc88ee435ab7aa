// CODE-STAT-001: fee-schedule status B, a service whose payment lies in other services.
#include "rules/code/status.h"

namespace chargelint {
namespace {

// Written down for the record: nobody expects to be paid for it. A charge for it is GLB-010's business.
bool is_record_only(const LineFacts& facts) {
  const bool free_of_charge = facts.line->charge && facts.line->charge->cents == 0;
  return free_of_charge || facts.in(CodeSet::recorded_visit);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for_each_with_status(input, output, 'B', [&output](const LineFacts& facts, const FeeScheduleRow& row) {
    if (is_record_only(facts)) return;
    add_for_status(output, facts, row);
  });
}

}  // namespace

extern const Rule always_bundled{
    .info = {.id = "CODE-STAT-001",
             .module = "CODE",
             .title = "Status B: always bundled",
             .severity = Severity::warning,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{kStatusCodes, {"Medicare Claims Processing Manual", "chapter 12, section 20.3"}}},
             .clinician = "{code} is not paid separately.",
             .biller = "{code} on line {line} has fee-schedule status B: its payment is included in other "
                       "services, on the same day or not, and the patient can't be charged for it. Expect no "
                       "payment; drop the line if your policy is not to report it.",
             .carc = "CO-97",
             .why = "Status B means bundled: the payment for the code lies in the other services of the "
                    "patient, and Medicare never pays it by itself, nor may the patient be charged.",
             .fires = "97010",
             .silent = "99213"},
    .evaluate = evaluate};

}  // namespace chargelint
