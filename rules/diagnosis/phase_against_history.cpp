// DX-VAL-005: the seventh character says active treatment after an earlier one said follow-up.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

constexpr std::size_t kFullCode = 7;
constexpr std::int32_t kDaysRemembered = 365;

// A, and for fractures B and C: active treatment; D to R and S come after it.
bool is_active_phase(char character) {
  return character >= 'A' && character <= 'C';
}
bool is_later_phase(char character) {
  return character >= 'D' && character <= 'S';
}
char phase_of(IcdCode code) {
  return code.size() == kFullCode ? code.undotted().view().back() : '\0';
}
bool same_stem(IcdCode left, IcdCode right) {
  return left.undotted().view().substr(0, kFullCode - 1) == right.undotted().view().substr(0, kFullCode - 1);
}

const PriorLine* later_phase_before(const RuleInput& input, const LineFacts& facts, IcdCode code,
                                    IcdCode& earlier) {
  const PriorLine* found = nullptr;
  for (const PriorLine& prior :
       input.history.lines({facts.date.plus_days(-kDaysRemembered), facts.date.plus_days(-1)})) {
    for (const IcdCode before : prior.diagnoses) {
      if (!is_later_phase(phase_of(before)) || !same_stem(before, code)) continue;
      if (!same_biller(input.context(), *facts.line, prior)) continue;
      found = &prior;
      earlier = before;
    }
  }
  return found;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.history.availability() == Availability::none) return;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis) || !is_active_phase(phase_of(diagnosis.code))) continue;
    for (const LineFacts& facts : input.lines) {
      if (!facts.judged || !points_to(*facts.line, index)) continue;
      IcdCode earlier;
      const PriorLine* prior = later_phase_before(input, facts, diagnosis.code, earlier);
      if (prior == nullptr) continue;
      Finding& finding = add_for_code(input, output, index);
      add_lines_of(input, index, finding);
      finding.history_used = true;
      finding.arguments.push_back({"earlier", earlier});
      finding.arguments.push_back({"date", prior->date});
      break;
    }
  }
}

}  // namespace

extern const Rule phase_against_history{
    .info = {.id = "DX-VAL-005",
             .module = "DX",
             .title = "Seventh character inconsistent with history",
             .severity = Severity::info,
             .history = HistoryUse::year,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.C.19.a"}}},
             .clinician = "{dx}: active treatment (A) or follow-up (D)?",
             .biller = "{dx} says active treatment, but {earlier} of {date} already said follow-up or late "
                       "effect of the "
                       "same injury. Keep it only if active treatment began again.",
             .carc = {},
             .why = "The seventh character follows the course of an injury: A while it is being treated, D "
                    "while it heals, S "
                    "for what it leaves. Going back is possible and rare, so it is asked about.",
             .fires = "dx A S82.201A; prior 99213 dos=2026-04-01 codes=S82201D; 99213",
             .silent = "dx A S82.201A; prior 99213 dos=2026-04-01 codes=S82201A; 99213"},
    .evaluate = evaluate};

}  // namespace chargelint
