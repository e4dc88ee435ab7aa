#include "hl7/codes_in_fields.h"

#include <algorithm>
#include <array>

#include "hl7/bytes.h"
#include "hl7/fields.h"
#include "rules/base/fixed_text.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostModifiers = 32;  // of a line; more is not a list of modifiers
constexpr std::size_t kMostParts = 8;       // components, subcomponents
constexpr std::size_t kMostPointers = 32;

struct KnownSystem {
  std::string_view name;  // letters and digits only, upper case
  CodeSystem system;
};
constexpr std::array<KnownSystem, 39> kSystems = {{
    {"C4", CodeSystem::cpt},
    {"CPT", CodeSystem::cpt},
    {"CPT4", CodeSystem::cpt},
    {"CP4", CodeSystem::cpt},
    {"C5", CodeSystem::cpt},
    {"CPT5", CodeSystem::cpt},
    {"CPTM", CodeSystem::cpt},
    {"2168401113883612", CodeSystem::cpt},
    {"HCPCS", CodeSystem::hcpcs},
    {"HCPC", CodeSystem::hcpcs},
    {"HCP", CodeSystem::hcpcs},
    {"HPC", CodeSystem::hcpcs},
    {"HC", CodeSystem::hcpcs},
    {"21684011138836285", CodeSystem::hcpcs},
    {"I10", CodeSystem::icd10cm},
    {"I10C", CodeSystem::icd10cm},
    {"I10CM", CodeSystem::icd10cm},
    {"ICD10", CodeSystem::icd10cm},
    {"ICD10CM", CodeSystem::icd10cm},
    {"ICD10C", CodeSystem::icd10cm},
    {"10", CodeSystem::icd10cm},
    {"ICD", CodeSystem::unstated},
    {"I9", CodeSystem::icd9cm},
    {"I9C", CodeSystem::icd9cm},
    {"I9CM", CodeSystem::icd9cm},
    {"I9CDX", CodeSystem::icd9cm},
    {"ICD9", CodeSystem::icd9cm},
    {"ICD9CM", CodeSystem::icd9cm},
    {"9", CodeSystem::icd9cm},
    {"I10P", CodeSystem::icd10pcs},
    {"ICD10PCS", CodeSystem::icd10pcs},
    {"SCT", CodeSystem::snomed},
    {"SNM", CodeSystem::snomed},
    {"SNOMED", CodeSystem::snomed},
    {"SNOMEDCT", CodeSystem::snomed},
    {"L", CodeSystem::local},
    {"LOCAL", CodeSystem::local},
    {"CDM", CodeSystem::local},
    {"CDMSCHED", CodeSystem::local},
}};

bool is_code_form(std::string_view text) {
  std::size_t digits = 0;
  for (std::size_t index = 1; index < 4; ++index) digits += is_digit(text[index]) ? 1 : 0;
  if (digits != 3) return false;
  const bool first_digit = is_digit(text[0]);
  return first_digit ? is_alphanumeric(text[4]) : is_alphanumeric(text[0]) && is_digit(text[4]);
}

constexpr bool separates_modifiers(char character) {
  return character == '-' || character == ' ' || character == ',' || character == ';' || character == '/' ||
         character == ':' || character == '.' || character == '*';
}

// Numeric modifiers run from 22 to 99; a tail of other digits is the rest of a local number.
bool is_modifier_form(std::string_view text) {
  if (text.size() != 2 || !is_alphanumeric(text[0]) || !is_alphanumeric(text[1])) return false;
  if (!is_digit(text[0]) || !is_digit(text[1])) return true;
  return text >= "22";
}

bool are_separated_modifiers(std::string_view tail) {
  std::size_t count = 0;
  while (!tail.empty()) {
    if (!separates_modifiers(tail.front())) return false;
    tail.remove_prefix(1);
    if (tail.size() < 2 || !is_modifier_form(tail.substr(0, 2))) return false;
    tail.remove_prefix(2);
    ++count;
  }
  return count > 0 && count <= 4;
}

bool are_glued_modifiers(std::string_view tail) {
  if (tail.empty() || tail.size() % 2 != 0 || tail.size() > 8) return false;
  for (std::size_t index = 0; index < tail.size(); index += 2) {
    if (!is_modifier_form(tail.substr(index, 2))) return false;
  }
  return true;
}

