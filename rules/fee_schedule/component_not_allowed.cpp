// MPFS-PCTC-001: 26 or TC on a code that does not split into a professional and a technical component.
#include "rules/fee_schedule/components.h"
#include "rules/fee_schedule/indicators.h"

namespace chargelint {
namespace {

std::string_view meaning(char indicator) {
  switch (indicator) {
    case '0':
      return "a physician service";
    case '1':
      return "a test that splits";
    case '2':
      return "the professional part alone";
    case '3':
      return "the technical part alone";
    case '4':
      return "the whole test alone";
    case '5':
      return "incident to a physician's service";
    case '6':
      return "a laboratory test with an interpretation";
    case '7':
      return "a therapy service";
    case '8':
      return "an interpretation for inpatients";
    default:
      return "the concept does not apply";
  }
}

// Decision 17: 8 tolerates 26.
bool allowed(char indicator, bool professional) {
  if (indicator == '1') return true;
  return professional && (indicator == '6' || indicator == '8');
}

void check(const RuleInput& input, RuleOutput& output, Modifier modifier) {
  const bool professional = modifier == "26"_mod;
  for_each_use(input, output, modifier,
               [&](const LineFacts& facts, const ModifierUse& use, const FeeScheduleRow& row) {
                 if (!indicator_known(row.pctc, facts, output) || allowed(row.pctc, professional)) return;
                 const std::uint16_t number = facts.line->number;
                 Finding& finding = add_for_indicator(output, facts, use, row, row.pctc);
                 finding.arguments.push_back({"meaning", meaning(row.pctc)});
                 const Hcpcs component = component_code(
                     input, facts,
                     professional ? CodeMap::professional_component : CodeMap::technical_component);
                 if (component.empty()) {
                   finding.fixes.push_back(remove_modifier_fix(number, modifier));
                   return;
                 }
                 finding.arguments.push_back({"component", component});
                 finding.biller =
                     "Line {line}: {code} with {modifier}. PC/TC indicator {indicator}: {meaning}; its part "
                     "has a code of its own. Report {component} without {modifier}.";
                 Fix fix = replace_code_fix(number, component);
                 Edit drop = edit_of(EditKind::remove_modifier, number);
                 drop.modifier = modifier;
                 fix.edits.push_back(drop);
                 finding.fixes.push_back(fix);
               });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  check(input, output, "26"_mod);
  check(input, output, "TC"_mod);
}

}  // namespace

extern const Rule component_not_allowed{
    .info =
        {.id = "MPFS-PCTC-001",
         .module = "MPFS",
         .title = "26 or TC not allowed",
         .severity = Severity::error,
         .payers = kNcciPayers,
         .kinds = KindMask::professional,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::fee_schedule, Source::code_sets},
         .reads_count = 2,
         .citations = {{{"Medicare Physician Fee Schedule Database", "field PC/TC"},
                        {"Medicare Claims Processing Manual", "chapter 13, sections 20.1 to 20.3"}}},
         .clinician = "{code} can't be split with {modifier}.",
         .biller = "Line {line}: {code} with {modifier}. PC/TC indicator {indicator}: {meaning}. The line "
                   "would be denied for its modifier. Remove {modifier}.",
         .carc = "CO-4",
         .why =
             "Only tests with a professional and a technical part take 26 and TC; other codes are one whole.",
         .fires = "62324-26",
         .silent = "71046-26"},
    .evaluate = evaluate};

}  // namespace chargelint
