// The Medicare Coverage Database's lists: markup, large cells, Windows-1252, versions, placeholders.
#include <chrono>

#include "release_lists_fixture.h"

namespace chargelint::data::testing {
namespace {

constexpr auto kCovered =
    "\"article_id\",\"article_version\",\"icd10_code_id\",\"icd10_code_version\",\"icd10_covered_group\","
    "\"range\","
    "\"last_updated\",\"sort_order\",\"description\",\"asterisk\"\n";
constexpr auto kArticle =
    "article_id,article_version,article_type,title,article_pub_date,article_eff_date,article_end_date,"
    "description,status,date_retired,display_id\n";

TEST(CoverageArticles, ListCoveredDiagnosesWithTheirGroup) {
  const ParsedFile file =
      taken("article_x_icd10_covered.csv",
            std::string(kCovered) +
                "\"52423\",\"9\",\"M05.719\",\"\",\"2\",\"\",\"\",\"\",\"Words \"\"here\"\"\",\"\"\n"
                "\"52423\",\"9\",\"G89.4\",\"\",\"3\",\"\",\"\",\"\",\"\",\"Y\"\n"
                "\"52423\",\"9\",\"XX000\",\"\",\"3\",\"\",\"\",\"\",\"Not Applicable\",\"\"\n");
  EXPECT_EQ(file.parts.at(0).source, Source::coverage_articles);
  EXPECT_EQ(file.published_rows, 3U);
  EXPECT_TRUE(file.never_complete) << "three rows are no whole export";
  EXPECT_EQ(rows_in(file, Table::fact),
            (std::vector<std::string>{"A|A52423|covers diagnosis|G89.4|group 3, asterisk||",
                                      "A|A52423|covers diagnosis|M05.719|group 2||"}));
}

TEST(CoverageArticles, LetTheNewestVersionOfAnArticleSpeak) {
  const ParsedFile file = taken("article_x_icd10_covered.csv", std::string(kCovered) +
                                                                   "1,3,A00.0,,1,,,,,\n1,12,A00.1,,1,,,,,\n"
                                                                   "2,4,A00.9,,1,,,,,\n1,9,A01.00,,1,,,,,\n");
  EXPECT_EQ(rows_in(file, Table::fact), (std::vector<std::string>{"A|A1|covers diagnosis|A00.1|group 1||",
                                                                  "A|A2|covers diagnosis|A00.9|group 1||"}));
}

TEST(CoverageArticles, HoldFromTheirEffectiveDayToTheirEnd) {
  const ParsedFile file = taken(
      "article.csv",
      std::string(kArticle) +
          "52423,1,6,Billing and Coding: Thing \x96 more,2024-01-01,2024-02-01 "
          "00:00:00,,\"<p>Long\n<b>text</b></p>\","
          "A,,A52423\n"
          "52424,1,1,Other &amp; &ndash; further,,2020-01-01 00:00:00,2023-12-31 00:00:00,,R,2022-06-30 "
          "00:00:00,A52424\n");
  const auto facts = rows_in(file, Table::fact);
  EXPECT_TRUE(holds(facts, "A|A52423|title|Billing and Coding: Thing \xE2\x80\x93 more||2024-02-01|"));
  EXPECT_TRUE(holds(facts, "A|A52423|kind|6|billing and coding|2024-02-01|"));
  EXPECT_TRUE(holds(facts, "A|A52424|title|Other & \xE2\x80\x93 further||2020-01-01|2022-06-30"));
}

TEST(CoverageArticles, NameProceduresOnBothSidesAndModifiers) {
  const ParsedFile procedures =
      taken("article_x_hcpc_code.csv",
            "article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group,range,last_updated,"
            "long_description,short_description\n52423,1,j0897,,1,,,WORDS THAT ARE NOT KEPT,\n"
            "52423,1,XX000,,2,,,Not Applicable,\n");
  EXPECT_EQ(rows_in(procedures, Table::fact),
            (std::vector<std::string>{"A|A52423|names procedure|J0897|group 1||",
                                      "P|J0897|coverage article|A52423|group 1||"}));
  const ParsedFile modifiers =
      taken("article_x_hcpc_modifier.csv",
            "article_id,article_version,hcpc_modifier_code_id,hcpc_modifier_code_version,hcpc_modifier_group,"
            "last_updated,description\n52423,1,JW,,1,,\n");
  EXPECT_EQ(rows_in(modifiers, Table::fact),
            std::vector<std::string>{"A|A52423|names modifier|JW|group 1||"});
  EXPECT_NE(procedures.part, modifiers.part) << "one list does not replace another";
}

TEST(CoverageArticles, TakeParagraphsOfAnySizeWithoutTheirMarkup) {
  const std::string filler(200'000, 'x');
  const ParsedFile file =
      taken("article_x_icd10_covered_group.csv",
            "article_id,article_version,icd10_covered_group,paragraph,last_updated,icd10_covered_ast\n"
            "52423,1,1,\"<p>Group 1&nbsp;applies to\r\n<strong>J0897</strong>,<br/>x &lt; 3 &#8804; &#150; "
            "<i>y</i></p><!-- " +
                filler + " -->\",,<p>*needs a second diagnosis</p>\n");
  EXPECT_EQ(
      rows_in(file, Table::fact),
      (std::vector<std::string>{
          "A|A52423|asterisk means|*needs a second diagnosis|group 1||",
          "A|A52423|covered diagnoses apply to|Group 1 applies to J0897, x < 3 \xE2\x89\xA4 \xE2\x80\x93 y|"
          "group 1||"}));
}

TEST(CoverageArticles, TakeDeterminationsAndWhatIsRelated) {
  const ParsedFile determinations =
      taken("lcd.csv",
            "lcd_id,lcd_version,title,orig_det_eff_date,ent_det_end_date,rev_eff_date,status\n"
            "33797,5,Thing,2015-10-01 00:00:00,,2023-01-01 00:00:00,A\n");
  EXPECT_TRUE(holds(rows_in(determinations, Table::fact), "A|L33797|title|Thing||2023-01-01|"));
  const ParsedFile related =
      taken("article_related_documents.csv",
            "article_id,article_version,related_num,r_article_id,r_article_version,r_lcd_id,r_lcd_version,"
            "r_contractor_id,last_updated\n52423,1,1,,,33797,5,,\n52423,1,2,52424,1,,,,\n");
  EXPECT_EQ(rows_in(related, Table::fact), (std::vector<std::string>{"A|A52423|related document|A52424|||",
                                                                     "A|A52423|related document|L33797|||"}));
}

TEST(CoverageArticles, AreRefusedWithTheLineWhenTheyAreSpoilt) {
  for (const auto& [rows, words] : std::vector<std::pair<std::string, std::string>>{
           {"52423,1,M05.719,,2,,,,,\n52423,1,M05.7", ":3: 3 columns; expected 10"},
           {"52423,1,M05.719,,2,,,,\"cut of", ":2: a quoted cell"},
           {"52423,1,hello there,,2,,,,,\n", ":2: the diagnosis is none"},
           {"A52423,1,M05.719,,2,,,,,\n", ":2: the article number is none"},
           {"52423,,M05.719,,2,,,,,\n", ":2: the version is none"}}) {
    const std::string refused = refusal("article_x_icd10_covered.csv", kCovered + rows);
    EXPECT_NE(refused.find(words), std::string::npos) << words << ": " << refused;
  }
}

TEST(CoverageArticles, AFullExportOfCoveredDiagnosesTakesSeconds) {
  std::string content = kCovered;
  std::uint64_t rows = 0;
  for (int article = 50'000; article < 52'000; ++article) {
    for (int code = 0; code < 215; ++code, ++rows) {
      content +=
          "\"" + std::to_string(article) + "\",\"12\",\"M" + std::to_string(10 + code % 80) + "." +
          std::to_string(100 + code) +
          "\",\"12\",\"1\",\"N\",\"2026-01-01 00:00:00\",\"\",\"A description of the diagnosis\",\"\"\n";
    }
  }
  const auto begun = std::chrono::steady_clock::now();
  const ParsedFile file = taken("article_x_icd10_covered.csv", content);
  EXPECT_EQ(file.published_rows, rows);
  EXPECT_FALSE(file.never_complete);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30));
}

TEST(CoverageArticles, HoldTheRowsOfTheRealExtracts) {
  const std::string folder = kRealFiles + "/mcd/";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "SKIPPED: no ../shared/reference-data/mcd";
  for (const auto& [name, rows] :
       std::vector<std::pair<std::string, std::uint64_t>>{{"article.extract.csv", 18},
                                                          {"article_x_hcpc_code.extract.csv", 100},
                                                          {"article_x_icd10_covered.extract.csv", 214},
                                                          {"article_x_icd10_noncovered.extract.csv", 77}}) {
    const auto files = parsed_file(folder + name);
    ASSERT_EQ(files.size(), 1U) << name;
    EXPECT_EQ(files[0].published_rows, rows) << name;
    EXPECT_TRUE(files[0].never_complete) << "an extract";
  }
}

}  // namespace
}  // namespace chargelint::data::testing
