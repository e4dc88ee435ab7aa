// DX-AGE-001: a diagnosis of an age group that the patient is not of.
#include <array>

#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

constexpr std::array<DiagnosisEdit, 4> kAgeLists{DiagnosisEdit::newborn, DiagnosisEdit::pediatric,
                                                 DiagnosisEdit::maternity, DiagnosisEdit::adult};

std::string_view list_words(DiagnosisEdit list) {
  switch (list) {
    case DiagnosisEdit::newborn:
      return "newborns";
    case DiagnosisEdit::pediatric:
      return "children";
    case DiagnosisEdit::maternity:
      return "childbearing age";
    default:
      return "adults";
  }
}

// On admission for stays, on the day of service elsewhere.
std::optional<Date> day_of_age(const RuleInput& input) {
  const auto& statement = input.claim.statement;
  if (input.context().kind == BillKind::inpatient && statement && !statement->from.is_open())
    return statement->from;
  for (const LineFacts& facts : input.lines) {
    if (facts.line->is_active() && facts.dated) return facts.date;
  }
  return std::nullopt;
}

std::int32_t years_between(Date born, Date day) {
  const auto from = born.ymd();
  const auto to = day.ymd();
  std::int32_t years = static_cast<int>(to.year()) - static_cast<int>(from.year());
  if (to.month() < from.month() || (to.month() == from.month() && to.day() < from.day())) --years;
  return years;
}

const DiagnosisEditRow* age_row(const Reference& reference, IcdCode code, Date date) {
  if (reference.diagnosis_edits(code).empty()) return nullptr;
  for (const DiagnosisEdit list : kAgeLists) {
    const DiagnosisEditRow* row = diagnosis_edit_on(reference, code, list, date);
    if (row != nullptr) return row;
  }
  return nullptr;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto day = day_of_age(input);
  if (!day) return;
  const auto& born = input.claim.patient.birth_date;
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    if (!is_icd10(diagnosis)) continue;
    const DiagnosisEditRow* row = age_row(input.reference, diagnosis.code, *day);
    if (row == nullptr) continue;
    if (!born) {
      output.not_evaluated(Gap::missing_field, Source::mce);
      return;
    }
    const std::int32_t age = years_between(*born, *day);
    if (age < 0 || (row->least_age <= age && age <= row->most_age)) continue;
    Finding& finding = add_for_code(input, output, index);
    if (by_pointers(input)) finding.severity = Severity::warning;
    add_lines_of(input, index, finding);
    finding.evidence = evidence_of(Source::mce, row);
    finding.arguments.push_back({"age", std::int64_t{age}});
    finding.arguments.push_back({"list", list_words(row->edit)});
    finding.arguments.push_back({"least", std::int64_t{row->least_age}});
    finding.arguments.push_back({"most", std::int64_t{row->most_age}});
  }
}

}  // namespace

extern const Rule age_conflict{
    .info = {.id = "DX-AGE-001",
             .module = "DX",
             .title = "Diagnosis does not fit the patient's age",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::mce},
             .reads_count = 1,
             .citations = {{{"Medicare Code Editor", "edit 4"},
                            {"Integrated Outpatient Code Editor", "edit 2"}}},
             .clinician = "{dx} does not fit age {age}.",
             .biller = "{dx} is on the code editor's list for {list} (age {least} to {most}), and the "
                       "patient is {age}. Take "
                       "the code for the patient's age, or check the birth date.",
             .carc = "CO-9",
             .why = "Some diagnoses belong to an age: newborns, children, childbearing years, adults. "
                    "Outside of it the "
                    "claim is returned, most often because a sibling code or the birth date is wrong.",
             .fires = "born 1996-01-01; dx A Z00.129; 99395",
             .silent = "born 2017-01-01; dx A Z00.129; 99393"},
    .evaluate = evaluate};

}  // namespace chargelint
