// GLB-005 to -007: a procedure in the after-care of an operation, and the modifiers that explain it.
#include "rules/global_surgery/package.h"

namespace chargelint {
namespace {

bool explained(const LineFacts& facts) {
  return facts.has_class(ModifierClass::global_bypass);
}

void judge_procedure(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const ServiceLine& line = *facts.line;
  if (explained(facts) || line.has("55"_mod) || line.has("56"_mod)) return;
  // Who assists another surgeon is not in his own after-care.
  if (facts.has_class(ModifierClass::assistant)) return;
  const Package package = after_care_of(input, facts);
  if (package.row == nullptr) return;
  Finding& finding = add_for_line(output, line);
  add_package(finding, package);
  finding.arguments.push_back({"day", std::int64_t{facts.date.days() - package.date.days()}});
  finding.fixes.push_back(add_modifier_fix(
      line.number, "58"_mod, "Was it a planned stage, more extensive, or treatment that follows the first?"));
  finding.fixes.push_back(add_modifier_fix(
      line.number, "78"_mod, "Was the patient taken back to the operating room for a complication?"));
  finding.fixes.push_back(
      add_modifier_fix(line.number, "79"_mod, "Was it unrelated to the first operation?"));
}

void evaluate_procedure(const RuleInput& input, RuleOutput& output) {
  if (one_day_alone(input)) return;
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr || facts.fee.row->global[0] != '0') continue;
    if (!is_visit(input, facts)) judge_procedure(input, output, facts);
  }
}

// A code that the schedule does not know may be an operation.
bool may_have_after_care(const FeeScheduleRow* row, std::int32_t days_before) {
  if (row == nullptr) return true;
  const std::string_view global = row->global_days();
  if (global == "YYY" || global == "MMM") return true;
  return days_after(global) >= days_before && days_before > 0;
}

// Another procedure of the day, or an operation in whose after-care the line falls. Whatever may be one
// counts: absence is the finding.
bool has_reason(const RuleInput& input, const LineFacts& facts) {
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || is_visit(input, other) || other.date > facts.date) continue;
    if (!same_practitioner(*facts.line, *other.line)) continue;
    const std::int32_t days_before = facts.date.days() - other.date.days();
    if (days_before == 0 || may_have_after_care(other.fee.row, days_before)) return true;
  }
  for (const PriorLine& prior : input.history.lines({facts.date.plus_days(-kLongestPackage), facts.date})) {
    if (prior.status == PriorStatus::ordered || !same_biller(input.context(), *facts.line, prior)) continue;
    if (input.reference.in_set(CodeSet::evaluation_management, prior.code, prior.date)) continue;
    const std::int32_t days_before = facts.date.days() - prior.date.days();
    if (days_before == 0) return true;
    const FeeScheduleRow* row = fee_schedule_on(input.reference, prior.code, Modifier{}, prior.date).row;
    if (may_have_after_care(row, days_before)) return true;
  }
  return false;
}

void evaluate_reason(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::global_bypass)) return;
  if (input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !explained(facts) || facts.has_class(ModifierClass::assistant)) continue;
    if (input.history.availability() == Availability::incomplete) {
      if (!has_reason(input, facts)) output.not_evaluated(Gap::incomplete_history);
      continue;
    }
    if (input.history.availability() != Availability::complete || has_reason(input, facts)) continue;
    const ModifierUse* use = modifier_of_class(input.reference, facts, ModifierClass::global_bypass);
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    finding.history_used = true;
    finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value));
  }
}

// Laser, endoscopy and catheterisation suites count as operating rooms; only the record can name them.
bool suite_recorded(std::string_view narrative) {
  constexpr std::string_view kSuite = "suite";
  const auto found = std::search(
      narrative.begin(), narrative.end(), kSuite.begin(), kSuite.end(),
      [](char one, char other) { return (one >= 'A' && one <= 'Z' ? one - 'A' + 'a' : one) == other; });
  return found != narrative.end();
}

void evaluate_room(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::global_bypass)) return;
  if (input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ServiceLine& line = *facts.line;
    const ModifierUse* back = use_of(line, "78"_mod);
    if (back == nullptr || suite_recorded(line.narrative)) continue;
    if (line.place_of_service.empty()) {
      output.not_evaluated(Gap::missing_field);
      continue;
    }
    if (place_is(input.reference, line.place_of_service, facts.date, PlaceGroup::operating_room)) continue;
    Finding& finding = add_for_modifier(output, line, *back);
    finding.arguments.push_back({"place", line.place_of_service});
    finding.fixes.push_back(
        remove_line_fix(line.number, "Was the complication treated outside an operating room or suite?"));
  }
}

}  // namespace

extern const Rule procedure_in_after_care{
    .info = {.id = "GLB-005",
             .module = "GLB",
             .title = "Procedure in the after-care of an operation without 58, 78 or 79",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual",
                             "chapter 12, sections 40.2.A.5 to 40.2.A.7"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 40.4"}}},
             .clinician = "{surgery} was on {date}. Planned stage, return to the OR for a complication, or "
                          "unrelated?",
             .biller = "{code} on line {line} is on day {day} after {surgery} ({date}, global period {days}) "
                       "by the same practitioner, without 58, 78 or 79: it would be denied as part of the "
                       "first. Add the one that the record supports.",
             .carc = "CO-97",
             .why =
                 "A second procedure within the period is taken for after-care unless a modifier says that "
                 "it was a planned stage, a return to the operating room, or unrelated.",
             .fires = "27447 dos=2026-03-01; 62324 dos=2026-03-20",
             .silent = "27447 dos=2026-03-01; 62324-79 dos=2026-03-20"},
    .evaluate = evaluate_procedure};

extern const Rule after_care_modifier_without_surgery{
    .info = {.id = "GLB-006",
             .module = "GLB",
             .title = "58, 78 or 79 with no operation before",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.2.A"}}},
             .clinician = {},
             .biller = "Line {line}: {code} with {modifier}, but no operation of this practitioner on that "
                       "day or in the 90 days before is known whose after-care it could fall in. Remove "
                       "{modifier}, or find the operation.",
             .carc = "CO-4",
             .why =
                 "58, 78 and 79 refer to an earlier operation; without one they are wrong and may lower or "
                 "stop the payment.",
             .fires = "history complete; 62324-58",
             .silent = "27447 dos=2026-04-14; 62324-79 dos=2026-05-04"},
    .evaluate = evaluate_reason};

extern const Rule return_outside_operating_room{
    .info = {.id = "GLB-007",
             .module = "GLB",
             .title = "78 outside an operating room",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::modifiers, Source::places_of_service},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.1.B"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 40.2.A.5"}}},
             .clinician = "Was the patient taken back to an operating room?",
             .biller = "Line {line}: {code} with 78 at place {place}, which holds no operating room. A "
                       "complication treated elsewhere is in the first operation's package. Laser, endoscopy "
                       "and catheterisation suites count: say so in the record.",
             .carc = "CO-97",
             .why =
                 "Medicare pays for treating a complication within the period only when it took an operating "
                 "room.",
             .fires = "10180-78 pos11",
             .silent = "10180-78 pos22"},
    .evaluate = evaluate_room};

}  // namespace chargelint
