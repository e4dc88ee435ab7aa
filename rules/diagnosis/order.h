// Which diagnosis stands first, and which lines use one: by each line's pointers on professional claims, by
// the claim's list elsewhere (decision 26).
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "rules/diagnosis/validity.h"

namespace chargelint {

[[nodiscard]] inline bool is_icd10(const Diagnosis& diagnosis) {
  const bool system = diagnosis.system == CodeSystem::unstated || diagnosis.system == CodeSystem::icd10cm;
  return system && has_icd10_form(diagnosis.code);
}
// Fields of their own beside the list.
[[nodiscard]] inline bool stands_apart(const Diagnosis& diagnosis) {
  return diagnosis.role == DiagnosisRole::admitting || diagnosis.role == DiagnosisRole::reason_for_visit;
}

// The day on which the claim's diagnoses are read together: an inpatient stay's last.
[[nodiscard]] inline std::optional<Date> diagnosis_day(const RuleInput& input) {
  std::optional<Date> day;
  const bool stay = input.context().kind == BillKind::inpatient;
  if (stay && input.claim.statement && !input.claim.statement->to.is_open()) return input.claim.statement->to;
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active() || !facts.dated) continue;
    if (!stay) return facts.date;
    const Date last = facts.line->through.value_or(facts.date);
    if (!day || *day < last) day = last;
  }
  return day;
}

[[nodiscard]] inline bool by_pointers(const RuleInput& input) {
  return input.context().kind == BillKind::professional;
}

// Of the claim's list: the principal where one is marked.
[[nodiscard]] inline std::optional<std::size_t> first_listed(const Claim& claim) {
  std::optional<std::size_t> first;
  for (std::size_t index = 0; index < claim.diagnoses.size(); ++index) {
    if (claim.diagnoses[index].role == DiagnosisRole::principal) return index;
    if (!first && !stands_apart(claim.diagnoses[index])) first = index;
  }
  return first;
}
// Of a line; none where the line names none. Pointers that were assumed have the order of the list.
[[nodiscard]] inline std::optional<std::size_t> first_of_line(const RuleInput& input,
                                                              const ServiceLine& line) {
  if (line.diagnoses.empty() || line.diagnoses_assumed) return first_listed(input.claim);
  const std::size_t first = line.diagnoses.front().index;
  if (first >= input.claim.diagnoses.size()) return std::nullopt;
  return first;
}
[[nodiscard]] inline bool first_on_some_line(const RuleInput& input, std::size_t index) {
  return std::any_of(input.lines.begin(), input.lines.end(), [&](const LineFacts& facts) {
    return facts.line->is_active() && first_of_line(input, *facts.line) == index;
  });
}
// Whether the diagnosis stands first where the kind of claim looks.
[[nodiscard]] inline bool stands_first(const RuleInput& input, std::size_t index) {
  return by_pointers(input) ? first_on_some_line(input, index) : first_listed(input.claim) == index;
}

// Where `later` stands behind `earlier`, or not at all.
[[nodiscard]] inline bool line_has_order(const ServiceLine& line, std::size_t earlier, std::size_t later,
                                         bool& has_both) {
  std::size_t place = 0;
  std::size_t first = 0;
  std::size_t second = 0;
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    ++place;
    if (pointer.index == earlier && first == 0) first = place;
    if (pointer.index == later && second == 0) second = place;
  }
  if (first == 0 || second == 0) return false;
  has_both = true;
  return first < second;
}
// `one` stands before `other`: in some line that points to both, else in the claim's list.
[[nodiscard]] inline bool comes_before(const RuleInput& input, std::size_t one, std::size_t other) {
  if (by_pointers(input)) {
    bool has_both = false;
    for (const LineFacts& facts : input.lines) {
      const ServiceLine& line = *facts.line;
      if (!line.is_active() || line.diagnoses_assumed) continue;
      if (line_has_order(line, one, other, has_both)) return true;
    }
    if (has_both) return false;
  }
  const auto principal = first_listed(input.claim);
  if (principal == one) return true;
  return principal != other && one < other;
}

[[nodiscard]] inline std::optional<std::size_t> diagnosis_within(const Claim& claim,
                                                                 const DiagnosisRelation& relation,
                                                                 std::size_t without) {
  for (std::size_t index = 0; index < claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = claim.diagnoses[index];
    if (index != without && is_icd10(diagnosis) && relation.names(diagnosis.code)) return index;
  }
  return std::nullopt;
}

// The published list or our own table, whichever holds the row.
[[nodiscard]] inline Evidence evidence_of_note(const RuleInput& input, const DiagnosisRelation& relation) {
  const auto releases = input.reference.releases();
  const bool known = relation.release < releases.size();
  return evidence_of(known ? releases[relation.release].source : Source::code_sets, &relation);
}

inline void add_lines_of(const RuleInput& input, std::size_t index, Finding& finding) {
  for (const LineFacts& facts : input.lines) {
    if (facts.line->is_active() && points_to(*facts.line, index)) finding.lines.push_back(facts.line->number);
  }
}
// The lines on which it stands first; elsewhere every line.
inline void add_lines_led_by(const RuleInput& input, std::size_t index, Finding& finding) {
  if (!by_pointers(input)) return add_lines_of(input, index, finding);
  for (const LineFacts& facts : input.lines) {
    if (facts.line->is_active() && first_of_line(input, *facts.line) == index) {
      finding.lines.push_back(facts.line->number);
    }
  }
}
inline Finding& add_for_code(const RuleInput& input, RuleOutput& output, std::size_t index) {
  Finding& finding = output.add();
  const Diagnosis& diagnosis = input.claim.diagnoses[index];
  finding.diagnoses.push_back(diagnosis.code);
  finding.location = diagnosis.at;
  finding.arguments.push_back({"dx", diagnosis.code});
  return finding;
}

// `index` to the front: of each line that the finding names, or of the claim.
inline Fix move_to_front(const RuleInput& input, const Finding& finding, std::size_t index,
                         std::string_view question) {
  Fix fix;
  const IcdCode code = input.claim.diagnoses[index].code;
  const auto add = [&](EditKind kind, std::uint16_t number) {
    Edit edit = edit_of(kind, number);
    edit.diagnosis = code;
    fix.edits.push_back(edit);
  };
  if (!by_pointers(input)) {
    add(EditKind::reorder_diagnoses, 0);
  } else {
    for (const std::uint16_t number : finding.lines) {
      const ServiceLine* line = input.claim.line(number);
      if (line == nullptr) continue;
      if (!points_to(*line, index)) add(EditKind::add_diagnosis, number);
      add(EditKind::reorder_diagnoses, number);
    }
  }
  fix.question = question;
  fix.needs_person = !question.empty();
  return fix;
}

}  // namespace chargelint
