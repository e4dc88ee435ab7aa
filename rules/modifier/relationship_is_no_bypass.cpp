// MOD-REL-001: X1-X5 tell the relation to the patient; at most one, and never a reason to set an edit aside.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

void judge_number(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const ModifierUse* first = nullptr;
  for (const ModifierUse& use : facts.line->modifiers) {
    if (!modifier_is(input.reference, use.value, facts.date, ModifierClass::relationship)) continue;
    if (first == nullptr) {
      first = &use;
      continue;
    }
    if (use.value == first->value) continue;
    Finding& finding = add_for_modifier(output, *facts.line, use);
    finding.modifiers.push_back(first->value);
    finding.arguments.push_back({"other", first->value});
    finding.biller =
        "Line {line}: {other} and {modifier} both tell the relation to the patient; one is enough. Keep the "
        "one that holds.";
    return;
  }
}

void judge_bypass(const RuleInput& input, RuleOutput& output, const LineFacts& column1,
                  const LineFacts& column2) {
  for (const LineFacts* facts : {&column2, &column1}) {
    if (!facts->has_class(ModifierClass::relationship)) continue;
    const ModifierUse* use = modifier_of_class(input.reference, *facts, ModifierClass::relationship);
    const LineFacts& other = facts == &column1 ? column2 : column1;
    Finding& finding = add_for_modifier(output, *facts->line, *use);
    finding.codes.push_back(other.line->code);
    finding.arguments.push_back({"partner", other.line->code});
    finding.evidence =
        evidence_of(Source::modifiers, modifier_on(input.reference, use->value, facts->date).row);
    return;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::relationship)) return;
  for (const LineFacts& facts : input.lines) {
    if (facts.judged && facts.has_class(ModifierClass::relationship)) judge_number(input, output, facts);
  }
  for_each_bundled(input, [&](const LineFacts& column1, const LineFacts& column2, const PtpEdit& edit) {
    const bool bypassed =
        column1.has_class(ModifierClass::ncci_bypass) || column2.has_class(ModifierClass::ncci_bypass);
    if (edit.indicator == 1 && !bypassed) judge_bypass(input, output, column1, column2);
  });
}

}  // namespace

extern const Rule relationship_is_no_bypass{
    .info = {.id = "MOD-REL-001",
             .module = "MOD",
             .title = "Patient relationship modifiers X1 to X5",
             .severity = Severity::info,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::modifiers, Source::ptp_practitioner, Source::ptp_hospital},
             .reads_count = 3,
             .citations = {{{"Physician Fee Schedule final rule 2018", "patient relationship categories"}}},
             .clinician = {},
             .biller = "Line {line}: {modifier} only tells the relation to the patient. It does not separate "
                       "{code} from {partner}: for that the edit asks XE, XS, XP, XU or 59.",
             .carc = {},
             .why =
                 "X1 to X5 are for cost measures and never change a payment. They look like XE, XS, XP and "
                 "XU, and are typed in their place.",
             .fires = "45385; 45380-X4",
             .silent = "45385; 45380-XS"},
    .evaluate = evaluate};

}  // namespace chargelint
