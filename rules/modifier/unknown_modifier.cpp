// MOD-VAL-001: a modifier that does not exist, or not on the date of service.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

// Ambulance lines carry origin and destination as one modifier (HCPCS level II, section A0).
bool is_ambulance_pair(const ServiceLine& line, Modifier modifier) {
  constexpr std::string_view kOrigins = "DEGHIJNPRS";
  constexpr std::string_view kDestinations = "DEGHIJNPRSX";
  if (!line.code.text().view().starts_with("A0")) return false;
  const auto letters = modifier.text();
  return letters.size() == 2 && kOrigins.find(letters.view()[0]) != std::string_view::npos &&
         kDestinations.find(letters.view()[1]) != std::string_view::npos;
}

void judge(const RuleInput& input, const LineFacts& facts, const ModifierUse& use, RuleOutput& output) {
  const ServiceLine& line = *facts.line;
  if (use.value.empty()) {
    if (use.text.empty()) return;
    Finding& finding = add_for_modifier(output, line, use);
    finding.arguments.push_back({"text", use.text});
    finding.clinician = "Modifier {text} is not valid.";
    finding.biller = "Line {line}: {text} is not a modifier: a modifier has two characters. Correct it.";
    return;
  }
  if (is_ambulance_pair(line, use.value)) return;
  const FoundModifier found = modifier_on(input.reference, use.value, facts.date);
  if (found.row != nullptr) return;
  if (found.known != Known::absent && !found.any) {
    output.not_evaluated(found.known == Known::not_loaded ? Gap::not_loaded : Gap::partial,
                         Source::modifiers);
    return;
  }
  Finding& finding = add_for_modifier(output, line, use);
  finding.arguments.push_back({"dos", facts.date});
  finding.fixes.push_back(remove_modifier_fix(line.number, use.value));
  if (found.any) {
    const auto rows = input.reference.modifier(use.value);
    const Period first = rows.front().period();
    const Period last = rows.back().period();
    finding.evidence = evidence_of(Source::modifiers, facts.date < first.from ? &rows.front() : &rows.back());
    if (facts.date < first.from) {
      finding.arguments.push_back({"day", first.from});
      finding.biller =
          "Line {line}: modifier {modifier} is not valid on {dos}; it starts on {day}. Remove it, or use the "
          "one that was valid then.";
    } else if (facts.date > last.to) {
      finding.arguments.push_back({"day", last.to});
      finding.biller =
          "Line {line}: modifier {modifier} is not valid on {dos}; it ended on {day}. Remove it, or use its "
          "successor.";
    }
  } else if (found.nearest) {
    finding.severity = Severity::warning;
    finding.biller =
        "Line {line}: modifier {modifier} is not in the loaded modifier table, which does not reach {dos}: "
        "it may be new. Check it, or load the release of that quarter.";
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->modifiers.empty()) continue;
    if (facts.shape == CodeShape::dental) {
      output.not_evaluated(Gap::dental, Source::modifiers, facts.line->code);
      continue;
    }
    for (const ModifierUse& use : facts.line->modifiers) judge(input, facts, use, output);
  }
}

}  // namespace

extern const Rule unknown_modifier{
    .info = {.id = "MOD-VAL-001",
             .module = "MOD",
             .title = "Unknown or expired modifier",
             .severity = Severity::error,
             .hard_at_order = true,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .by_line = true,
             .reads = {Source::modifiers},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 23, section 20.3"},
                            {"Integrated Outpatient Code Editor", "edit 22"}}},
             .clinician = "Modifier {modifier} is not valid on {dos}.",
             .biller = "Line {line}: modifier {modifier} is not valid on {dos}: no such modifier exists. "
                       "Remove it, or correct it.",
             .carc = "CO-182",
             .why = "An invalid modifier returns the line; modifiers start and end on dates like codes do.",
             .fires = "62324-ZZ",
             .silent = "62324-59"},
    .evaluate = evaluate};

}  // namespace chargelint
