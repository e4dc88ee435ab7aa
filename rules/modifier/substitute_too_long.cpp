// MOD-SUB-001: a stand-in under Q5 or Q6 for longer than the arrangement allows.
#include <optional>

#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

const ModifierUse* substitute_use(const ServiceLine& line) {
  const ModifierUse* const use = use_of(line, "Q6"_mod);
  return use != nullptr ? use : use_of(line, "Q5"_mod);
}

// The first day of the run of substitution that leads to `date`: a service of the practitioner's own ends it.
std::optional<Date> run_start(const RuleInput& input, const ServiceLine& line, Date date,
                              std::int32_t days_back) {
  std::optional<Date> start;
  const Period window{Date::from_days(date.days() - days_back), date};
  for (const PriorLine& prior : input.history.lines(window)) {
    if (prior.date >= date || prior.rendering.npi != line.rendering.npi ||
        prior.kind != BillKind::professional)
      continue;
    const bool substituted = prior.modifiers.contains("Q5"_mod) || prior.modifiers.contains("Q6"_mod);
    if (!substituted) start.reset();
    if (substituted && !start) start = prior.date;
  }
  return start;
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const auto limit = input.reference.parameter(Parameter::substitute_days, facts.date);
  if (!limit) return;
  if (facts.line->rendering.npi.empty()) {
    output.not_evaluated(Gap::missing_field, Source::code_words, facts.line->code);
    return;
  }
  constexpr std::int32_t kWindow = 92;
  const auto start = run_start(input, *facts.line, facts.date, kWindow);
  const std::int64_t day = start ? facts.date.days() - start->days() + 1 : 1;
  if (day <= *limit) {
    if (input.history.availability() == Availability::incomplete)
      output.not_evaluated(Gap::incomplete_history);
    return;
  }
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.history_used = true;
  finding.arguments.push_back({"day", day});
  finding.arguments.push_back({"limit", *limit});
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier || input.history.availability() == Availability::none) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* use = substitute_use(*facts.line);
    if (use != nullptr) judge(input, output, facts, *use);
  }
}

}  // namespace

extern const Rule substitute_too_long{
    .info = {.id = "MOD-SUB-001",
             .module = "MOD",
             .title = "Substitute billing under Q5 or Q6",
             .severity = Severity::warning,
             .payers = {.commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual",
                             "chapter 1, sections 30.2.10 and 30.2.11"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {modifier}, day {day} of a stand-in for one practitioner; {limit} days in a "
                 "row are allowed (longer only while the absent one is on active military duty). Enrol "
                 "the stand-in and bill under the own number.",
             .carc = "CO-4",
             .why = "An absent practitioner may bill a stand-in's work for 60 days in a row. After that the "
                    "stand-in bills as who they are; a service of the practitioner's own starts a new count.",
             .fires = "history complete, prior 99213-Q6 dos=2026-03-05 npi=1912301953; 99213-Q6 "
                      "dos=2026-05-04 npi=1912301953",
             .silent = "99213-Q6 npi=1912301953"},
    .evaluate = evaluate};

}  // namespace chargelint
