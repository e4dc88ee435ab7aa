// DX-EX1-001: two diagnoses of one claim of which a note of the tabular list says that they exclude each
// other.
#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

void report(const RuleInput& input, RuleOutput& output, std::size_t carrier, std::size_t named,
            const DiagnosisRelation& relation, bool old_edition) {
  const auto& diagnoses = input.claim.diagnoses;
  Finding& finding = output.add();
  if (old_edition) finding.severity = Severity::info;
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active()) continue;
    if (points_to(*facts.line, carrier) || points_to(*facts.line, named)) {
      finding.lines.push_back(facts.line->number);
    }
  }
  finding.diagnoses.push_back(diagnoses[carrier].code);
  finding.diagnoses.push_back(diagnoses[named].code);
  finding.location = diagnoses[std::max(carrier, named)].at;
  finding.evidence = evidence_of(Source::icd10cm_tabular, &relation);
  finding.arguments.push_back({"dx", diagnoses[carrier].code});
  finding.arguments.push_back({"other", diagnoses[named].code});
  const std::string_view note = relation.note == 0 ? std::string_view{} : input.reference.text(relation.note);
  finding.arguments.push_back({"note", note.empty() ? std::string_view("no words") : note});
  const auto releases = input.reference.releases();
  finding.arguments.push_back(
      {"edition", relation.release < releases.size() ? releases[relation.release].name : std::string_view{}});
}

// Notes stand at one of the two codes alone, so both directions are asked; a pair is named once.
void evaluate(const RuleInput& input, RuleOutput& output) {
  const auto& diagnoses = input.claim.diagnoses;
  if (diagnoses.size() < 2) return;
  const auto date = diagnosis_day(input);
  if (!date) return;
  const Coverage coverage = table_coverage(input, output, Source::icd10cm_tabular, *date);
  if (!coverage.loaded) return;
  const auto said_before = [&](std::size_t one, std::size_t other) {
    for (std::size_t index = 0; index < std::max(one, other); ++index) {
      if (index != one && index != other &&
          (diagnoses[index].code == diagnoses[one].code || diagnoses[index].code == diagnoses[other].code)) {
        return true;  // a repetition: DX-DUP-001's
      }
    }
    return false;
  };
  for (std::size_t one = 0; one < diagnoses.size(); ++one) {
    if (!is_icd10(diagnoses[one])) continue;
    for (std::size_t other = one + 1; other < diagnoses.size(); ++other) {
      if (!is_icd10(diagnoses[other]) || diagnoses[other].code == diagnoses[one].code) continue;
      if (said_before(one, other)) continue;
      const DiagnosisRelation* relation =
          excludes1_on(input.reference, diagnoses[one].code, diagnoses[other].code, *date);
      if (relation == nullptr) continue;
      const bool forward = relation->concerns(diagnoses[one].code) && relation->names(diagnoses[other].code);
      report(input, output, forward ? one : other, forward ? other : one, *relation, coverage.nearest);
    }
  }
}

}  // namespace

extern const Rule excludes1_pair{
    .info = {.id = "DX-EX1-001",
             .module = "DX",
             .title = "Excludes1 pair on the same claim",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::icd10cm_tabular},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "section I.A.12.a"},
                            {"ICD-10-CM tabular list", "Excludes1 notes"}}},
             .clinician = "{dx} and {other} are not normally coded together. Keep the one that fits.",
             .biller =
                 "The tabular list ({edition}) has an Excludes1 note at {dx} that takes in {other}: "
                 "\"{note}\". The two are not reported together unless the conditions are unrelated; payers "
                 "deny on it even then. Keep the more specific one, or override with that reason.",
             .carc = "CO-146",
             .why =
                 "An Excludes1 note says that two codes cannot describe one patient's condition at the same "
                 "time, such as a congenital and an acquired form.",
             .fires = "dx A E11.9 B E10.9; 99213 dxAB",
             .silent = "dx A E11.9 B I10; 99213 dxAB"},
    .evaluate = evaluate};

}  // namespace chargelint
