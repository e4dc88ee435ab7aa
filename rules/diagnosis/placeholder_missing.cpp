// DX-VAL-004: a code that becomes valid by the placeholder X that was left out.
#include "rules/diagnosis/seventh.h"

namespace chargelint {
namespace {

// Codes that end in the sent code's last character and whose other characters are the sent ones, X, and more.
SeventhCharacters with_placeholders(const Reference& reference, IcdCode sent, Date date) {
  SeventhCharacters found;
  const auto text = sent.undotted();
  if (text.size() < 4 || text.size() >= kFullLength) return found;
  const char last = text.view().back();
  const std::string_view stem = text.view().substr(0, text.size() - 1);
  const auto filled = padded(stem);
  if (filled) {
    FixedText<7> whole;
    const auto undotted = filled->undotted();
    for (const char character : undotted.view()) whole.push_back(character);
    whole.push_back(last);
    const auto code = IcdCode::parse(whole.view());
    if (code && judge_on(reference, *code, date).state == DiagnosisState::valid) {
      found.codes.push_back(*code);
      return found;
    }
  }
  FixedText<7> with_x;
  for (const char character : stem) with_x.push_back(character);
  with_x.push_back('X');
  const auto below = IcdCode::parse(with_x.view());
  if (!below) return found;
  for (const DiagnosisRow& row : reference.diagnoses_below(*below)) {
    const IcdCode code = row.code();
    if (!row.billable || code.size() != kFullLength || last_character(code) != last) continue;
    if (!row.period().contains(date) || (!found.codes.empty() && found.codes.back() == code)) continue;
    found.codes.push_back(code);
  }
  return found;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (std::size_t index = 0; index < input.claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = input.claim.diagnoses[index];
    const DiagnosisVerdict& verdict = judge_diagnosis(input, index);
    if (verdict.state != DiagnosisState::absent) continue;
    const SeventhCharacters codes = with_placeholders(input.reference, diagnosis.code, verdict.date);
    if (codes.codes.empty()) continue;
    Finding& finding = add_for_diagnosis(output, diagnosis, verdict);
    name_codes(codes, finding);
    finding.arguments.push_back({"code", codes.codes.front()});
    if (codes.codes.size() > 1) {
      finding.clinician = "{dx} lacks its placeholder X; several codes fit, such as {code}. Which one?";
      finding.biller =
          "{dx} is not valid on {dos}: the placeholder X is missing. With it these are valid: "
          "{full}{full2}{full_more}. Take the one that the record supports.";
    }
    if (verdict.nearest) finding.severity = Severity::warning;
  }
}

}  // namespace

extern const Rule placeholder_missing{
    .info = {.id = "DX-VAL-004",
             .module = "DX",
             .title = "Placeholder X missing",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::icd10cm},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.A.4"}}},
             .clinician = "{dx} is written {code}.",
             .biller = "{dx} is not valid on {dos}: the placeholder X is missing. Write {code}.",
             .carc = "CO-146",
             .why =
                 "Injury and cause codes need a seventh character in the seventh place; X fills the places "
                 "before it. Without the X the code is another one, or none, and the line is denied.",
             .fires = "dx A W19.A; 99213",
             .silent = "dx A W19.XXXA; 99213"},
    .evaluate = evaluate};

}  // namespace chargelint
