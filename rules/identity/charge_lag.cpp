// ID-LAG-001: a charge that comes later after the service than the site wants.
#include "rules/identity/lateness.h"
#include "rules/shared/lines.h"

namespace chargelint {
namespace {

bool is_surgery(const RuleInput& input, const LineFacts& facts) {
  if (facts.fee.row != nullptr) {
    const std::string_view global = facts.fee.row->global_days();
    if (global == "010" || global == "090") return true;
  }
  return place_is(input.reference, facts.line->place_of_service, facts.date, PlaceGroup::operating_room);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto& received = input.context().received_on;
  if (!received) return;
  Finding* finding = nullptr;
  std::int64_t longest = 0;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const std::int64_t days = received->days() - clock_start(input.claim, facts).days();
    if (days < 2) continue;  // in time by any threshold
    const Parameter wanted =
        is_surgery(input, facts) ? Parameter::charge_lag_days_surgery : Parameter::charge_lag_days;
    const auto threshold = input.reference.parameter(wanted, facts.date);
    if (!threshold || days <= *threshold) continue;
    if (finding == nullptr) {
      finding = &output.add();
      finding->location = facts.line->date_at;
      finding->arguments.push_back({"days", days});
    }
    finding->lines.push_back(facts.line->number);
    if (days > longest) {
      longest = days;
      finding->arguments[0].value = days;
    }
  }
}

}  // namespace

extern const Rule charge_lag{
    .info = {.id = "ID-LAG-001",
             .module = "ID",
             .title = "Charge lag",
             .severity = Severity::info,
             .stages = StageMask::charge_or_claim,
             .reacts_to = Aspect::code,
             .reads = {Source::code_sets, Source::fee_schedule, Source::places_of_service},
             .reads_count = 3,
             .citations = {{{"Site policy", "charge entry: 3 days for the office, 5 for surgery"}}},
             .clinician = "Charge entered {days} days after the visit.",
             .biller =
                 "The charge arrived {days} days after the service, later than the site's threshold. Late "
                 "charges delay the bill and are forgotten; see where it waited.",
             .carc = {},
             .why = "A charge that is entered late is billed late, and details are no longer remembered. The "
                    "thresholds are parameters of the site.",
             .fires = "received 2026-05-12; 99213 dos=2026-05-04",
             .silent = "received 2026-05-05; 99213 dos=2026-05-04"},
    .evaluate = evaluate};

}  // namespace chargelint
