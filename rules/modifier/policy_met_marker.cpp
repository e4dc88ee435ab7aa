// MOD-KX-001: KX beyond the year's therapy threshold, and beside GA or GZ.
#include <algorithm>

#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

// Physical therapy and speech share a threshold, occupational therapy has its own.
bool is_occupational(const ServiceLine& line) {
  return line.has("GO"_mod);
}
bool counts_with(const PriorLine& prior, bool occupational) {
  if (occupational) return prior.modifiers.contains("GO"_mod);
  return prior.modifiers.contains("GP"_mod) || prior.modifiers.contains("GN"_mod);
}

// What Medicare allows is not on the claim: the fee schedule's national amount, or the charge where lower.
std::int64_t estimated_cents(const RuleInput& input, Hcpcs code, Quantity units, Date date,
                             const std::optional<Money>& charge) {
  const FeeScheduleRow* row = fee_schedule_on(input.reference, code, Modifier{}, date).row;
  std::int64_t fee = 0;
  if (row != nullptr && row->conversion_factor > 0) {
    // Hundredths of RVU, ten-thousandths of dollars, thousandths of units: to cents.
    fee = static_cast<std::int64_t>(row->nonfacility_total) * row->conversion_factor / 10000 *
          units.thousandths / 1000;
  }
  if (!charge) return fee;
  return fee == 0 ? charge->cents : std::min(fee, charge->cents);
}

std::int64_t year_to_date(const RuleInput& input, const LineFacts& facts) {
  const bool occupational = is_occupational(*facts.line);
  const Date first = *Date::from_ymd(static_cast<int>(facts.date.ymd().year()), 1, 1);
  std::int64_t cents = 0;
  for (const PriorLine& prior : input.history.lines({first, facts.date})) {
    if (!counts_with(prior, occupational)) continue;
    cents += estimated_cents(input, prior.code, prior.units, prior.date, prior.charge);
  }
  return cents;
}

void judge_threshold(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const auto threshold = input.reference.parameter(Parameter::therapy_threshold, facts.date);
  if (!threshold || input.history.availability() == Availability::none) return;
  const std::int64_t cents =
      year_to_date(input, facts) +
      estimated_cents(input, facts.line->code, facts.line->units, facts.date, facts.line->charge);
  if (cents <= *threshold * 100) {
    if (input.history.availability() == Availability::incomplete)
      output.not_evaluated(Gap::incomplete_history);
    return;
  }
  Finding& finding = add_for_line(output, *facts.line);
  finding.history_used = true;
  finding.arguments.push_back({"total", cents / 100});
  finding.arguments.push_back({"threshold", *threshold});
  finding.fixes.push_back(
      add_modifier_fix(facts.line->number, "KX"_mod, "Does the record show that more therapy is necessary?"));
}

void judge_notice(RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const ModifierUse* notice = use_of(*facts.line, "GZ"_mod);
  if (notice == nullptr) notice = use_of(*facts.line, "GA"_mod);
  if (notice == nullptr) return;
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.modifiers.push_back(notice->value);
  finding.arguments.push_back({"other", notice->value});
  finding.clinician = "Is the policy met ({modifier}), or is a denial expected ({other})?";
  finding.biller =
      "Line {line}: {modifier} says that the policy is met, {other} that a denial is expected. Both can't "
      "hold. "
      "Keep the one that the record supports.";
  finding.fixes.push_back(remove_modifier_fix(facts.line->number, use.value, "Is the policy not met?"));
  finding.fixes.push_back(remove_modifier_fix(facts.line->number, notice->value, "Is the policy met?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->modifiers.empty()) continue;
    const ModifierUse* use = use_of(*facts.line, "KX"_mod);
    if (use != nullptr) {
      judge_notice(output, facts, *use);
    } else if (facts.has_class(ModifierClass::therapy_discipline) && input.context().kind != BillKind::dme) {
      judge_threshold(input, output, facts);
    }
  }
}

}  // namespace

extern const Rule policy_met_marker{
    .info = {.id = "MOD-KX-001",
             .module = "MOD",
             .title = "KX: the policy's requirements are met",
             .severity = Severity::warning,
             .payers = kMedicareReaders,
             .history = HistoryUse::year,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets, Source::fee_schedule},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 5, section 10.3"},
                            {"Medicare Claims Processing Manual", "chapter 32, section 240"}}},
             .clinician = "Does the record show why more therapy is needed this year?",
             .biller =
                 "Line {line}: about {total} dollars of this therapy in the year, over the {threshold} from "
                 "which {code} needs KX. The sum is estimated from fee schedule and charges. Add KX if "
                 "the record shows that more is necessary.",
             .carc = "CO-119",
             .why =
                 "KX is a statement that the policy is met. Over the year's therapy threshold lines without "
                 "it are denied; beside GA or GZ, which expect a denial, it contradicts itself.",
             .fires = "97110-GP-KX-GA",
             .silent = "97110-GP-KX"},
    .evaluate = evaluate};

}  // namespace chargelint
