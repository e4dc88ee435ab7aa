// The page of an ICD-10-CM code, category, section or chapter.
#include <algorithm>
#include <array>

#include "fhir/terminology/systems.h"
#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

namespace attribute = data::attribute;

// A place in the hierarchy: "M5412", "M541", "M54", "M50-M54", "CH13".
struct Level {
  std::string code;
  std::string title;
  Origin origin;
};

struct DiagnosisView {
  const data::Catalogue& catalogue;
  std::string code;  // as a subject of facts
  std::optional<IcdCode> icd;
  Date on;
  Facts& facts;
  std::vector<Level> above;  // the nearest first
};

std::string shown(std::string_view code) {
  const auto icd = IcdCode::parse(code);
  return icd && code.find('-') == std::string_view::npos && !code.starts_with("CH") ? icd->text().str()
                                                                                    : std::string(code);
}

bool is_known(const data::Catalogue& catalogue, std::string_view code) {
  if (!catalogue.facts(data::Subject::diagnosis, code).empty()) return true;
  const auto icd = IcdCode::parse(code);
  return icd && !catalogue.diagnosis(*icd).empty();
}

Level level_of(const data::Catalogue& catalogue, std::string code, Date on) {
  const FactView title = Facts(catalogue, data::Subject::diagnosis, code, on).one(attribute::kTitle);
  std::string words(title.value);
  const bool plain = code.find('-') == std::string::npos && !code.starts_with("CH");
  if (const auto icd = IcdCode::parse(code); words.empty() && plain && icd) words = catalogue.words(*icd);
  return {std::move(code), std::move(words), title.origin};
}

std::vector<Level> levels_above(const data::Catalogue& catalogue, const std::string& code, Date on) {
  std::vector<Level> levels;
  const bool plain = code.find('-') == std::string::npos && !code.starts_with("CH");
  std::string at = code;
  if (plain) {
    for (std::size_t size = code.size(); size-- > 3;) {
      at = code.substr(0, size);
      if (is_known(catalogue, at)) levels.push_back(level_of(catalogue, at, on));
    }
    at = code.substr(0, 3);
  }
  // A category names its section, a section its chapter; a broken store must not hold us in a ring.
  constexpr int kMostSteps = 4;
  for (int step = 0; step < kMostSteps; ++step) {
    const FactView parent = Facts(catalogue, data::Subject::diagnosis, at, on).one(attribute::kParent);
    if (parent.value.empty() || parent.value == at) break;
    at = parent.value;
    levels.push_back(level_of(catalogue, at, on));
  }
  return levels;
}

std::string state_of(CodePage& page, const DiagnosisView& view) {
  const std::string day = view.on.iso().str();
  if (!view.icd) {
    page.active = true;
    return std::string("ICD-10-CM ") + (view.code.starts_with("CH") ? "chapter" : "section") + ".";
  }
  const auto found = diagnosis_on(view.catalogue, *view.icd, view.on);
  if (found.row != nullptr) {
    page.active = found.row->billable;
    const std::string release = found.nearest ? ", by the nearest release" : "";
    return found.row->billable
               ? "ICD-10-CM code, billable on " + day + release + "."
               : "ICD-10-CM header, not billable on " + day + release + ": more characters are needed.";
  }
  const auto rows = view.catalogue.diagnosis(*view.icd);
  if (rows.empty()) return "ICD-10-CM, named in the tabular list; no order file of the date is loaded.";
  if (view.on < rows.front().period().from) {
    return "ICD-10-CM code, not in use yet on " + day + ": first in the release of " +
           day_text(rows.front().period().from) + ".";
  }
  const std::string last = day_text(rows.back().period().to);
  return "ICD-10-CM code, not in use on " + day + (last.empty() ? "." : ": its last day was " + last + ".");
}

