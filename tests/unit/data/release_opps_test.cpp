// OPPS Addendum B, the surgical centre's addenda, and what the indicators mean.
#include <tuple>

#include "release_files_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kReal = CHARGELINT_SOURCE_DIR "/../shared/reference-data";
constexpr auto kName = "2023_January_Web_Addendum_B.csv";
const std::vector<std::string> kHeader = {
    "HCPCS Code",
    "Short Descriptor",
    " SI",
    "APC ",
    "Relative Weight ",
    "Payment Rate",
    "National Unadjusted Copayment ",
    "Minimum Unadjusted Copayment ",
    "Note: Actual copayments would be lower due to the cap of $1,600.00",
    "Drug and Device Pass-Through Expiration during Calendar Year",
    "* Indicates a Change "};

std::string csv(const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t index = 0; index < row.size(); ++index) {
      if (index > 0) text += ',';
      text += row[index].find(',') == std::string::npos ? row[index] : "\"" + row[index] + "\"";
    }
    text += "\r\n";
  }
  return text;
}

const std::vector<std::string> kExpectedDrug = {"P|A9606|APC|1745|",
                                                "P|A9606|OPPS change|changed with this release|",
                                                "P|A9606|OPPS copayment|limited by the inpatient deductible|",
                                                "P|A9606|OPPS minimum copayment|34.35|",
                                                "P|A9606|OPPS national copayment|1234.50|",
                                                "P|A9606|OPPS pass-through ends|in the calendar year|",
                                                "P|A9606|OPPS payment rate|17177.60|",
                                                "P|A9606|OPPS relative weight|200.7081|",
                                                "P|A9606|OPPS status|K|",
                                                "P|A9606|short title|Radium, ra223|"};

TEST(AddendumBImporter, ReadsItsHeaderWhereverItStandsAndMoneyHoweverItIsWritten) {
  const ReferenceFolder folder;
  const std::vector<std::vector<std::string>> money = {
      kHeader,
      {"A9606", "Radium, ra223", "K", "1745", "200.7081", "$17,177.60", "$1,234.50", "34.35", "*", "*", "*"},
      {"62324", "Words of their owner", "T", "5443", "10.5", " $899.1 ", ".", "179.82", "", "", ""}};
  std::vector<std::vector<std::string>> below = money;
  below.insert(below.begin(), 9, {"", "Addendum B.- OPPS Payment by HCPCS Code for CY 2023"});
  std::vector<std::vector<std::string>> numbers = {
      {},
      {"", "A notice; it may be long"},
      kHeader,
      {"A9606", "Radium, ra223", "K", "#1745", "#200.7081", "#17177.599999999999", "#1234.5", "#34.35", "*",
       "*", "*"},
      {"#62324", "Words of their owner", "T", "#5443", "#10.5", "#899.1", ".", "#179.82", "", "", ""}};
  for (const auto& [name, content] : std::vector<std::pair<std::string, std::string>>{
           {"2023_January_Web_Addendum_B.csv", csv(money)},
           {"jan_2023_web_addendum_b.csv", "\xEF\xBB\xBF" + csv(below)},
           {"january-2023-addendum-b.xlsx", workbook_of({{"Addendum B", numbers}})}}) {
    const auto texts = texts_taken(folder.write(name, content));
    ASSERT_TRUE(texts) << to_string(texts.error());
    ASSERT_EQ(texts->files.size(), 1U) << name;
    const ParsedFile& file = texts->files[0];
    EXPECT_EQ(file.release.name, "2023Q1") << name;
    EXPECT_EQ(file.published_rows, 2U) << name;
    EXPECT_EQ(file.parts.at(0).source, Source::opps);
    EXPECT_EQ(facts_of(file, "A9606"), kExpectedDrug) << name;
    EXPECT_EQ(facts_of(file, "62324"),
              (std::vector<std::string>{"P|62324|APC|5443|", "P|62324|OPPS minimum copayment|179.82|",
                                        "P|62324|OPPS payment rate|899.10|",
                                        "P|62324|OPPS relative weight|10.5000|", "P|62324|OPPS status|T|"}))
        << name << ": a CPT code's words are not read";
  }
}

