// How like two services of one code and day are: the same thing charged twice, or nearly.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

// What a line of the claim and one of the history have in common, for comparison.
struct ServiceView {
  const Provider* rendering = nullptr;
  std::string_view place;
  std::string_view revenue_code;
  std::string_view ndc;
  Quantity units;
  std::optional<Money> charge;
  std::optional<std::int32_t> minutes;
  SmallVector<Modifier, 4> modifiers;
  std::uint32_t classes = 0;  // ModifierClass
  bool repeat_stated = false;
  [[nodiscard]] bool has(Modifier modifier) const { return modifiers.contains(modifier); }
  [[nodiscard]] bool is(ModifierClass wanted) const {
    return (classes & static_cast<std::uint32_t>(wanted)) != 0;
  }
};

[[nodiscard]] inline ServiceView service_view(const LineFacts& facts) {
  const ServiceLine& line = *facts.line;
  ServiceView view;
  view.rendering = &line.rendering;
  view.place = line.place_of_service;
  view.revenue_code = line.revenue_code;
  if (!line.drugs.empty()) view.ndc = line.drugs.front().ndc;
  view.units = line.units;
  view.charge = line.charge;
  view.minutes = line.minutes;
  for (const ModifierUse& use : line.modifiers) view.modifiers.push_back(use.value);
  view.classes = facts.modifier_classes;
  view.repeat_stated = line.repeat_stated;
  return view;
}
[[nodiscard]] inline ServiceView service_view(const Reference& reference, const PriorLine& prior) {
  ServiceView view;
  view.rendering = &prior.rendering;
  view.place = prior.place_of_service;
  view.revenue_code = prior.revenue_code;
  view.units = prior.units;
  view.charge = prior.charge;
  view.modifiers = prior.modifiers;
  for (const Modifier modifier : prior.modifiers) {
    const ModifierRow* row = modifier_on(reference, modifier, prior.date).row;
    if (row != nullptr) view.classes |= row->classes;
  }
  return view;
}

// What is not stated on one side is not different.
[[nodiscard]] inline bool differs(std::string_view left, std::string_view right) {
  return !left.empty() && !right.empty() && left != right;
}
template <class Value>
[[nodiscard]] bool differs(const std::optional<Value>& left, const std::optional<Value>& right) {
  return left && right && *left != *right;
}
[[nodiscard]] inline bool same_modifier_set(const ServiceView& left, const ServiceView& right) {
  for (const Modifier modifier : left.modifiers) {
    if (!right.has(modifier)) return false;
  }
  for (const Modifier modifier : right.modifiers) {
    if (!left.has(modifier)) return false;
  }
  return true;
}

// 76, 77, 91, 59 or X{EPSU}, or a stated reason: the repetition is meant.
[[nodiscard]] inline bool is_repeat(const ServiceView& view) {
  return view.repeat_stated || view.has("76"_mod) || view.has("77"_mod) || view.has("91"_mod) ||
         view.is(ModifierClass::distinct);
}
[[nodiscard]] inline bool repeats_on_purpose(const ServiceView& left, const ServiceView& right) {
  return is_repeat(left) || is_repeat(right);
}

// Two places of the body: anatomic modifiers on both, and none in common.
[[nodiscard]] inline bool other_anatomy(const Reference& reference, Date date, const ServiceView& left,
                                        const ServiceView& right) {
  if (!left.is(ModifierClass::anatomic) || !right.is(ModifierClass::anatomic)) return false;
  for (const Modifier modifier : left.modifiers) {
    if (right.has(modifier) && modifier_is(reference, modifier, date, ModifierClass::anatomic)) return false;
  }
  return true;
}

// A duplicate of what is only a part, a share or another's role of the same service is none.
[[nodiscard]] inline bool complement_each_other(const ServiceView& left, const ServiceView& right) {
  const auto one_has = [&left, &right](Modifier modifier) {
    return left.has(modifier) != right.has(modifier);
  };
  const auto one_is = [&left, &right](ModifierClass wanted) { return left.is(wanted) != right.is(wanted); };
  // Professional and technical part; the whole beside a part is MPFS-PCTC-003's.
  if (left.is(ModifierClass::component) || right.is(ModifierClass::component)) {
    if (!same_modifier_set(left, right)) return true;
  }
  if (one_is(ModifierClass::assistant)) return true;
  if (left.has("62"_mod) || right.has("62"_mod) || left.has("66"_mod) || right.has("66"_mod)) return true;
  // Who directs the anesthesia, and who gives it.
  if (left.is(ModifierClass::anesthesia_payment) && right.is(ModifierClass::anesthesia_payment) &&
      !same_modifier_set(left, right)) {
    return true;
  }
  if (one_has("JW"_mod) || one_has("54"_mod) || one_has("55"_mod) || one_has("56"_mod)) return true;
  return left.is(ModifierClass::therapy_discipline) && right.is(ModifierClass::therapy_discipline) &&
         !same_modifier_set(left, right);
}

