// MOD-DISC-001: 52, 53, 73 and 74 where they cannot be right.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

constexpr std::string_view kAnesthesiaRevenue = "037";

enum class Anesthesia : std::uint8_t { unknown, given, none };

// What the facility's own lines say: a line of anesthesia, or none among lines that carry revenue codes.
Anesthesia anesthesia_of_day(const RuleInput& input, Date date) {
  bool revenue_codes = false;
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active() || (facts.dated && facts.date != date)) continue;
    if (facts.line->revenue_code.starts_with(kAnesthesiaRevenue)) return Anesthesia::given;
    if (facts.judged && facts.fee.row != nullptr && facts.fee.row->status == 'J') return Anesthesia::given;
    revenue_codes = revenue_codes || !facts.line->revenue_code.empty();
  }
  return revenue_codes ? Anesthesia::none : Anesthesia::unknown;
}

Finding& report(RuleOutput& output, const LineFacts& facts, const ModifierUse& use, std::string_view biller) {
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.biller = biller;
  return finding;
}

void judge_facility(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
                    const ModifierUse& use) {
  const std::uint16_t number = facts.line->number;
  if (facts.in(CodeSet::no_anesthesia)) {
    Finding& finding =
        report(output, facts, use,
               "Line {line}: {modifier} is for procedures under anesthesia, and {code} is done "
               "without. A reduced or stopped service of this kind is 52.");
    finding.fixes.push_back(
        swap_modifier_fix(number, use.value, "52"_mod, "Was less done than {code} stands for?"));
    return;
  }
  const bool before = use.value == "73"_mod;
  const Anesthesia anesthesia = anesthesia_of_day(input, facts.date);
  if (anesthesia == Anesthesia::unknown) {
    output.not_evaluated(Gap::missing_field, Source::code_words, facts.line->code);
    return;
  }
  if (before != (anesthesia == Anesthesia::given)) return;
  Finding& finding = report(
      output, facts, use,
      before ? "Line {line}: 73 says that {code} was stopped before anesthesia, and the claim charges "
               "anesthesia that day. If it had been given, use 74; else remove the anesthesia."
             : "Line {line}: 74 says that {code} was stopped after anesthesia began, and no anesthesia "
               "is charged that day. If none had been given, use 73; else charge it.");
  finding.fixes.push_back(swap_modifier_fix(number, use.value, before ? "74"_mod : "73"_mod,
                                            before ? std::string_view("Had anesthesia been given?")
                                                   : std::string_view("Was no anesthesia given?")));
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const bool facility = use.value == "73"_mod || use.value == "74"_mod;
  const bool stopped = use.value == "53"_mod;
  if (!facility && !stopped && use.value != "52"_mod) return;
  if (stopped && facts.in(CodeSet::never_discontinued)) {
    Finding& finding =
        report(output, facts, use,
               "Line {line}: {code} is a visit or counted by time; it is billed for what was done, and "
               "{modifier} does not fit. Choose the code or the units that match the time.");
    finding.fixes.push_back(remove_modifier_fix(facts.line->number, use.value));
    return;
  }
  if (facts.line->units.thousandths > 1000) {
    Finding& finding = report(output, facts, use,
                              "Line {line}: {modifier} with more than one unit. One service was reduced or "
                              "stopped: bill that one with {modifier}, the finished ones apart.");
    finding.fixes.push_back(
        set_units_fix(facts.line->number, 1, "Was it one service that was not finished?"));
    return;
  }
  if (facility && input.context().kind != BillKind::professional) judge_facility(input, output, facts, use);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    for (const ModifierUse& use : facts.line->modifiers) judge(input, output, facts, use);
  }
}

}  // namespace

extern const Rule stopped_or_reduced{
    .info = {.id = "MOD-DISC-001",
             .module = "MOD",
             .title = "Discontinued or reduced service",
             .severity = Severity::warning,
             .history = HistoryUse::none,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::modifiers, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 4, sections 20.6.4 and 20.6.6"},
                            {"Medicare Claims Processing Manual", "chapter 14, section 40.4"},
                            {"Integrated Outpatient Code Editor", "edit 37"}}},
             .clinician = "Was {code} started? Was anesthesia given?",
             .biller =
                 "Line {line}: {modifier} does not fit {code} as charged. Say whether it was started and "
                 "whether anesthesia was given, and use 52, 53, 73 or 74 accordingly.",
             .carc = "CO-4",
             .why =
                 "How far a service got decides how much of it is paid: 52 less was planned, 53 stopped for "
                 "safety, 73 and 74 the facility's before and after anesthesia. Only one unfinished unit "
                 "can stand on a line.",
             .fires = "62324-53 u2",
             .silent = "62324-53"},
    .evaluate = evaluate};

}  // namespace chargelint
