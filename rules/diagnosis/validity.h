// How valid a diagnosis of the claim is on the dates of the lines that point to it.
#pragma once

#include <optional>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

[[nodiscard]] inline bool points_to(const ServiceLine& line, std::size_t diagnosis) {
  if (line.diagnoses.empty()) return true;  // read as pointing to all
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    if (pointer.index == diagnosis) return true;
  }
  return false;
}

// A letter, a digit, then letters or digits. ICD-9 codes start with a digit.
[[nodiscard]] inline bool has_icd10_form(IcdCode code) {
  if (code.size() < 3) return false;
  const char first = code[0];
  const char second = code[1];
  return first >= 'A' && first <= 'Z' && second >= '0' && second <= '9';
}

struct DatedDiagnosis {
  DiagnosisState state = DiagnosisState::valid;
  Found<DiagnosisRow> found;
  Date date;
};
[[nodiscard]] inline DatedDiagnosis judge_on(const Reference& reference, IcdCode code, Date date) {
  DatedDiagnosis judged{DiagnosisState::valid, diagnosis_on(reference, code, date), date};
  if (judged.found.row != nullptr) {
    judged.state = judged.found.row->billable ? DiagnosisState::valid : DiagnosisState::header;
  } else {
    judged.state =
        judged.found.known == Known::absent ? DiagnosisState::absent : DiagnosisState::not_evaluated;
  }
  return judged;
}

// Inpatient stays are judged on their last day, professional lines on the from date; on outpatient lines that
// span days either end is enough.
[[nodiscard]] inline DatedDiagnosis judge_for_line(const RuleInput& input, IcdCode code,
                                                   const LineFacts& facts) {
  const Date through = facts.line->through.value_or(facts.date);
  const BillKind kind = input.context().kind;
  if (kind == BillKind::inpatient) return judge_on(input.reference, code, through);
  const DatedDiagnosis first = judge_on(input.reference, code, facts.date);
  const bool either_end = kind == BillKind::outpatient || kind == BillKind::asc;
  if (!either_end || through == facts.date || first.state == DiagnosisState::valid) return first;
  const DatedDiagnosis last = judge_on(input.reference, code, through);
  return last.state == DiagnosisState::valid ? last : first;
}

[[nodiscard]] inline DiagnosisVerdict find_verdict(const RuleInput& input, std::size_t index) {
  const Diagnosis& diagnosis = input.claim.diagnoses[index];
  DiagnosisVerdict verdict;
  switch (diagnosis.system) {
    case CodeSystem::unstated:
    case CodeSystem::icd10cm:
    case CodeSystem::icd9cm:
      break;
    default:
      verdict.state = DiagnosisState::not_evaluated;
      verdict.gap = Gap::shape;
      return verdict;
  }
  if (diagnosis.code.empty() && diagnosis.text.empty()) {
    verdict.state = DiagnosisState::not_evaluated;
    return verdict;
  }
  const bool malformed = diagnosis.system == CodeSystem::icd9cm || !has_icd10_form(diagnosis.code);
  bool pointed_to = false;
  const LineFacts* previous = nullptr;
  DatedDiagnosis judged;
  const auto judge = [&](const LineFacts& facts) {
    // Lines of one day share the look-up.
    const bool same_days =
        previous != nullptr && previous->date == facts.date && previous->line->through == facts.line->through;
    if (!same_days) judged = judge_for_line(input, diagnosis.code, facts);
    previous = &facts;
    verdict.nearest = verdict.nearest || judged.found.nearest;
    if (judged.state == DiagnosisState::not_evaluated) {
      verdict.gap = judged.found.known == Known::not_loaded ? Gap::not_loaded : Gap::partial;
    }
    if (judged.state == DiagnosisState::valid || judged.state == DiagnosisState::not_evaluated) return;
    if (verdict.state == DiagnosisState::valid) {
      verdict.state = judged.state;
      verdict.date = judged.date;
      verdict.row = judged.found.row;
    }
    if (pointed_to) verdict.lines.push_back(facts.line->number);
  };
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active() || !points_to(*facts.line, index)) continue;
    pointed_to = true;
    if (malformed) verdict.lines.push_back(facts.line->number);
    if (!malformed && facts.dated) judge(facts);
  }
  if (malformed) {
    verdict.state = DiagnosisState::malformed;
    return verdict;
  }
  // A diagnosis that no line uses is judged on the dates of the claim.
  for (const LineFacts& facts : input.lines) {
    if (!pointed_to && facts.line->is_active() && facts.dated) judge(facts);
  }
  if (verdict.gap && verdict.state == DiagnosisState::valid) verdict.state = DiagnosisState::not_evaluated;
  return verdict;
}

[[nodiscard]] inline const DiagnosisVerdict& judge_diagnosis(const RuleInput& input, std::size_t index) {
  return input.diagnosis_facts.verdict(input.claim, index, [&] { return find_verdict(input, index); });
}

inline Finding& add_for_diagnosis(RuleOutput& output, const Diagnosis& diagnosis,
                                  const DiagnosisVerdict& verdict) {
  Finding& finding = output.add();
  for (const std::uint16_t number : verdict.lines) finding.lines.push_back(number);
  if (!diagnosis.code.empty()) finding.diagnoses.push_back(diagnosis.code);
  finding.location = diagnosis.at;
  if (diagnosis.code.empty()) {
    finding.arguments.push_back({"dx", diagnosis.text});
  } else {
    finding.arguments.push_back({"dx", diagnosis.code});
  }
  finding.arguments.push_back({"dos", verdict.date});
  if (verdict.row != nullptr) finding.evidence = evidence_of(Source::icd10cm, verdict.row);
  return finding;
}

}  // namespace chargelint