TEST(AddendumBImporter, ReadsTheThirteenColumnsOf2026ByName) {
  const auto file = parsed(
      "april_2026_web_addendum_b.csv",
      csv({{"", "Addendum B"},
           {"HCPCS Code", "Short Descriptor", "SI", "APC", "Relative Weight", "Payment Rate",
            "National Unadjusted Copayment", " Minimum Unadjusted Copayment", "IRA Coinsurance Percentage",
            "Adjusted Beneficiary Copayment", "Drug and Device Pass-Through Expiration during Calendar Year",
            "Note", "* Indicates a Change"},
           {"J0129", "Abatacept injection", "K", "9230", "", "$44.10", "", "$8.82", "18.5", "$8.16", "", "",
            "*"}}));
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_TRUE(*file);
  EXPECT_EQ((*file)->release.name, "2026Q2");
  EXPECT_EQ(facts_of(**file, "J0129"),
            (std::vector<std::string>{
                "P|J0129|APC|9230|", "P|J0129|OPPS adjusted copayment|8.16|",
                "P|J0129|OPPS change|changed with this release|", "P|J0129|OPPS coinsurance percentage|18.5|",
                "P|J0129|OPPS minimum copayment|8.82|", "P|J0129|OPPS payment rate|44.10|",
                "P|J0129|OPPS status|K|", "P|J0129|short title|Abatacept injection|"}));
}

TEST(AddendumBImporter, ReadsTheShortForm) {
  const auto file = parsed("addendum_b_status_2026_04.merged.csv",
                           "HCPCSCode,ShortDescriptor,StatusIndicator,PaymentRate,Changed?,Source\n"
                           "A6022,Collagen drsg,N,,false,2026-04\n0632T,,J1,\"17,177.6\",true,2026-04\n");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_TRUE(*file);
  EXPECT_EQ((*file)->release.name, "2026Q2");
  EXPECT_EQ(facts_of(**file, "0632T"),
            (std::vector<std::string>{"P|0632T|OPPS change|changed with this release|",
                                      "P|0632T|OPPS payment rate|17177.60|", "P|0632T|OPPS status|J1|"}));
}

TEST(AddendumBImporter, KeepsTheDecimalsOfAmountsAndDropsThoseOfASpreadsheet) {
  const auto file = parsed(
      kName, csv({kHeader, {"90675", "", "K", "9139", "", "355.217", ".", "71.05000000000001", "", "", ""}}));
  ASSERT_TRUE(file && *file);
  EXPECT_EQ(facts_of(**file, "90675"),
            (std::vector<std::string>{"P|90675|APC|9139|", "P|90675|OPPS minimum copayment|71.05|",
                                      "P|90675|OPPS payment rate|355.217|", "P|90675|OPPS status|K|"}));
}

struct BadAddendum {
  std::vector<std::string> row;
  std::string says;
};
class BadAddendumRow : public ::testing::TestWithParam<BadAddendum> {};
TEST_P(BadAddendumRow, IsRefusedWithItsLine) {
  const std::vector<std::string> good = {"62324", "", "T", "5443", "1", "2", "3", "4", "", "", ""};
  const auto file = parsed(kName, csv({{"", "Title"}, kHeader, good, GetParam().row}));
  ASSERT_FALSE(file) << GetParam().says;
  EXPECT_EQ(file.error().where, std::string(kName) + ":4");
  EXPECT_NE(file.error().what.find(GetParam().says), std::string::npos) << file.error().what;
  EXPECT_NE(file.error().what.find("expected"), std::string::npos) << file.error().what;
}
INSTANTIATE_TEST_SUITE_P(
    Rows, BadAddendumRow,
    ::testing::Values(BadAddendum{{"6232", "", "T", "", "", "", "", "", "", "", ""}, "code"},
                      BadAddendum{{"62325", "", "", "5443", "", "", "", "", "", "", ""}, "status indicator"},
                      BadAddendum{{"62325", "", "T", "APC", "", "", "", "", "", "", ""}, "APC"},
                      BadAddendum{{"62325", "", "T", "", "", "1.2.3", "", "", "", "", ""}, "payment rate"},
                      BadAddendum{{"62325", "", "T", "", "", "1.2x", "", "", "", "", ""}, "payment rate"},
                      BadAddendum{{"62325", "", "T"}, "3 columns"}));

