// MOD-90-001: a test sent to an outside laboratory, billed to Medicare by somebody who is none.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

enum class Biller : std::uint8_t { unknown, laboratory, other };

// Specialty codes are numbers; taxonomies of laboratories are those of group 291 and 292.
Biller biller_by(const RuleInput& input, std::string_view specialty, Date date) {
  if (specialty.empty()) return Biller::unknown;
  if (specialty.starts_with("291") || specialty.starts_with("292")) return Biller::laboratory;
  const auto laboratory = input.reference.parameter(Parameter::laboratory_specialty, date);
  const auto number = Quantity::parse(specialty);
  const bool named = laboratory && number && number->thousandths == *laboratory * 1000;
  return named ? Biller::laboratory : Biller::other;
}

Biller biller_of(const RuleInput& input, const LineFacts& facts) {
  const Provider& rendering = facts.line->rendering;
  if (rendering.licence == Licence::laboratory || input.claim.billing.licence == Licence::laboratory)
    return Biller::laboratory;
  const Biller by_line = biller_by(input, rendering.specialty, facts.date);
  const Biller by_claim = biller_by(input, input.claim.billing.specialty, facts.date);
  if (by_line == Biller::laboratory || by_claim == Biller::laboratory) return Biller::laboratory;
  if (by_line == Biller::other || by_claim == Biller::other) return Biller::other;
  const bool person = rendering.licence == Licence::physician || rendering.licence == Licence::non_physician;
  return person ? Biller::other : Biller::unknown;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* use = use_of(*facts.line, "90"_mod);
    if (use == nullptr) continue;
    const Biller biller = biller_of(input, facts);
    const bool no_performer = biller == Biller::laboratory && facts.line->rendering.clia.empty();
    if (biller == Biller::unknown || no_performer)
      output.not_evaluated(Gap::missing_field, Source::code_words, facts.line->code);
    if (biller != Biller::other) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    finding.fixes.push_back(
        remove_line_fix(facts.line->number, "Does the outside laboratory bill it itself?"));
    finding.fixes.push_back(
        remove_modifier_fix(facts.line->number, use->value, "Was the test done in your own laboratory?"));
  }
}

}  // namespace

extern const Rule outside_lab_by_other_biller{
    .info = {.id = "MOD-90-001",
             .module = "MOD",
             .title = "Outside laboratory billed by somebody else",
             .severity = Severity::warning,
             .payers = kMedicareReaders,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 16, sections 40.1 and 50.5"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {code} with {modifier}. Medicare pays the laboratory that did the test, or "
                 "another laboratory that sent it on; a practice may not bill it. Remove the line.",
             .carc = "CO-109",
             .why = "Under Medicare only laboratories bill tests that another laboratory did. Some other "
                    "payers do let a practice bill them with 90, so this is asked of Medicare alone.",
             .fires = "80053-90 specialty=11",
             .silent = "80053-90 specialty=69"},
    .evaluate = evaluate};

}  // namespace chargelint