bool is_procedure_system(CodeSystem system) {
  return system == CodeSystem::cpt || system == CodeSystem::hcpcs;
}
bool rules_out_procedure(CodeSystem system) {
  return system == CodeSystem::icd10pcs || system == CodeSystem::icd10cm || system == CodeSystem::icd9cm ||
         system == CodeSystem::snomed;
}

void add_modifier(std::string_view text, Location at, Modifiers& out) {
  if (out.size() >= kMostModifiers) return;
  const auto value = Modifier::parse(text);
  out.push_back({value.value_or(Modifier()), text, at});
}

// "59LT" without anything between: two modifiers, unless it is a word.
bool is_glued_list(std::string_view text) {
  return text.size() >= 4 && are_glued_modifiers(text) && std::any_of(text.begin(), text.end(), is_digit);
}

// "59^RT" is two modifiers; "59^^C4" and "XS^Separate structure^HCPCS" are one with what describes it.
bool are_modifier_components(const Part& repetition, const Profile& profile) {
  const std::size_t components = repetition.components();
  if (components < 2 || components > kMostParts) return false;
  if (is_procedure_system(profile.system_named(repetition.component(3).raw()))) return false;
  std::size_t filled = 0;
  for (std::size_t number = 1; number <= components; ++number) {
    const Part component = repetition.component(number);
    filled += component.empty() ? 0 : 1;
    const std::size_t pieces = component.subcomponents();
    if (pieces > kMostParts) return false;
    for (std::size_t piece = 1; piece <= pieces; ++piece) {
      if (component.subcomponent(piece).raw().size() > 3) return false;
    }
  }
  return filled > 1;
}

// Adds the pieces of one component or subcomponent; returns how many.
std::size_t add_pieces(std::string_view text, Location at, Modifiers& out) {
  std::size_t count = 0;
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size() && !separates_modifiers(text[size])) ++size;
    std::string_view word = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    if (word.empty()) continue;
    const bool glued = is_glued_list(word);
    while (glued && word.size() > 2) {
      add_modifier(word.substr(0, 2), at, out);
      word.remove_prefix(2);
      ++count;
    }
    add_modifier(word, at, out);
    ++count;
  }
  return count;
}

}  // namespace

CodeSystem coding_system(std::string_view name) {
  if (name.empty()) return CodeSystem::unstated;
  if (name == "I10") return CodeSystem::icd10cm;
  if (name == "C4" || name == "CPT") return CodeSystem::cpt;
  FixedText<24> folded;
  for (const char character : name) {
    if (is_alphanumeric(character)) folded.push_back(to_upper(character));
  }
  if (folded.empty()) return CodeSystem::unstated;
  for (const KnownSystem& known : kSystems) {
    if (folded == known.name) return known.system;
  }
  const std::string_view text = folded.view();
  if (text.starts_with("99") || text.starts_with("CDM")) return CodeSystem::local;
  return CodeSystem::other;
}

std::optional<CodeText> code_at_head(std::string_view text, bool glued) {
  text = trimmed(text);
  if (text.size() < 5 || text.size() > 24 || !is_code_form(text)) return std::nullopt;
  const std::string_view head = text.substr(0, 5);
  const std::string_view tail = text.substr(5);
  const auto code = Hcpcs::parse(head);
  if (!code) return std::nullopt;
  if (tail.empty()) return CodeText{*code, head, {}};
  if (are_separated_modifiers(tail) || (glued && are_glued_modifiers(tail)))
    return CodeText{*code, head, tail};
  return std::nullopt;
}

std::optional<FoundCode> procedure_code(const Part& element, CodeField field, const Profile& profile,
                                        CodeSystem stated) {
  if (element.empty()) return std::nullopt;
  const CodedElement coded(element);
  const auto read = [&](std::size_t identifier) -> std::optional<FoundCode> {
    const std::string_view text = coded.identifier(identifier);
    if (text.empty()) return std::nullopt;
    CodeSystem system = profile.system_named(coded.system(identifier));
    if (system == CodeSystem::unstated) system = stated;
    if (rules_out_procedure(system)) return std::nullopt;
    const bool believed = is_procedure_system(system);
    if (field == CodeField::charge && !believed && system != CodeSystem::unstated) return std::nullopt;
    const auto code = code_at_head(text, believed || field == CodeField::procedure);
    if (!code) return std::nullopt;
    return FoundCode{*code, system, static_cast<std::uint8_t>(identifier)};
  };
  const auto first = read(1);
  // A local number that happens to look like a code stands back behind an alternate that says what it is.
  if (first && (first->system == CodeSystem::unstated || is_procedure_system(first->system))) return first;
  const auto alternate = read(4);
  if (alternate && (!first || is_procedure_system(alternate->system))) return alternate;
  return first;
}

