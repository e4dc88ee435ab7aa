// DUP-003: one order charged by two feeds.
#include "rules/duplicates/likeness.h"

namespace chargelint {
namespace {

constexpr std::int32_t kDaysOfHistory = 7;
constexpr std::int64_t kDayMilliseconds = 86'400'000;

// Within two days of each other; when one of the times is not known, they may be.
bool came_together(const RuleInput& input, const PriorLine& prior) {
  const auto& received = input.context().received_on;
  if (prior.seen_ms == 0 || !received) return true;
  const std::int64_t seen = prior.seen_ms / kDayMilliseconds;
  const std::int64_t apart = received->days() - seen;
  return apart >= -2 && apart <= 2;
}

bool same_order(const RuleInput& input, const ServiceLine& line, const PriorLine& prior) {
  return prior.code == line.code && !prior.order_number.empty() && prior.order_number == line.order_number &&
         prior.format != input.claim.format && prior.format != SourceFormat::none &&
         prior.kind == input.context().kind && prior.status != PriorStatus::ordered &&
         came_together(input, prior);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.history.availability() == Availability::none || replaces_other_claim(input.claim)) return;
  if (input.claim.format == SourceFormat::none) return;
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    if (!facts.judged || line.order_number.empty()) continue;
    const Period around{facts.date.plus_days(-kDaysOfHistory), facts.date.plus_days(kDaysOfHistory)};
    for (const PriorLine& prior : input.history.lines(around)) {
      if (!same_order(input, line, prior)) continue;
      Finding& finding = add_for_line(output, line);
      finding.history_used = true;
      finding.arguments.push_back({"date", prior.date});
      finding.arguments.push_back(
          {"feed", std::string_view(prior.format == SourceFormat::hl7 ? "HL7" : "FHIR")});
      finding.fixes.push_back(remove_line_fix(line.number, "Is it the same service, sent by both systems?"));
      break;
    }
  }
}

}  // namespace

extern const Rule two_feeds{
    .info = {.id = "DUP-003",
             .module = "DUP",
             .title = "Same service charged through two feeds",
             .severity = Severity::warning,
             .history = HistoryUse::around,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 1, section 120"},
                            {"HL7 v2.5.1", "chapter 6, FT1-23"}}},
             .clinician = "{code} was charged for the same order already. Charged twice?",
             .biller =
                 "{code} on line {line} has the order number of a charge of {date} that came by the {feed} "
                 "feed. Void one of the two.",
             .carc = "CO-18",
             .why =
                 "Where a departmental system and the record both send charges, one order may be charged by "
                 "both. The order or accession number tells.",
             .fires = "format fhir; prior 71046 order=9 feed=hl7; 71046 order=9",
             .silent = "format fhir; prior 71046 order=9 feed=hl7; 71046 order=10"},
    .evaluate = evaluate};

}  // namespace chargelint
