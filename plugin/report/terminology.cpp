#include "plugin/report/terminology.h"

#include <algorithm>
#include <array>

#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

namespace attribute = data::attribute;
using fhir::PropertyType;
using fhir::TermProperty;
using fhir::TermSystem;

data::Subject subject_of(ConceptKind kind) {
  switch (kind) {
    case ConceptKind::procedure:
      return data::Subject::procedure;
    case ConceptKind::modifier:
      return data::Subject::modifier;
    case ConceptKind::diagnosis:
      return data::Subject::diagnosis;
    case ConceptKind::place:
      break;
  }
  return data::Subject::place;
}

Facts facts_of(const data::Catalogue& catalogue, const Concept& found, Date on) {
  return {catalogue, subject_of(found.kind), found.key, on};
}

std::string_view words_of(const data::Catalogue& catalogue, const Concept& found) {
  switch (found.kind) {
    case ConceptKind::procedure:
      return catalogue.words(Hcpcs::parse(found.key).value_or(Hcpcs()));
    case ConceptKind::modifier:
      return catalogue.words(Modifier::parse(found.key).value_or(Modifier()));
    case ConceptKind::diagnosis:
      return catalogue.words(IcdCode::parse(found.key).value_or(IcdCode()));
    case ConceptKind::place:
      break;
  }
  return {};
}

std::string outside(Period life, Date on) {
  const std::string day = on.iso().str();
  if (on < life.from) return "not in force on " + day + ": it starts on " + day_text(life.from);
  if (life.to.is_open()) return "not in force on " + day;
  return "not in force on " + day + ": its last day was " + day_text(life.to);
}

// A code that a partial source does not hold may exist all the same.
std::string not_held(const data::Catalogue& catalogue, std::span<const Source> sources, TermSystem system,
                     Date on) {
  const bool whole = std::any_of(sources.begin(), sources.end(),
                                 [&](Source source) { return catalogue.coverage(source, on).complete; });
  const std::string name(fhir::system_title(system));
  if (whole) return "not a code of " + name;
  return "not among the " + name + " codes that are loaded; an excerpt is loaded, so that it may exist";
}

void describe_procedure(const data::Catalogue& catalogue, Hcpcs code, Date on, Concept& found) {
  found.kind = ConceptKind::procedure;
  found.known = true;
  found.code = code.text().str();
  found.key = found.code;
  if (const ProcedureCodeRow* const row = life_of(catalogue, code, on)) found.life = row->life();
  found.active = found.life.contains(on);
  if (!found.active) found.why = found.code + " is " + outside(found.life, on);
}

void describe_modifier(const data::Catalogue& catalogue, Modifier modifier, Date on, Concept& found) {
  const auto rows = catalogue.modifier(modifier);
  const auto text = modifier.text();
  if (rows.empty() && catalogue.facts(data::Subject::modifier, text).empty()) return;
  found.kind = ConceptKind::modifier;
  found.known = true;
  found.code = text.str();
  found.key = found.code;
  const auto row = modifier_on(catalogue, modifier, on);
  if (row.row != nullptr) {
    found.life = row.row->period();
  } else if (!rows.empty()) {
    found.life = on < rows.front().period().from ? rows.front().period() : rows.back().period();
  }
  found.active = row.row != nullptr || rows.empty();
  if (!found.active) found.why = "modifier " + found.code + " is " + outside(found.life, on);
}

void describe_diagnosis(const data::Catalogue& catalogue, IcdCode code, Date on, Concept& found) {
  const auto rows = catalogue.diagnosis(code);
  if (rows.empty()) return;
  found.kind = ConceptKind::diagnosis;
  found.known = true;
  found.code = code.text().str();
  found.key = code.undotted().str();
  const auto row = diagnosis_on(catalogue, code, on);
  found.active = row.row != nullptr;
  found.life = {rows.front().period().from, rows.back().period().to};
  if (row.row == nullptr) {
    found.why = found.code + " is " + outside(found.life, on);
    found.selectable = rows.back().billable;
  } else if (!row.row->billable) {
    found.selectable = false;
    found.why = found.code + " is a header on " + on.iso().str() +
                ", not valid by itself: more characters are needed";
  }
}

