// Whether the practitioner, or one of the same group and specialty, saw the patient within the years in which
// a patient counts as known.
#pragma once

#include "rules/evaluation/visits.h"
#include "rules/shared/calendar.h"

namespace chargelint {

struct SeenBefore {
  bool seen = false;
  bool by_history = false;
  bool certain = true;  // false: one of the two services names no practitioner
  Date date;
  Hcpcs code;
  std::uint16_t line = 0;  // of this claim; 0 = of another
};

[[nodiscard]] inline bool given_in_person(const Reference& reference, Hcpcs code, Date date) {
  if (reference.in_set(CodeSet::facility_only_service, code, date)) return false;
  if (reference.in_set(CodeSet::evaluation_management, code, date)) return true;
  if (reference.in_set(CodeSet::face_to_face, code, date)) return true;
  const FeeScheduleRow* row = fee_schedule_on(reference, code, Modifier{}, date).row;
  if (row == nullptr) return false;
  const std::string_view days = row->global_days();
  return days == "000" || days == "010" || days == "090";
}
// An interpretation is given without the patient, and an assistant's patient sleeps.
[[nodiscard]] inline bool without_meeting(const Reference& reference, Modifier modifier, Date date) {
  return modifier == "26"_mod || modifier_is(reference, modifier, date, ModifierClass::assistant);
}

// The days after the same day so many years ago and before the visit.
[[nodiscard]] inline std::optional<Period> known_patient_period(const RuleInput& input, Date date) {
  const auto years = input.reference.parameter(Parameter::new_patient_years, date);
  if (!years) return std::nullopt;
  return Period{years_earlier(date, static_cast<std::int32_t>(*years)).plus_days(1), date.plus_days(-1)};
}

// Of one day the code that comes first, so that the order of the lines does not matter.
[[nodiscard]] inline bool is_later(const LineFacts& other, const SeenBefore& before) {
  if (other.date != before.date) return other.date > before.date;
  if (other.line->code != before.code) return other.line->code < before.code;
  return other.line->number < before.line;
}

// The latest such service.
[[nodiscard]] inline SeenBefore seen_before(const RuleInput& input, const LineFacts& visit) {
  SeenBefore before;
  const auto period = known_patient_period(input, visit.date);
  if (!period) return before;
  const ServiceLine& line = *visit.line;
  for (const LineFacts& other : input.lines) {
    if (!other.judged || !period->contains(other.date) || !same_practitioner(line, *other.line)) continue;
    if (!given_in_person(input.reference, other.line->code, other.date)) continue;
    const bool apart = std::any_of(
        other.line->modifiers.begin(), other.line->modifiers.end(),
        [&](const ModifierUse& use) { return without_meeting(input.reference, use.value, other.date); });
    if (apart || (before.seen && !is_later(other, before))) continue;
    const bool certain = line.rendering.known() == other.line->rendering.known();
    before = {true, false, certain, other.date, other.line->code, other.line->number};
  }
  if (input.history.availability() == Availability::none) return before;
  for (const PriorLine& prior : input.history.lines(*period)) {
    if (prior.status == PriorStatus::ordered || (before.seen && before.date >= prior.date)) continue;
    if (!same_biller(input.context(), line, prior)) continue;
    if (!given_in_person(input.reference, prior.code, prior.date)) continue;
    const bool apart = std::any_of(prior.modifiers.begin(), prior.modifiers.end(), [&](Modifier modifier) {
      return without_meeting(input.reference, modifier, prior.date);
    });
    if (apart) continue;
    const bool certain = line.rendering.known() == prior.rendering.known();
    before = {true, true, certain, prior.date, prior.code, 0};
  }
  return before;
}

}  // namespace chargelint
