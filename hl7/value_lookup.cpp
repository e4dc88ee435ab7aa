#include "hl7/value_lookup.h"

#include <algorithm>
#include <array>

#include "hl7/bytes.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostValues = 32;  // of one path

void add_segment(const Segment& segment, unsigned ordinal, const FieldPath& path, FoundValues& out) {
  const Part field = segment.field(path.field);
  if (field.empty() || field.is_null()) return;
  const std::size_t repetitions = std::min(field.repetitions(), kMostValues);
  for (std::size_t number = 1; number <= repetitions; ++number) {
    if (path.repetition != 0 && path.repetition != number) continue;
    const Part repetition = field.repetition(number);
    Part part = repetition;
    if (path.component != 0) part = part.component(path.component);
    if (path.subcomponent != 0) part = part.subcomponent(path.subcomponent);
    if (part.empty() || part.is_null() || out.size() >= kMostValues) continue;
    const bool repeats = repetitions > 1 || path.repetition != 0;
    out.push_back({part,
                   {segment_named(path.segment_id()), ordinal, path.field,
                    repeats ? static_cast<unsigned>(number) : 0, path.component, path.subcomponent},
                   repetition});
  }
}

// Segments that say something of the message wherever they stand, and never of one charge.
bool is_of_message(std::string_view id) {
  constexpr std::array<std::string_view, 11> kNames = {"MSH", "EVN", "PID", "PD1", "PV1", "PV2",
                                                       "ACC", "UB1", "UB2", "IN1", "IN2"};
  return std::find(kNames.begin(), kNames.end(), id) != kNames.end();
}

bool is_deleted(const Segment& segment) {
  return has_id(segment.raw(), "PR1") && segment.field(20).raw() == "D";
}

}  // namespace

FoundValues values_at(const Message& message, const ChargeScope& scope, const FieldPath& path) {
  FoundValues own;
  FoundValues before;
  FoundValues single;
  unsigned ordinal = 0;
  for (std::size_t index = 0; index < message.size(); ++index) {
    const Segment& segment = message[index];
    if (!has_id(segment.raw(), path.segment_id())) continue;
    ++ordinal;
    if (is_deleted(segment)) continue;
    if (index >= scope.first && index < scope.behind) {
      add_segment(segment, ordinal, path, own);
    } else if (index < scope.charges) {
      add_segment(segment, ordinal, path, before);
    } else if (ordinal == 1) {
      add_segment(segment, ordinal, path, single);
    }
    if (index >= scope.behind && !own.empty()) break;
  }
  if (!own.empty()) return own;
  if (!before.empty()) return before;
  // What stands under another charge is not this one's.
  return is_of_message(path.segment_id()) ? single : FoundValues{};
}

FoundText first_text(const Message& message, const ChargeScope& scope, const FieldPaths& paths) {
  for (const FieldPath& path : paths) {
    for (const FoundValue& found : values_at(message, scope, path)) {
      const Part part = path.component == 0 ? found.part.component(1).subcomponent(1) : found.part;
      if (!trimmed(part.raw()).empty()) return {part, found.place};
    }
  }
  return {};
}

}  // namespace chargelint::hl7
