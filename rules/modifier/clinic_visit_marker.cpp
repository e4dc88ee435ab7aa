// MOD-CG-001: rural health clinics mark the visit with CG, once; AG only where several physicians share a
// case.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

struct DayCount {
  Date date;
  const LineFacts* first = nullptr;   // of the day
  const LineFacts* second = nullptr;  // the second line with CG
  std::int32_t marked = 0;
  bool mental_health = false;
};

SmallVector<DayCount, 4> days_of(const RuleInput& input) {
  SmallVector<DayCount, 4> days;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    DayCount* day = nullptr;
    for (DayCount& known : days) {
      if (known.date == facts.date) day = &known;
    }
    if (day == nullptr) {
      days.push_back({facts.date, &facts, nullptr, 0, false});
      day = &days.back();
    }
    day->mental_health = day->mental_health || facts.in(CodeSet::mental_health_visit);
    if (!facts.line->has("CG"_mod)) continue;
    ++day->marked;
    if (day->marked > 1) day->second = &facts;
  }
  return days;
}

// One visit a day, or a medical and a mental health one.
void judge_clinic(const RuleInput& input, RuleOutput& output) {
  for (const DayCount& day : days_of(input)) {
    if (input.reference.parameter(Parameter::rhc_cg_line, day.date).value_or(0) == 0) continue;
    const std::int32_t allowed = day.mental_health ? 2 : 1;
    if (day.marked == 0) {
      Finding& finding = add_for_line(output, *day.first->line);
      finding.severity = Severity::warning;
      finding.arguments.push_back({"dos", day.date});
      finding.fixes.push_back(add_modifier_fix(day.first->line->number, "CG"_mod,
                                               "Is this the line of the main service of the visit?"));
    } else if (day.marked > allowed) {
      Finding& finding = add_for_line(output, *day.second->line);
      finding.severity = Severity::warning;
      finding.modifiers.push_back("CG"_mod);
      finding.arguments.push_back({"dos", day.date});
      finding.biller =
          "Line {line}: more than one line of {dos} has CG. It stands once for each visit, on the line that "
          "carries the visit's charge; a medical and a mental health visit of one day are two.";
      finding.fixes.push_back(remove_modifier_fix(day.second->line->number, "CG"_mod,
                                                  "Is the other line the main service of the visit?"));
    }
  }
}

// Neither an operation nor a visit: nothing that physicians share.
bool is_shared_care(const RuleInput& input, const LineFacts& facts) {
  if (is_visit(input, facts) || facts.in(CodeSet::em_section) || facts.fee.row == nullptr) return true;
  return facts.fee.row->global_days() != "XXX";
}

void judge_ag(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->modifiers.empty()) continue;
    const ModifierUse* use = use_of(*facts.line, "AG"_mod);
    if (use == nullptr || is_shared_care(input, facts)) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
    finding.biller =
        "Line {line}: {modifier} names the main physician of a case that several share; {code} is neither an "
        "operation nor a visit. It says nothing here. Drop it.";
    finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value));
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.context().type_of_bill.starts_with("71")) judge_clinic(input, output);
  if (input.whole.any_modifier) judge_ag(input, output);
}

}  // namespace

extern const Rule clinic_visit_marker{
    .info = {.id = "MOD-CG-001",
             .module = "MOD",
             .title = "CG on rural health clinic visits, AG on shared cases",
             .severity = Severity::info,
             .payers = kMedicareReaders,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets, Source::fee_schedule},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 9"},
                            {"HCPCS Level II modifiers", "CG, AG"}}},
             .clinician = {},
             .biller =
                 "No line of {dos} has CG. A rural health clinic puts CG on the one line that carries the "
                 "charge of the visit; without it the visit is not paid. Add it to the main service.",
             .carc = "CO-16",
             .why =
                 "Since October 2016 Medicare finds the payable line of a rural health clinic's visit by CG. "
                 "A claim without it is returned; one with two reads as two visits.",
             .fires = "kind O, tob 711; 99213",
             .silent = "kind O, tob 711; 99213-CG"},
    .evaluate = evaluate};

}  // namespace chargelint