struct Likeness {
  bool exact = false;
  bool suspect = false;         // differs in one thing of practitioner, modifiers, place, charge
  std::string_view difference;  // of a suspect
};

[[nodiscard]] inline Likeness likeness_of(const RuleInput& input, Date date, const ServiceView& left,
                                          const ServiceView& right) {
  if (left.units != right.units || differs(left.ndc, right.ndc) || differs(left.minutes, right.minutes)) {
    return {};
  }
  if (repeats_on_purpose(left, right) || other_anatomy(input.reference, date, left, right)) return {};
  const BillKind kind = input.context().kind;
  const bool facility = kind == BillKind::outpatient || kind == BillKind::inpatient;
  if (facility && differs(left.revenue_code, right.revenue_code)) return {};
  // Units that fill the field go on on another line.
  if (left.units >= Quantity::of(100)) {  // no field is shorter than two digits
    const auto most = input.reference.parameter(Parameter::units_of_field, date);
    if (most && left.units >= Quantity::of(*most)) return {};
  }

  Likeness likeness;
  int differences = 0;
  const auto note = [&](bool different, std::string_view what) {
    if (!different) return;
    ++differences;
    likeness.difference = what;
  };
  const bool other_npi = differs(left.rendering->npi, right.rendering->npi);
  if (other_npi) {
    ServiceLine one;
    ServiceLine other;
    one.rendering = *left.rendering;
    other.rendering = *right.rendering;
    // Another practitioner may have done the same; and on facility claims each is one of the house.
    if (facility || !same_practitioner(one, other)) return {};
  }
  note(other_npi, "the practitioner");
  note(!same_modifier_set(left, right), "the modifiers");
  note(differs(left.place, right.place), "the place");
  note(differs(left.charge, right.charge), "the charge");
  likeness.exact = differences == 0;
  likeness.suspect = differences == 1 && !complement_each_other(left, right);
  return likeness;
}

// The judged lines of one code and day that stand more than once, each group with its views.
struct DayLine {
  const LineFacts* facts = nullptr;
  ServiceView view;
};
using DayLines = SmallVector<DayLine, 4>;
// A line is compared with at most so many of its group: hundreds of lines of one code stay cheap, and each
// still meets its neighbours.
inline constexpr std::size_t kNeighbours = 24;

template <class Visit>
void each_day(const RuleInput& input, Visit visit) {
  const CodeOrder by_code = judged_by_code(input);
  if (!some_code_repeats(by_code)) return;
  SmallVector<CodeAt, 32> order;
  for (const CodeAt& at : by_code) order.push_back(at);
  std::sort(order.begin(), order.end(), [](const CodeAt& left, const CodeAt& right) {
    if (left.code != right.code) return left.code < right.code;
    if (left.facts->date != right.facts->date) return left.facts->date < right.facts->date;
    return left.facts < right.facts;
  });
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && order[end].code == order[first].code &&
           order[end].facts->date == order[first].facts->date) {
      ++end;
    }
    if (end - first > 1) {
      DayLines lines;
      for (std::size_t index = first; index < end; ++index) {
        lines.push_back({order[index].facts, service_view(*order[index].facts)});
      }
      visit(lines);
    }
    first = end;
  }
}

// Prior lines that may be the same service: of the claim's kind, not the claim itself, and not one that
// this claim replaces or that another feed brought with the same order (DUP-003).
[[nodiscard]] inline bool may_duplicate(const RuleInput& input, const ServiceLine& line,
                                        const PriorLine& prior) {
  if (prior.kind != input.context().kind || prior.status == PriorStatus::ordered) return false;
  if (prior.code != line.code) return false;
  if (!input.claim.id.empty() && prior.claim_id == input.claim.id) return false;
  const bool other_feed = prior.format != input.claim.format && prior.format != SourceFormat::none &&
                          input.claim.format != SourceFormat::none;
  return !(other_feed && !line.order_number.empty() && prior.order_number == line.order_number);
}
[[nodiscard]] inline bool replaces_other_claim(const Claim& claim) {
  return claim.frequency == '7' || claim.frequency == '8';
}

// 91 for a laboratory test, 76 for anything else.
[[nodiscard]] inline Fix repeat_fix(const LineFacts& facts) {
  const FixedText<5> text = facts.line->code.text();
  const bool laboratory = facts.shape == CodeShape::cpt_category_1 && text.view().starts_with('8');
  return laboratory
             ? add_modifier_fix(facts.line->number, "91"_mod,
                                "Was the test repeated that day to get another result, as ordered?")
             : add_modifier_fix(facts.line->number, "76"_mod, "Was the service truly given a second time?");
}

}  // namespace chargelint
