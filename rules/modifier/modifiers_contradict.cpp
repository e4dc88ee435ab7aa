// MOD-EXCL-001: two modifiers of one line that contradict each other.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

constexpr std::string_view kWhich = "Which of the two does the record support?";

bool names_both_sides(const ModifierPairRow& row) {
  return (row.first() == "LT"_mod && row.second() == "RT"_mod) ||
         (row.first() == "RT"_mod && row.second() == "LT"_mod);
}
// Suppliers billed both sides on one line until they were told to use two.
bool may_share_line(const RuleInput& input, Date date) {
  return input.context().kind == BillKind::dme &&
         input.reference.parameter(Parameter::dme_sides_on_two_lines, date).value_or(0) == 0;
}

void offer_fixes(const LineFacts& facts, const Context& context, const ModifierPairRow& row,
                 Finding& finding) {
  const std::uint16_t number = facts.line->number;
  const Modifier first = finding.modifiers[0];
  const Modifier second = finding.modifiers[1];
  if (!row.keep().empty()) {
    finding.fixes.push_back(remove_modifier_fix(number, row.keep() == first ? second : first));
    return;
  }
  const bool sides = names_both_sides(row);
  if (sides && context.kind == BillKind::dme) {
    finding.biller =
        "Line {line}: LT and RT on one line. Items for both sides stand on two lines, one with LT and one "
        "with RT, since 2019-03-01. Split the line.";
    return;
  }
  if (sides && facts.fee.row != nullptr && facts.fee.row->bilateral == '1') {
    Fix both = remove_modifier_fix(number, first, "Were both sides done in one session?");
    both.edits.push_back(modifier_edit(EditKind::remove_modifier, number, second));
    both.edits.push_back(modifier_edit(EditKind::add_modifier, number, "50"_mod));
    Edit once = edit_of(EditKind::set_units, number);
    once.units = Quantity::of(1);
    both.edits.push_back(once);
    finding.fixes.push_back(both);
  }
  finding.fixes.push_back(remove_modifier_fix(number, first, kWhich));
  finding.fixes.push_back(remove_modifier_fix(number, second, kWhich));
}

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& one,
            const ModifierUse& other, const ModifierPairRow& row) {
  Finding& finding = add_for_modifier(output, *facts.line, one);
  finding.severity = static_cast<Severity>(row.severity);
  finding.modifiers.push_back(other.value);
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.arguments.push_back({"other", other.value});
  finding.arguments.push_back({"reason", input.reference.text(row.note)});
  offer_fixes(facts, input.context(), row, finding);
}

// One finding for modifiers that hang together: of 54, 55 and 56 the first two tell it.
void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const auto& uses = facts.line->modifiers;
  SmallVector<Modifier, 8> told;
  for (std::size_t one = 0; one < uses.size(); ++one) {
    for (std::size_t other = one + 1; other < uses.size(); ++other) {
      if (uses[one].value.empty() || uses[other].value.empty() || uses[one].value == uses[other].value)
        continue;
      if (told.contains(uses[one].value) || told.contains(uses[other].value)) continue;
      const ModifierPairRow* row =
          modifier_pair_on(input.reference, uses[one].value, uses[other].value, facts.date);
      if (row == nullptr || row->relation != ModifierRelation::exclusive) continue;
      if (names_both_sides(*row) && may_share_line(input, facts.date)) continue;
      report(input, output, facts, uses[one], uses[other], *row);
      told.push_back(uses[one].value);
      told.push_back(uses[other].value);
    }
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  for (const LineFacts& facts : input.lines) {
    if (facts.judged && facts.line->modifiers.size() > 1) judge(input, output, facts);
  }
}

}  // namespace

extern const Rule modifiers_contradict{
    .info = {.id = "MOD-EXCL-001",
             .module = "MOD",
             .title = "Modifiers of one line that exclude each other",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"},
                            {"Medicare Claims Processing Manual", "chapter 1, section 60, and CR 6563"},
                            {"Medicare Claims Processing Manual",
                             "chapter 12, sections 40.7 and 50; chapter 17, section 40"}}},
             .clinician = "{modifier} and {other} contradict each other on {code}.",
             .biller = "Line {line}: {modifier} and {other} contradict each other: {reason}. Keep the one "
                       "that the record supports.",
             .carc = "CO-4",
             .why = "Two modifiers that cannot both be true make the line unreadable for the payer, which "
                    "returns it or pays by the lower of the two.",
             .fires = "62324-59-XS",
             .silent = "62324-XS-GC"},
    .evaluate = evaluate};

}  // namespace chargelint
