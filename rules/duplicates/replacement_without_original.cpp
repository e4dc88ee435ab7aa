// DUP-004: a replacement or void that does not say which claim it replaces, or that the payer does not take.
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

bool original_is_known(const RuleInput& input) {
  if (input.history.availability() != Availability::complete) return true;  // nobody can say
  bool dated = false;
  for (const LineFacts& facts : input.lines) {
    if (!facts.dated) continue;
    dated = true;
    for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
      if (prior.status != PriorStatus::ordered && prior.kind == input.context().kind) return true;
    }
  }
  return !dated;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Claim& claim = input.claim;
  if (claim.frequency != '7' && claim.frequency != '8') return;
  const bool without_number = claim.original_claim.empty();
  const bool not_taken =
      input.context().kind == BillKind::professional && input.context().payer == PayerClass::medicare;
  const bool never_billed = !without_number && !original_is_known(input);
  if (!without_number && !never_billed && !not_taken) return;
  Finding& finding = output.add();
  finding.location = claim.id_at;
  finding.arguments.push_back({"frequency", std::int64_t{claim.frequency - '0'}});
  if (without_number) return;
  if (never_billed) {
    finding.history_used = true;
    finding.biller =
        "The claim has frequency {frequency}, but no earlier service of its dates was ever billed: "
        "there is nothing to replace. Send it as an original (1).";
    return;
  }
  finding.severity = Severity::warning;
  finding.biller =
      "Medicare contractors take only frequency 1 on professional claims: {frequency} is returned. "
      "Ask for a reopening of the original claim instead.";
}

}  // namespace

extern const Rule replacement_without_original{
    .info = {.id = "DUP-004",
             .module = "DUP",
             .title = "Replacement without reference",
             .severity = Severity::error,
             .history = HistoryUse::months_18,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 1, section 130"},
                            {"ASC X12 837", "CLM05-3 and REF*F8"}}},
             .clinician = {},
             .biller =
                 "The claim has frequency {frequency} (replacement or void) but names no original claim. "
                 "Add the payer's number of the claim that it replaces.",
             .carc = "CO-16",
             .why = "A replacement that the payer cannot join to its original is denied as a duplicate, or "
                    "returned.",
             .fires = "kind O; frequency 7; 99213",
             .silent = "kind O; frequency 7; original A1; 99213"},
    .evaluate = evaluate};

}  // namespace chargelint
