// The fee schedule's further columns, and the tables that come with it: localities and capped imaging.
#include <tuple>

#include "release_files_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kReal = CHARGELINT_SOURCE_DIR "/../shared/reference-data";
const std::string kGpciHeader =
    "ADDENDUM E. FINAL CY 2025 GEOGRAPHIC PRACTICE COST INDICES (GPCIs),,,,,,\n,,,,,,\n"
    "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2025 PW GPCI (with 1.0 "
    "Floor),2025 PE GPCI,2025 MP GPCI\n";
const std::string kCapHeader = "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILTY PRICE\n";

TEST(FeeScheduleImporter, TakesTheFurtherColumnsOfBothForms) {
  for (const auto& [name, content] : std::vector<std::pair<std::string, std::string>>{
           {"a.csv", fee_csv({{.code = "62324"}}, true)},
           {"b.csv", fee_csv({{.code = "62324"}}, false)},
           {"PPRRVU2026_Jul.txt", fee_fixed({{.code = "62324"}})}}) {
    const auto file = parsed(name, content);
    ASSERT_TRUE(file && *file) << name;
    const auto row = (*file)->parts.at(0).rows.row(0);
    EXPECT_EQ(row[21], 400) << name;
    EXPECT_EQ(row[22], 110) << name;
    EXPECT_EQ(row[23], 15) << name;
    EXPECT_EQ(row[24], 334'009) << name;
    EXPECT_EQ(unpack_brief(row[25]).view(), "0") << name;
    EXPECT_EQ(unpack_brief(row[26]).view(), "") << name;
  }
}

TEST(FeeScheduleImporter, KnowsRelativeValuesThatAreNotForPayment) {
  std::string csv = fee_csv({{.code = "99374", .status = "B"}}, true);
  csv.replace(csv.find(",B,,"), 4, ",B,+,");
  const auto one = parsed("a.csv", csv);
  const auto other = parsed("PPRRVU2026_Jul.txt", fee_fixed({{.code = "99374", .status = "B"}}));
  ASSERT_TRUE(one && *one);
  ASSERT_TRUE(other && *other);
  EXPECT_EQ(unpack_brief((*one)->parts.at(0).rows.row(0)[26]).view(), "+");
  EXPECT_EQ((*one)->parts.at(0).rows.cells, (*other)->parts.at(0).rows.cells)
      << "the fixed-width form leaves it to the status and the values";
}

TEST(FeeScheduleImporter, RefusesAFactorThatIsNone) {
  std::string csv = fee_csv({{.code = "62324"}}, true);
  csv.replace(csv.find("33.4009"), 7, "33.4x09");
  const auto file = parsed("a.csv", csv);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().where, "a.csv:5");
  EXPECT_NE(file.error().what.find("conversion factor"), std::string::npos);
}

TEST(LocalityImporters, TakeIndicesAndLeaveFootnotes) {
  const auto file =
      parsed("GPCI.csv", kGpciHeader +
                             "02102,AK,01,ALASKA*,1.5,1.081,0.592\n1112,CA,5,SAN FRANCISCO,1.017,1,.5\n"
                             ",,,,,,\n*Work GPCI reflects a 1.5 floor.,,,,,,\n");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_TRUE(*file);
  EXPECT_EQ((*file)->release.name, "2025") << "the title tells the year";
  EXPECT_EQ((*file)->published_rows, 2U);
  EXPECT_EQ(facts_of(**file, "0210201"),
            (std::vector<std::string>{"L|0210201|GPCI malpractice|0.592|",
                                      "L|0210201|GPCI practice expense|1.081|", "L|0210201|GPCI work|1.500|",
                                      "L|0210201|locality name|ALASKA|", "L|0210201|state|AK|"}));
  EXPECT_EQ(facts_of(**file, "0111205").size(), 5U) << "zeros of the contractor and the locality put back";
}

