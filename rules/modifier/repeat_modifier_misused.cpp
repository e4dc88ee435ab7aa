// MOD-76-001: 76 and 77 on a first service, by the wrong person, on a lab test, or on several units.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

bool is_repeat(const ServiceLine& line) {
  return line.has("76"_mod) || line.has("77"_mod);
}
bool same_service(const LineFacts& one, const LineFacts& other) {
  return other.judged && other.line->code == one.line->code && other.date == one.date;
}

struct Earlier {
  bool any = false;            // the code stands elsewhere on that day
  bool marked_before = false;  // …on an earlier line of the claim, with a repeat modifier of its own
  bool history = false;        // …on another claim
  std::string_view npi;        // who did the first
  std::uint16_t line = 0;      // of this claim; 0 = another claim's
};

// The first service of the day: a line without a repeat modifier, else another claim's.
Earlier earlier_of(const RuleInput& input, const LineFacts& facts) {
  Earlier earlier;
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !same_service(facts, other)) continue;
    const bool first = !is_repeat(*other.line);
    if (!first && &other < &facts) earlier.marked_before = true;
    if (!first || (earlier.any && earlier.line != 0)) continue;
    earlier.any = true;
    earlier.npi = other.line->rendering.npi;
    earlier.line = other.line->number;
  }
  if (earlier.any) return earlier;
  for_each_prior_of_day(input, facts.date, [&](const PriorLine& prior) {
    if (prior.code != facts.line->code || prior.kind != input.context().kind || earlier.any) return;
    earlier.any = earlier.history = true;
    earlier.npi = prior.rendering.npi;
  });
  return earlier;
}

constexpr std::string_view kNotFirst =
    "Line {line}: {modifier} says that {code} was done again, and no earlier {code} of that day is known. "
    "The "
    "first one carries no repeat modifier. Drop it, or charge the first.";

void report_first(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
                  const ModifierUse& use) {
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.biller = kNotFirst;
  finding.clinician = "Was {code} done earlier the same day? {modifier} says so.";
  if (input.history.availability() != Availability::complete) finding.severity = Severity::info;
  finding.fixes.push_back(remove_modifier_fix(facts.line->number, use.value, "Was it done once only?"));
}

void judge_person(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use,
                  const Earlier& earlier) {
  if (input.context().kind != BillKind::professional) return;
  const std::string_view own = facts.line->rendering.npi;
  if (own.empty() || earlier.npi.empty()) return;
  const bool says_same = use.value == "76"_mod;
  if (says_same == (own == earlier.npi)) return;
  Finding& finding = add_for_modifier(output, *facts.line, use);
  if (earlier.line != 0) finding.lines.push_back(earlier.line);
  finding.history_used = earlier.history;
  finding.biller =
      says_same ? "Line {line}: 76 says that the same practitioner repeated {code}, yet another one did the "
                  "first. That is 77."
                : "Line {line}: 77 says that another practitioner repeated {code}, yet the same one did the "
                  "first. That is 76.";
  finding.fixes.push_back(swap_modifier_fix(facts.line->number, use.value, says_same ? "77"_mod : "76"_mod,
                                            "Does the record name the practitioner as the claim does?"));
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const std::uint16_t number = facts.line->number;
  if (facts.in(CodeSet::laboratory_test)) {
    Finding& finding = add_for_modifier(output, *facts.line, use);
    finding.clinician = "Was the test repeated for a new result?";
    finding.biller = "Line {line}: a lab test repeated for a new result is 91, not {modifier}.";
    finding.fixes.push_back(
        swap_modifier_fix(number, use.value, "91"_mod, "Was the test repeated to follow a changing value?"));
    return;
  }
  const Earlier earlier = earlier_of(input, facts);
  if (!earlier.any && !earlier.marked_before) return report_first(input, output, facts, use);
  // Drugs and supplies count by units.
  if (facts.line->units.thousandths > 1000 && facts.shape != CodeShape::hcpcs) {
    Finding& finding = add_for_modifier(output, *facts.line, use);
    finding.biller =
        "Line {line}: {modifier} with more than one unit. Each repeat stands on a line of its own, with one "
        "unit and its time in the record.";
    return;
  }
  if (earlier.any) judge_person(input, output, facts, use, earlier);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.in(CodeSet::em_section)) continue;
    const ModifierUse* use = use_of(*facts.line, "76"_mod);
    if (use == nullptr) use = use_of(*facts.line, "77"_mod);
    if (use != nullptr) judge(input, output, facts, *use);
  }
}

}  // namespace

extern const Rule repeat_modifier_misused{
    .info = {.id = "MOD-76-001",
             .module = "MOD",
             .title = "Repeat modifiers 76 and 77",
             .severity = Severity::warning,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::modifiers, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"CPT modifiers", "definitions of 76 and 77"},
                            {"Medicare Claims Processing Manual", "chapter 16, section 100.5.1"}}},
             .clinician = "Was {code} repeated by the same clinician?",
             .biller = "Line {line}: {modifier} on {code} does not fit the other services of the day.",
             .carc = "CO-4",
             .why = "76 and 77 explain a second equal service of a day: 76 by the same practitioner, 77 by "
                    "another. On the first service, or with the wrong one of the two, the payer finds no "
                    "match and denies the line as a duplicate or returns it.",
             .fires = "71046 npi=1912301953; 71046-76 npi=1245319599",
             .silent = "71046 npi=1912301953; 71046-76 npi=1912301953"},
    .evaluate = evaluate};

}  // namespace chargelint
