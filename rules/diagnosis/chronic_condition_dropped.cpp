// DX-HCC-001: a chronic condition that last year's claims had, that today's text names and today's code
// leaves out.
#include "rules/diagnosis/order.h"
#include "rules/shared/narrative.h"

namespace chargelint {
namespace {

constexpr std::int32_t kDaysRemembered = 731;

const PriorLine* coded_before(const RuleInput& input, const DiagnosisRelation& relation, Date date,
                              IcdCode& earlier) {
  const PriorLine* found = nullptr;
  for (const PriorLine& prior : input.history.lines({date.plus_days(-kDaysRemembered), date.plus_days(-1)})) {
    for (const IcdCode code : prior.diagnoses) {
      if (!relation.names(code)) continue;
      found = &prior;
      earlier = code;
    }
  }
  return found;
}

// Never from history alone: the text of a line that points to the diagnosis must name the condition.
bool named_today(const RuleInput& input, std::size_t index, std::string_view words) {
  return std::any_of(input.lines.begin(), input.lines.end(), [&](const LineFacts& facts) {
    const ServiceLine& line = *facts.line;
    return line.is_active() && !line.narrative.empty() && points_to(line, index) &&
           has_any_words(line.narrative, words);
  });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.history.availability() == Availability::none) return;
  const bool any_text = std::any_of(input.lines.begin(), input.lines.end(),
                                    [](const LineFacts& facts) { return !facts.line->narrative.empty(); });
  const auto date = diagnosis_day(input);
  if (!any_text || !date) return;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis)) continue;
    for (const DiagnosisRelation& relation : input.relations(index)) {
      if (relation.link != DiagnosisLink::recapture || !relation.concerns(diagnosis.code)) continue;
      if (diagnosis_within(input.claim, relation, index)) continue;
      if (!named_today(input, index, input.reference.text(relation.note))) continue;
      IcdCode earlier;
      const PriorLine* prior = coded_before(input, relation, *date, earlier);
      if (prior == nullptr) continue;
      Finding& finding = add_for_code(input, output, index);
      add_lines_of(input, index, finding);
      finding.evidence = evidence_of_note(input, relation);
      finding.history_used = true;
      finding.arguments.push_back({"earlier", earlier});
      finding.arguments.push_back({"date", prior->date});
      break;
    }
  }
}

}  // namespace

extern const Rule chronic_condition_dropped{
    .info = {.id = "DX-HCC-001",
             .module = "DX",
             .title = "Chronic condition of last year not recaptured",
             .severity = Severity::info,
             .stages = StageMask::charge_or_claim,
             .off_by_default = true,
             .history = HistoryUse::three_years,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "section IV.J"}}},
             .clinician = {},
             .biller = "The text of today's service names a condition that {earlier} of {date} stood for, "
                       "and today's {dx} "
                       "leaves it out. If it was assessed today, report the fuller code.",
             .carc = {},
             .why = "Chronic conditions are coded each year they are cared for. Only a condition that "
                    "today's record itself "
                    "names is asked about: history alone never prompts.",
             .fires = "dx A E11.9; prior 99213 dos=2025-06-01 codes=E1122; 99213 note=diabetic_CKD_stable",
             .silent = "dx A E11.9; prior 99213 dos=2025-06-01 codes=E1122; 99213"},
    .evaluate = evaluate};

}  // namespace chargelint
