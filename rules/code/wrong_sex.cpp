// CODE-SEX-001: a service of one sex's organs for a patient recorded as the other.
#include <algorithm>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

// The claim says that the contradiction is meant: condition code 45 on facility claims, KX on the line.
bool flagged(const RuleInput& input, const ServiceLine& line) {
  const auto& codes = input.claim.condition_codes;
  return line.has("KX"_mod) || std::find(codes.begin(), codes.end(), "45") != codes.end();
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::female_only) && !input.whole.has(CodeSet::male_only)) return;
  const Sex sex = input.claim.patient.sex;
  if (sex == Sex::unknown) output.not_evaluated(Gap::missing_field);
  if (sex != Sex::female && sex != Sex::male) return;
  const CodeSet against = sex == Sex::male ? CodeSet::female_only : CodeSet::male_only;
  if (!input.whole.has(against)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(against) || flagged(input, *facts.line)) continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.arguments.push_back({"sex", std::string_view(sex == Sex::male ? "male" : "female")});
    finding.arguments.push_back({"code_sex", std::string_view(sex == Sex::male ? "female" : "male")});
    finding.fixes.push_back(
        add_modifier_fix(facts.line->number, "KX"_mod,
                         "Does the service fit the patient's organs although the record differs?"));
  }
}

}  // namespace

extern const Rule wrong_sex{
    .info = {.id = "CODE-SEX-001",
             .module = "CODE",
             .title = "Code does not fit the patient's sex",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Integrated Outpatient Code Editor", "edit 8"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section Q"},
                            {"Medicare Claims Processing Manual", "chapter 32, section 240"}}},
             .clinician = "{code} is a service of {code_sex} organs; the record says {sex}. Is it right?",
             .biller = "{code} on line {line} is a service of {code_sex} organs, and the patient is recorded "
                       "as {sex}. Check the code and the patient. If both are right, add KX to the line "
                       "(practitioner) or condition code 45 to the claim (facility).",
             .carc = "CO-7",
             .why = "Editors compare some codes with the recorded sex. KX or condition code 45 says that the "
                    "service was meant.",
             .fires = "sex M; 59400",
             .silent = "sex M; 59400-KX"},
    .evaluate = evaluate};

}  // namespace chargelint