PageSection life_section(const DiagnosisView& view) {
  PageSection section{"life", "The code", {}, {}, {}};
  for (const FactView& fact : view.facts.show_all(attribute::kTitle)) {
    section.add({"title", "Official title", std::string(fact.value), "", fact.origin});
  }
  for (const FactView& fact : view.facts.show_all(attribute::kShortTitle)) {
    section.add({"short_title", "Short title", std::string(fact.value), "", fact.origin});
  }
  for (const FactView& fact : view.facts.show_all(attribute::kAlsoCalled)) {
    section.add({"also_called", "Also called", std::string(fact.value), "", fact.origin});
  }
  if (!view.icd) return section;
  const auto found = diagnosis_on(view.catalogue, *view.icd, view.on);
  if (found.row != nullptr) {
    section.add({"billable", "Billable", found.row->billable ? "yes" : "no",
                 found.row->billable ? "" : "a header: choose a code below it",
                 origin_of(view.catalogue, *found.row, found.nearest)});
  }
  struct Set {
    DiagnosisSet set;
    std::string_view words;
  };
  constexpr Set kSets[] = {{DiagnosisSet::external_cause, "external cause: never the first diagnosis"},
                           {DiagnosisSet::manifestation, "a manifestation: its cause is coded first"},
                           {DiagnosisSet::secondary_only, "only as a further diagnosis"}};
  for (const Set& set : kSets) {
    if (!view.catalogue.in_set(set.set, *view.icd, view.on)) continue;
    section.add(
        {"kind", "Kind", std::string(set.words), "", {source_name(Source::code_sets), {}, {}, false}});
  }
  return section;
}

// Codes directly below, in force on the date.
void add_children(PageSection& section, const DiagnosisView& view) {
  PageTable table;
  table.key = "children";
  table.title = "Below it";
  table.columns = {{"code", ""}, {"billable", "", false, false}, {"words", ""}};
  // A seventh character is listed by itself.
  table.in_text = view.code.size() == 6 && view.icd ? 5 : 30;
  if (view.icd) {
    IcdCode last;
    for (const DiagnosisRow& row : view.catalogue.diagnoses_below(*view.icd)) {
      if (row.code() == *view.icd || (!last.empty() && row.code().starts_with(last))) continue;
      const auto found = diagnosis_on(view.catalogue, row.code(), view.on);
      if (found.row == nullptr) continue;
      last = row.code();
      table.rows.push_back(
          {last.text().str(), found.row->billable ? "yes" : "no", title_of(view.catalogue, last, view.on)});
    }
  } else {
    for (const std::string& code : view.catalogue.subjects(data::Subject::diagnosis)) {
      const Facts facts(view.catalogue, data::Subject::diagnosis, code, view.on);
      if (facts.one(attribute::kParent).value != view.code) continue;
      table.rows.push_back({shown(code), "no", level_of(view.catalogue, code, view.on).title});
    }
  }
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
}

PageSection hierarchy_section(const DiagnosisView& view) {
  PageSection section{"hierarchy", "Where it stands", {}, {}, {}};
  PageTable above;
  above.key = "above";
  above.title = "Above it";
  above.columns = {{"code", ""}, {"words", ""}};
  for (std::size_t index = view.above.size(); index-- > 0;) {
    above.rows.push_back({shown(view.above[index].code), view.above[index].title});
  }
  view.facts.hide(attribute::kParent);
  if (!above.rows.empty()) section.tables.push_back(std::move(above));
  add_children(section, view);
  return section;
}

