// The page of a coverage article or determination: what it says, which procedures it names and which
// diagnoses it covers or refuses.
#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

namespace attribute = data::attribute;

PageSection procedures_section(const data::Catalogue& catalogue, std::string_view article, Date on) {
  PageSection section{"procedures", "Procedures that it names", {}, {}, {}};
  PageTable table;
  table.key = "procedures";
  table.title = "Procedures";
  table.columns = {{"code", "Code"}, {"group", "Group"}, {"words", "What it is"}};
  table.in_text = 25;
  for (const std::string& subject : catalogue.subjects(data::Subject::procedure)) {
    const Facts facts(catalogue, data::Subject::procedure, subject, on);
    for (const FactView& fact : facts.all(attribute::kArticle)) {
      if (fact.value != article) continue;
      const auto code = Hcpcs::parse(subject);
      table.origin = fact.origin;
      table.rows.push_back(
          {subject, std::string(fact.detail), code ? title_of(catalogue, *code, on) : std::string()});
    }
  }
  table.origin.period = {};
  table.total = table.rows.size();
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

PageSection diagnoses_section(Facts& facts) {
  PageSection section{"diagnoses", "Diagnoses", {}, {}, {}};
  for (const auto& [name, key, title] :
       {std::tuple{attribute::kCovered, "covered", "Diagnoses that are covered"},
        std::tuple{attribute::kNotCovered, "not_covered", "Diagnoses that are not covered"}}) {
    PageTable table;
    table.key = key;
    table.title = title;
    table.columns = {{"code", "Code"}, {"group", "Group"}, {"words", "What it is"}};
    table.in_text = 25;
    for (const FactView& fact : facts.show_all(name)) {
      const auto code = IcdCode::parse(fact.value);
      table.origin = fact.origin;
      table.rows.push_back({code ? code->text().str() : std::string(fact.value), std::string(fact.detail),
                            code ? title_of(facts.catalogue(), *code, facts.on()) : std::string()});
    }
    table.origin.period = {};
    table.total = table.rows.size();
    if (!table.rows.empty()) section.tables.push_back(std::move(table));
  }
  if (!section.empty() && !facts.catalogue().coverage(Source::coverage_articles, facts.on()).complete) {
    section.notes.emplace_back(
        "An extract is loaded: a diagnosis that is not listed may be covered all the same.");
  }
  return section;
}

}  // namespace

void add_article_page(CodePage& page, const data::Catalogue& catalogue, std::string_view article,
                      const CodePageRequest& request) {
  Facts facts(catalogue, data::Subject::article, article, request.on);
  page.kind = CodeKind::article;
  page.code = std::string(article);
  page.words = std::string(facts.show(attribute::kTitle).value);
  const std::string day = request.on.iso().str();
  const std::string_view from = facts.one("effective").value;
  const std::string_view to = facts.one("ended").value;
  page.active = (from.empty() || from <= day) && (to.empty() || day <= to);
  page.state =
      std::string("Coverage article, ") + (page.active ? "in force on " : "not in force on ") + day + ".";
  PageSection section{"article", "The article", {}, {}, {}};
  for (const std::string_view name : facts.not_shown()) {
    if (name == attribute::kCovered || name == attribute::kNotCovered) continue;
    for (const FactView& fact : facts.show_all(name)) {
      section.add(
          {key_of(name), std::string(name), std::string(fact.value), std::string(fact.detail), fact.origin});
    }
  }
  page.add(std::move(section));
  page.add(procedures_section(catalogue, article, request.on));
  page.add(diagnoses_section(facts));
  page.add(other_facts(facts));
}

}  // namespace chargelint::plugin
