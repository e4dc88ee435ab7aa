// ID-DATE-003: a professional line that covers several days with units that do not fit them.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

bool has_own_period(const LineFacts& facts, std::int32_t days) {
  if (facts.in(CodeSet::longer_period) || facts.in(CodeSet::paid_under_other_schedule)) return true;
  return days == 2 && facts.in(CodeSet::across_midnight);
}

// A procedure with global days of its own is done in one session.
bool is_session(const LineFacts& facts) {
  if (facts.fee.row == nullptr) return false;
  const std::string_view global = facts.fee.row->global_days();
  return global == "000" || global == "010" || global == "090";
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    if (!facts.judged || !line.through || *line.through <= facts.date) continue;
    const std::int32_t days = line.through->days() - facts.date.days() + 1;
    if (has_own_period(facts, days)) continue;
    const bool visit = is_visit(input, facts);
    const bool session = !visit && is_session(facts);
    if (!session && (!visit || line.units == Quantity::of(days))) continue;
    Finding& finding = add_for_line(output, line);
    finding.location = line.date_at;
    finding.arguments.push_back({"days", std::int64_t{days}});
    finding.arguments.push_back({"units", line.units});
    if (!session) continue;
    finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
    finding.biller =
        "From-through of line {line} covers {days} days, but {code} is done in one session: one "
        "date. Report one line for each date on which it was done.";
  }
}

}  // namespace

extern const Rule units_against_span{
    .info = {.id = "ID-DATE-003",
             .module = "ID",
             .title = "Units do not fit the date span",
             .severity = Severity::warning,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::units,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual",
                             "chapter 26, section 10.4, items 24A and 24G"}}},
             .clinician = {},
             .biller =
                 "From-through of line {line} covers {days} days but units are {units}: {code} is counted "
                 "once a day. Correct the units, or report one line for each date.",
             .carc = "CO-16",
             .why = "A span of dates may stand on one line only for consecutive days with one unit each; "
                    "otherwise the payer cannot tell what was done when.",
             .fires = "99232 dos=2026-05-01 through=2026-05-03 u2",
             .silent = "99232 dos=2026-05-01 through=2026-05-03 u3"},
    .evaluate = evaluate};

}  // namespace chargelint
