// Services done on both sides of the body, and the ways in which a claim may say so.
#pragma once

#include "rules/fee_schedule/indicators.h"

namespace chargelint {

[[nodiscard]] inline bool bills_both_sides_once(BillKind kind) {
  return kind == BillKind::professional || kind == BillKind::outpatient;
}

// The lines of one code, day and biller that say left, right or nothing. A line with 50, both sides, or a
// part of the package stands apart.
struct SidedLines {
  const LineFacts* left = nullptr;
  const LineFacts* right = nullptr;
  SmallVector<const LineFacts*, 4> lines;
  std::int64_t units = 0;  // whole units of `lines`
};

// Calls visit(sided) for each code, day and biller of the claim.
template <class Visit>
void for_each_sided(const RuleInput& input, Visit visit) {
  const CodeOrder order = judged_by_code(input);
  for (std::size_t first = 0; first < order.size(); ++first) {
    const LineFacts& facts = *order[first].facts;
    const auto belongs = [&](const LineFacts& other) {
      return other.date == facts.date && same_biller(input.context(), *facts.line, *other.line) &&
             modifier_of_class(input.reference, other, ModifierClass::assistant) == nullptr &&
             modifier_of_class(input.reference, other, ModifierClass::component) == nullptr &&
             !other.line->has("55"_mod) && !other.line->has("56"_mod);
    };
    if (!belongs(facts)) continue;
    bool visited = false;
    for (std::size_t before = first; before-- > 0 && order[before].code == order[first].code;) {
      visited = visited || belongs(*order[before].facts);
    }
    if (visited) continue;
    SidedLines sided;
    for (std::size_t at = first; at < order.size() && order[at].code == order[first].code; ++at) {
      const LineFacts& other = *order[at].facts;
      if (!belongs(other)) continue;
      const bool left = other.line->has("LT"_mod);
      const bool right = other.line->has("RT"_mod);
      if (left && !right && sided.left == nullptr) sided.left = &other;
      if (right && !left && sided.right == nullptr) sided.right = &other;
      sided.lines.push_back(&other);
      sided.units += other.line->units.thousandths / 1000;
    }
    visit(sided);
  }
}

// Left and right on two lines become one with 50 and one unit; the charges are added.
[[nodiscard]] inline Fix one_line_with_50(const SidedLines& sided, std::string_view question) {
  const std::uint16_t kept = std::min(sided.left->line->number, sided.right->line->number);
  const std::uint16_t other = std::max(sided.left->line->number, sided.right->line->number);
  Fix fix;
  Edit merge = edit_of(EditKind::merge_lines, kept);
  merge.other = other;
  fix.edits.push_back(merge);
  Edit side = edit_of(EditKind::remove_modifier, kept);
  side.modifier = kept == sided.left->line->number ? "LT"_mod : "RT"_mod;
  fix.edits.push_back(side);
  Edit both = edit_of(EditKind::add_modifier, kept);
  both.modifier = "50"_mod;
  fix.edits.push_back(both);
  Edit once = edit_of(EditKind::set_units, kept);
  once.units = Quantity::of(1);
  fix.edits.push_back(once);
  fix.question = question;
  fix.needs_person = !question.empty();
  return fix;
}

}  // namespace chargelint
