// The side that a line's modifiers or body site name, and that of a diagnosis.
#pragma once

#include "rules/diagnosis/order.h"

namespace chargelint {

// Of the modifiers alone: 50, or places of both sides, are both.
[[nodiscard]] inline BodySide side_of_modifiers(const LineFacts& facts) {
  if (facts.line->has("50"_mod)) return BodySide::both;
  const bool left = facts.has_class(ModifierClass::left);
  const bool right = facts.has_class(ModifierClass::right);
  if (left && right) return BodySide::both;
  if (left) return BodySide::left;
  return right ? BodySide::right : BodySide::unstated;
}
[[nodiscard]] inline BodySide side_of_line(const LineFacts& facts) {
  const BodySide side = side_of_modifiers(facts);
  return side == BodySide::unstated ? facts.line->side : side;
}
[[nodiscard]] inline std::string_view side_words(BodySide side) {
  switch (side) {
    case BodySide::left:
      return "left";
    case BodySide::right:
      return "right";
    case BodySide::both:
      return "both sides";
    default:
      return "unspecified";
  }
}

}  // namespace chargelint
