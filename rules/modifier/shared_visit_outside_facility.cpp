// MOD-FS-001: a split or shared visit where there is none: outside a facility.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::visit_only)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::em_section)) continue;
    const ModifierUse* use = use_of(*facts.line, "FS"_mod);
    const ModifierRow* row =
        use == nullptr ? nullptr : modifier_on(input.reference, use->value, facts.date).row;
    if (row == nullptr) continue;  // not valid on that day: MOD-VAL-001
    const std::string_view place = facts.line->place_of_service;
    if (place.empty()) {
      output.not_evaluated(Gap::missing_field, Source::code_words, facts.line->code);
      continue;
    }
    if (place_is(input.reference, place, facts.date, PlaceGroup::facility) ||
        place_is(input.reference, place, facts.date, PlaceGroup::nursing)) {
      continue;
    }
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    finding.evidence = evidence_of(Source::modifiers, row);
    finding.arguments.push_back({"place", place});
    finding.fixes.push_back(remove_modifier_fix(
        facts.line->number, use->value, "Does the practitioner billed meet the rules for this visit alone?"));
  }
}

}  // namespace

extern const Rule shared_visit_outside_facility{
    .info = {.id = "MOD-FS-001",
             .module = "MOD",
             .title = "Split or shared visit outside a facility",
             .severity = Severity::error,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::modifiers, Source::places_of_service, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.18"}}},
             .clinician = "Split or shared visits are for facilities. Who did {code} in this office?",
             .biller = "Line {line}: {modifier} at place {place}. Visits shared by a physician and another "
                       "practitioner exist in facilities only; elsewhere the incident-to rules hold. Drop "
                       "{modifier} and bill who is right under those.",
             .carc = "CO-4",
             .why =
                 "In a facility a physician and a nurse practitioner or physician assistant of one group may "
                 "share a visit, billed by whoever did the greater part. In an office there is no such "
                 "visit, and the line is denied.",
             .fires = "99213-FS pos11",
             .silent = "99232-FS pos21"},
    .evaluate = evaluate};

}  // namespace chargelint
