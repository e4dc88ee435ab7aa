// NCCI-AOC-004: modifier 51 on an add-on, which is exempt from the multiple procedure reduction.
#include "rules/add_on/primaries.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* use = use_of(*facts.line, "51"_mod);
    if (use == nullptr) continue;
    const AddOnEdit* row = nullptr;
    for (const AddOnEdit& candidate : input.reference.add_on(facts.line->code)) {
      if (candidate.period().contains(facts.date) && facts.date.days() <= candidate.add_on_deleted) {
        row = &candidate;
        break;
      }
    }
    const bool extends = facts.fee.row != nullptr && facts.fee.row->global_days() == "ZZZ";
    if (row == nullptr && !extends) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    if (row != nullptr) {
      finding.evidence = evidence_of(Source::add_on, row);
    } else {
      finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
    }
    finding.fixes.push_back(remove_modifier_fix(facts.line->number, "51"_mod));
  }
}

}  // namespace

extern const Rule add_on_with_51{
    .info = {.id = "NCCI-AOC-004",
             .module = "NCCI-AOC",
             .title = "Add-on with modifier 51",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::add_on, Source::fee_schedule},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.6"}}},
             .clinician = "{code} is an add-on: it never takes 51.",
             .biller =
                 "Line {line}: {code} is an add-on and carries 51. Add-ons are paid in full beside their "
                 "primary; 51 would reduce or deny the line. Remove it.",
             .carc = "CO-4",
             .why = "The payment of an add-on already takes into account that it is never done alone.",
             .fires = "62324; 0777T-51",
             .silent = "62324; 0777T"},
    .evaluate = evaluate};

}  // namespace chargelint
