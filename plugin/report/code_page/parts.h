// The parts of a code page; one file each.
#pragma once

#include <span>
#include <string_view>

#include "data/reference/catalogue.h"
#include "plugin/report/code_page/facts.h"
#include "plugin/report/code_page/page.h"

namespace chargelint::plugin {

// What every part reads. `facts` remembers which attributes were shown, so that the rest is shown at the end.
struct ProcedureView {
  const data::Catalogue& catalogue;
  Hcpcs code;
  Date on;
  Facts& facts;
  const CodePageRequest& request;
};

void add_procedure_page(CodePage& page, const data::Catalogue& catalogue, Hcpcs code,
                        const CodePageRequest& request);
[[nodiscard]] PageSection fee_schedule_section(const ProcedureView& view);
[[nodiscard]] PageSection unit_limits_section(const ProcedureView& view);
[[nodiscard]] PageSection add_on_section(const ProcedureView& view);
[[nodiscard]] PageSection modifiers_section(const ProcedureView& view);
[[nodiscard]] PageSection pairs_section(const ProcedureView& view);
[[nodiscard]] PageSection coverage_section(const ProcedureView& view);
[[nodiscard]] PageSection crosswalk_section(const ProcedureView& view);
[[nodiscard]] PageSection numbers_section(const ProcedureView& view);
[[nodiscard]] PageSection procedure_history(const ProcedureView& view);

void add_diagnosis_page(CodePage& page, const data::Catalogue& catalogue, std::string_view code,
                        const CodePageRequest& request);
void add_modifier_page(CodePage& page, const data::Catalogue& catalogue, Modifier modifier,
                       const CodePageRequest& request);
void add_article_page(CodePage& page, const data::Catalogue& catalogue, std::string_view article,
                      const CodePageRequest& request);
void add_place_page(CodePage& page, const data::Catalogue& catalogue, std::string_view place,
                    const CodePageRequest& request);

[[nodiscard]] PageSection diagnosis_links_section(const data::Catalogue& catalogue, IcdCode code, Date on);
[[nodiscard]] PageSection modifier_pairs_section(const data::Catalogue& catalogue, Modifier modifier,
                                                 Date on);
[[nodiscard]] PageSection place_groups_section(const data::Catalogue& catalogue, std::string_view place,
                                               Date on);

// Attributes that no part has shown.
[[nodiscard]] PageSection other_facts(Facts& facts);
[[nodiscard]] PageSection diagnosis_history(const Facts& facts, std::span<const DiagnosisRow> rows);
[[nodiscard]] PageSection modifier_history(const Facts& facts, std::span<const ModifierRow> rows);

// The row that speaks of a procedure code's life: an imported one before our own, one in force before
// another, the later one. Null: no loaded table says it.
[[nodiscard]] const ProcedureCodeRow* life_of(const data::Catalogue& catalogue, Hcpcs code, Date on);
// A two-digit modifier, a performance measure's (1P) or an anesthesia status (P1) is CPT's.
[[nodiscard]] bool is_cpt_modifier(Modifier modifier);
[[nodiscard]] bool is_cpt(Hcpcs code);

}  // namespace chargelint::plugin
