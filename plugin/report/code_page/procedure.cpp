// The page of a CPT or HCPCS code, put together from its parts.
#include <algorithm>

#include "fhir/terminology/systems.h"
#include "plugin/report/code_page/parts.h"
#include "plugin/report/indicator_meanings.h"

namespace chargelint::plugin {
namespace {

namespace attribute = data::attribute;

std::string state_of(CodePage& page, const ProcedureView& view, const ProcedureCodeRow* life) {
  const std::string kind = is_cpt(view.code) ? "CPT code" : "HCPCS code";
  const std::string day = view.on.iso().str();
  if (life != nullptr && view.on < life->life().from) {
    return kind + ", not in use yet on " + day + ": it starts on " + day_text(life->life().from) + ".";
  }
  if (life != nullptr && life->life().to < view.on) {
    return kind + ", not in use on " + day + ": it ended on " + day_text(life->life().to) + ".";
  }
  const bool priced = fee_schedule_on(view.catalogue, view.code, Modifier(), view.on).known == Known::row;
  page.active = life != nullptr || priced;
  if (life != nullptr) {
    const std::string since = day_text(life->life().from);
    return kind + ", in use on " + day + (since.empty() ? "." : " (since " + since + ").");
  }
  if (priced) return kind + ", in the fee schedule of " + day + ".";
  return kind + ", known; no loaded table says from when to when it is in use.";
}

// Up to a few values are an attribute; more of them, such as a price a locality, are a table.
void add_values(PageSection& section, Facts& facts, std::string_view name) {
  constexpr std::size_t kMostInline = 4;
  std::string label(name);
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 32);
  const auto values = facts.show_all(name);
  if (values.size() <= kMostInline) {
    for (const FactView& value : values) {
      section.add({key_of(name), label, std::string(value.value), std::string(value.detail), value.origin});
    }
    return;
  }
  PageTable table;
  table.key = key_of(name);
  table.title = std::move(label);
  table.columns = {{"value", ""}, {"detail", ""}};
  table.origin = values.front().origin;
  table.in_text = 5;
  for (const FactView& value : values) {
    table.rows.push_back({std::string(value.value), std::string(value.detail)});
  }
  section.tables.push_back(std::move(table));
}

PageSection names_section(const ProcedureView& view, const std::string& title) {
  PageSection section{"names", "Names", {}, {}, {}};
  const auto add = [&](std::string_view key, std::string_view label, std::string_view name) {
    for (const FactView& fact : view.facts.show_all(name)) {
      section.add({std::string(key), std::string(label), std::string(fact.value), "", fact.origin});
    }
  };
  add("title", "Official title", attribute::kTitle);
  add("medium_title", "Medium title", attribute::kMediumTitle);
  add("short_title", "Short title", attribute::kShortTitle);
  add("consumer_title", "For patients", attribute::kConsumerTitle);
  const std::string_view words = view.catalogue.words(view.code);
  if (words != title) section.add({"plain_words", "In plain words", std::string(words), "", {}});
  add("also_called", "Also called", attribute::kAlsoCalled);
  return section;
}

PageSection life_section(const ProcedureView& view, const ProcedureCodeRow* life) {
  PageSection section{"life", "Life of the code", {}, {}, {}};
  for (const std::string_view name : {"added", "ended"}) view.facts.hide(name);
  if (life == nullptr) return section;
  const Origin origin = origin_of(view.catalogue, *life);
  section.add({"added", "Added", day_text(life->life().from), "", origin});
  section.add({"ended", "Last day", day_text(life->life().to), "", origin});
  return section;
}

void add_fact(PageSection& section, Facts& facts, std::string_view name, std::string_view label,
              Indicator indicator) {
  for (const FactView& fact : facts.show_all(name)) {
    std::string meaning(indicator_meaning(indicator, fact.value));
    section.add({key_of(name), std::string(label), std::string(fact.value), std::move(meaning), fact.origin});
  }
}

// Attributes of one source that have no place of their own.
void add_rest_of(PageSection& section, Facts& facts, Source source) {
  for (const std::string_view name : facts.not_shown()) {
    if (facts.one(name).origin.source == source_name(source)) add_values(section, facts, name);
  }
}

PageSection hospital_section(const ProcedureView& view) {
  PageSection section{"opps", "Outpatient hospital (OPPS)", {}, {}, {}};
  add_fact(section, view.facts, attribute::kApcStatus, "APC status", Indicator::opps_status);
  const FactView group = view.facts.show(attribute::kApc);
  section.add({"apc", "APC", std::string(group.value), std::string(group.detail), group.origin});
  add_rest_of(section, view.facts, Source::opps);
  return section;
}

PageSection surgery_center_section(const ProcedureView& view) {
  PageSection section{"asc", "Surgery center (ASC)", {}, {}, {}};
  add_fact(section, view.facts, attribute::kAscIndicator, "ASC indicator", Indicator::asc_payment);
  add_rest_of(section, view.facts, Source::asc);
  return section;
}

PageSection classification_section(const ProcedureView& view) {
  PageSection section{"classification", "Classification", {}, {}, {}};
  add_fact(section, view.facts, attribute::kTypeOfService, "Type of service", Indicator::type_of_service);
  for (const FactView& fact : view.facts.show_all(attribute::kBetos)) {
    const Facts words(view.catalogue, data::Subject::betos, fact.value, view.on);
    const FactView title = words.one(attribute::kTitle);
    section.add(
        {"betos", "BETOS", std::string(fact.value),
         std::string(title.value.empty() ? indicator_meaning(Indicator::betos, fact.value) : title.value),
         fact.origin});
  }
  for (const FactView& fact : view.facts.show_all(attribute::kRbcs)) {
    section.add({"rbcs", "RBCS", std::string(fact.value), std::string(fact.detail), fact.origin});
  }
  add_rest_of(section, view.facts, Source::rbcs);
  struct Set {
    CodeSet set;
    std::string_view words;
  };
  constexpr Set kSets[] = {
      {CodeSet::evaluation_management, "visits (the global package takes them in)"},
      {CodeSet::unlisted, "unlisted procedures (describe it in words)"},
      {CodeSet::paid_under_other_schedule, "paid under another schedule than the physicians'"},
      {CodeSet::add_on_time_based, "add-ons by time"}};
  for (const Set& set : kSets) {
    if (!view.catalogue.in_set(set.set, view.code, view.on)) continue;
    section.add(
        {"family", "Family", std::string(set.words), "", {source_name(Source::code_sets), {}, {}, false}});
  }
  return section;
}

}  // namespace

