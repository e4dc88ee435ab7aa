// CODE-UNL-001: an unlisted code without a word of what was done.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

// Modifiers that change a price which an unlisted code does not have.
constexpr Modifier kPriceModifiers[] = {"22"_mod, "50"_mod, "52"_mod, "62"_mod, "80"_mod};

// The fee schedule still has indicators for these codes, so this is advice only.
void report_modifiers(RuleOutput& output, const ServiceLine& line) {
  for (const Modifier modifier : kPriceModifiers) {
    const ModifierUse* use = use_of(line, modifier);
    if (use == nullptr) continue;
    Finding& finding = add_for_modifier(output, line, *use);
    finding.severity = Severity::info;
    finding.clinician = "{code} has no price that {modifier} could change; say it in the note.";
    finding.biller =
        "{code} on line {line} is an unlisted code and carries {modifier}, which changes a price that the "
        "code "
        "does not have. Say what was more, less or shared in the narrative, and leave the modifier off.";
    finding.fixes.push_back(
        remove_modifier_fix(line.number, modifier, "Does the narrative say what the modifier stands for?"));
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::unlisted)) return;
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    if (!facts.judged || !facts.in(CodeSet::unlisted)) continue;
    if (input.whole.any_modifier && facts.shape != CodeShape::hcpcs) report_modifiers(output, line);
    if (!line.narrative.empty() || line.report_attached || !line.drugs.empty()) continue;
    Finding& finding = add_for_line(output, line);
    if (facts.shape != CodeShape::hcpcs) continue;
    finding.clinician = "{code} names no item: state name, strength and dose, or what it is.";
    finding.biller =
        "{code} on line {line} is a code for items without one of their own: it needs the name, strength and "
        "dose of the drug (with its NDC), or what the item is, in the line's note (837 SV101-7 or NTE). "
        "Without them it is returned.";
  }
}

}  // namespace

extern const Rule unlisted_code{
    .info = {.id = "CODE-UNL-001",
             .module = "CODE",
             .title = "Unlisted code without narrative",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .by_line = true,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section T"},
                            {"Medicare Claims Processing Manual", "chapter 26, section 10.4 item 19"}}},
             .clinician = "Unlisted code: describe the procedure, its time and a comparable code.",
             .biller = "{code} on line {line} is an unlisted code: it needs a narrative (837 SV101-7 or NTE) "
                       "and a report, with a comparable code. Bill one unit, and no modifier that changes "
                       "the price (22, 50, 52, 62, 80).",
             .carc = "CO-16",
             .why = "An unlisted code says nothing by itself: the payer prices it from the description and "
                    "returns it without one.",
             .fires = "64999",
             .silent = "64999 note=nerve_freezing_compare_64640"},
    .evaluate = evaluate};

}  // namespace chargelint
