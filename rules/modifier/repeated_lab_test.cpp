// MOD-91-001: a lab test twice in a day without 91; 91 and 92 where they do not belong.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

// Says by itself why it stands beside another: a repeat, another specimen or site, a part.
constexpr std::uint32_t kExplained = static_cast<std::uint32_t>(ModifierClass::repeat_lab) |
                                     static_cast<std::uint32_t>(ModifierClass::distinct) |
                                     static_cast<std::uint32_t>(ModifierClass::anatomic) |
                                     static_cast<std::uint32_t>(ModifierClass::component);

bool explains(const LineFacts& facts) {
  return (facts.modifier_classes & kExplained) != 0 || facts.line->has("76"_mod) || facts.line->has("77"_mod);
}
bool explains(const RuleInput& input, const PriorLine& prior) {
  for (const Modifier modifier : prior.modifiers) {
    const ModifierRow* row = modifier_on(input.reference, modifier, prior.date).row;
    if ((row != nullptr && (row->classes & kExplained) != 0) || modifier == "76"_mod || modifier == "77"_mod)
      return true;
  }
  return false;
}

Finding& ask_for_91(RuleOutput& output, const LineFacts& facts) {
  Finding& finding = add_for_line(output, *facts.line);
  const std::uint16_t number = facts.line->number;
  finding.fixes.push_back(add_modifier_fix(
      number, "91"_mod, "Was it repeated to follow a changing value, not to check a result?"));
  finding.fixes.push_back(
      remove_line_fix(number, "Was it charged twice, or run again to confirm or because of a fault?"));
  return finding;
}

void judge_repeats(const RuleInput& input, RuleOutput& output) {
  const CodeOrder order = judged_by_code(input);
  for (std::size_t at = 0; at < order.size(); ++at) {
    const LineFacts& facts = *order[at].facts;
    if (!facts.in(CodeSet::repeat_needs_91) || explains(facts)) continue;
    const LineFacts* first = nullptr;
    for (std::size_t before = at; before-- > 0 && order[before].code == order[at].code && first == nullptr;) {
      const LineFacts& other = *order[before].facts;
      if (other.date == facts.date && !explains(other)) first = &other;
    }
    if (first != nullptr) {
      ask_for_91(output, facts).lines.push_back(first->line->number);
      continue;
    }
    bool told = false;
    for_each_prior_of_day(input, facts.date, [&](const PriorLine& prior) {
      if (told || prior.code != facts.line->code || prior.kind != input.context().kind) return;
      if (explains(input, prior)) return;
      told = true;
      Finding& finding = ask_for_91(output, facts);
      finding.history_used = true;
      finding.biller =
          "Line {line}: {code} was charged the same day on another claim, and neither has 91. If it was "
          "repeated for a new result, add 91; a rerun to check or after a fault is not charged.";
    });
  }
}

bool may_be_lab(const LineFacts& facts) {
  return facts.in(CodeSet::laboratory_test) || facts.shape != CodeShape::cpt_category_1;
}

void judge_91(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const ModifierUse* use = modifier_of_class(input.reference, facts, ModifierClass::repeat_lab);
  if (use == nullptr || may_be_lab(facts)) return;
  Finding& finding = add_for_modifier(output, *facts.line, *use);
  finding.clinician = "91 is for lab tests, and {code} is none.";
  finding.biller =
      "Line {line}: {modifier} is for clinical lab tests repeated for a new result; {code} is none. A "
      "repeated "
      "procedure takes 76 or 77, another specimen 59. Drop or correct it.";
  finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value));
}

void judge_92(RuleOutput& output, const LineFacts& facts) {
  const ModifierUse* use = use_of(*facts.line, "92"_mod);
  if (use == nullptr || facts.in(CodeSet::hiv_test)) return;
  Finding& finding = add_for_modifier(output, *facts.line, *use);
  finding.severity = Severity::info;
  finding.clinician = "92 is for HIV tests on a portable kit.";
  finding.biller =
      "Line {line}: {modifier} marks an HIV test done on a portable kit; {code} is not one of those tests.";
  finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.whole.has(CodeSet::repeat_needs_91)) judge_repeats(input, output);
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->modifiers.empty()) continue;
    if (facts.has_class(ModifierClass::repeat_lab)) judge_91(input, output, facts);
    judge_92(output, facts);
  }
}

}  // namespace

extern const Rule repeated_lab_test{
    .info = {.id = "MOD-91-001",
             .module = "MOD",
             .title = "Repeat lab test",
             .severity = Severity::warning,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 16, section 100.5.1"},
                            {"NCCI Policy Manual for Medicare Services", "chapter X"}}},
             .clinician = "Was {code} truly repeated for a new result?",
             .biller = "Line {line}: a second {code} of the day without 91. If it was repeated to follow a "
                       "value, add 91; another specimen is 59; a rerun to check or after a fault is not "
                       "charged.",
             .carc = "CO-18",
             .why = "Payers take a second equal lab test of a day for a duplicate unless 91 says that new "
                    "results were needed. Reruns for quality are the laboratory's own cost.",
             .fires = "82947; 82947",
             .silent = "82947; 82947-91"},
    .evaluate = evaluate};

}  // namespace chargelint
