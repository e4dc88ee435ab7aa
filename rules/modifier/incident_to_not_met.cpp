// MOD-SA-001: incident-to billing of a new patient, and SA where Medicare is the payer.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

void judge_new_patient(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  if (!facts.line->incident_to || !facts.in(CodeSet::never_incident_to)) return;
  Finding& finding = add_for_line(output, *facts.line);
  finding.severity = follows_medicare(input.context()) ? Severity::error : Severity::warning;
  finding.biller =
      "Line {line}: {code} is billed incident-to, and a new patient has no physician's plan yet to be "
      "incident "
      "to. Bill it under the number of whoever saw the patient.";
}

void judge_sa(RuleOutput& output, const LineFacts& facts) {
  const ModifierUse* use = use_of(*facts.line, "SA"_mod);
  if (use == nullptr) return;
  Finding& finding = add_for_modifier(output, *facts.line, *use);
  finding.severity = Severity::warning;
  finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value,
                                              "Is the practitioner who did it named by NPI on the line?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const bool medicare = follows_medicare(input.context());
  if (!input.whole.has(CodeSet::never_incident_to) && !(medicare && input.whole.any_modifier)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    judge_new_patient(input, output, facts);
    if (medicare) judge_sa(output, facts);
  }
}

}  // namespace

extern const Rule incident_to_not_met{
    .info = {.id = "MOD-SA-001",
             .module = "MOD",
             .title = "Nurse practitioner with physician (SA), incident-to",
             .severity = Severity::info,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Benefit Policy Manual", "chapter 15, section 60"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {modifier} is read by some other payers; Medicare knows the practitioner by "
                 "the NPI of the line. Drop it, and bill under the number of who did {code} or "
                 "incident-to where its rules are met.",
             .carc = "CO-4",
             .why = "Incident-to pays the physician's full fee for another's work, for established patients "
                    "under the physician's plan only. Billed for a new patient it is an overpayment.",
             .fires = "99203 incident-to",
             .silent = "99213 incident-to"},
    .evaluate = evaluate};

}  // namespace chargelint
