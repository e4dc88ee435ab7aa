// Procedure codes, modifiers and diagnoses as senders write them into one field: appended, glued, comma
// separated, as components where repetitions were meant (hl7-notes §3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hl7/location.h"
#include "hl7/message.h"
#include "hl7/profile.h"
#include "rules/base/code.h"
#include "rules/claim/claim.h"

namespace chargelint::hl7 {

// "C4", "CPT-4", "I10C", "HCPCS", "L": what a coding system's name means, however it is spelled.
[[nodiscard]] CodeSystem coding_system(std::string_view name);

// A code of the form dddd[0-9A-Z] or [A-Z]dddd at the head of a text, and the modifiers that follow it.
struct CodeText {
  Hcpcs code;
  std::string_view text;      // the five characters
  std::string_view appended;  // "59-LT" or "59LT"; empty when there are none
};
// `glued` also accepts modifiers without anything between ("6232459").
[[nodiscard]] std::optional<CodeText> code_at_head(std::string_view text, bool glued);

struct FoundCode {
  CodeText code;
  CodeSystem system = CodeSystem::unstated;
  std::uint8_t component = 1;  // 4 when the alternate identifier holds it
};
// How far a field is believed: one that is meant for procedures, or one that holds any charge code.
enum class CodeField : std::uint8_t { procedure, charge };
// `stated` is the coding system of another field (PR1-2), for a code that names none.
[[nodiscard]] std::optional<FoundCode> procedure_code(const Part& element, CodeField field,
                                                      const Profile& profile,
                                                      CodeSystem stated = CodeSystem::unstated);

using Modifiers = SmallVector<ModifierUse, 4>;
enum class ModifierForm : std::uint8_t { none, one, several, longer_text };
// Adds the modifiers of one repetition. `place` is the repetition's. Says in what form they came.
ModifierForm add_modifiers(const Part& repetition, const FieldPlace& place, const Profile& profile,
                           Modifiers& out);
[[nodiscard]] bool has_modifier(const Modifiers& modifiers, const ModifierUse& wanted);
[[nodiscard]] bool same_modifiers(const Modifiers& left, const Modifiers& right);
// Adds modifiers that were written behind a code.
void add_appended_modifiers(std::string_view appended, Location at, Modifiers& out);

struct DiagnosisText {
  std::string_view text;
  CodeSystem system = CodeSystem::unstated;
};
// The ICD-10-CM identifier of a coded element when it has two, else the first.
[[nodiscard]] DiagnosisText diagnosis_text(const Part& element, const Profile& profile,
                                           CodeSystem stated = CodeSystem::unstated);

using PointerNumbers = SmallVector<std::int32_t, 8>;
// The numbers of a repetition that holds pointers ("1", "1,2", "A", "AB") and no codes.
[[nodiscard]] std::optional<PointerNumbers> pointers_in(const Part& repetition);

}  // namespace chargelint::hl7