// "99213-25-59": the code, then modifiers.
std::string_view take_code(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("-:"), text.size());
  const std::string_view first = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return first;
}

void describe_billing_code(const data::Catalogue& catalogue, TermSystem system, std::string_view text,
                           Date on, Concept& found) {
  std::string_view rest = text;
  const std::string_view first = take_code(rest);
  if (const auto code = Hcpcs::parse(first)) {
    if (!catalogue.knows_code(*code)) return;
    describe_procedure(catalogue, *code, on, found);
    // HCPCS level I is CPT: the HCPCS system takes both.
    found.other_system = system == TermSystem::cpt && !is_cpt(*code);
  } else if (const auto modifier = Modifier::parse(first); modifier && rest.empty()) {
    describe_modifier(catalogue, *modifier, on, found);
    return;
  } else {
    return;
  }
  while (!rest.empty()) {
    const std::string_view part = take_code(rest);
    Concept appended;
    if (const auto modifier = Modifier::parse(part)) describe_modifier(catalogue, *modifier, on, appended);
    if (!appended.known) {
      found.known = false;
      found.why = std::string(part) + " is not a known modifier";
      return;
    }
    if (!appended.active && found.why.empty()) found.why = appended.why;
    found.active = found.active && appended.active;
    found.appended.push_back(appended.code);
    found.code += "-" + appended.code;
  }
}

void describe_place(const data::Catalogue& catalogue, std::string_view text, Date on, Concept& found) {
  const bool two_digits = text.size() == 2 && text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!two_digits) return;
  found.kind = ConceptKind::place;
  found.active = catalogue.knows_place(text, on);
  found.known = found.active || !catalogue.facts(data::Subject::place, text).empty();
  found.code = std::string(text);
  found.key = found.code;
  if (found.known && !found.active)
    found.why = "place of service " + found.code + " is not in force on " + on.iso().str();
}

constexpr std::array kProcedureSources{Source::fee_schedule, Source::hcpcs};
constexpr std::array kDiagnosisSources{Source::icd10cm};
constexpr std::array kPlaceSources{Source::places_of_service, Source::place_list};

std::span<const Source> sources_of(TermSystem system) {
  switch (system) {
    case TermSystem::cpt:
    case TermSystem::hcpcs:
      return kProcedureSources;
    case TermSystem::icd10cm:
      return kDiagnosisSources;
    case TermSystem::place_of_service:
      break;
  }
  return kPlaceSources;
}

// Releases by whose names the system's versions go.
Source version_source(const data::Catalogue& catalogue, TermSystem system) {
  const Date any = Date::from_days(0);
  switch (system) {
    case TermSystem::cpt:
      return catalogue.coverage(Source::cpt_descriptors, any).loaded ? Source::cpt_descriptors
                                                                     : Source::fee_schedule;
    case TermSystem::hcpcs:
      return catalogue.coverage(Source::hcpcs, any).loaded ? Source::hcpcs : Source::fee_schedule;
    case TermSystem::icd10cm:
      return Source::icd10cm;
    case TermSystem::place_of_service:
      break;
  }
  return catalogue.coverage(Source::place_list, any).loaded ? Source::place_list : Source::places_of_service;
}

// CPT goes by years: "2026Q3" of the fee schedule is CPT 2026.
std::string version_name(TermSystem system, std::string_view release) {
  const bool year =
      release.size() > 4 && release.substr(0, 4).find_first_not_of("0123456789") == std::string_view::npos;
  return std::string(system == TermSystem::cpt && year ? release.substr(0, 4) : release);
}

