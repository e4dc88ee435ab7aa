// MOD-SCREEN-001: a screening endoscopy that became treatment, without PT or 33.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

void judge_treatment(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const bool medicare = follows_medicare(input.context());
  const Modifier wanted = medicare ? "PT"_mod : "33"_mod;
  const Modifier other = medicare ? "33"_mod : "PT"_mod;
  const ServiceLine& line = *facts.line;
  if (line.has(wanted) || modifier_on(input.reference, wanted, facts.date).row == nullptr) return;
  const IcdCode first = pointed_diagnosis(input.claim, line, 0);
  const bool screening =
      !first.empty() && input.reference.in_set(DiagnosisSet::colorectal_screening, first, facts.date);
  if (!screening) {
    // A symptom first: whether it began as screening the claim does not say.
    if (points_into(input, facts, DiagnosisSet::colorectal_screening))
      output.not_evaluated(Gap::missing_field, Source::code_words, line.code);
    return;
  }
  const ModifierUse* swapped = use_of(line, other);
  Finding& finding =
      swapped == nullptr ? add_for_line(output, line) : add_for_modifier(output, line, *swapped);
  finding.diagnoses.push_back(first);
  finding.arguments.push_back({"wanted", wanted});
  finding.arguments.push_back({"diagnosis", first});
  constexpr std::string_view kQuestion = "Did it start as a screening of a patient without symptoms?";
  if (swapped == nullptr) {
    finding.fixes.push_back(add_modifier_fix(line.number, wanted, kQuestion));
    return;
  }
  if (!medicare) finding.severity = Severity::info;  // several payers take PT
  finding.biller =
      "Line {line}: {code} for {diagnosis} has {modifier}, which this payer does not read for it. Its own "
      "sign "
      "for a screening that became treatment is {wanted}.";
  finding.fixes.push_back(swap_modifier_fix(line.number, other, wanted, kQuestion));
}

void judge_screening(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const ModifierUse* use = use_of(*facts.line, "33"_mod);
  if (use == nullptr || !follows_medicare(input.context())) return;
  Finding& finding = add_for_modifier(output, *facts.line, *use);
  finding.clinician = "{code} is screening by itself; {modifier} does nothing for Medicare.";
  finding.biller =
      "Line {line}: {code} says by itself that it is screening; {modifier} has no effect for Medicare. Drop "
      "it.";
  finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const bool treatment = input.whole.has(CodeSet::colonoscopy_treatment);
  if (!treatment && !input.whole.has(CodeSet::screening_colonoscopy)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    if (facts.in(CodeSet::colonoscopy_treatment)) judge_treatment(input, output, facts);
    if (facts.in(CodeSet::screening_colonoscopy)) judge_screening(input, output, facts);
  }
}

}  // namespace

extern const Rule screening_turned_treatment{
    .info = {.id = "MOD-SCREEN-001",
             .module = "MOD",
             .title = "Screening that turned into treatment: 33 or PT",
             .severity = Severity::warning,
             .payers = {.medicaid = PayerShift::kOff},
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 18, section 60"},
                            {"HCPCS Level II modifiers", "PT"}}},
             .clinician = "Did the screening turn into treatment ({code})?",
             .biller =
                 "Line {line}: {code} with screening diagnosis {diagnosis} first, and no {wanted}. If it "
                 "started as screening, add {wanted}, or the patient pays a share that the law waives.",
             .carc = "PR-2",
             .why = "When a polyp is removed in a screening the code changes to treatment, and the patient's "
                    "share comes back unless PT (Medicare) or 33 (other payers) says how it began.",
             .fires = "dx A Z12.11 B K63.5; 45385 dxAB",
             .silent = "dx A Z12.11 B K63.5; 45385-PT dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
