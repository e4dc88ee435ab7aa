// MOD-TRIAL-001: Q0 or Q1 without Z00.6 and the trial's number, or those without Q0 or Q1.
#include <algorithm>

#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

constexpr std::string_view kTrialCondition = "30";

const ModifierUse* trial_use(const ServiceLine& line) {
  const ModifierUse* const use = use_of(line, "Q1"_mod);
  return use != nullptr ? use : use_of(line, "Q0"_mod);
}

// Eight digits, with or without the registry's NCT before them.
bool is_trial_number(std::string_view number) {
  if (number.starts_with("NCT") || number.starts_with("nct")) number.remove_prefix(3);
  return number.size() == 8 &&
         std::all_of(number.begin(), number.end(), [](char digit) { return digit >= '0' && digit <= '9'; });
}

bool lists_research(const RuleInput& input, Date date) {
  for (const Diagnosis& diagnosis : input.claim.diagnoses) {
    if (!diagnosis.code.empty() &&
        input.reference.in_set(DiagnosisSet::research_participant, diagnosis.code, date))
      return true;
  }
  return false;
}

std::string_view what_lacks(bool diagnosis, bool number, bool condition) {
  if (!diagnosis && !number) return "diagnosis Z00.6 and the trial's eight-digit number are missing";
  if (!diagnosis) return "diagnosis Z00.6 is missing";
  if (!number) return "the trial's eight-digit number is missing";
  return condition ? std::string_view{} : std::string_view("condition code 30 is missing");
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier && input.claim.trial_number.empty()) return;
  const bool number = is_trial_number(input.claim.trial_number);
  const bool condition =
      input.context().kind != BillKind::outpatient || input.claim.condition_codes.contains(kTrialCondition);
  const LineFacts* research = nullptr;  // a line for the study's diagnosis
  bool any_use = false;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* use = trial_use(*facts.line);
    if (use == nullptr) {
      if (number && research == nullptr && points_into(input, facts, DiagnosisSet::research_participant))
        research = &facts;
      continue;
    }
    any_use = true;
    const std::string_view lacks = what_lacks(lists_research(input, facts.date), number, condition);
    if (lacks.empty()) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    finding.arguments.push_back({"lacks", lacks});
    finding.fixes.push_back(
        remove_modifier_fix(facts.line->number, use->value, "Is the service outside any approved trial?"));
  }
  if (research == nullptr || any_use) return;
  Finding& finding = add_for_line(output, *research->line);
  finding.biller =
      "Line {line}: the claim names a trial and Z00.6, and no line has Q0 (the item under study) or Q1 "
      "(routine "
      "care). Add the one that fits to each line of the trial.";
  finding.fixes.push_back(
      add_modifier_fix(research->line->number, "Q1"_mod, "Is it routine care of the trial?"));
  finding.fixes.push_back(
      add_modifier_fix(research->line->number, "Q0"_mod, "Is it the item or service under study?"));
}

}  // namespace

extern const Rule research_not_complete{
    .info = {.id = "MOD-TRIAL-001",
             .module = "MOD",
             .title = "Research modifiers Q0 and Q1",
             .severity = Severity::warning,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional | KindMask::outpatient,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 32, section 69.6"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {modifier} says that {code} belongs to an approved trial, but {lacks}. Add "
                 "what the study file holds; nothing is made up.",
             .carc = "CO-16",
             .why =
                 "Medicare pays routine care in a trial only when the claim names the trial: Q0 or Q1 on the "
                 "line, Z00.6 among the diagnoses and the registry's number on the claim.",
             .fires = "62324-Q1",
             .silent = "dx A M54.12 B Z00.6, trial 01234567; 62324-Q1 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