const ProcedureCodeRow* life_of(const data::Catalogue& catalogue, Hcpcs code, Date on) {
  const auto releases = catalogue.releases();
  const auto rank = [&](const ProcedureCodeRow& row) {
    const bool own = row.release >= releases.size() || releases[row.release].source == Source::code_words;
    return (own ? 0 : 2) + (row.period().contains(on) ? 1 : 0);
  };
  const ProcedureCodeRow* best = nullptr;
  for (const ProcedureCodeRow& row : catalogue.procedure_code(code)) {
    if (best == nullptr || rank(row) >= rank(*best)) best = &row;
  }
  return best;
}

PageSection other_facts(Facts& facts) {
  PageSection section{"other", "Also published", {}, {}, {}};
  for (const std::string_view name : facts.not_shown()) add_values(section, facts, name);
  return section;
}

void add_procedure_page(CodePage& page, const data::Catalogue& catalogue, Hcpcs code,
                        const CodePageRequest& request) {
  const auto text = code.text();
  Facts facts(catalogue, data::Subject::procedure, text, request.on);
  const ProcedureView view{catalogue, code, request.on, facts, request};
  page.kind = CodeKind::procedure;
  page.code = text.str();
  page.system = fhir::canonical_uri(is_cpt(code) ? fhir::TermSystem::cpt : fhir::TermSystem::hcpcs);
  page.words = title_of(catalogue, code, request.on);
  const ProcedureCodeRow* const life = life_of(catalogue, code, request.on);
  page.state = state_of(page, view, life);
  page.add(names_section(view, page.words));
  page.add(life_section(view, life));
  page.add(fee_schedule_section(view));
  page.add(unit_limits_section(view));
  page.add(add_on_section(view));
  page.add(modifiers_section(view));
  page.add(pairs_section(view));
  page.add(hospital_section(view));
  page.add(surgery_center_section(view));
  page.add(classification_section(view));
  page.add(coverage_section(view));
  page.add(crosswalk_section(view));
  page.add(numbers_section(view));
  PageSection hcpcs{"hcpcs", "HCPCS file", {}, {}, {}};
  add_rest_of(hcpcs, facts, Source::hcpcs);
  page.add(std::move(hcpcs));
  page.add(other_facts(facts));
  page.add(procedure_history(view));
}

}  // namespace chargelint::plugin
