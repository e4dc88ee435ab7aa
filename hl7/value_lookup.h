// The values that a profile's field paths name, as seen from one charge.
#pragma once

#include <cstddef>
#include <string_view>

#include "hl7/location.h"
#include "hl7/message.h"
#include "hl7/profile.h"
#include "rules/base/small_vector.h"

namespace chargelint::hl7 {

// A charge in its message: its own segment and those behind it up to the next charge.
struct ChargeScope {
  std::size_t first = 0;    // index of the FT1 (or of what stands for it)
  std::size_t behind = 0;   // of the first segment that is no longer the charge's
  std::size_t charges = 0;  // index of the first charge of the message: what stands before is for all
};

// One repetition of a field, or the component of one that the path names.
struct FoundValue {
  Part part;
  FieldPlace place;
  Part repetition;  // as a whole
};
using FoundValues = SmallVector<FoundValue, 8>;

// The charge's own segments; where it has none, those before the first charge; where there are none either,
// the message's only one.
[[nodiscard]] FoundValues values_at(const Message& message, const ChargeScope& scope, const FieldPath& path);

// The first value that is not empty: its first component and subcomponent, unless the path names another.
struct FoundText {
  Part part;
  FieldPlace place;
};
[[nodiscard]] FoundText first_text(const Message& message, const ChargeScope& scope, const FieldPaths& paths);

template <class Value>
struct MappedValue {
  const Value* value = nullptr;  // null: not stated
  FieldPlace place;              // segment none: the profile's own word for all
  bool unknown = false;          // a field was filled by what the profile does not know
};
template <class Value>
MappedValue<Value> mapped_value(const Message& message, const ChargeScope& scope,
                                const MappedField<Value>& field) {
  MappedValue<Value> result;
  for (const FieldPath& path : field.from) {
    for (const FoundValue& found : values_at(message, scope, path)) {
      const std::string_view text =
          path.component == 0 ? found.part.component(1).subcomponent(1).raw() : found.part.raw();
      if (text.empty()) continue;
      if (const Value* const value = value_named(field.values, text); value != nullptr) {
        return {value, found.place, false};
      }
      if (!result.unknown) result.place = found.place;
      result.unknown = true;
    }
  }
  if (!field.otherwise) return result;
  result.value = &*field.otherwise;
  return result;
}

}  // namespace chargelint::hl7
