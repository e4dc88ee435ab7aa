// MOD-ORD-001: pricing modifiers stand before payment, place and statistics.
#include <tuple>

#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

constexpr std::size_t kMost = 8;
constexpr std::uint16_t kRanksOfGroup = 100;

struct OrderedUse {
  Modifier modifier;
  const ModifierUse* use = nullptr;
  const ModifierRow* row = nullptr;
  std::uint16_t group = 0;
};
using OrderedUses = SmallVector<OrderedUse, kMost>;

// The modifiers that have a say in the order.
OrderedUses places_of(const RuleInput& input, const LineFacts& facts) {
  OrderedUses places;
  for (const ModifierUse& use : facts.line->modifiers) {
    if (use.value.empty() || places.size() == kMost) continue;
    const ModifierRow* row = modifier_on(input.reference, use.value, facts.date).row;
    if (row == nullptr || row->order == 0) continue;
    places.push_back({use.value, &use, row, static_cast<std::uint16_t>(row->order / kRanksOfGroup)});
  }
  return places;
}

// By group, and within one as they stand. Few at most, so they are inserted one by one.
OrderedUses sorted_by_group(const OrderedUses& places) {
  OrderedUses sorted;
  for (const OrderedUse& placed : places) {
    auto* at = sorted.end();
    while (at != sorted.begin() && (at - 1)->group > placed.group) --at;
    sorted.insert(at, placed);
  }
  return sorted;
}

// Added modifiers go last: from the first that stands too early on, all are taken off and added again.
void add_reordering(std::uint16_t line, const OrderedUses& places, Fix& fix) {
  const ModifierUse* last = nullptr;
  bool moving = false;
  for (const OrderedUse& placed : sorted_by_group(places)) {
    moving = moving || (last != nullptr && placed.use < last);
    last = placed.use;
    if (!moving) continue;
    fix.edits.push_back(modifier_edit(EditKind::remove_modifier, line, placed.modifier));
    fix.edits.push_back(modifier_edit(EditKind::add_modifier, line, placed.modifier));
  }
}

struct Misplaced {
  const LineFacts* facts = nullptr;
  OrderedUse early;  // belongs before…
  OrderedUse late;   // …this one
};
// The first modifier that stands behind one of a later group.
Misplaced misplaced_on(const LineFacts& facts, const OrderedUses& places) {
  for (std::size_t index = 1; index < places.size(); ++index) {
    for (std::size_t before = 0; before < index; ++before) {
      if (places[before].group > places[index].group) return {&facts, places[index], places[before]};
    }
  }
  return {};
}

// The line that the finding speaks of is the same however the lines stand.
bool speaks_before(const Misplaced& left, const Misplaced& right) {
  const auto key = [](const Misplaced& one) {
    return std::tuple(one.facts->line->code, one.early.modifier, one.late.modifier, one.facts->date);
  };
  return key(left) < key(right);
}

// One finding a claim, for all its lines.
void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier) return;
  Misplaced told;
  SmallVector<std::uint16_t, 8> lines;
  Fix fix;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->modifiers.size() < 2) continue;
    const OrderedUses places = places_of(input, facts);
    const Misplaced misplaced = misplaced_on(facts, places);
    if (misplaced.facts == nullptr) continue;
    lines.push_back(facts.line->number);
    add_reordering(facts.line->number, places, fix);
    if (told.facts == nullptr || speaks_before(misplaced, told)) told = misplaced;
  }
  if (told.facts == nullptr) return;
  Finding& finding = add_for_modifier(output, *told.facts->line, *told.early.use);
  for (const std::uint16_t line : lines) finding.lines.push_back(line);
  finding.modifiers.push_back(told.late.modifier);
  finding.evidence = evidence_of(Source::modifiers, told.early.row);
  finding.arguments.push_back({"other", told.late.modifier});
  finding.fixes.push_back(fix);
}

}  // namespace

extern const Rule modifiers_out_of_order{
    .info = {.id = "MOD-ORD-001",
             .module = "MOD",
             .title = "Order of the modifiers of a line",
             .severity = Severity::info,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::modifiers},
             .reads_count = 1,
             .citations = {{{"Medicare contractors' billing guidance",
                             "pricing modifiers before informational ones; no single manual section"}}},
             .clinician = {},
             .biller = "Line {line}: put {modifier} before {other}. What sets the price comes first, then "
                       "what else decides on payment, then the place, then what is only counted.",
             .carc = {},
             .why = "Payers read the first modifier for the price, and some read no more than two. Told once "
                    "a claim, for all lines that it concerns.",
             .fires = "62324-GC-59",
             .silent = "62324-59-GC"},
    .evaluate = evaluate};

}  // namespace chargelint