TEST(AddendumBImporter, AsksForTheReleaseWhenNothingTellsIt) {
  const std::string content = csv({kHeader, {"62324", "", "T", "5443", "1", "2", "3", "4", "", "", ""}});
  const auto untold = parsed("addendum_b.csv", content);
  ASSERT_FALSE(untold);
  EXPECT_EQ(untold.error().kind, ErrorKind::usage);
  EXPECT_NE(untold.error().what.find("--release"), std::string::npos);
  EXPECT_EQ((*parsed("addendum_b.csv", content, "2024Q2"))->release.name, "2024Q2");
}

const std::vector<TestSheet> kAscBook = {
    {"CY 2020 Jul ASC AA",
     {{"Addendum AA -- ASC Covered Surgical Procedures for CY 2020"},
      {"A notice"},
      {},
      {"HCPCS Code", "", "Short Descriptor", "Subject to Multiple Procedure Discounting",
       " July CY 2020 Payment Indicator", "July CY 2020 Payment Weight  ", "July CY 2020 Payment Rate "},
      {"#62324", "*", "Words of their owner", "Y", "A2", "#8.0839", "#385.98"},
      {"G0105", "**", "Colorectal scrn; hi risk ind", "N", "G2", "", ""},
      {},
      {"NOTE 1: Payment indicators are based on a comparison, which may change."}}},
    {"CY 2020 Jul ASC BB",
     {{"Addendum BB"},
      {"HCPCS Code", "", "Short Descriptor", "July CY 2020 Payment Indicator",
       "July CY 2020 Payment Weight  ", "July CY 2020 Payment Rate "},
      {"#70010", "", "", "N1", "", ""}}},
    {"CY 2020 Jul ASC DD1",
     {{"Addendum DD1 -- ASC Payment Indicators for CY 2020"},
      {"Indicator", "Payment Indicator Definition"},
      {"A2", "On the list since 2007."}}},
    {"CY 2020 Jul ASC DD2",
     {{"Addendum DD2"}, {"CI", "Comment  Indicator Meanings"}, {"CH", "It has changed."}}},
    {"CY 2020 Jul ASC EE",
     {{"Addendum EE -- Surgical Procedures Excluded from Payment in ASCs for CY 2020"},
      {"HCPCS Code", "Short Descriptior"},
      {"#176", ""},
      {"G0414", "Pelvic ring fx"}}}};

TEST(AscImporter, TakesEverySheetOfTheAddenda) {
  const ReferenceFolder folder;
  for (const Strings strings : {Strings::shared, Strings::within}) {
    const auto texts = texts_taken(folder.write("asc.xlsx", workbook_of(kAscBook, strings)));
    ASSERT_TRUE(texts) << to_string(texts.error());
    ASSERT_EQ(texts->files.size(), 5U);
    const auto& files = texts->files;
    for (const ParsedFile& file : files) {
      EXPECT_EQ(file.release.name, "2020Q3") << file.label << ": the sheet's name tells it";
      EXPECT_EQ(file.parts.at(0).source, Source::asc);
    }
    EXPECT_EQ(files[0].published_rows, 2U) << "notes are no rows";
    EXPECT_EQ(
        facts_of(files[0], "62324"),
        (std::vector<std::string>{"P|62324|ASC indicator|A2|", "P|62324|ASC multiple procedure discount|yes|",
                                  "P|62324|ASC note|the designation as office-based is temporary|",
                                  "P|62324|ASC payment rate|385.98|", "P|62324|ASC payment weight|8.0839|"}));
    EXPECT_EQ(facts_of(files[0], "G0105").size(), 4U);
    EXPECT_EQ(facts_of(files[1], "70010"), (std::vector<std::string>{"P|70010|ASC indicator|N1|"}));
    EXPECT_EQ(facts_of(files[2], "A2"), (std::vector<std::string>{"C|A2|title|On the list since 2007.|"}));
    EXPECT_EQ(facts_of(files[3], "CH"),
              (std::vector<std::string>{"C|CH|title|It has changed.|comment indicator"}));
    EXPECT_EQ(facts_of(files[4], "00176"), (std::vector<std::string>{"P|00176|ASC excluded|yes|"}));
  }
}

