// EM-CONS-001: a consultation without the practitioner who asked for it.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

bool names_requester(const Claim& claim, const ServiceLine& line) {
  return claim.referring.known() || line.ordering.known();
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  // Medicare takes no consultation codes at all (CODE-STAT-007).
  if (!input.whole.has(CodeSet::consultation) || is_medicare(input.context())) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::consultation)) continue;
    if (!names_requester(input.claim, *facts.line)) add_for_line(output, *facts.line);
  }
}

}  // namespace

extern const Rule consultation_without_request{
    .info =
        {.id = "EM-CONS-001",
         .module = "EM",
         .title = "Consultation without a requesting practitioner",
         .severity = Severity::warning,
         .payers = {.medicare = PayerShift::kOff, .medicare_advantage = PayerShift::kOff},
         .kinds = KindMask::professional,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .by_line = true,
         .reads = {Source::code_sets},
         .reads_count = 1,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.10"}}},
         .clinician = "Who asked for this consultation ({code})?",
         .biller =
             "{code} on line {line} is a consultation, which another practitioner must have asked for, and "
             "the claim names none. Add who asked (referring or ordering provider), or use a visit code.",
         .carc = "CO-16",
         .why = "Payers that take consultations pay them only with the name of the practitioner who asked; "
                "without it they pay the visit or return the claim.",
         .fires = "payer commercial; referring none; 99244",
         .silent = "payer commercial; 99244"},
    .evaluate = evaluate};

}  // namespace chargelint
