// ID-TAX-001: a taxonomy code that is none by its form, or that does not fit the therapy discipline billed.
#include <array>

#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

bool is_digit_of(char character) {
  return character >= '0' && character <= '9';
}
bool is_capital_of(char character) {
  return character >= 'A' && character <= 'Z';
}

// Three digits, six digits or capitals, X.
bool is_taxonomy(std::string_view text) {
  if (text.size() != 10 || text[9] != 'X') return false;
  for (std::size_t index = 0; index < 9; ++index) {
    const bool digit = is_digit_of(text[index]);
    if (index < 3 ? !digit : !digit && !is_capital_of(text[index])) return false;
  }
  return true;
}

// The field may hold a specialty code of the payer or of another system: only what was meant as a taxonomy
// is judged, three digits first and letters behind.
bool is_meant_as_taxonomy(std::string_view text) {
  if (text.size() < 8 || text.size() > 12) return false;
  if (!is_digit_of(text[0]) || !is_digit_of(text[1]) || !is_digit_of(text[2])) return false;
  for (const char character : text.substr(3)) {
    if (!is_digit_of(character)) return true;
  }
  return false;
}

struct Discipline {
  std::string_view taxonomy;  // how the therapists' and their assistants' codes begin
  Modifier modifier;
};
constexpr std::array<Discipline, 6> kDisciplines = {{{"2251", "GP"_mod},
                                                     {"2252", "GP"_mod},
                                                     {"225X", "GO"_mod},
                                                     {"224Z", "GO"_mod},
                                                     {"235Z", "GN"_mod},
                                                     {"2355", "GN"_mod}}};

void check_form(const Provider& provider, std::string_view role, std::uint16_t line, RuleOutput& output) {
  if (provider.specialty.empty() || is_taxonomy(provider.specialty)) return;
  if (!is_meant_as_taxonomy(provider.specialty)) return;
  Finding& finding = output.add();
  finding.severity = Severity::error;
  if (line != 0) finding.lines.push_back(line);
  finding.location = provider.at;
  finding.arguments.push_back({"role", role});
  finding.arguments.push_back({"taxonomy", provider.specialty});
}

void check_discipline(const LineFacts& facts, RuleOutput& output) {
  const ServiceLine& line = *facts.line;
  if (!facts.has_class(ModifierClass::therapy_discipline)) return;
  for (const Discipline& own : kDisciplines) {
    if (!line.rendering.specialty.starts_with(own.taxonomy) || line.has(own.modifier)) continue;
    for (const Discipline& other : kDisciplines) {
      const ModifierUse* const use = use_of(line, other.modifier);
      if (use == nullptr) continue;
      Finding& finding = add_for_modifier(output, line, *use);
      finding.arguments.push_back({"taxonomy", line.rendering.specialty});
      finding.arguments.push_back({"own", own.modifier});
      finding.biller =
          "Taxonomy {taxonomy} is not usual for {modifier} on line {line}: its discipline reports "
          "{own}. Correct the modifier or the rendering therapist.";
      return;
    }
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  check_form(input.claim.billing, "Billing", 0, output);
  std::string_view seen;
  for (const LineFacts& facts : input.lines) {
    const Provider& rendering = facts.line->rendering;
    if (!facts.line->is_active() || rendering.specialty.empty()) continue;
    if (rendering.specialty != seen) check_form(rendering, "Rendering", facts.line->number, output);
    seen = rendering.specialty;
    if (facts.judged) check_discipline(facts, output);
  }
}

}  // namespace

extern const Rule taxonomy_form{
    .info = {.id = "ID-TAX-001",
             .module = "ID",
             .title = "Taxonomy not valid or does not fit the service",
             .severity = Severity::info,
             .reacts_to = Aspect::code,
             .citations = {{{"NUCC Health Care Provider Taxonomy", "code set"},
                            {"Medicare Claims Processing Manual", "chapter 5, section 20"}}},
             .clinician = {},
             .biller =
                 "{role} taxonomy {taxonomy} is not a taxonomy code: these have three digits, six digits "
                 "or capitals, and an X, ten in all. Take it from the provider file.",
             .carc = "CO-16",
             .why =
                 "Payers match the taxonomy to the enrolment. Only the form is checked; the code list itself "
                 "is not loaded.",
             .fires = "99213 specialty=207L0000X",
             .silent = "99213 specialty=207L00000X"},
    .evaluate = evaluate};

}  // namespace chargelint
