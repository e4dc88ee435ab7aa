// GLB-008: 54, 55 and 56 split an operation between practitioners: on codes that don't split, without the
// other half, or without the day on which the care changed hands.
#include "rules/global_surgery/package.h"

namespace chargelint {
namespace {

const ModifierUse* split_modifier(const ServiceLine& line) {
  for (const Modifier modifier : {"54"_mod, "55"_mod, "56"_mod}) {
    if (const ModifierUse* use = use_of(line, modifier)) return use;
  }
  return nullptr;
}

Finding& report(RuleOutput& output, const LineFacts& facts, const ModifierUse& use, std::string_view biller) {
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
  finding.arguments.push_back({"days", days_text(*facts.fee.row)});
  if (!biller.empty()) finding.biller = biller;
  return finding;
}

// The other half of the operation, of this claim or an earlier one.
struct Half {
  const Provider* by = nullptr;
  Date date;
  std::uint16_t line = 0;  // 0: of an earlier claim
};
Half half_of(const RuleInput& input, const LineFacts& facts, Modifier wanted) {
  Half half;
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || other.line->code != facts.line->code) continue;
    if (!other.line->has(wanted) || other.line->number < half.line) continue;
    half = {&other.line->rendering, other.date, other.line->number};
  }
  if (half.by != nullptr || input.history.availability() == Availability::none) return half;
  // An operation may lie further back than its after-care, and is then outside the window.
  constexpr std::int32_t kFurther = 2;
  const Period period{facts.date.plus_days(-kLongestPackage - kFurther), facts.date};
  for (const PriorLine& prior : input.history.lines(period)) {
    if (prior.code == facts.line->code && prior.modifiers.contains(wanted) &&
        prior.kind == BillKind::professional && prior.status != PriorStatus::ordered) {
      half = {&prior.rendering, prior.date, 0};
    }
  }
  return half;
}

// Same number, or same group and specialty; who is not named is not taken for the same.
bool surely_same(const Provider& one, const Provider& other) {
  if (!one.npi.empty() && one.npi == other.npi) return true;
  return !one.group.empty() && one.group == other.group && !one.specialty.empty() &&
         one.specialty == other.specialty;
}

bool transfer_stated(const ServiceLine& line) {
  return !line.narrative.empty() || line.report_attached || (line.through && line.through != line.from);
}

void judge_operation(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
                     const ModifierUse& use) {
  // From 2025 on 54 is due whenever the after-care is expected elsewhere, formal transfer or not.
  if (input.reference.parameter(Parameter::split_care_without_transfer, facts.date).value_or(0) != 0) return;
  if (half_of(input, facts, "55"_mod).by != nullptr || transfer_stated(*facts.line)) return;
  report(output, facts, use,
         "Line {line}: {code} with 54, and nobody's after-care (55) and no date of transfer is known. Before "
         "2025, 54 needs a written transfer: name who takes over and when, or remove 54.");
}

void judge_after_care(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
                      const ModifierUse& use) {
  const ServiceLine& line = *facts.line;
  const Half operation = half_of(input, facts, "54"_mod);
  std::string_view biller;
  if (operation.by == nullptr) {
    if (transfer_stated(line)) return;
    biller =
        "Line {line}: {code} with 55, without the date on which the after-care was taken over and without "
        "the "
        "surgeon's line (54). State the date of transfer, and the days of care.";
  } else if (surely_same(*operation.by, line.rendering)) {
    biller =
        "Line {line}: {code} with 55 by the surgeon's own practice (same group and specialty). Its "
        "after-care "
        "is not a transfer: the surgeon reports {code} without 54.";
  } else if (facts.date < operation.date ||
             facts.date > operation.date.plus_days(days_after(facts.fee.row->global_days()))) {
    biller =
        "Line {line}: {code} with 55 is dated outside the after-care of the operation (global period "
        "{days}). "
        "Check the date.";
  } else {
    return;
  }
  Finding& finding = report(output, facts, use, biller);
  if (operation.line != 0) finding.lines.push_back(operation.line);
  finding.history_used = operation.by != nullptr && operation.line == 0;
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const FeeScheduleRow* row = fee_row(facts, output);
  if (row == nullptr) return;
  const std::string_view days = row->global_days();
  const bool assistant = facts.has_class(ModifierClass::assistant);
  if (days == "000" || days == "XXX" || days == "ZZZ" || (assistant && days_after(days) > 0)) {
    Finding& finding = report(output, facts, use,
                              assistant ? "Line {line}: {code} with {modifier} on an assistant's line. An "
                                          "assistant has no share in the care before or after. Remove "
                                          "{modifier}."
                                        : std::string_view{});
    finding.severity = Severity::error;
    finding.fixes.push_back(remove_modifier_fix(facts.line->number, use.value));
    return;
  }
  if (days_after(days) == 0) return;
  if (use.value == "54"_mod) judge_operation(input, output, facts, use);
  if (use.value == "55"_mod) judge_after_care(input, output, facts, use);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier || input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.shape == CodeShape::dental || facts.line->modifiers.empty()) continue;
    const ModifierUse* use = split_modifier(*facts.line);
    if (use != nullptr) judge(input, output, facts, *use);
  }
}

}  // namespace

extern const Rule split_care{
    .info = {.id = "GLB-008",
             .module = "GLB",
             .title = "54, 55 or 56 that does not fit",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.2.A.3"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 40.4"},
                            {"Calendar Year 2025 Physician Fee Schedule", "final rule"}}},
             .clinician = "Who gives the after-care of {code}?",
             .biller = "Line {line}: {code} with {modifier}. Its global period is {days}: there is no care "
                       "before or after to share, and the line would be denied for its modifier. Remove "
                       "{modifier}.",
             .carc = "CO-4",
             .why = "54, 55 and 56 share the fee of an operation between surgeon and those who care before "
                    "and after; the halves must fit together.",
             .fires = "62324-54",
             .silent = "66984-54 npi=1234567893; 66984-55 npi=1003000126"},
    .evaluate = evaluate};

}  // namespace chargelint
