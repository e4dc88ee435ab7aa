// Concepts of the code systems as the terminology operations see them: what the reference holds of a code on
// a date, in few look-ups.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/reference/catalogue.h"
#include "fhir/terminology/answers.h"
#include "fhir/terminology/systems.h"
#include "rules/base/date.h"

namespace chargelint::plugin {

enum class ConceptKind : std::uint8_t { procedure, modifier, diagnosis, place };

struct Concept {
  bool known = false;  // at any date
  ConceptKind kind = ConceptKind::procedure;
  std::string code;                   // as it is written: M54.12
  std::string key;                    // as a subject of facts
  bool active = false;                // in force on the date
  bool selectable = true;             // false: a header
  bool other_system = false;          // an HCPCS II code under the CPT system, or the reverse
  Period life;                        // as far as it is known
  std::string why;                    // one sentence: why it can not be used on the date, or is not known
  std::vector<std::string> appended;  // modifiers behind a CPT code: "99213-25"
};

[[nodiscard]] Concept find_concept(const data::Catalogue& catalogue, fhir::TermSystem system,
                                   std::string_view code, Date on);
// The official title, else our own words; the code itself when there is neither.
[[nodiscard]] std::string display_of(const data::Catalogue& catalogue, const Concept& found, Date on);
[[nodiscard]] std::vector<fhir::TermDesignation> designations_of(const data::Catalogue& catalogue,
                                                                 const Concept& found, Date on,
                                                                 std::string_view display);
// `wanted` as asked for; none: the usual ones; "*": all.
[[nodiscard]] std::vector<fhir::TermProperty> properties_of(const data::Catalogue& catalogue,
                                                            const Concept& found, Date on,
                                                            std::span<const std::string> wanted);
// Whether the text is one of the concept's names; nothing when there is no official one to compare with.
[[nodiscard]] std::optional<bool> is_display_of(const data::Catalogue& catalogue, const Concept& found,
                                                Date on, std::string_view text);

// The release that speaks for a system on a date; empty when none is loaded.
[[nodiscard]] std::string system_version(const data::Catalogue& catalogue, fhir::TermSystem system, Date on);
// The day on which a version of a system speaks: `on` itself when it lies within. Nothing: not loaded.
[[nodiscard]] std::optional<Date> day_of_version(const data::Catalogue& catalogue, fhir::TermSystem system,
                                                 std::string_view version, Date on);
[[nodiscard]] std::vector<std::string> loaded_versions(const data::Catalogue& catalogue,
                                                       fhir::TermSystem system);

// Codes of a system in order: those in force on the date, or all. At most `count` of them from `offset` on;
// the whole number is returned.
struct ConceptList {
  std::vector<fhir::ExpansionEntry> entries;
  std::size_t total = 0;
};
[[nodiscard]] ConceptList list_concepts(const data::Catalogue& catalogue, fhir::TermSystem system, Date on,
                                        bool active_only, std::size_t offset, std::size_t count);

}  // namespace chargelint::plugin
