// MOD-22-001: much greater work claimed without a report, or on a service that can't claim it.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* use = use_of(*facts.line, "22"_mod);
    if (use == nullptr) continue;
    const bool visit = facts.in(CodeSet::em_section) || is_visit(input, facts);
    const FeeScheduleRow* row = facts.fee.row;
    const bool no_package = row != nullptr && row->global_days() == "XXX";
    if (!visit && !no_package && facts.line->report_attached) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    if (row != nullptr) finding.evidence = evidence_of(Source::fee_schedule, row);
    if (visit || no_package) {
      finding.clinician = visit ? "22 is not for visits; a harder visit is a higher level."
                                : "22 is for operations; {code} has no surgical package.";
      finding.biller =
          visit
              ? "Line {line}: 22 is for procedures. What made the visit harder belongs in its level. Drop it."
              : "Line {line}: 22 raises the payment of a surgical package, and {code} has none (global XXX). "
                "Drop it.";
      finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value));
    } else {
      finding.fixes.push_back(remove_modifier_fix(
          facts.line->number, use->value, "Is there no report that shows why the work was much greater?"));
    }
  }
}

}  // namespace

extern const Rule increased_service_without_support{
    .info =
        {.id = "MOD-22-001",
         .module = "MOD",
         .title = "Increased service without support",
         .severity = Severity::warning,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .by_line = true,
         .reads = {Source::fee_schedule, Source::code_sets},
         .reads_count = 2,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 12, sections 20.4.6 and 40.2.A.10"}}},
         .clinician = "22 needs a note saying why the work was much greater.",
         .biller = "Line {line}: 22 on {code} without a report. The payer pays more only after reading the "
                   "operative note and a short statement of what was greater. Attach both, or drop 22.",
         .carc = "CO-252",
         .why = "22 asks for more than the fee, so a person at the payer must read why. Without the paper "
                "the line is paid as usual, after a delay, or returned.",
         .fires = "27447-22",
         .silent = "27447-22 report"},
    .evaluate = evaluate};

}  // namespace chargelint
