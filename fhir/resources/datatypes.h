// The shared datatypes: which coding of a concept is meant, periods, references, quantities.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "fhir/element.h"
#include "fhir/resources/reading.h"

namespace chargelint::fhir {

// The first code of a concept, whatever its system.
[[nodiscard]] std::string_view first_code(Reading& reading, Element concept_element);

// What a concept says as a procedure: the CPT or HCPCS coding when there is one, else the first code as sent.
struct ProcedureCode {
  Hcpcs code;
  std::string_view text;
  CodeSystem system = CodeSystem::unstated;
  std::string_view appended_modifiers;  // "25-59" of the CPT form "99213-25-59"
  std::string_view ndc;                 // a coding of the drug, beside or instead of the procedure
  std::string_view uri;                 // the system as sent
  bool disagree = false;                // two codings name different procedures
  bool has_coding = false;
};
[[nodiscard]] ProcedureCode procedure_code(Reading& reading, Element concept_element);

// Fills code, text and system. False: the concept has no coding.
bool read_diagnosis_code(Reading& reading, Element concept_element, Diagnosis& diagnosis);

// One element of a modifier list: `first` of "26", and each further coding that names another modifier.
void read_modifier(Reading& reading, Element concept_element, Location at, ServiceLine& line);
void add_modifier(ServiceLine& line, std::string_view text, Location at);

// Says of a code that stands under no known system, or under another than its form.
void check_code_system(Reading& reading, const ProcedureCode& code, std::string_view element, Location at,
                       std::uint16_t line);

// The side that a body site names, by SNOMED's qualifiers or in words.
[[nodiscard]] BodySide side_of(Reading& reading, Element concept_element);

struct DateSpan {
  std::optional<Date> from;
  std::optional<Date> through;
};
// Nothing, with a note, for a partial date (2024-05) or one that names no day.
[[nodiscard]] std::optional<Date> read_date(Reading& reading, Element parent, Name name, Location at);
// A period with one end is that day.
[[nodiscard]] DateSpan read_period(Reading& reading, Element parent, Name name, Location at);

// Units, or minutes where the unit says so.
void read_quantity(Reading& reading, Element parent, Location at, ServiceLine& line);

// The value of the identifier with an NPI system; empty when there is none.
[[nodiscard]] std::string_view find_npi(Reading& reading, Element resource);

[[nodiscard]] bool contains_ignoring_case(std::string_view text, std::string_view lower_case_words);
[[nodiscard]] bool equals_ignoring_case(std::string_view text, std::string_view lower_case_word);

}  // namespace chargelint::fhir