TEST(LocalityImporters, TakeCountiesWithTheStateOfTheRowsAbove) {
  const auto file =
      parsed("25LOCCO.csv",
             "COUNTIES INCLUDED IN 2025 LOCALITIES.,,,,\n,,,,\nMedicare Adminstrative Contractor,Locality "
             "Number,State ,Fee Schedule Area ,Counties\n,,,,\n4412,31,TEXAS ,AUSTIN,TRAVIS \n"
             "4412,9,,BRAZORIA,\"ONE, OTHER\"\n,,,,\n*  Payment locality is serviced by two carriers.,,,,\n");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_TRUE(*file);
  EXPECT_EQ((*file)->published_rows, 2U);
  EXPECT_EQ(facts_of(**file, "0441209"), (std::vector<std::string>{"L|0441209|counties|ONE, OTHER|",
                                                                   "L|0441209|fee schedule area|BRAZORIA|",
                                                                   "L|0441209|state name|TEXAS|"}));
}

TEST(LocalityImporters, TakeAnesthesiaFactors) {
  const auto file = parsed(
      "ANES2025.csv",
      "Contractor,Locality,Locality Name,National Anes CF of 20.3178\n10112 ,00 ,ALABAMA,19.31 \n,,,\n");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_TRUE(*file);
  EXPECT_EQ((*file)->release.name, "2025");
  EXPECT_EQ(facts_of(**file, "1011200"),
            (std::vector<std::string>{"L|1011200|anesthesia conversion factor|19.3100|"}));
}

struct BadTable {
  std::string name;
  std::string content;
  std::string where;
  std::string says;
};
class BadLocality : public ::testing::TestWithParam<BadTable> {};
TEST_P(BadLocality, IsRefusedWithItsLine) {
  const auto file = parsed(GetParam().name, GetParam().content);
  ASSERT_FALSE(file) << GetParam().says;
  EXPECT_EQ(file.error().where, GetParam().where) << file.error().what;
  EXPECT_NE(file.error().what.find(GetParam().says), std::string::npos) << file.error().what;
  EXPECT_NE(file.error().what.find("expected"), std::string::npos) << file.error().what;
}
INSTANTIATE_TEST_SUITE_P(
    Rows, BadLocality,
    ::testing::Values(BadTable{"G.csv", kGpciHeader + "02102,AK,01,ALASKA*,x,1.081,0.592\n", "G.csv:4",
                               "an index"},
                      BadTable{"G.csv", kGpciHeader + "02102,AK,01\n", "G.csv:4", "3 columns"},
                      BadTable{"G.csv", kGpciHeader + "ALASKA,AK,01,ALASKA,1,1,1\n", "G.csv:4", "contractor"},
                      BadTable{"G.csv", kGpciHeader + "02102,AK,A1,ALASKA,1,1,1\n", "G.csv:4", "locality"},
                      BadTable{"OPPSCAP_Oct_2025.csv", kCapHeader + "0633T,TC,C,01112,05,150.69\n",
                               "OPPSCAP_Oct_2025.csv:2", "6 columns"},
                      BadTable{"OPPSCAP_Oct_2025.csv", kCapHeader + "633T,TC,C,01112,05,150.69,150.69\n",
                               "OPPSCAP_Oct_2025.csv:2", "code"},
                      BadTable{"OPPSCAP_Oct_2025.csv", kCapHeader + "0633T,TC,C,01112,05,1.5.0,150.69\n",
                               "OPPSCAP_Oct_2025.csv:2", "facility price"}));

