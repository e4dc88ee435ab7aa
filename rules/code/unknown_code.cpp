// CODE-VAL-001: a code that no loaded table knows at any date, or that has not the form of a code.
#include <string_view>

#include "rules/code/spelling.h"
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

enum class Answer { unknown_code, perhaps_new, not_evaluated };

// A complete table that would hold the code speaks; codes of letters that come every quarter only softly.
Answer judge(const RuleInput& input, const LineFacts& facts, Coverage& speaks, Source& missing) {
  const Coverage fees = input.reference.coverage(Source::fee_schedule, facts.date);
  const Coverage hcpcs = input.reference.coverage(Source::hcpcs, facts.date);
  missing = Source::fee_schedule;
  switch (facts.shape) {
    case CodeShape::cpt_category_1:
    case CodeShape::cpt_category_2:
    case CodeShape::cpt_category_3:
      speaks = fees;
      if (!fees.complete) return Answer::not_evaluated;
      return fees.nearest ? Answer::perhaps_new : Answer::unknown_code;
    case CodeShape::hcpcs:
      if (hcpcs.complete) {
        speaks = hcpcs;
        return hcpcs.nearest ? Answer::perhaps_new : Answer::unknown_code;
      }
      speaks = fees;
      missing = Source::hcpcs;
      return fees.complete && input.reference.in_set(CodeSet::listed_with_fees, facts.line->code, facts.date)
                 ? Answer::perhaps_new
                 : Answer::not_evaluated;
    default:
      break;
  }
  return Answer::not_evaluated;
}

void suggest_nearest(const RuleInput& input, const ServiceLine& line, std::string_view written,
                     Finding& finding) {
  // A claim full of unknown codes has another trouble than its spelling.
  constexpr std::uint16_t kLastLine = 50;
  if (line.number > kLastLine) return;
  for (const Hcpcs near : nearest_codes(input.reference, written)) {
    finding.fixes.push_back(replace_code_fix(line.number, near, "Is this the code that was meant?"));
  }
}

void add_malformed(const RuleInput& input, const ServiceLine& line, RuleOutput& output) {
  Finding& finding = add_for_line(output, line);
  finding.arguments.push_back({"text", line.code_text});
  finding.clinician = "{text} is not a procedure code.";
  finding.biller =
      "{text} on line {line} has not the form of a procedure code (five digits, four digits and a letter, or "
      "a letter and four digits), so no payer can read it. Correct the code.";
  suggest_nearest(input, line, line.code_text, finding);
}

// Said by the sender to be CPT or HCPCS, or not said at all: a code of another system is no misspelt one.
bool claims_to_be_procedure_code(const ServiceLine& line) {
  return line.code_system == CodeSystem::cpt || line.code_system == CodeSystem::hcpcs ||
         line.code_system == CodeSystem::unstated;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    if (!line.is_active() || line.code_system == CodeSystem::icd10pcs) continue;
    if (line.code.empty()) {
      if (!line.code_text.empty() && claims_to_be_procedure_code(line)) add_malformed(input, line, output);
      continue;
    }
    if (facts.shape == CodeShape::dental) {
      output.not_evaluated(Gap::dental, Source::hcpcs, line.code);
      continue;
    }
    if (input.reference.knows_code(line.code)) continue;
    // Without a date no release can be said to cover it; the engine reports that.
    if (facts.shape != CodeShape::other && !facts.dated) continue;
    Coverage speaks;
    Source missing = Source::fee_schedule;
    Answer answer = Answer::unknown_code;
    if (facts.shape != CodeShape::other) answer = judge(input, facts, speaks, missing);
    if (answer == Answer::not_evaluated) {
      const bool loaded = input.reference.coverage(missing, facts.date).loaded;
      output.not_evaluated(loaded ? Gap::partial : Gap::not_loaded, missing, line.code);
      continue;
    }
    Finding& finding = add_for_line(output, line);
    const auto releases = input.reference.releases();
    finding.arguments.push_back(
        {"release", speaks.loaded && speaks.release < releases.size() ? releases[speaks.release].name : ""});
    if (facts.shape == CodeShape::other) {
      finding.biller =
          "{code} on line {line} has not the form of any code set, so no payer can read it. Correct the "
          "code.";
    } else if (answer == Answer::perhaps_new) {
      finding.severity = Severity::warning;
      finding.clinician = "{code} is not known here. Is it a new code?";
      finding.biller =
          "{code} on line {line} is in none of the loaded code sets, but no complete release that would hold "
          "it covers the date of service (looked in {release}). Correct the code, or load the release of "
          "that quarter.";
    }
    suggest_nearest(input, line, line.code.text().view(), finding);
  }
}

}  // namespace

extern const Rule unknown_code{
    .info = {.id = "CODE-VAL-001",
             .module = "CODE",
             .title = "Unknown code",
             .severity = Severity::error,
             .hard_at_order = true,
             .reacts_to = Aspect::code,
             .reads = {Source::fee_schedule, Source::hcpcs},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 23, section 20.3"},
                            {"Integrated Outpatient Code Editor", "edit 6"}}},
             .clinician = "{code} is not a procedure code.",
             .biller = "{code} on line {line} is in none of the loaded code sets ({release} lists every code "
                       "of its kind). The line would be returned as an invalid code. Correct the code.",
             .carc = "CO-181",
             .why = "A code that stands in no published code set is denied as invalid, usually a slip of the "
                    "keyboard or of the charge master.",
             .fires = "6232",
             .silent = "62324"},
    .evaluate = evaluate};

}  // namespace chargelint