ModifierForm add_modifiers(const Part& repetition, const FieldPlace& place, const Profile& profile,
                           Modifiers& out) {
  if (trimmed(repetition.raw()).empty()) return ModifierForm::none;
  const std::size_t components = are_modifier_components(repetition, profile) ? repetition.components() : 1;
  std::size_t count = 0;
  bool longer = false;
  for (std::size_t component = 1; component <= components; ++component) {
    const Part part = repetition.component(component);
    const std::size_t pieces = std::min(part.subcomponents(), kMostParts);
    for (std::size_t piece = 1; piece <= pieces; ++piece) {
      FieldPlace at = place;
      if (components > 1 || pieces > 1) at.component = static_cast<unsigned>(component);
      if (pieces > 1) at.subcomponent = static_cast<unsigned>(piece);
      const std::size_t before = out.size();
      count += add_pieces(part.subcomponent(piece).raw(), pack(at), out);
      for (std::size_t index = before; index < out.size(); ++index) longer |= out[index].value.empty();
    }
  }
  if (count == 0) return ModifierForm::none;
  if (longer) return ModifierForm::longer_text;
  return count > 1 ? ModifierForm::several : ModifierForm::one;
}

bool has_modifier(const Modifiers& modifiers, const ModifierUse& wanted) {
  for (const ModifierUse& known : modifiers) {
    if (wanted.value.empty() ? known.text == wanted.text : known.value == wanted.value) return true;
  }
  return false;
}

bool same_modifiers(const Modifiers& left, const Modifiers& right) {
  if (left.size() != right.size()) return false;
  for (const ModifierUse& use : left) {
    if (!has_modifier(right, use)) return false;
  }
  return true;
}

void add_appended_modifiers(std::string_view appended, Location at, Modifiers& out) {
  for (std::size_t index = 0; index + 2 <= appended.size();) {
    if (separates_modifiers(appended[index])) {
      ++index;
      continue;
    }
    add_modifier(appended.substr(index, 2), at, out);
    index += 2;
  }
}

DiagnosisText diagnosis_text(const Part& element, const Profile& profile, CodeSystem stated) {
  const CodedElement coded(element);
  const auto read = [&coded, &profile](std::size_t identifier) {
    return DiagnosisText{trimmed(coded.identifier(identifier)),
                         profile.system_named(coded.system(identifier))};
  };
  DiagnosisText first = read(1);
  const DiagnosisText alternate = read(4);
  const bool first_is_icd10 = first.system == CodeSystem::icd10cm || first.system == CodeSystem::unstated;
  if (!alternate.text.empty() &&
      (first.text.empty() || (!first_is_icd10 && alternate.system == CodeSystem::icd10cm))) {
    return alternate;
  }
  if (first.system == CodeSystem::unstated) first.system = stated;
  return first;
}

std::optional<PointerNumbers> pointers_in(const Part& repetition) {
  const std::string_view text = trimmed(repetition.raw());
  if (text.empty() || text.size() > 64) return std::nullopt;
  const Delimiters& delimiters = repetition.delimiters();
  PointerNumbers numbers;
  const auto separates = [&delimiters](char character) {
    return character == ',' || character == ';' || character == ' ' || character == delimiters.component ||
           character == delimiters.subcomponent;
  };
  for (std::size_t index = 0; index < text.size();) {
    if (separates(text[index])) {
      ++index;
      continue;
    }
    std::size_t size = 0;
    while (index + size < text.size() && !separates(text[index + size])) ++size;
    const std::string_view word = text.substr(index, size);
    index += size;
    const bool digits = std::all_of(word.begin(), word.end(), is_digit);
    const bool letters = std::all_of(word.begin(), word.end(), [](char letter) {
      return to_upper(letter) >= 'A' && to_upper(letter) <= 'L';
    });
    if (digits && word.size() <= 2) {
      std::int32_t number = 0;
      for (const char digit : word) number = number * 10 + (digit - '0');
      numbers.push_back(number);
    } else if (letters && word.size() <= 4) {
      for (const char letter : word) numbers.push_back(to_upper(letter) - 'A' + 1);
    } else {
      return std::nullopt;
    }
    if (numbers.size() > kMostPointers) return std::nullopt;
  }
  if (numbers.empty()) return std::nullopt;
  return numbers;
}

}  // namespace chargelint::hl7