std::string hundredths(std::int32_t value) {
  const std::int32_t rest = value < 0 ? -(value % 100) : value % 100;
  return std::to_string(value / 100) + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

void add_fee_schedule(std::vector<TermProperty>& all, const data::Catalogue& catalogue, Hcpcs code, Date on) {
  const auto found = fee_schedule_on(catalogue, code, Modifier(), on);
  if (found.row == nullptr) return;
  const FeeScheduleRow& row = *found.row;
  const auto add = [&all](std::string_view name, std::string_view value) {
    all.push_back({name, PropertyType::code, trimmed(value)});
  };
  const auto one = [](const char& value) { return std::string_view(&value, 1); };
  add("statusIndicator", one(row.status));
  add("pcTc", one(row.pctc));
  add("globalDays", row.global_days());
  add("multipleProcedure", one(row.multiple));
  add("bilateralSurgery", one(row.bilateral));
  add("assistantAtSurgery", one(row.assistant));
  add("coSurgeon", one(row.co_surgeon));
  add("teamSurgery", one(row.team));
  add("supervision", std::string_view(row.supervision, 2));
  add("imagingFamily", std::string_view(row.imaging_family, 2));
  all.push_back({"workRvu", PropertyType::decimal, hundredths(row.work_rvu)});
  all.push_back({"totalRvuNonFacility", PropertyType::decimal, hundredths(row.nonfacility_total)});
  all.push_back({"totalRvuFacility", PropertyType::decimal, hundredths(row.facility_total)});
}

void add_procedure(std::vector<TermProperty>& all, const data::Catalogue& catalogue, const Concept& found,
                   Date on) {
  const auto code = Hcpcs::parse(found.key);
  if (!code) return;
  add_fee_schedule(all, catalogue, *code, on);
  const auto limit = mue_on(catalogue, Source::mue_practitioner, *code, on);
  if (limit.row != nullptr) all.push_back({"mue", PropertyType::integer, std::to_string(limit.row->units)});
  const Facts facts = facts_of(catalogue, found, on);
  const auto fact = [&](std::string_view property, std::string_view name) {
    for (const FactView& value : facts.all(name))
      all.push_back({property, PropertyType::code, std::string(value.value)});
  };
  fact("oppsStatus", attribute::kApcStatus);
  fact("apc", attribute::kApc);
  fact("ascIndicator", attribute::kAscIndicator);
  fact("typeOfService", attribute::kTypeOfService);
  fact("betos", attribute::kBetos);
  fact("rbcs", attribute::kRbcs);
  for (const AddOnEdit& edit : catalogue.add_on(*code)) {
    if (edit.contractor_defined || !edit.period().contains(on)) continue;
    all.push_back({"addOnTo", PropertyType::code, edit.primary().text().str()});
  }
}

void add_diagnosis(std::vector<TermProperty>& all, const data::Catalogue& catalogue, const Concept& found,
                   Date on, bool children) {
  const auto code = IcdCode::parse(found.key);
  if (!code) return;
  std::string parent;
  for (std::size_t size = found.key.size(); size-- > 3 && parent.empty();) {
    const auto above = IcdCode::parse(std::string_view(found.key).substr(0, size));
    if (above && !catalogue.diagnosis(*above).empty()) parent = above->text().str();
  }
  if (parent.empty()) parent = facts_of(catalogue, found, on).one(attribute::kParent).value;
  all.push_back({"parent", PropertyType::code, parent});
  if (!children) return;
  const bool exempt = diagnosis_edit_on(catalogue, *code, DiagnosisEdit::poa_exempt, on) != nullptr;
  if (catalogue.coverage(Source::poa_exempt, on).loaded) {
    all.push_back({"poaExempt", PropertyType::boolean, exempt ? "true" : "false"});
  }
  IcdCode last;
  for (const DiagnosisRow& row : catalogue.diagnoses_below(*code)) {
    if (row.code() == *code || (!last.empty() && row.code().starts_with(last))) continue;
    if (diagnosis_on(catalogue, row.code(), on).row == nullptr) continue;
    last = row.code();
    all.push_back({"child", PropertyType::code, last.text().str()});
  }
}

// Letters and digits in lower case, the rest as single blanks: how two displays are compared.
std::string plain(std::string_view text) {
  std::string out;
  for (const char character : text) {
    const bool upper = character >= 'A' && character <= 'Z';
    const char lower = upper ? static_cast<char>(character - 'A' + 'a') : character;
    const bool word = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
                      (static_cast<unsigned char>(lower) & 0x80U) != 0;
    if (word) {
      out += lower;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

constexpr std::array kTitles{std::pair{attribute::kTitle, std::string_view("title")},
                             std::pair{attribute::kMediumTitle, std::string_view("medium title")},
                             std::pair{attribute::kShortTitle, std::string_view("short title")},
                             std::pair{attribute::kConsumerTitle, std::string_view("consumer title")}};

}  // namespace

Concept find_concept(const data::Catalogue& catalogue, TermSystem system, std::string_view code, Date on) {
  Concept found;
  switch (system) {
    case TermSystem::cpt:
    case TermSystem::hcpcs:
      describe_billing_code(catalogue, system, code, on, found);
      break;
    case TermSystem::icd10cm:
      if (const auto icd = IcdCode::parse(code)) describe_diagnosis(catalogue, *icd, on, found);
      break;
    case TermSystem::place_of_service:
      describe_place(catalogue, code, on, found);
      break;
  }
  if (!found.known && found.why.empty()) {
    found.why =
        std::string(code.substr(0, 20)) + " is " + not_held(catalogue, sources_of(system), system, on);
  }
  return found;
}

std::string display_of(const data::Catalogue& catalogue, const Concept& found, Date on) {
  const FactView title = facts_of(catalogue, found, on).one(attribute::kTitle);
  std::string display(title.value.empty() ? words_of(catalogue, found) : title.value);
  for (const std::string& modifier : found.appended) {
    Concept appended;
    appended.kind = ConceptKind::modifier;
    appended.key = appended.code = modifier;
    display += (display.empty() ? "" : "; ") + display_of(catalogue, appended, on);
  }
  return display.empty() ? found.code : display;
}

std::vector<fhir::TermDesignation> designations_of(const data::Catalogue& catalogue, const Concept& found,
                                                   Date on, std::string_view display) {
  std::vector<fhir::TermDesignation> designations;
  const Facts facts = facts_of(catalogue, found, on);
  const auto add = [&](std::string_view use, std::string_view value) {
    if (!value.empty() && value != display) designations.push_back({use, std::string(value)});
  };
  if (!facts.rows().empty()) {
    for (const auto& [name, use] : kTitles) add(use, facts.one(name).value);
  }
  add("plain words", words_of(catalogue, found));
  return designations;
}

std::vector<TermProperty> properties_of(const data::Catalogue& catalogue, const Concept& found, Date on,
                                        std::span<const std::string> wanted) {
  const bool all = std::find(wanted.begin(), wanted.end(), "*") != wanted.end();
  std::vector<TermProperty> properties;
  properties.push_back({"inactive", PropertyType::boolean, found.active ? "false" : "true"});
  properties.push_back({"status", PropertyType::code, found.active ? "active" : "retired"});
  if (found.kind == ConceptKind::diagnosis) {
    properties.push_back({"notSelectable", PropertyType::boolean, found.selectable ? "false" : "true"});
  }
  properties.push_back({"effectiveDate", PropertyType::date_time, day_text(found.life.from)});
  if (!found.life.to.is_open() && found.life.to < on) {
    properties.push_back({"deprecationDate", PropertyType::date_time, day_text(found.life.to)});
  }
  if (found.kind == ConceptKind::diagnosis) add_diagnosis(properties, catalogue, found, on, !wanted.empty());
  if (wanted.empty()) return properties;
  if (found.kind == ConceptKind::procedure) add_procedure(properties, catalogue, found, on);
  if (!all) {
    std::erase_if(properties, [&](const TermProperty& property) {
      return property.name != "inactive" &&
             std::find(wanted.begin(), wanted.end(), property.name) == wanted.end();
    });
  }
  return properties;
}

std::optional<bool> is_display_of(const data::Catalogue& catalogue, const Concept& found, Date on,
                                  std::string_view text) {
  const std::string wanted = plain(text);
  const Facts facts = facts_of(catalogue, found, on);
  bool official = false;
  for (const auto& [name, use] : kTitles) {
    for (const FactView& title : facts.all(name)) {
      official = true;
      if (plain(title.value) == wanted) return true;
    }
  }
  if (plain(display_of(catalogue, found, on)) == wanted || plain(words_of(catalogue, found)) == wanted)
    return true;
  if (!official) return std::nullopt;
  return false;
}

std::string system_version(const data::Catalogue& catalogue, TermSystem system, Date on) {
  const Coverage coverage = catalogue.coverage(version_source(catalogue, system), on);
  const auto releases = catalogue.releases();
  if (!coverage.loaded || coverage.release >= releases.size()) return {};
  return version_name(system, releases[coverage.release].name);
}

std::vector<std::string> loaded_versions(const data::Catalogue& catalogue, TermSystem system) {
  const Source source = version_source(catalogue, system);
  std::vector<std::string> versions;
  for (const ReleaseInfo& release : catalogue.releases()) {
    if (release.source != source) continue;
    std::string name = version_name(system, release.name);
    if (std::find(versions.begin(), versions.end(), name) == versions.end())
      versions.push_back(std::move(name));
  }
  return versions;
}

std::optional<Date> day_of_version(const data::Catalogue& catalogue, TermSystem system,
                                   std::string_view version, Date on) {
  const Source source = version_source(catalogue, system);
  std::optional<Date> day;
  for (const ReleaseInfo& release : catalogue.releases()) {
    if (release.source != source) continue;
    if (release.name != version && version_name(system, release.name) != version) continue;
    if (release.force.contains(on)) return on;
    day = on < release.force.from ? release.force.from : release.force.to;
  }
  return day;
}

ConceptList list_concepts(const data::Catalogue& catalogue, TermSystem system, Date on, bool active_only,
                          std::size_t offset, std::size_t count) {
  ConceptList list;
  const std::string uri(fhir::canonical_uri(system));
  const auto take = [&](Concept&& found) {
    if (!found.known || (active_only && !found.active)) return;
    if (list.total >= offset && list.entries.size() < count) {
      std::string display = display_of(catalogue, found, on);
      list.entries.push_back(
          {uri, std::move(found.code), std::move(display), !found.active, !found.selectable});
    }
    ++list.total;
  };
  switch (system) {
    case TermSystem::cpt:
    case TermSystem::hcpcs:
      for (const std::uint32_t packed : catalogue.procedure_codes()) {
        const Hcpcs code = Hcpcs::from_packed(packed);
        if (is_cpt(code) != (system == TermSystem::cpt)) continue;
        Concept found;
        describe_procedure(catalogue, code, on, found);
        take(std::move(found));
      }
      for (const std::uint16_t packed : catalogue.modifier_codes()) {
        const Modifier modifier = Modifier::from_packed(packed);
        if (is_cpt_modifier(modifier) != (system == TermSystem::cpt)) continue;
        Concept found;
        describe_modifier(catalogue, modifier, on, found);
        take(std::move(found));
      }
      break;
    case TermSystem::icd10cm:
      for (const std::uint64_t packed : catalogue.diagnosis_codes()) {
        Concept found;
        describe_diagnosis(catalogue, IcdCode::from_packed(packed), on, found);
        take(std::move(found));
      }
      break;
    case TermSystem::place_of_service:
      for (int place = 0; place < 100; ++place) {
        Concept found;
        const char digits[] = {static_cast<char>('0' + place / 10), static_cast<char>('0' + place % 10)};
        describe_place(catalogue, std::string_view(digits, 2), on, found);
        take(std::move(found));
      }
      break;
  }
  return list;
}

}  // namespace chargelint::plugin
