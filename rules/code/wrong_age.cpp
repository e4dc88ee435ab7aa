// CODE-AGE-001: a code for another age than the patient's.
#include "rules/shared/calendar.h"
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

bool fits(const CodeNumberRow& row, std::int32_t age) {
  return row.low <= age && age <= row.high;
}

// The siblings of a family follow one another in a ring; one without ages of its own takes any.
Hcpcs sibling_for(const Reference& reference, const CodeNumberRow& row, std::int32_t age, Date date) {
  constexpr int kMostSiblings = 12;
  Hcpcs code = row.other();
  for (int step = 0; step < kMostSiblings && !code.empty() && code != row.code(); ++step) {
    const CodeNumberRow* ages = code_number_on(reference, CodeNumber::age_years, code, date);
    if (ages == nullptr || fits(*ages, age)) return code;
    code = ages->other();
  }
  return {};
}

FixedText<24> range_text(const CodeNumberRow& row) {
  constexpr std::int32_t kNoUpperEnd = 120;
  FixedText<24> text;
  const auto append = [&text](std::string_view part) {
    for (const char character : part) text.push_back(character);
  };
  if (row.high >= kNoUpperEnd) {
    append(Quantity::of(row.low).text().view());
    append(" and over");
  } else if (row.high == 0) {
    append("under 1");
  } else {
    append(Quantity::of(row.low).text().view());
    append(" to ");
    append(Quantity::of(row.high).text().view());
  }
  return text;
}

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const CodeNumberRow& row,
            std::int32_t age) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.arguments.push_back({"age", std::int64_t{age}});
  finding.arguments.push_back({"range", range_text(row)});
  const Hcpcs other = sibling_for(input.reference, row, age, facts.date);
  if (other.empty()) return;
  finding.arguments.push_back({"other", other});
  finding.clinician = "Age {age} does not fit {code} (ages {range}); {other} does.";
  finding.biller =
      "{code} on line {line} is for ages {range}, and the patient was {age} on the date of service. {other} "
      "is the code for that age.";
  finding.fixes.push_back(replace_code_fix(facts.line->number, other));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::age_limited)) return;
  if (!input.claim.patient.birth_date) {
    output.not_evaluated(Gap::missing_field);
    return;
  }
  const Date born = *input.claim.patient.birth_date;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::age_limited) || facts.date < born) continue;
    const CodeNumberRow* row =
        code_number_on(input.reference, CodeNumber::age_years, facts.line->code, facts.date);
    const std::int32_t age = whole_years_between(born, facts.date);
    if (row != nullptr && !fits(*row, age)) report(input, output, facts, *row, age);
  }
}

}  // namespace

extern const Rule wrong_age{
    .info = {.id = "CODE-AGE-001",
             .module = "CODE",
             .title = "Code does not fit the patient's age",
             .severity = Severity::warning,
             .reacts_to = Aspect::code,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Integrated Outpatient Code Editor", "edit 7"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section Q"}}},
             .clinician = "Age {age} does not fit {code} (ages {range}).",
             .biller = "{code} on line {line} is for ages {range}, and the patient was {age} on the date of "
                       "service. Check the code and the birth date.",
             .carc = "CO-6",
             .why = "Preventive visits and newborn care have one code an age band; the wrong band is denied.",
             .fires = "born 1956-01-01; 99396",
             .silent = "born 1956-01-01; 99397"},
    .evaluate = evaluate};

}  // namespace chargelint