PageSection notes_section(const DiagnosisView& view) {
  struct Kind {
    std::string_view attribute;
    std::string_view label;
    bool inherited;
  };
  constexpr std::array kKinds{Kind{attribute::kInclusion, "Inclusion term", false},
                              Kind{attribute::kIncludes, "Includes", true},
                              Kind{attribute::kExcludes1, "Excludes1", true},
                              Kind{attribute::kExcludes2, "Excludes2", true},
                              Kind{attribute::kCodeFirst, "Code first", true},
                              Kind{attribute::kUseAdditional, "Use additional", true},
                              Kind{attribute::kCodeAlso, "Code also", true},
                              Kind{attribute::kNote, "Note", true},
                              Kind{attribute::kSeventhNote, "Seventh character", true}};
  PageSection section{"notes", "Notes", {}, {}, {}};
  PageTable table;
  table.key = "notes";
  table.title = "Excludes1: not coded together; Excludes2: not part of it, both may be coded";
  table.columns = {{"kind", ""},
                   {"at", "At"},
                   {"text", "Text"},
                   {"inherited", "", true, false},
                   {"release", "", false, false}};
  table.in_text = 40;
  const auto add = [&](const Kind& kind, const std::string& level, const std::vector<FactView>& facts,
                       bool inherited) {
    for (const FactView& fact : facts) {
      if (table.rows.empty()) table.origin = fact.origin;
      std::string text(fact.value);
      if (!fact.detail.empty()) text += " (" + std::string(fact.detail) + ")";
      table.rows.push_back({std::string(kind.label), shown(level), std::move(text),
                            inherited ? "true" : "false", std::string(fact.origin.release)});
    }
  };
  for (const Kind& kind : kKinds) {
    add(kind, view.code, view.facts.show_all(kind.attribute), false);
    if (!kind.inherited) continue;
    for (const Level& level : view.above) {
      const Facts facts(view.catalogue, data::Subject::diagnosis, level.code, view.on);
      add(kind, level.code, facts.all(kind.attribute), true);
    }
  }
  table.origin.period = {};
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

// The stem filled with X up to the sixth character, and the seventh.
std::optional<IcdCode> with_seventh(std::string_view stem, char seventh) {
  std::string text(stem.substr(0, 6));
  text.resize(6, 'X');
  return IcdCode::parse(text + seventh);
}

PageSection seventh_section(const DiagnosisView& view) {
  PageSection section{"seventh_characters", "Seventh character", {}, {}, {}};
  std::vector<FactView> characters = view.facts.show_all(attribute::kSeventhCharacter);
  std::string from = view.code;
  for (const Level& level : view.above) {
    if (!characters.empty()) break;
    const Facts facts(view.catalogue, data::Subject::diagnosis, level.code, view.on);
    characters = facts.all(attribute::kSeventhCharacter);
    from = level.code;
  }
  if (characters.empty() || !view.icd) return section;
  PageTable table;
  table.key = "characters";
  table.title = from == view.code ? "Defined here" : "Defined at " + shown(from);
  table.origin = characters.front().origin;
  table.origin.period = {};
  table.columns = {{"character", ""}, {"meaning", "Meaning"}, {"code", "Code"}, {"valid", "Valid", true}};
  table.in_text = 20;
  for (const FactView& character : characters) {
    std::vector<std::string> row{std::string(character.value), std::string(character.detail), "", ""};
    const auto code = character.value.empty() ? std::nullopt : with_seventh(view.code, character.value[0]);
    if (code && code->size() == 7) {
      const auto found = diagnosis_on(view.catalogue, *code, view.on);
      const bool valid = found.row != nullptr && found.row->billable;
      if (valid || view.code.size() >= 6) {
        row[2] = code->text().str();
        row[3] = valid ? "true" : "false";
      }
    }
    table.rows.push_back(std::move(row));
  }
  section.tables.push_back(std::move(table));
  return section;
}

PageSection conversion_section(const DiagnosisView& view) {
  PageSection section{"conversions", "Before and after", {}, {}, {}};
  const auto add = [&](std::string_view name, std::string_view key, std::string_view title) {
    PageTable table;
    table.key = key;
    table.title = title;
    table.columns = {{"code", ""}, {"from", "Since"}, {"words", ""}, {"note", "Note"}};
    table.in_text = 20;
    // Which code followed which is true from then on, whatever the date asked for.
    view.facts.hide(name);
    for (const data::Fact& fact : view.facts.rows()) {
      if (view.catalogue.text(fact.attribute) != name) continue;
      const std::string_view value = view.catalogue.text(fact.value);
      const auto code = IcdCode::parse(value);
      if (table.rows.empty()) table.origin = origin_of(view.catalogue, fact);
      table.rows.push_back({code ? code->text().str() : std::string(value), day_text(fact.period().from),
                            code ? title_of(view.catalogue, *code, view.on) : std::string(),
                            std::string(view.catalogue.text(fact.detail))});
    }
    table.origin.period = {};
    if (!table.rows.empty()) section.tables.push_back(std::move(table));
  };
  add(attribute::kReplacedBy, "replaced_by", "Followed by (it was replaced, or a part of it moved there)");
  add(attribute::kReplaces, "replaces", "Follows (it replaced the code, or took a part of it)");
  return section;
}

struct FlagWords {
  DiagnosisEdit edit;
  std::string_view name;
  std::string_view words;
};
constexpr FlagWords kFlags[] = {
    {DiagnosisEdit::newborn, "newborn", "newborns only"},
    {DiagnosisEdit::pediatric, "pediatric", "children only"},
    {DiagnosisEdit::maternity, "maternity", "maternity ages only"},
    {DiagnosisEdit::adult, "adult", "adults only"},
    {DiagnosisEdit::female, "female", "female patients only (Medicare stopped this edit on 2024-10-01)"},
    {DiagnosisEdit::male, "male", "male patients only (Medicare stopped this edit on 2024-10-01)"},
    {DiagnosisEdit::manifestation, "manifestation", "a manifestation: never the principal diagnosis"},
    {DiagnosisEdit::unacceptable_principal, "unacceptable principal", "not taken as principal diagnosis"},
    {DiagnosisEdit::unacceptable_unless_secondary, "unacceptable unless secondary",
     "taken as principal diagnosis only with a secondary one"},
    {DiagnosisEdit::questionable_admission, "questionable admission",
     "seldom reason enough for an inpatient stay by itself"},
    {DiagnosisEdit::poa_exempt, "POA exempt", "present on admission need not be told"},
};

PageSection edits_section(const DiagnosisView& view) {
  PageSection section{"edits", "Claim edits (MCE, POA)", {}, {}, {}};
  if (!view.icd) return section;
  for (const FlagWords& flag : kFlags) {
    const DiagnosisEditRow* const row = diagnosis_edit_on(view.catalogue, *view.icd, flag.edit, view.on);
    if (row == nullptr) continue;
    std::string words(flag.words);
    if (row->least_age > 0 || row->most_age < 255) {
      words += ", " + std::to_string(row->least_age) + " to " + std::to_string(row->most_age) + " years";
    }
    section.add({key_of(flag.name), std::string(flag.name), "yes", std::move(words),
                 origin_of(view.catalogue, *row)});
  }
  const Coverage exempt = view.catalogue.coverage(Source::poa_exempt, view.on);
  if (exempt.complete &&
      diagnosis_edit_on(view.catalogue, *view.icd, DiagnosisEdit::poa_exempt, view.on) == nullptr) {
    section.add({"poa_exempt", "POA exempt", "no", "present on admission is told on inpatient claims",
                 origin_of(view.catalogue, Source::poa_exempt, view.on)});
  }
  return section;
}

PageSection index_section(const DiagnosisView& view) {
  PageSection section{"index", "In the alphabetic index", {}, {}, {}};
  const auto terms = view.facts.show_all(attribute::kIndexTerm);
  if (terms.empty()) return section;
  PageTable table;
  table.key = "terms";
  table.title = "Terms that lead here";
  table.columns = {{"term", ""}, {"note", ""}};
  table.origin = terms.front().origin;
  table.origin.period = {};
  for (const FactView& term : terms) {
    table.rows.push_back({std::string(term.value), std::string(term.detail)});
  }
  section.tables.push_back(std::move(table));
  return section;
}

}  // namespace

