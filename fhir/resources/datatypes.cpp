#include "fhir/resources/datatypes.h"

#include <algorithm>
#include <array>

#include "fhir/code_systems.h"

namespace chargelint::fhir {
namespace {

constexpr std::size_t kHcpcsSize = 5;

char lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character | 0x20) : character;
}
bool is_letter(char character) {
  const char folded = lower(character);
  return folded >= 'a' && folded <= 'z';
}
bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

// How well a coding serves as the procedure of a line.
enum class Rank : std::uint8_t {
  none,
  unknown_system,
  foreign_shape,
  broken_code,
  odd_shape,
  decisive_shape,
  known_system
};

bool names_code(Rank rank) {
  return rank >= Rank::odd_shape || rank == Rank::foreign_shape;
}

Rank rank_of(CodeSystem system, std::string_view uri, const std::optional<Hcpcs>& code) {
  const bool known = system == CodeSystem::cpt || system == CodeSystem::hcpcs;
  const bool decisive = code && code->shape() != CodeShape::other;
  if (known) return decisive ? Rank::known_system : code ? Rank::odd_shape : Rank::broken_code;
  if (system == CodeSystem::unstated && decisive) return Rank::decisive_shape;
  // A system that nobody knows says less than the form (decision 15).
  return system == CodeSystem::other && decisive && !is_other_terminology(uri) ? Rank::foreign_shape
                                                                               : Rank::unknown_system;
}

// ICD-10-CM: a letter, a digit, and no letter 2nd place; ICD-10-PCS has seven characters and no dot.
bool looks_like_icd10cm(std::string_view code) {
  return code.size() >= 3 && is_letter(code[0]) && is_digit(code[1]);
}
bool looks_like_pcs(std::string_view code) {
  return code.size() == 7 && code.find('.') == std::string_view::npos && !looks_like_icd10cm(code);
}

// The greater the better; 0 when the coding holds no ICD code.
int diagnosis_rank(CodeSystem system) {
  switch (system) {
    case CodeSystem::icd10cm:
      return 4;
    case CodeSystem::unstated:
      return 3;
    case CodeSystem::icd9cm:
      return 2;
    default:
      return 1;
  }
}

bool is_minutes(std::string_view unit) {
  constexpr std::array<std::string_view, 4> kMinutes = {"min", "mins", "minute", "minutes"};
  return std::any_of(kMinutes.begin(), kMinutes.end(),
                     [unit](std::string_view known) { return equals_ignoring_case(unit, known); });
}

}  // namespace

bool contains_ignoring_case(std::string_view text, std::string_view lower_case_words) {
  return std::search(text.begin(), text.end(), lower_case_words.begin(), lower_case_words.end(),
                     [](char left, char right) { return lower(left) == right; }) != text.end();
}

bool equals_ignoring_case(std::string_view text, std::string_view lower_case_word) {
  return text.size() == lower_case_word.size() &&
         std::equal(text.begin(), text.end(), lower_case_word.begin(),
                    [](char left, char right) { return lower(left) == right; });
}

std::string_view first_code(Reading& reading, Element concept_element) {
  for (const Element coding : reading.objects(concept_element, Name::coding)) {
    const std::string_view code = reading.text(coding, Name::code);
    if (!code.empty()) return code;
  }
  return {};
}

ProcedureCode procedure_code(Reading& reading, Element concept_element) {
  ProcedureCode best;
  Rank best_rank = Rank::none;
  for (const Element coding : reading.objects(concept_element, Name::coding)) {
    std::string_view text = reading.text(coding, Name::code);
    if (text.empty()) continue;
    best.has_coding = true;
    const std::string_view uri = reading.text(coding, Name::system);
    if (is_ndc_system(uri)) {
      if (best.ndc.empty()) best.ndc = text;
      if (best_rank == Rank::none) best.text = text;
      if (best_rank == Rank::none) best.system = CodeSystem::other;
      continue;
    }
    const CodeSystem system = code_system(uri);
    std::string_view appended;
    if (text.size() > kHcpcsSize + 1 && text[kHcpcsSize] == '-') {
      appended = text.substr(kHcpcsSize + 1);
      text = text.substr(0, kHcpcsSize);
    }
    const auto code = Hcpcs::parse(text);
    const Rank rank = rank_of(system, uri, code);
    if (rank == Rank::known_system && best_rank == Rank::known_system && *code != best.code)
      best.disagree = true;
    if (rank <= best_rank) continue;
    best_rank = rank;
    best.code = names_code(rank) ? *code : Hcpcs();
    best.text = names_code(rank) ? text : reading.text(coding, Name::code);
    best.appended_modifiers = names_code(rank) ? appended : std::string_view();
    best.system = system;
    best.uri = uri;
  }
  return best;
}

void check_code_system(Reading& reading, const ProcedureCode& code, std::string_view element, Location at,
                       std::uint16_t line) {
  ShapeFact fact;
  fact.element = element;
  fact.line = line;
  fact.at = at;
  fact.text = code.uri;
  if (!code.code.empty()) {
    const CodeShape shape = code.code.shape();
    if (shape == CodeShape::other || code.system == CodeSystem::unstated) return;
    const bool of_hcpcs = shape == CodeShape::hcpcs || shape == CodeShape::dental;
    if (code.system == (of_hcpcs ? CodeSystem::hcpcs : CodeSystem::cpt)) return;
    fact.kind = ShapeKind::code_system_by_form;
    reading.claim().shape.push_back(fact);
    return;
  }
  // A code that a known system should hold is CODE-VAL-001's; a drug is no procedure.
  if (code.system == CodeSystem::cpt || code.system == CodeSystem::hcpcs || !code.ndc.empty()) return;
  const BillKind kind = reading.claim().context.kind;
  if (code.system == CodeSystem::icd10pcs && kind == BillKind::inpatient) return;
  fact.kind = ShapeKind::unknown_code_system;
  if (is_service_type_system(code.uri)) fact.detail = "a type of service was asked for";
  if (element.starts_with("Procedure.")) fact.detail = "only a clinical code is recorded";
  reading.claim().shape.push_back(fact);
}

