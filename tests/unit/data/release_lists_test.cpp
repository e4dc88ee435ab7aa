// Lists beside the code files: not otherwise classified, BETOS, RBCS, types of service, modifiers, places.
#include "release_lists_fixture.h"

namespace chargelint::data::testing {
namespace {

TEST(NotOtherwiseClassified, ReadsFixedColumnsWithBrokenAndCutDescriptions) {
  const ParsedFile file = taken(
      "NOC_Codes_2019.prn",
      "                                     NOC CODES - HCPCS 2019\r\n\r\n\r\n"
      "  HCPCS  LONG DESCRIPTION                                                                ADD DATE  "
      "TERM "
      "DATE\r\n\r\n"
      "  A9599  A thing, not otherwise classified                                               20140101  "
      "20171231\r\n"
      "  L8608  A component that is described at such length that it meets the next column, as of "
      "20190101\r\n"
      "  L8608  and goes on below\r\n"
      "    \r\n");
  EXPECT_EQ(file.release.name.substr(0, 4), "2019");
  EXPECT_EQ(file.published_rows, 2U);
  EXPECT_EQ(
      rows_in(file, Table::fact),
      (std::vector<std::string>{
          "P|A9599|not otherwise classified|yes|added 2014-01-01, ended 2017-12-31|2014-01-01|2017-12-31",
          "P|L8608|not otherwise classified|yes|added 2019-01-01|2019-01-01|"}));
}

TEST(NotOtherwiseClassified, ReadsATableToo) {
  const ParsedFile file = taken("NOC codes_JAN_2024.csv",
                                "NOC CODES - HCPCS 2024,,,\n,,,\n"
                                "HCPCS,LONG DESCRIPTION,ADD DATE,TERM DATE\n"
                                "A0999,\"Thing, any\",19870101,\n");
  EXPECT_EQ(rows_in(file, Table::fact),
            std::vector<std::string>{"P|A0999|not otherwise classified|yes|added 1987-01-01|1987-01-01|"});
}

TEST(NotOtherwiseClassified, IsRefusedWhereACodeHasNoDate) {
  EXPECT_NE(refusal("NOC_Codes_2019.prn",
                    "NOC CODES - HCPCS 2019\nHCPCS LONG DESCRIPTION ADD DATE TERM DATE\nA0999 Thing 2019\n")
                .find(":3: the add date is missing"),
            std::string::npos);
}

TEST(BetosNames, AreFactsOfTheirCategory) {
  const ParsedFile file =
      taken("betos_tb_2019.csv",
            "\"BETOS_CD\",\"DESCRIPTION\"\n\"P6A\",\"Minor \"\"skin\"\"\"\n\"P0\",\"Sleep\"\n");
  EXPECT_EQ(file.published_rows, 2U);
  EXPECT_EQ(
      rows_in(file, Table::fact),
      (std::vector<std::string>{"B|P0|title|Sleep||2019-01-01|", "B|P6A|title|Minor \"skin\"||2019-01-01|"}));
  EXPECT_NE(refusal("b_2019.csv", "BETOS_CD,DESCRIPTION\nP6AA,Too long\n").find(":2:"), std::string::npos);
  EXPECT_NE(refusal("b_2019.csv", "BETOS_CD,DESCRIPTION\nP6A,One\nP6B").find("description is missing"),
            std::string::npos);
}

TEST(TypeOfServiceNames, AreInForceAlwaysWhenNothingTellsTheirYear) {
  const ParsedFile file = taken("tos.csv", "CMS_TYPE_SRVC_CD,DESCRIPTION\n0,Blood\nA,\"Used, lent\"\n");
  EXPECT_EQ(file.release.name, "undated");
  EXPECT_EQ(rows_in(file, Table::fact),
            (std::vector<std::string>{"T|0|title|Blood|||", "T|A|title|Used, lent|||"}));
}

TEST(ModifierList, KeepsModifiersThatLookLikeNumbers) {
  const ParsedFile file = taken("modifier_codes_2024.csv",
                                "mod_code,mod_type,mod_category\n22,CPT,General\n1P,CPT,\nE1,HCPCS,\n");
  EXPECT_EQ(rows_in(file, Table::fact),
            (std::vector<std::string>{
                "M|1P|code system|CPT||2024-01-01|", "M|22|code system|CPT||2024-01-01|",
                "M|22|field of use|General||2024-01-01|", "M|E1|code system|HCPCS||2024-01-01|"}));
  EXPECT_NE(refusal("m_2024.csv", "mod_code,mod_type\n222,CPT\n").find(":2: the modifier is none"),
            std::string::npos);
}

TEST(PlaceList, PutsBackALostZeroAndKeepsTypographicSigns) {
  const ParsedFile file = taken("place_of_service_2024.csv",
                                "pos_code,pos_type,pos_name,pos_description\n1,Facility,Patient\xE2\x80\x99s "
                                "Home,\"A place, there\"\n12,Non-Facility,Office,\n");
  const auto facts = rows_in(file, Table::fact);
  EXPECT_TRUE(holds(facts, "S|01|title|Patient\xE2\x80\x99s Home||2024-01-01|"));
  EXPECT_TRUE(holds(facts, "S|01|description|A place, there||2024-01-01|"));
  EXPECT_TRUE(holds(facts, "S|12|payment setting|Non-Facility||2024-01-01|"));
  EXPECT_EQ(facts.size(), 5U);
}

TEST(Rbcs, AssignmentsHoldUntilTheNextAndCodesHaveTheirLife) {
  const std::string rows =
      "\"0001U\",\"Non-Procedure\",\"Test\",\"Molecular\",\"No RBCS "
      "Family\",2017-02-01,9999-12-31,2014-01-01\n"
      "\"0001U\",\"Non-Procedure\",\"Test\",\"Molecular\",\"Genetic\",2017-02-01,9999-12-31,2016-01-01\n"
      "100,Major,Procedure,Other,None,1990-01-01,2018-12-31,2014-01-01\n";
  const ParsedFile file = taken("rbcs_2024.csv",
                                "hcpcs_code,rbcs_procedure,rbcs_category,rbcs_subcategory,rbcs_family,"
                                "hcpcs_date_added,hcpcs_date_ended,rbcs_date_effective\n" +
                                    rows);
  EXPECT_EQ(file.published_rows, 3U);
  EXPECT_EQ(rows_in(file, Table::fact),
            (std::vector<std::string>{"P|0001U|RBCS|Test / Molecular / Genetic|no procedure|2016-01-01|",
                                      "P|0001U|RBCS|Test / Molecular|no procedure|2014-01-01|2015-12-31",
                                      "P|00100|RBCS|Procedure / Other / None|major procedure|2014-01-01|"}));
  EXPECT_EQ(rows_in(file, Table::procedure),
            (std::vector<std::string>{"0001U|2017-02-01||||2024-01-01|",
                                      "00100|1990-01-01|2018-12-31|||2024-01-01|"}));
}

TEST(Rbcs, ReadsTheOfficialColumnNames) {
  const ParsedFile file =
      taken("2024_RBCS_Taxonomy.csv",
            "HCPCS_Cd,RBCS_ID,RBCS_Cat,RBCS_Cat_Desc,RBCS_Cat_Subcat,RBCS_Subcat_Desc,RBCS_FamNumb,RBCS_"
            "Family_Desc,"
            "RBCS_Major_Ind,HCPCS_Cd_Add_Dt,HCPCS_Cd_End_Dt,RBCS_Assignment_Eff_Dt,RBCS_Assignment_End_Dt\n"
            "A0001,XX001N,X,Equipment,XE,Other,001,Things,N,01/01/1990,,01/01/2014,12/31/2020\n");
  EXPECT_EQ(
      rows_in(file, Table::fact),
      std::vector<std::string>{"P|A0001|RBCS|Equipment / Other / Things|no procedure|2014-01-01|2020-12-31"});
}

TEST(Lists, AreRefusedWhenTheyAreCutOffOrTooWide) {
  for (const auto& [name, content] : std::vector<std::pair<std::string, std::string>>{
           {"modifier_codes_2024.csv", "mod_code,mod_type,mod_category\n22,CPT,General\n23,CPT"},
           {"modifier_codes_2024.csv", "mod_code,mod_type,mod_category\n22,CPT,General,more\n"},
           {"rbcs_2024.csv", "hcpcs_code,rbcs_category,rbcs_subcategory\nA0001,Test,\"Other"},
           {"place_of_service_2024.csv", "pos_code,pos_name\n11,Office\nOffice,11\n"}}) {
    EXPECT_FALSE(parsed(name, content)) << content;
  }
}

TEST(Lists, HoldTheRowsOfTheRealFiles) {
  if (!std::filesystem::is_directory(kRealFiles + "/misc")) {
    GTEST_SKIP() << "SKIPPED: no ../shared/reference-data/misc";
  }
  struct Case {
    std::string name;
    Source source;
    std::uint64_t rows;
  };
  for (const Case& one : {Case{"/misc/rbcs_2024.csv", Source::rbcs, 17'033},
                          Case{"/misc/place_of_service_2024.csv", Source::place_list, 99},
                          Case{"/misc/modifier_codes_2024.csv", Source::modifier_list, 433},
                          Case{"/misc/betos_tb_2019.csv", Source::betos, 106},
                          Case{"/misc/cms_type_srvc_tb_2019.csv", Source::type_of_service, 34},
                          Case{"/hcpcs/NOC_Codes_2019.prn", Source::not_otherwise_classified, 139}}) {
    const auto files = parsed_file(kRealFiles + one.name);
    ASSERT_EQ(files.size(), 1U) << one.name;
    EXPECT_EQ(files[0].parts.at(0).source, one.source) << one.name;
    EXPECT_EQ(files[0].published_rows, one.rows) << one.name;
  }
}

}  // namespace
}  // namespace chargelint::data::testing