void add_diagnosis_page(CodePage& page, const data::Catalogue& catalogue, std::string_view code,
                        const CodePageRequest& request) {
  const bool plain = code.find('-') == std::string_view::npos && !code.starts_with("CH");
  Facts facts(catalogue, data::Subject::diagnosis, code, request.on);
  const DiagnosisView view{catalogue,
                           std::string(code),
                           plain ? IcdCode::parse(code) : std::nullopt,
                           request.on,
                           facts,
                           levels_above(catalogue, std::string(code), request.on)};
  page.kind = CodeKind::diagnosis;
  page.code = shown(code);
  page.system = fhir::canonical_uri(fhir::TermSystem::icd10cm);
  page.words = level_of(catalogue, view.code, request.on).title;
  page.state = state_of(page, view);
  page.add(life_section(view));
  page.add(hierarchy_section(view));
  page.add(seventh_section(view));
  page.add(notes_section(view));
  if (view.icd) page.add(diagnosis_links_section(catalogue, *view.icd, request.on));
  page.add(conversion_section(view));
  page.add(edits_section(view));
  page.add(index_section(view));
  page.add(other_facts(facts));
  page.add(
      diagnosis_history(facts, view.icd ? catalogue.diagnosis(*view.icd) : std::span<const DiagnosisRow>()));
}

}  // namespace chargelint::plugin
