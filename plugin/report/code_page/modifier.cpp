// The pages of a modifier and of a place of service.
#include <array>

#include "fhir/terminology/systems.h"
#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

namespace attribute = data::attribute;

struct ClassWords {
  ModifierClass value;
  std::string_view name;
  std::string_view words;
};
constexpr ClassWords kClasses[] = {
    {ModifierClass::ncci_bypass, "NCCI",
     "lets an NCCI pair with indicator 1 be paid, when the record supports it"},
    {ModifierClass::distinct, "distinct service",
     "says that two services were distinct (59 or an X modifier)"},
    {ModifierClass::anatomic, "anatomic", "names the side, digit, lid or vessel"},
    {ModifierClass::left, "left", "the left side"},
    {ModifierClass::right, "right", "the right side"},
    {ModifierClass::visit_bypass, "visit", "on the visit of a pair: the visit was separate"},
    {ModifierClass::global_bypass, "global period", "a service within an earlier surgery's after-care"},
    {ModifierClass::repeat_lab, "repeated test", "a laboratory test done again for a further result"},
    {ModifierClass::assistant, "assistant", "an assistant at surgery"},
    {ModifierClass::component, "component", "one part of a service: the reading or the technical part"},
    {ModifierClass::asserts_fact, "states a fact", "a person who knows the record must vouch for it"},
    {ModifierClass::notice_of_noncoverage, "non-coverage", "tells that no payment, or a denial, is expected"},
    {ModifierClass::bypass_column2_only_before_2019, "column 2 before 2019",
     "until 2019-06-30 it counted on the denied line of a pair only"},
};

PageSection names_section(Facts& facts, std::string_view words, const std::string& title) {
  PageSection section{"names", "Names", {}, {}, {}};
  for (const auto& [name, label] :
       {std::pair{attribute::kTitle, "Official text"}, std::pair{attribute::kShortTitle, "Short text"}}) {
    for (const FactView& fact : facts.show_all(name)) {
      section.add({key_of(name), label, std::string(fact.value), "", fact.origin});
    }
  }
  if (!words.empty() && words != title)
    section.add({"plain_words", "In plain words", std::string(words), "", {}});
  for (const FactView& fact : facts.show_all(attribute::kAlsoCalled)) {
    section.add({"also_called", "Also called", std::string(fact.value), "", fact.origin});
  }
  return section;
}

PageSection use_section(const data::Catalogue& catalogue, Modifier modifier, const FoundModifier& found) {
  PageSection section{"use", "Use", {}, {}, {}};
  section.add({"set",
               "Set",
               is_cpt_modifier(modifier) ? "CPT" : "HCPCS",
               is_cpt_modifier(modifier) ? "of the American Medical Association" : "of CMS",
               {}});
  if (found.row == nullptr) return section;
  const Origin origin = origin_of(catalogue, *found.row);
  section.add({"in_use", "In use",
               period_text(found.row->period()).empty() ? std::string("without known dates")
                                                        : period_text(found.row->period()),
               "", origin});
  PageTable table;
  table.key = "classes";
  table.title = "What it does";
  table.columns = {{"class", ""}, {"meaning", ""}};
  table.origin = origin;
  table.origin.period = {};
  for (const ClassWords& known : kClasses) {
    if (found.row->is(known.value)) table.rows.push_back({std::string(known.name), std::string(known.words)});
  }
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

std::string state_of(CodePage& page, const data::Catalogue& catalogue, Modifier modifier,
                     const FoundModifier& found) {
  const std::string day = page.on.iso().str();
  page.active = found.row != nullptr;
  if (page.active) return "Modifier, in use on " + day + ".";
  const auto rows = catalogue.modifier(modifier);
  if (rows.empty()) {
    page.active = true;
    return "Modifier; no loaded table says from when to when it is in use.";
  }
  if (page.on < rows.front().period().from) {
    return "Modifier, not in use yet on " + day + ": it starts on " + day_text(rows.front().period().from) +
           ".";
  }
  const std::string last = day_text(rows.back().period().to);
  return "Modifier, not in use on " + day + (last.empty() ? "." : ": its last day was " + last + ".");
}

}  // namespace

void add_modifier_page(CodePage& page, const data::Catalogue& catalogue, Modifier modifier,
                       const CodePageRequest& request) {
  const auto text = modifier.text();
  Facts facts(catalogue, data::Subject::modifier, text, request.on);
  const FoundModifier found = modifier_on(catalogue, modifier, request.on);
  page.kind = CodeKind::modifier;
  page.code = text.str();
  page.system =
      fhir::canonical_uri(is_cpt_modifier(modifier) ? fhir::TermSystem::cpt : fhir::TermSystem::hcpcs);
  page.words = title_of(catalogue, modifier, request.on);
  page.state = state_of(page, catalogue, modifier, found);
  page.add(names_section(facts, catalogue.words(modifier), page.words));
  page.add(use_section(catalogue, modifier, found));
  page.add(modifier_pairs_section(catalogue, modifier, request.on));
  page.add(other_facts(facts));
  page.add(modifier_history(facts, catalogue.modifier(modifier)));
}

void add_place_page(CodePage& page, const data::Catalogue& catalogue, std::string_view place,
                    const CodePageRequest& request) {
  Facts facts(catalogue, data::Subject::place, place, request.on);
  page.kind = CodeKind::place;
  page.code = std::string(place);
  page.system = fhir::canonical_uri(fhir::TermSystem::place_of_service);
  page.words = std::string(facts.one(attribute::kTitle).value);
  page.active = catalogue.knows_place(place, request.on);
  page.state = std::string("Place of service, ") + (page.active ? "in use on " : "not in use on ") +
               request.on.iso().str() + ".";
  page.add(names_section(facts, {}, page.words));
  page.add(place_groups_section(catalogue, place, request.on));
  page.add(other_facts(facts));
  page.add(modifier_history(facts, {}));
}

}  // namespace chargelint::plugin
