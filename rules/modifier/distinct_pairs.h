// Two lines of a day that an indicator 1 edit bundles, one of them with 59 or X{EPSU}.
#pragma once

#include "rules/modifier/uses.h"

namespace chargelint {

// The place that a line names: its anatomic modifiers, else the side of its body site.
[[nodiscard]] inline SmallVector<Modifier, 4> named_places(const RuleInput& input, const LineFacts& facts) {
  SmallVector<Modifier, 4> places;
  if (!facts.has_class(ModifierClass::anatomic)) {
    if (facts.line->side == BodySide::left) places.push_back("LT"_mod);
    if (facts.line->side == BodySide::right) places.push_back("RT"_mod);
    return places;
  }
  for (const ModifierUse& use : facts.line->modifiers) {
    if (modifier_is(input.reference, use.value, facts.date, ModifierClass::anatomic))
      places.push_back(use.value);
  }
  return places;
}
[[nodiscard]] inline bool share_place(const SmallVector<Modifier, 4>& one,
                                      const SmallVector<Modifier, 4>& other) {
  for (const Modifier place : one) {
    if (other.contains(place)) return true;
  }
  return false;
}
[[nodiscard]] inline bool of_another_person(const ServiceLine& one, const ServiceLine& other) {
  return !one.rendering.npi.empty() && !other.rendering.npi.empty() &&
         one.rendering.npi != other.rendering.npi;
}

// Calls visit(line with the modifier, the other line, edit) for each such pair.
template <class Visit>
void for_each_distinct_pair(const RuleInput& input, Visit visit) {
  for_each_bundled(input, [&](const LineFacts& column1, const LineFacts& column2, const PtpEdit& edit) {
    const bool on_second = column2.has_class(ModifierClass::distinct);
    if ((!on_second && !column1.has_class(ModifierClass::distinct)) || edit.indicator != 1) return;
    visit(on_second ? column2 : column1, on_second ? column1 : column2, edit);
  });
}

}  // namespace chargelint
