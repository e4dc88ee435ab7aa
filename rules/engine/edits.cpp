// The nine edits of a fix. Texts "as sent" that no longer hold are emptied: the codes themselves speak.
#include "rules/engine/edits.h"

#include <algorithm>
#include <array>

#include "rules/engine/engine.h"

namespace chargelint {
namespace {

constexpr std::size_t kModifierCharacters = 36;

constexpr std::array<char, kModifierCharacters * kModifierCharacters * 2> modifier_texts() {
  constexpr std::string_view kCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::array<char, kModifierCharacters * kModifierCharacters * 2> texts{};
  std::size_t place = 0;
  for (const char first : kCharacters) {
    for (const char second : kCharacters) {
      texts[place++] = first;
      texts[place++] = second;
    }
  }
  return texts;
}

// The text of an added modifier must outlive every copy of the claim: all of them lie in one constant.
std::string_view lasting_text(Modifier modifier) {
  static constexpr auto kTexts = modifier_texts();
  const auto position = [](char character) {
    return static_cast<std::size_t>(character <= '9' ? character - '0' : character - 'A' + 10);
  };
  const auto printed = modifier.text();
  if (printed.size() != 2) return {};
  const std::size_t row = position(printed.view()[0]);
  const std::size_t column = position(printed.view()[1]);
  if (row >= kModifierCharacters || column >= kModifierCharacters) return {};
  return {kTexts.data() + (row * kModifierCharacters + column) * 2, 2};
}

ServiceLine* find_line(Claim& claim, std::uint16_t number) {
  for (ServiceLine& line : claim.lines) {
    if (line.number == number) return &line;
  }
  return nullptr;
}

void remove_line(Claim& claim, std::uint16_t number) {
  for (auto at = claim.lines.begin(); at != claim.lines.end(); ++at) {
    if (at->number != number) continue;
    claim.lines.erase(at);
    break;
  }
  for (auto at = claim.shape.begin(); at != claim.shape.end();) {
    at = at->line == number ? claim.shape.erase(at) : at + 1;
  }
}

void add_modifier(ServiceLine& line, Modifier modifier) {
  if (modifier.empty() || line.has(modifier)) return;
  line.modifiers.push_back(ModifierUse{modifier, lasting_text(modifier), {}});
}

// The last use goes: of a repeated modifier the first stays.
void remove_modifier(ServiceLine& line, Modifier modifier) {
  for (std::size_t index = line.modifiers.size(); index-- > 0;) {
    if (line.modifiers[index].value != modifier) continue;
    line.modifiers.erase(line.modifiers.begin() + index);
    return;
  }
}

std::uint16_t diagnosis_index(Claim& claim, IcdCode code) {
  std::int32_t last_sequence = 0;
  for (std::size_t index = 0; index < claim.diagnoses.size(); ++index) {
    if (claim.diagnoses[index].code == code) return static_cast<std::uint16_t>(index);
    last_sequence = std::max(last_sequence, claim.diagnoses[index].sequence);
  }
  Diagnosis added;
  added.code = code;
  added.system = CodeSystem::icd10cm;
  added.sequence = last_sequence + 1;
  claim.diagnoses.push_back(added);
  return static_cast<std::uint16_t>(claim.diagnoses.size() - 1);
}

void add_diagnosis(Claim& claim, const Edit& edit) {
  const std::uint16_t index = diagnosis_index(claim, edit.diagnosis);
  ServiceLine* const line = find_line(claim, edit.line);
  if (line == nullptr) return;
  for (const DiagnosisPointer& pointer : line->diagnoses) {
    if (pointer.index == index) return;
  }
  line->diagnoses.push_back(DiagnosisPointer{index, {}});
}

// Of the whole claim (line 0): the diagnosis goes first in the list and every pointer follows it.
void move_diagnosis_first(Claim& claim, IcdCode code) {
  const auto found = std::find_if(claim.diagnoses.begin(), claim.diagnoses.end(),
                                  [code](const Diagnosis& diagnosis) { return diagnosis.code == code; });
  if (found == claim.diagnoses.end()) return;
  const auto from = static_cast<std::uint16_t>(found - claim.diagnoses.begin());
  std::rotate(claim.diagnoses.begin(), found, found + 1);
  for (ServiceLine& line : claim.lines) {
    for (DiagnosisPointer& pointer : line.diagnoses) {
      if (pointer.index == from) {
        pointer.index = 0;
      } else if (pointer.index < from) {
        ++pointer.index;
      }
    }
  }
}

void reorder_diagnoses(Claim& claim, const Edit& edit) {
  ServiceLine* const line = find_line(claim, edit.line);
  if (line == nullptr) {
    if (edit.line == 0) move_diagnosis_first(claim, edit.diagnosis);
    return;
  }
  const auto found = std::find_if(line->diagnoses.begin(), line->diagnoses.end(),
                                  [&claim, &edit](const DiagnosisPointer& pointer) {
                                    return pointer.index < claim.diagnoses.size() &&
                                           claim.diagnoses[pointer.index].code == edit.diagnosis;
                                  });
  if (found != line->diagnoses.end()) std::rotate(line->diagnoses.begin(), found, found + 1);
}

// The new line takes its share of the charge, so that the claim's total stays.
void split_line(Claim& claim, const Edit& edit) {
  const ServiceLine* const line = find_line(claim, edit.line);
  if (line == nullptr) return;
  ServiceLine added = *line;
  added.set_id = {};
  added.transaction_id = {};
  for (const ServiceLine& other : claim.lines) added.number = std::max(added.number, other.number);
  ++added.number;
  const std::int64_t whole = line->units.thousandths;
  added.units = edit.units;
  added.units_stated = true;
  add_modifier(added, edit.modifier);
  if (line->charge && whole != 0) added.charge = Money{line->charge->cents * edit.units.thousandths / whole};

  ServiceLine& kept = *find_line(claim, edit.line);
  kept.units.thousandths = whole - edit.units.thousandths;
  kept.units_stated = true;
  if (kept.charge && added.charge) kept.charge->cents -= added.charge->cents;
  claim.lines.push_back(std::move(added));
}

void merge_lines(Claim& claim, const Edit& edit) {
  ServiceLine* const line = find_line(claim, edit.line);
  const ServiceLine* const other = find_line(claim, edit.other);
  if (line == nullptr || other == nullptr || line == other) return;
  line->units.thousandths += other->units.thousandths;
  line->units_stated = true;
  if (line->charge && other->charge) line->charge->cents += other->charge->cents;
  remove_line(claim, edit.other);
}

void apply_edit(Claim& claim, const Edit& edit) {
  switch (edit.kind) {
    case EditKind::remove_line:
      return remove_line(claim, edit.line);
    case EditKind::add_diagnosis:
      return add_diagnosis(claim, edit);
    case EditKind::reorder_diagnoses:
      return reorder_diagnoses(claim, edit);
    case EditKind::split_line:
      return split_line(claim, edit);
    case EditKind::merge_lines:
      return merge_lines(claim, edit);
    default:
      break;
  }
  ServiceLine* const line = find_line(claim, edit.line);
  if (line == nullptr) return;
  if (edit.kind == EditKind::add_modifier) {
    add_modifier(*line, edit.modifier);
  } else if (edit.kind == EditKind::remove_modifier) {
    remove_modifier(*line, edit.modifier);
  } else if (edit.kind == EditKind::set_units) {
    line->units = edit.units;
    line->units_stated = true;
  } else if (edit.kind == EditKind::replace_code) {
    line->code = edit.code;
    line->code_text = {};
  }
}

bool same_edit(const Edit& left, const Edit& right) {
  return left.kind == right.kind && left.line == right.line && left.other == right.other &&
         left.modifier == right.modifier && left.code == right.code && left.diagnosis == right.diagnosis &&
         left.units == right.units;
}

}  // namespace

void apply_fix(Claim& claim, const Fix& fix) {
  for (const Edit& edit : fix.edits) apply_edit(claim, edit);
}

bool same_edits(const Fix& left, const Fix& right) {
  return std::equal(left.edits.begin(), left.edits.end(), right.edits.begin(), right.edits.end(), same_edit);
}

Claim with_fix(const Claim& claim, const Fix& fix) {
  Claim fixed = claim;
  apply_fix(fixed, fix);
  return fixed;
}

}  // namespace chargelint