BodySide side_of(Reading& reading, Element concept_element) {
  const auto in_words = [](std::string_view text) {
    if (contains_ignoring_case(text, "bilateral")) return BodySide::both;
    const bool left = contains_ignoring_case(text, "left");
    const bool right = contains_ignoring_case(text, "right");
    if (left && right) return BodySide::both;
    return left ? BodySide::left : right ? BodySide::right : BodySide::unstated;
  };
  BodySide side = BodySide::unstated;
  for (const Element coding : reading.objects(concept_element, Name::coding)) {
    const std::string_view code = reading.text(coding, Name::code);
    if (code == "7771000" || code == "LT") return BodySide::left;
    if (code == "24028007" || code == "RT") return BodySide::right;
    if (code == "51440002") return BodySide::both;
    if (side == BodySide::unstated) side = in_words(reading.text(coding, Name::display));
  }
  return side != BodySide::unstated ? side : in_words(reading.text(concept_element, Name::text));
}

bool read_diagnosis_code(Reading& reading, Element concept_element, Diagnosis& diagnosis) {
  int best_rank = 0;
  for (const Element coding : reading.objects(concept_element, Name::coding)) {
    const std::string_view text = reading.text(coding, Name::code);
    if (text.empty()) continue;
    CodeSystem system = code_system(reading.text(coding, Name::system));
    if (system == CodeSystem::icd10cm && looks_like_pcs(text)) system = CodeSystem::icd10pcs;
    const int rank = diagnosis_rank(system);
    if (rank <= best_rank) continue;
    best_rank = rank;
    const bool is_icd = system == CodeSystem::icd10cm || system == CodeSystem::icd9cm ||
                        (system == CodeSystem::unstated && looks_like_icd10cm(text));
    diagnosis.code = is_icd ? IcdCode::parse(text).value_or(IcdCode()) : IcdCode();
    diagnosis.text = text;
    diagnosis.system = system;
  }
  return best_rank > 0;
}

void add_modifier(ServiceLine& line, std::string_view text, Location at) {
  line.modifiers.push_back(ModifierUse{Modifier::parse(text).value_or(Modifier()), text, at});
}

void read_modifier(Reading& reading, Element concept_element, Location at, ServiceLine& line) {
  const std::size_t before = line.modifiers.size();
  for (const Element coding : reading.objects(concept_element, Name::coding)) {
    const std::string_view text = reading.text(coding, Name::code);
    if (text.empty()) continue;
    const auto known = [text](const ModifierUse& use) { return use.text == text; };
    if (std::any_of(line.modifiers.begin() + before, line.modifiers.end(), known)) continue;
    if (line.modifiers.size() == before + 1) reading.note(at, "two modifiers in one concept: both are read");
    add_modifier(line, text, at);
  }
  if (line.modifiers.size() == before) reading.note(at, "a modifier without a code is not read");
}

std::optional<Date> read_date(Reading& reading, Element parent, Name name, Location at) {
  const std::string_view text = reading.text(parent, name);
  if (text.empty()) return std::nullopt;
  const auto date = Date::parse_iso(text);
  if (date) return date;
  const bool partial = text.size() < 10 && std::all_of(text.begin(), text.end(), [](char character) {
                         return is_digit(character) || character == '-';
                       });
  reading.note(at, partial ? "a partial date: it names no day" : "not a date");
  return std::nullopt;
}

DateSpan read_period(Reading& reading, Element parent, Name name, Location at) {
  const Element period = reading.object(parent, name);
  DateSpan span;
  if (!period) return span;
  span.from = read_date(reading, period, Name::start, at);
  span.through = read_date(reading, period, Name::end, at);
  if (span.from && !span.through) span.through = span.from;
  if (!span.from && span.through) {
    span.from = span.through;
    reading.note(at, "a period without a start: its end is taken");
  }
  return span;
}

void read_quantity(Reading& reading, Element parent, Location at, ServiceLine& line) {
  const Element quantity = reading.object(parent, Name::quantity);
  if (!quantity) return;
  bool rounded = false;
  const auto value = reading.thousandths(quantity, Name::value, rounded);
  if (!value) return;
  line.units_at = at;
  if (rounded) reading.note(at, "a quantity with more than three decimals: rounded");
  std::string_view unit = reading.text(quantity, Name::code);
  if (unit.empty()) unit = reading.text(quantity, Name::unit);
  if (is_minutes(unit)) {
    constexpr std::int64_t kMostMinutes = 1'000'000;
    line.minutes = static_cast<std::int32_t>(std::clamp<std::int64_t>(*value / 1000, 0, kMostMinutes));
    reading.note(at, "the quantity is in minutes: one unit is assumed");
    return;
  }
  line.units = Quantity{*value};
  line.units_stated = true;
}

std::string_view find_npi(Reading& reading, Element resource) {
  for (const Element identifier : reading.objects(resource, Name::identifier)) {
    if (is_npi_system(reading.text(identifier, Name::system))) return reading.text(identifier, Name::value);
  }
  return {};
}

}  // namespace chargelint::fhir