TEST(OppsCapImporter, TakesAPriceForEachLocality) {
  const auto file =
      parsed("OPPSCAP_2025Q4.csv",
             kCapHeader + "0633T,TC,C,01112,05,150.69,150.69\n70450,,A,15202,00,97.07,99.1\n,,,,,,\n");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_TRUE(*file);
  EXPECT_EQ((*file)->release.name, "2025Q4");
  EXPECT_EQ((*file)->published_rows, 3U) << "with the empty record that the publisher ends with";
  EXPECT_EQ(facts_of(**file, "0633T"), (std::vector<std::string>{"P|0633T|OPPS cap|150.69|0111205 TC"}));
  EXPECT_EQ(facts_of(**file, "70450"),
            (std::vector<std::string>{"P|70450|OPPS cap elsewhere|99.10|1520200",
                                      "P|70450|OPPS cap in a facility|97.07|1520200"}));
}

TEST(OppsCapImporter, TakesTheYearFromWhereItLies) {
  const std::string content = kCapHeader + "0633T,TC,C,01112,05,150.69,150.69\n";
  const auto release = [&](const std::string& path, const std::string& option = "") {
    const auto texts = texts_taken(path, option);
    return texts ? texts->files.at(0).release.name : "refused: " + texts.error().what;
  };
  {
    const ReferenceFolder folder;
    EXPECT_EQ(release(folder.write("rvu25d.zip", zip_of({{"OPPSCAP_Oct.csv", content}}))), "2025Q4");
    EXPECT_EQ(release(folder.write("rvu24b/OPPSCAP_APR.csv", content)), "2024Q2");
  }
  {
    const ReferenceFolder folder;
    const std::string path = folder.write("mpfs/OPPSCAP_Oct.csv", content);
    EXPECT_EQ(release(path).find("refused: its release is told neither"), 0U) << release(path);
    EXPECT_EQ(release(path, "2023Q4"), "2023Q4");
    folder.write("mpfs/PPRRVU2026_Jul.csv", "x");
    EXPECT_EQ(release(path).find("refused"), 0U) << "another month's fee schedule tells nothing";
    folder.write("mpfs/PPRRVU2025_Oct.csv", "x");
    folder.write("mpfs/PPRRVU2025_Oct.txt", "x");
    EXPECT_EQ(release(path), "2025Q4");
    folder.write("mpfs/PPRRVU2024_Oct.csv", "x");
    EXPECT_EQ(release(path).find("refused"), 0U) << "two years are none";
  }
}

TEST(FeeScheduleFiles, AreTakenToTheirLastRow) {
  if (!std::filesystem::is_directory(kReal)) GTEST_SKIP() << "SKIPPED: no ../shared/reference-data";
  std::vector<std::vector<std::int64_t>> cells;
  for (const auto& [name, release, count] : std::vector<std::tuple<std::string, std::string, std::size_t>>{
           {"PPRRVU2025_Oct.csv.gz", "2025Q4", 19'090},
           {"PPRRVU2025_Oct.txt.gz", "2025Q4", 19'090},
           {"PPRRVU2026_Jul_nonQPP.csv.gz", "2026Q3", 19'356},
           {"OPPSCAP_Oct.csv.gz", "2025Q4", 16'101},
           {"GPCI2025.csv", "2025", 109},
           {"25LOCCO.csv", "2025", 110},
           {"ANES2025.csv", "2025", 109}}) {
    const auto texts = texts_taken(kReal + "/mpfs/" + name);
    ASSERT_TRUE(texts) << to_string(texts.error());
    ASSERT_EQ(texts->files.size(), 1U) << name;
    const ParsedFile& file = texts->files[0];
    EXPECT_EQ(file.release.name, release) << name;
    EXPECT_EQ(file.published_rows.value_or(file.parts.at(0).size()), count) << name;
    cells.push_back(file.parts.at(0).rows.cells);
  }
  EXPECT_EQ(cells[0], cells[1]) << "the two forms of one release say the same, the not-used mark too";
  const auto layout = texts_taken(kReal + "/mpfs/RVU25D_record_layout.txt");
  ASSERT_TRUE(layout) << to_string(layout.error());
  EXPECT_TRUE(layout->files.empty());
}

}  // namespace
}  // namespace chargelint::data::testing
