// MPFS-MULT-001 and -002: several surgical procedures of one session, paid in full, at half, and from the
// sixth on by report.
#include "rules/fee_schedule/sessions.h"

namespace chargelint {
namespace {

bool everything(const LineFacts& /*facts*/) {
  return true;
}
bool any_line(const Session& session) {
  return std::any_of(session.begin(), session.end(),
                     [](const SessionService& service) { return service.facts != nullptr; });
}
void forecast(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  for_each_session(input, "2", everything, [&](Session& session) {
    if (!any_line(session)) return;
    rank_by_value(session);
    name_codes(session, add_for_session(output, session));
  });
}

void sixth(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  for_each_session(input, "2", everything, [&](Session& session) {
    const auto priced =
        input.reference.parameter(Parameter::multiple_procedures_priced, session.front().facts->date);
    if (!priced || static_cast<std::int64_t>(session.size()) <= *priced) return;
    rank_by_value(session);
    Finding& finding = add_for_session(output, session);
    finding.arguments.push_back({"count", static_cast<std::int64_t>(session.size())});
    finding.arguments.push_back({"priced", *priced});
    finding.arguments.push_back({"code", session[static_cast<std::size_t>(*priced)].code});
  });
}

}  // namespace

extern const Rule standard_reduction{
    .info = {.id = "MPFS-MULT-001",
             .module = "MPFS",
             .title = "Multiple procedures: expected shares",
             .severity = Severity::info,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::places_of_service},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database", "field Multiple Procedure, value 2"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 40.6"}}},
             .clinician = {},
             .biller =
                 "Several procedures of one session. Expected payment: 100 % of {first}, 50 % of each of "
                 "{rest}{rest2}{rest3}. List the one with the highest fee first.",
             .carc = "CO-59",
             .why = "The work before and after an operation is done once: the dearest procedure is paid in "
                    "full and the next ones at half.",
             .fires = "20610; 11730",
             .silent = "20610; 71046"},
    .evaluate = forecast};

extern const Rule sixth_procedure{
    .info = {.id = "MPFS-MULT-002",
             .module = "MPFS",
             .title = "More procedures than are priced by rule",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.6.C"},
                            {"Medicare Physician Fee Schedule Database",
                             "field Multiple Procedure, value 2"}}},
             .clinician = {},
             .biller =
                 "{count} procedures of one session are subject to the multiple-procedure rule. Only "
                 "{priced} are priced by it; from {code} on they are paid by report. Have the operative "
                 "note ready.",
             .carc = "CO-16",
             .why = "From the sixth procedure on, the contractor sets the price from the operative note.",
             .fires = "20610; 11730; 64721; 11400; 12001; 10060",
             .silent = "20610; 11730; 64721; 11400; 12001"},
    .evaluate = sixth};

}  // namespace chargelint
