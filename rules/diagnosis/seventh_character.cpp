// DX-VAL-003: the seventh character is missing, or is none of those that the code takes.
#include "rules/diagnosis/seventh.h"

namespace chargelint {
namespace {

// A, D and S in this order are the injuries' set; others are a category's own.
bool is_encounter_set(const SeventhCharacters& seventh) {
  return seventh.has('A') && seventh.has('D') && seventh.has('S');
}

Finding& report(RuleOutput& output, const Diagnosis& diagnosis, const DiagnosisVerdict& verdict,
                const SeventhCharacters& seventh) {
  Finding& finding = add_for_diagnosis(output, diagnosis, verdict);
  name_codes(seventh, finding);
  if (is_encounter_set(seventh)) {
    finding.clinician = "{dx}: say whether this is active treatment (A), follow-up (D) or a late effect (S).";
  }
  return finding;
}

// The codes of a heading that is filled up with X and goes no further: M80.08X.
std::optional<SeventhCharacters> after_padding(const RuleInput& input, IcdCode code, Date date) {
  const auto text = code.undotted();
  std::string_view stem = text.view();
  if (stem.size() >= kFullLength || !stem.ends_with('X')) return std::nullopt;
  while (stem.ends_with('X')) stem.remove_suffix(1);
  const auto heading = IcdCode::parse(stem);
  if (!heading || judge_on(input.reference, *heading, date).state != DiagnosisState::header) {
    return std::nullopt;
  }
  return seventh_characters(input.reference, *heading, date);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    const DiagnosisVerdict& verdict = judge_diagnosis(input, index);
    if (verdict.state == DiagnosisState::header) {
      const auto seventh = seventh_characters(input.reference, diagnosis.code, verdict.date);
      if (seventh.codes.empty()) continue;
      Finding& finding = report(output, diagnosis, verdict, seventh);
      if (verdict.nearest) finding.severity = Severity::warning;
      continue;
    }
    if (verdict.state != DiagnosisState::absent) continue;
    if (const auto filled = after_padding(input, diagnosis.code, verdict.date); filled) {
      if (filled->codes.empty()) continue;
      Finding& finding = report(output, diagnosis, verdict, *filled);
      if (verdict.nearest) finding.severity = Severity::warning;
      continue;
    }
    if (diagnosis.code.size() != kFullLength) continue;
    // The character is wrong where the six before it, without their padding, are such a heading.
    const auto text = diagnosis.code.undotted();
    std::string_view stem = text.view().substr(0, kFullLength - 1);
    std::optional<SeventhCharacters> known;
    while (stem.size() >= 3) {
      const auto heading = IcdCode::parse(stem);
      if (heading && judge_on(input.reference, *heading, verdict.date).state == DiagnosisState::header) {
        known = seventh_characters(input.reference, *heading, verdict.date);
        break;
      }
      if (stem.back() != 'X') break;
      stem.remove_suffix(1);
    }
    if (!known || known->codes.empty()) continue;
    Finding& finding = report(output, diagnosis, verdict, *known);
    finding.arguments.push_back({"character", FixedText<24>(text.view().substr(kFullLength - 1))});
    finding.clinician = "{dx}: {character} is no seventh character of this code.";
    finding.biller =
        "{dx}: {character} is not among the seventh characters of this code on {dos}. Valid: "
        "{full}{full2}{full_more}. Take the one that the record supports.";
    if (verdict.nearest) finding.severity = Severity::warning;
  }
}

}  // namespace

extern const Rule seventh_character{
    .info =
        {.id = "DX-VAL-003",
         .module = "DX",
         .title = "Seventh character missing or not allowed",
         .severity = Severity::error,
         .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
         .reads = {Source::icd10cm},
         .reads_count = 1,
         .citations = {{{"ICD-10-CM Official Guidelines", "section I.A.5"},
                        {"ICD-10-CM Official Guidelines", "section I.C.19.a"}}},
         .clinician = "{dx} needs its seventh character.",
         .biller =
             "{dx} is valid only with its seventh character on {dos}: {full}{full2}{full_more}. Take the "
             "one that the record supports.",
         .carc = "CO-146",
         .why = "Injuries and some other conditions are coded to seven characters; the last says which phase "
                "of care it is, which fetus or which stage. Without it the code is returned.",
         .fires = "dx A S93.401; 99213",
         .silent = "dx A M54.12; 99213"},
    .evaluate = evaluate};

}  // namespace chargelint
