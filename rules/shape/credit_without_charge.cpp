// SHAPE-DFT-004: the transaction type decides what is checked: credits that take nothing back, and charges
// with a negative quantity.
#include "rules/shape/facts.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

bool takes_back(const ServiceLine& credit, const ServiceLine& charge) {
  if (charge.type != LineType::charge) return false;
  if (!credit.transaction_id.empty() && credit.transaction_id == charge.transaction_id) return true;
  return !credit.code.empty() && credit.code == charge.code && credit.from == charge.from;
}

bool in_claim(const RuleInput& input, const ServiceLine& credit) {
  for (const LineFacts& other : input.lines) {
    if (takes_back(credit, *other.line)) return true;
  }
  return false;
}

bool in_history(const RuleInput& input, const ServiceLine& credit) {
  for (const PriorLine& prior : input.history.lines({*credit.from, *credit.from})) {
    if (prior.code == credit.code) return true;
  }
  return false;
}

void check_credit(const RuleInput& input, const ServiceLine& credit, RuleOutput& output) {
  if (credit.counterpart != 0 || in_claim(input, credit)) return;
  const Availability known = input.history.availability();
  const bool searchable = credit.from && !credit.code.empty() && known != Availability::none;
  if (searchable && in_history(input, credit)) return;
  Finding& finding = add_for_line(output, credit);
  finding.location = credit.at;
  finding.history_used = searchable;
  if (known == Availability::none) output.not_evaluated(Gap::no_history);
  if (searchable && known == Availability::complete) return;
  // The charge may have come by an earlier message that was not seen here.
  finding.severity = Severity::info;
  finding.biller =
      "Credit without its charge in this message: {code} on line {line}. Earlier charges of the "
      "account are not all known here; make sure that it takes back one of them.";
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (facts.line->type == LineType::credit) check_credit(input, *facts.line, output);
  }
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::reversed_sign) continue;
    Finding& finding = add_for_fact(output, fact);
    finding.severity = Severity::info;
    finding.biller = "Charge {line} has a negative quantity: it was read as a credit. Send it as CD.";
  }
}

}  // namespace

extern const Rule credit_without_charge{
    .info = {.id = "SHAPE-DFT-004",
             .module = "SHAPE",
             .title = "Credit without a matching charge, or a charge with a credit's sign",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::removal,
             .citations = {{{"HL7 v2.5.1", "chapter 6, FT1-6, table 0017"}}},
             .clinician = {},
             .biller = "Credit without a matching charge: no charge of {code} on that date was found to take "
                       "back (line {line}). Name it by FT1-2 or FT1-31, or correct code and date.",
             .carc = {},
             .why = "CG is checked; CD takes a charge back, and both then count for nothing; payments and "
                    "adjustments are kept and not checked. A credit that finds nothing leaves the wrong "
                    "charge standing.",
             .fires = "62324 type=credit",
             .silent = "62324 reversed; 62324 type=credit"},
    .evaluate = evaluate};

}  // namespace chargelint
