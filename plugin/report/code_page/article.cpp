// The page of a coverage article or determination: what it says, which procedures it names and which
// diagnoses it covers or refuses.
#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

namespace attribute = data::attribute;

// A table of the codes that the article lists under one attribute.
template <class Code>
void add_codes(PageSection& section, Facts& facts, std::string_view attribute, std::string_view key,
               std::string_view title) {
  PageTable table;
  table.key = key;
  table.title = title;
  table.columns = {{"code", "Code"}, {"group", "Group"}, {"words", "What it is"}};
  table.in_text = 25;
  for (const FactView& fact : facts.show_all(attribute)) {
    const auto code = Code::parse(fact.value);
    table.origin = fact.origin;
    table.rows.push_back({code ? code->text().str() : std::string(fact.value), std::string(fact.detail),
                          code ? title_of(facts.catalogue(), *code, facts.on()) : std::string()});
  }
  table.origin.period = {};
  table.total = table.rows.size();
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
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
  PageSection lists{"lists", "What it names and covers", {}, {}, {}};
  add_codes<Hcpcs>(lists, facts, "names procedure", "procedures", "Procedures that it names");
  add_codes<IcdCode>(lists, facts, attribute::kCovered, "covered", "Diagnoses that are covered");
  add_codes<IcdCode>(lists, facts, attribute::kNotCovered, "not_covered", "Diagnoses that are not covered");
  if (!lists.empty() && !catalogue.coverage(Source::coverage_articles, request.on).complete) {
    lists.notes.emplace_back(
        "An extract is loaded: what is not listed may stand in the article all the same.");
  }
  PageSection section{"article", "The article", {}, {}, {}};
  for (const std::string_view name : facts.not_shown()) {
    for (const FactView& fact : facts.show_all(name)) {
      section.add(
          {key_of(name), std::string(name), std::string(fact.value), std::string(fact.detail), fact.origin});
    }
  }
  page.add(std::move(section));
  page.add(std::move(lists));
}

}  // namespace chargelint::plugin
