// What a procedure code is tied to: coverage articles with their diagnoses, and our code maps.
#include <algorithm>
#include <array>

#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

namespace attribute = data::attribute;

constexpr std::size_t kDiagnosesShown = 25;

PageTable diagnosis_table(std::string key, std::string title, const std::vector<FactView>& diagnoses,
                          const ProcedureView& view) {
  PageTable table;
  table.key = key == "covered" ? "covered" : "not_covered";
  table.title = std::move(title);
  table.columns = {{"article", "Article"}, {"code", "Code"}, {"group", "Group"}, {"words", "What it is"}};
  table.total = diagnoses.size();
  table.in_text = 10;
  for (const FactView& fact : diagnoses) {
    if (table.rows.size() == kDiagnosesShown) break;
    const auto code = IcdCode::parse(fact.value);
    table.rows.push_back({"", code ? code->text().str() : std::string(fact.value), std::string(fact.detail),
                          code ? title_of(view.catalogue, *code, view.on) : std::string()});
  }
  return table;
}

void merge(PageTable& into, PageTable&& from, const std::string& article) {
  if (from.total == 0) return;
  for (auto& row : from.rows) {
    row[0] = article;
    into.rows.push_back(std::move(row));
  }
  into.total += from.total;
  if (into.columns.empty()) {
    into.key = from.key;
    into.title = std::move(from.title);
    into.columns = std::move(from.columns);
    into.in_text = from.in_text;
  }
}

}  // namespace

PageSection coverage_section(const ProcedureView& view) {
  PageSection section{"coverage", "Coverage articles", {}, {}, {}};
  const auto articles = view.facts.show_all(attribute::kArticle);
  if (articles.empty()) return section;
  PageTable list;
  list.key = "articles";
  list.title = "Articles that name this code";
  list.columns = {{"article", "Article"},      {"group", "Code group"},          {"from", "From"},
                  {"covered", "Covers", true}, {"not_covered", "Refuses", true}, {"title", "Title"}};
  list.origin = articles.front().origin;
  list.origin.period = {};
  PageTable covered;
  PageTable refused;
  for (const FactView& article : articles) {
    const std::string id(article.value);
    const Facts facts(view.catalogue, data::Subject::article, id, view.on);
    const auto covers = facts.all(attribute::kCovered);
    const auto refuses = facts.all(attribute::kNotCovered);
    const FactView title = facts.one(attribute::kTitle);
    list.rows.push_back({id, std::string(article.detail), std::string(facts.one("effective").value),
                         std::to_string(covers.size()), std::to_string(refuses.size()),
                         std::string(title.value)});
    merge(covered, diagnosis_table("covered", "Diagnoses that are covered", covers, view), id);
    merge(refused, diagnosis_table("not_covered", "Diagnoses that are not covered", refuses, view), id);
  }
  section.tables.push_back(std::move(list));
  if (covered.total > 0) section.tables.push_back(std::move(covered));
  if (refused.total > 0) section.tables.push_back(std::move(refused));
  if (!view.catalogue.coverage(Source::coverage_articles, view.on).complete) {
    section.notes.emplace_back(
        "An extract is loaded: a diagnosis that is not listed may be covered all the same.");
  }
  return section;
}

PageSection crosswalk_section(const ProcedureView& view) {
  struct Map {
    CodeMap map;
    std::string_view key;
    std::string_view forward;
    std::string_view backward;
  };
  constexpr std::array kMaps{
      Map{CodeMap::medicare_alternative, "medicare_alternative", "Medicare takes instead",
          "Medicare takes this code in place of"},
      Map{CodeMap::professional_component, "professional_component", "The reading alone is",
          "This is the reading alone of"},
      Map{CodeMap::technical_component, "technical_component", "The technical part alone is",
          "This is the technical part alone of"},
      Map{CodeMap::add_on_critical_care, "critical_care_add_on", "Further time is reported with",
          "This reports further time of"},
      Map{CodeMap::imaging_family, "imaging_family", "With imaging guidance it is",
          "Without imaging guidance it is"},
      Map{CodeMap::both_sides_code, "both_sides", "For both sides it is", "For one side it is"},
      Map{CodeMap::successor, "successor", "Today it is", "Until then it was"},
      Map{CodeMap::replaced_by, "replaced_by", "It was followed by", "It followed"},
      Map{CodeMap::new_to_established, "new_to_established", "For a known patient it is",
          "For a new patient it is"},
      Map{CodeMap::lower_level, "lower_level", "The next lower level is", "The next higher level is"},
      Map{CodeMap::panel, "panel", "The panel holds", "It is part of the panels"},
      Map{CodeMap::same_day_stay, "same_day_stay", "For a stay that ends on its first day it is",
          "For a stay over night it is"},
      Map{CodeMap::place_family, "place_family", "At another place it is",
          "At the place named it stands for"},
      Map{CodeMap::temporary_for_unlisted, "temporary_for_unlisted", "Category III codes of its field",
          "In place of the unlisted code"},
      Map{CodeMap::usually_part_of, "usually_part_of", "Usually part of", "Usually takes in"}};
  PageSection section{"crosswalks", "Crosswalks", {}, {}, {}};
  const auto table_of = [](std::string key, std::string_view title) {
    PageTable table;
    table.key = std::move(key);
    table.title = title;
    table.columns = {{"code", ""}, {"condition", ""}, {"direction", "", false, false}, {"words", ""}};
    return table;
  };
  const auto add = [&](PageTable& table, Hcpcs other, const CodeMapRow& row, std::string_view direction) {
    if (!row.period().contains(view.on)) return;
    if (table.rows.empty()) table.origin = origin_of(view.catalogue, row);
    table.origin.period = {};
    const std::string_view condition = row.condition == 0 ? "" : view.catalogue.text(row.condition);
    // Several conditions of one pair stand in one row.
    for (auto& known : table.rows) {
      if (known[0] != other.text().view()) continue;
      if (!condition.empty()) known[1] += (known[1].empty() ? "" : ", ") + std::string(condition);
      return;
    }
    table.rows.push_back({other.text().str(), std::string(condition), std::string(direction),
                          title_of(view.catalogue, other, view.on)});
  };
  for (const Map& map : kMaps) {
    PageTable forward = table_of(std::string(map.key), map.forward);
    for (const CodeMapRow& row : view.catalogue.code_map(map.map, view.code))
      add(forward, row.to(), row, "to");
    PageTable backward = table_of(std::string(map.key) + (forward.rows.empty() ? "" : "_of"), map.backward);
    for (const CodeMapRow* row : view.catalogue.code_map_to(map.map, view.code))
      add(backward, Hcpcs::from_packed(row->from_packed), *row, "from");
    if (!forward.rows.empty()) section.tables.push_back(std::move(forward));
    if (!backward.rows.empty()) section.tables.push_back(std::move(backward));
  }
  for (const FactView& reference : view.facts.show_all("cross reference")) {
    const auto code = Hcpcs::parse(reference.value);
    section.add({"cross_reference", "HCPCS refers to", std::string(reference.value),
                 code ? title_of(view.catalogue, *code, view.on) : std::string(), reference.origin});
  }
  return section;
}

}  // namespace chargelint::plugin
