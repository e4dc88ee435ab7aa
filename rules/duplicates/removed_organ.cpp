// DUP-005: an organ that history shows removed is removed again.
#include <array>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

enum class Sides : std::uint8_t { unknown, left, right, both };

Sides sides_of(bool left, bool right, bool both, BodySide stated = BodySide::unstated) {
  if (both || (left && right) || stated == BodySide::both) return Sides::both;
  if (left || stated == BodySide::left) return Sides::left;
  if (right || stated == BodySide::right) return Sides::right;
  return Sides::unknown;
}
Sides sides_of(const LineFacts& facts) {
  return sides_of(facts.has_class(ModifierClass::left), facts.has_class(ModifierClass::right),
                  facts.line->has("50"_mod), facts.line->side);
}
Sides sides_of(const Reference& reference, const PriorLine& prior) {
  bool left = false;
  bool right = false;
  for (const Modifier modifier : prior.modifiers) {
    left = left || modifier_is(reference, modifier, prior.date, ModifierClass::left);
    right = right || modifier_is(reference, modifier, prior.date, ModifierClass::right);
  }
  return sides_of(left, right, prior.modifiers.contains("50"_mod));
}
bool opposite(Sides one, Sides other) {
  return (one == Sides::left && other == Sides::right) || (one == Sides::right && other == Sides::left);
}

// Given up, not done, or not paid for as done.
bool took_nothing(const PriorLine& prior) {
  constexpr std::array kGivenUp{"53"_mod, "73"_mod, "74"_mod};
  if (prior.status == PriorStatus::denied || prior.status == PriorStatus::ordered) return true;
  for (const Modifier modifier : kGivenUp) {
    if (prior.modifiers.contains(modifier)) return true;
  }
  return false;
}

void check_line(const RuleInput& input, const LineFacts& facts, RuleOutput& output) {
  const CodeNumberRow* const organ =
      code_number_on(input.reference, CodeNumber::organ, facts.line->code, facts.date);
  if (organ == nullptr) return;
  for (const PriorLine& prior : input.history.lines({Date::open_start(), facts.date.plus_days(-1)})) {
    if (prior.date >= facts.date || took_nothing(prior)) continue;
    const CodeNumberRow* const removed =
        code_number_on(input.reference, CodeNumber::organ, prior.code, prior.date);
    if (removed == nullptr || removed->low != organ->low) continue;
    const bool paired = organ->high == 1;
    const Sides now = sides_of(facts);
    const Sides then = sides_of(input.reference, prior);
    if (paired && opposite(now, then)) continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.history_used = true;
    finding.codes.push_back(prior.code);
    finding.evidence = evidence_of(Source::code_sets, organ);
    finding.arguments.push_back({"earlier", prior.code});
    finding.arguments.push_back({"date", prior.date});
    finding.arguments.push_back({"organ", input.reference.text(organ->condition)});
    if (paired && (now == Sides::unknown || then == Sides::unknown)) {
      finding.severity = Severity::info;
      finding.biller =
          "{code} on line {line}: history shows {earlier} on {date} ({organ}), and the side is not "
          "stated on both. Make sure that it is the other side, and say so with LT or RT.";
    }
    return;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::organ_removal)) return;
  if (input.history.availability() == Availability::none) return;
  for (const LineFacts& facts : input.lines) {
    if (facts.judged && facts.in(CodeSet::organ_removal)) check_line(input, facts, output);
  }
}

}  // namespace

extern const Rule removed_organ{
    .info = {.id = "DUP-005",
             .module = "DUP",
             .title = "Organ removed before",
             .severity = Severity::warning,
             .history = HistoryUse::lifetime,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::code_sets, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 1, section 120"},
                            {"Site policy", "organs that are there once"}}},
             .clinician = "History shows {earlier} on {date}.",
             .biller = "{code} on line {line}: history shows {earlier} on {date}, which already removed it "
                       "({organ}). See whether the charge is on the right patient, side and code.",
             .carc = "CO-149",
             .why =
                 "What was taken out once is not there a second time: mostly it is a wrong patient, a wrong "
                 "side or a wrong code. Operations that were given up, and denied ones, do not count.",
             .fires = "prior 47562 dos=2021-06-03; 47562",
             .silent = "prior 44970 dos=2021-06-03; 47562"},
    .evaluate = evaluate};

}  // namespace chargelint
