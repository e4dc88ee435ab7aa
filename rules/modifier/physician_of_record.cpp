// MOD-AI-001: AI on the first visit of a stay: by the physician of record, and by one alone.
#include <algorithm>

#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

bool same_stay(const Claim& claim, Date one, Date other) {
  if (one == other) return true;
  return std::any_of(claim.stays.begin(), claim.stays.end(), [one, other](const Stay& stay) {
    return stay.kind != StayKind::hospice && stay.period.contains(one) && stay.period.contains(other);
  });
}
bool other_group(const Provider& one, const Provider& other) {
  if (!one.group.empty() && !other.group.empty()) return one.group != other.group;
  return !one.npi.empty() && !other.npi.empty() && one.npi != other.npi;
}

void report_two(RuleOutput& output, const LineFacts& facts, const ModifierUse& use, Date earlier,
                std::uint16_t line) {
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.severity = Severity::warning;
  if (line != 0) finding.lines.push_back(line);
  finding.history_used = line == 0;
  finding.arguments.push_back({"earlier", earlier});
  finding.biller =
      "Line {line}: {modifier} again; another group's first visit of {earlier} in the same stay has it too. "
      "One "
      "physician of record admits. Drop it from the visit of whoever consults.";
  finding.fixes.push_back(
      remove_modifier_fix(facts.line->number, use.value, "Is the other practitioner the one who admitted?"));
}

void judge_two(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  for (const LineFacts& other : input.lines) {
    if (&other >= &facts || !other.judged || !other.in(CodeSet::takes_ai)) continue;
    if (!other.line->has(use.value) || !same_stay(input.claim, other.date, facts.date)) continue;
    if (other_group(facts.line->rendering, other.line->rendering))
      return report_two(output, facts, use, other.date, other.line->number);
  }
  if (input.history.availability() == Availability::none) return;
  constexpr std::int32_t kWindow = 92;
  for (const PriorLine& prior :
       input.history.lines({Date::from_days(facts.date.days() - kWindow), facts.date})) {
    if (!prior.modifiers.contains(use.value) || !same_stay(input.claim, prior.date, facts.date)) continue;
    if (!input.reference.in_set(CodeSet::takes_ai, prior.code, prior.date)) continue;
    if (other_group(facts.line->rendering, prior.rendering))
      return report_two(output, facts, use, prior.date, 0);
  }
}

void judge_missing(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const std::string_view attending = input.claim.attending.npi;
  const std::string_view rendering =
      facts.line->rendering.npi.empty() ? input.claim.billing.npi : facts.line->rendering.npi;
  if (attending.empty() || rendering.empty()) {
    output.not_evaluated(Gap::missing_field, Source::code_words, facts.line->code);
    return;
  }
  if (attending != rendering) return;
  Finding& finding = add_for_line(output, *facts.line);
  finding.fixes.push_back(
      add_modifier_fix(facts.line->number, "AI"_mod, "Did this practitioner admit the patient?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::takes_ai)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::takes_ai)) continue;
    const ModifierUse* use = use_of(*facts.line, "AI"_mod);
    if (use == nullptr) {
      judge_missing(input, output, facts);
    } else {
      judge_two(input, output, facts, *use);
    }
  }
}

}  // namespace

extern const Rule physician_of_record{
    .info = {.id = "MOD-AI-001",
             .module = "MOD",
             .title = "Principal physician of record",
             .severity = Severity::info,
             .payers = kMedicareReaders,
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.9.1"}}},
             .clinician = {},
             .biller = "Line {line}: {code} by the attending practitioner without AI. AI tells the admitting "
                       "physician's first visit from the consultants'; nothing is denied for want of it.",
             .carc = {},
             .why =
                 "Every specialist bills the same codes for a first hospital visit. AI marks the one of the "
                 "physician who oversees the stay; two of them raise questions.",
             .fires = "pos 21, attending 1912301953; 99223 npi=1912301953",
             .silent = "pos 21, attending 1912301953; 99223-AI npi=1912301953"},
    .evaluate = evaluate};

}  // namespace chargelint
