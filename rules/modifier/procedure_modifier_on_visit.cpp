// MOD-CLASS-002: a modifier that belongs on procedures, on a visit.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

void offer_fix(Finding& finding, std::uint16_t line, Modifier modifier, bool distinct) {
  if (distinct) {
    finding.fixes.push_back(
        swap_modifier_fix(line, modifier, "25"_mod,
                          "Was the visit significant and separate from the other service of the day?"));
  } else if (modifier == "78"_mod || modifier == "79"_mod) {
    finding.fixes.push_back(swap_modifier_fix(
        line, modifier, "24"_mod, "Was the visit for something other than the earlier operation?"));
  } else if (modifier != "76"_mod && modifier != "77"_mod) {
    finding.fixes.push_back(remove_modifier_fix(line, modifier));
  }
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const ModifierRow* row = modifier_on(input.reference, use.value, facts.date).row;
  if (row == nullptr || !row->is(ModifierClass::procedure_only)) return;
  const bool distinct = row->is(ModifierClass::distinct);
  // There 59 marks a second, unrelated visit of the day.
  if (distinct && is_clinic_bill(input.context())) return;
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.evidence = evidence_of(Source::modifiers, row);
  if (!is_visit(input, facts) || facts.in(CodeSet::em_not_a_visit)) {
    finding.severity = Severity::warning;
    finding.clinician = "{modifier} is unusual on {code}. Is it meant?";
    finding.biller =
        "Line {line}: {code} stands in the section of visits but is none. Some payers do take {modifier} "
        "with it, Medicare's definition keeps it for procedures. Check the payer's rule.";
  }
  if (use.value == "76"_mod || use.value == "77"_mod) {
    finding.biller =
        "Line {line}: {modifier} repeats a procedure; a visit is not repeated. If the day had two visits, "
        "combine them in one level; if the line is a duplicate, remove it.";
  }
  offer_fix(finding, facts.line->number, use.value, distinct);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::procedure_only)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.has_class(ModifierClass::procedure_only)) continue;
    if (!facts.in(CodeSet::em_section) && !is_visit(input, facts)) continue;
    for (const ModifierUse& use : facts.line->modifiers) {
      if (!use.value.empty()) judge(input, output, facts, use);
    }
  }
}

}  // namespace

extern const Rule procedure_modifier_on_visit{
    .info = {.id = "MOD-CLASS-002",
             .module = "MOD",
             .title = "Procedure modifier on a visit",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::modifiers, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"},
                            {"CMS booklet on modifiers 59 and X{EPSU}", "MLN 1783722"},
                            {"CPT modifiers", "definitions of 51, 59, 76-79"}}},
             .clinician = "{modifier} is not for visits. A visit separate from a procedure takes 25.",
             .biller =
                 "Line {line}: {modifier} is not for visits, and {code} is one. A visit separate from a "
                 "procedure takes 25, one unrelated to an earlier operation 24. Correct or drop it.",
             .carc = "CO-4",
             .why = "59, 76 to 79 and the surgeons' modifiers are defined for procedures. On a visit they "
                    "bypass nothing that they should, and payers deny the line for a wrong modifier.",
             .fires = "62324; 99214-59",
             .silent = "62324; 99214-25"},
    .evaluate = evaluate};

}  // namespace chargelint