TEST(AscImporter, TakesNoListOfCodesForTheExcludedOnes) {
  const auto file = parsed("list_2020_07.csv", "HCPCS Code,Short Descriptor\n62324,Words\n");
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_FALSE(*file);
}

TEST(AscImporter, RefusesARowWithItsLine) {
  const ReferenceFolder folder;
  std::vector<TestSheet> book = {kAscBook[0]};
  book[0].rows[5][4] = "G2X";
  const auto texts = texts_taken(folder.write("asc.xlsx", workbook_of(book)));
  ASSERT_FALSE(texts);
  EXPECT_EQ(texts.error().where, folder.at("asc.xlsx") + ":CY 2020 Jul ASC AA:6");
  EXPECT_NE(texts.error().what.find("payment indicator"), std::string::npos);
}

TEST(StatusIndicatorImporter, TakesMeaningsAndWhetherTheyArePaid) {
  const auto file =
      parsed("opps_status_indicators.csv",
             "StatusIndicator,Paid,Description\nJ1, Always,    Paid through a comprehensive APC\n"
             "E1, Never,\"Non-Covered, not paid\"\n");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_TRUE(*file);
  EXPECT_EQ((*file)->release.name, "undated");
  EXPECT_EQ((*file)->parts.at(0).source, Source::status_indicators);
  EXPECT_EQ(facts_of(**file, "E1"),
            (std::vector<std::string>{"I|E1|paid|never|", "I|E1|title|Non-Covered, not paid|"}));
  const auto without = parsed("opps_status_indicators.csv", "StatusIndicator,Paid,Description\nJ1,Always,\n");
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().where, "opps_status_indicators.csv:2");
}

TEST(OppsFiles, AreTakenToTheirLastRow) {
  if (!std::filesystem::is_directory(kReal)) GTEST_SKIP() << "SKIPPED: no ../shared/reference-data";
  std::vector<std::vector<std::string>> facts;
  for (const auto& [name, release, counts] :
       std::vector<std::tuple<std::string, std::string, std::vector<std::size_t>>>{
           {"2023_January_Web_Addendum_B.12212022.blanked.xlsx", "2023Q1", {17'559}},
           {"2023_January_Web_Addendum_B.12212022.blanked.csv.gz", "2023Q1", {17'559}},
           {"addendum_b_status_2026_04.merged.csv.gz", "2026Q2", {19'059}},
           {"asc_addenda_2020_07.blanked.xlsx", "2020Q3", {3977, 1823, 18, 4, 2064}},
           {"opps_status_indicators.csv", "undated", {31}}}) {
    const auto texts = texts_taken(kReal + "/opps/" + name);
    ASSERT_TRUE(texts) << to_string(texts.error());
    std::vector<std::size_t> rows;
    for (const ParsedFile& file : texts->files) {
      EXPECT_EQ(file.release.name, release) << file.label;
      rows.push_back(file.published_rows.value_or(0));
    }
    EXPECT_EQ(rows, counts) << name;
    std::vector<std::string> all;
    for (std::size_t index = 0; index < texts->files[0].parts.at(0).rows.size(); ++index) {
      all.push_back(published_text(texts->files[0].parts[0].rows, index));
    }
    std::sort(all.begin(), all.end());
    facts.push_back(std::move(all));
  }
  EXPECT_EQ(facts[0], facts[1]) << "workbook and text of one release say the same";
}

}  // namespace
}  // namespace chargelint::data::testing
