// Each importer on small files of its own form: what it takes, and what it refuses with which line.
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

constexpr auto kPtpName = "ccipra-v322r0-f1.TXT";
constexpr auto kMueName = "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv";
constexpr auto kFeeName = "PPRRVU2026_Jul.csv";
constexpr auto kOrderName = "icd10cm_order_2026.txt";

std::vector<PtpRow> ptp_rows(const std::string& content) {
  const auto file = parsed(kPtpName, content);
  EXPECT_TRUE(file) << to_string(file.error());
  if (!file || !*file) return {};
  return (*file)->parts.at(0).edits.rows;
}

TEST(PtpImporter, ReadsEveryFormOfThePreambleAndLineEnd) {
  const std::vector<std::string> rows = {"0001U\t0029U\t\t20180701\t20260630\t1\tMisuse of Column Two code",
                                         "62324\t20610\t*\t19960101\t*\t0\tStandards of practice"};
  const std::string plain = ptp_text(rows);
  const std::string one_line_header =
      "Column1/Column2 Edits\t\t\t\t\t\t\nColumn 1\tColumn 2\t*=in existence prior to 1996\tEffective "
      "Date\tDeletion Date "
      "*=no data\tModifier 0=not allowed\tPTP Edit Rationale\n" +
      rows[0] + "\n" + rows[1];
  for (const std::string& content : {plain, ptp_text(rows, "\n"), "\xEF\xBB\xBF" + plain, plain + "\x1A\r\n",
                                     plain + "\r\n\r\n", one_line_header}) {
    const auto read = ptp_rows(content);
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(Hcpcs::from_packed(read[0].column1).text(), "0001U");
    EXPECT_EQ(Hcpcs::from_packed(read[0].column2).text(), "0029U");
    EXPECT_EQ(read[0].from_day, day("2018-07-01").days() - PtpEdit::kEpoch);
    EXPECT_EQ(read[0].to_day, day("2026-06-30").days() - PtpEdit::kEpoch);
    EXPECT_FALSE(read[0].prior_1996);
    EXPECT_TRUE(read[1].prior_1996);
    EXPECT_EQ(read[1].to_day, PtpEdit::kOpenDay);
    EXPECT_NE(read[0].rationale, read[1].rationale);
  }
}

TEST(PtpImporter, TakesSeveralWindowsOfOnePairAndDropsRepetitions) {
  const auto rows =
      ptp_rows(ptp_text({"20610\t11730\t\t20200101\t*\t1\tA", "20610\t11730\t\t20100101\t20191231\t0\tA",
                         "20610\t11730\t\t20200101\t*\t1\tA", "20610\t11730\t\t20200101\t20200101\t9\tB"}));
  EXPECT_EQ(rows.size(), 3U) << "one exact repetition; an edit that never applied does not conflict";
}

TEST(PtpImporter, TellsTheSettingByTheNameAlone) {
  const std::string content = ptp_text({"20610\t11730\t\t20200101\t*\t1\tA"});
  const auto source = [&](const std::string& name) {
    const auto file = parsed(name, content);
    return file && *file ? std::optional((*file)->parts.at(0).source) : std::nullopt;
  };
  EXPECT_EQ(source("ccipra-v322r0-f1.TXT"), Source::ptp_practitioner);
  EXPECT_EQ(source("ccioph-v322r0-f1.TXT"), Source::ptp_hospital);
  EXPECT_EQ(source("PTP_Practitioner_2026Q3.txt"), Source::ptp_practitioner);
  EXPECT_EQ(source("outpatient-ptp-2026q3.txt"), Source::ptp_hospital);
  const auto untold = parsed("edits-2026q3.txt", content);
  ASSERT_FALSE(untold);
  EXPECT_NE(untold.error().what.find("ccipra"), std::string::npos);
}

TEST(PtpImporter, KnowsThatRebuiltDatesArePlaceholders) {
  const std::string content = ptp_text({"20610\t11730\t\t19960101\t*\t1\tA"});
  EXPECT_FALSE((*parsed("ccipra-2024q2-rebuilt-f1.TXT", content))->effective_known);
  EXPECT_TRUE((*parsed("ccipra-2024q2-f1.TXT", content))->effective_known);
}

TEST(Importers, KnowAFileByItsContentNotItsName) {
  for (const auto& [name, content] : std::vector<std::pair<std::string, std::string>>{
           {kPtpName, "<!DOCTYPE html><html><body>Column 1 Column 2</body></html>"},
           {kPtpName, ""},
           {kMueName, "code,value\n1,2\n"},
           {kFeeName, "HCPCS,MOD,PROCSTAT,CARRIER\n0001F,,A,1\n"},
           {kOrderName, "A000    Cholera of one kind\r\n"},
           {"icd10pcs_order_2026.txt",
            "00001 001     0 Central Nervous System and Cranial Nerves, Bypass               "
            "     Central Nervous System and Cranial Nerves, Bypass\r\n"}}) {
    const auto file = parsed(name, content);
    ASSERT_TRUE(file) << name << ": " << to_string(file.error());
    EXPECT_FALSE(*file) << name;
  }
}

TEST(MueImporter, ReadsThePreambleOfManyLinesInOneCell) {
  for (const std::string end : {"\r\n", "\n"}) {
    for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
      const auto file =
          parsed(kMueName, mark + mue_text({"0001U,1,2 Date of Service Edit: Policy,\"Words, quoted\"",
                                            "62324,0,3 Date of Service Edit: Clinical,Data"},
                                           end));
      ASSERT_TRUE(file) << to_string(file.error());
      ASSERT_TRUE(*file);
      const RowBatch& rows = (*file)->parts.at(0).rows;
      ASSERT_EQ(rows.size(), 2U);
      EXPECT_EQ(unpack_brief(rows.row(0)[0]).view(), "0001U");
      EXPECT_EQ(rows.row(0)[1], 1);
      EXPECT_EQ(rows.row(0)[2], 2);
      EXPECT_EQ(rows.texts.text(rows.row(0)[3]), "Words, quoted");
      EXPECT_EQ(rows.row(1)[1], 0);
    }
  }
}

TEST(MueImporter, TellsTheSettingByTheHeader) {
  const auto source = [](const std::string& setting) {
    const auto file = parsed("x_Eff_04-01-2026.csv",
                             mue_text({"62324,1,3 Date of Service Edit: Clinical,D"}, "\n", setting));
    return file && *file ? std::optional((*file)->parts.at(0).source) : std::nullopt;
  };
  EXPECT_EQ(source("Practitioner Services"), Source::mue_practitioner);
  EXPECT_EQ(source("Outpatient Hospital Services"), Source::mue_outpatient);
  EXPECT_EQ(source("DME Supplier Services"), Source::mue_dme);
  EXPECT_EQ(source("Other Services"), std::nullopt);
}

TEST(FeeScheduleImporter, ReadsAllThreeFormsAlike) {
  const std::vector<FeeRecord> records = {{.code = "62324"},
                                          {.code = "45380", .bilateral = "1", .endoscopic_base = "45378"},
                                          {.code = "77003", .modifier = "TC", .supervision = "03"}};
  const std::vector<std::pair<std::string, std::string>> files = {{"a.csv", fee_csv(records, false)},
                                                                  {"b.csv", fee_csv(records, true)},
                                                                  {"PPRRVU2026_Jul.txt", fee_fixed(records)}};
  std::vector<std::vector<std::int64_t>> cells;
  for (const auto& [name, content] : files) {
    const auto file = parsed(name, content);
    ASSERT_TRUE(file) << to_string(file.error());
    ASSERT_TRUE(*file) << name;
    EXPECT_EQ((*file)->release.name, "2026Q3");
    cells.push_back((*file)->parts.at(0).rows.cells);
  }
  EXPECT_EQ(cells[0], cells[1]) << "the pricing indicator moves the columns behind it";
  EXPECT_EQ(cells[0], cells[2]);
  const auto file = parsed("b.csv", files[1].second);
  const auto row = (*file)->parts.at(0).rows.row(0);  // by code: 45380
  EXPECT_EQ(unpack_brief(row[0]).view(), "45380");
  EXPECT_EQ(unpack_brief(row[14]).view(), "45378");
  EXPECT_EQ(row[15], 180);
  EXPECT_EQ(row[20], 10);
  EXPECT_EQ(unpack_brief(row[12]).view(), "N");
  EXPECT_EQ(unpack_brief(row[13]).view(), "");
}

TEST(FeeScheduleImporter, RefusesAHeaderItDoesNotKnow) {
  std::string content = fee_csv({{.code = "62324"}}, true);
  content.replace(content.find("IND,BASE"), 8, "NEW,BASE");
  const auto file = parsed("a.csv", content);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().where, "a.csv:4");
}

TEST(FeeScheduleImporter, PrefersTheCaptionToTheName) {
  const auto file = parsed("PPRRVU2025_Oct.csv", fee_csv({{.code = "62324"}}, true));
  ASSERT_TRUE(file && *file);
  EXPECT_EQ((*file)->release.name, "2026Q3");
}

TEST(OrderImporter, ReadsHeadersAndCodesWithTheirLongTitle) {
  const auto file =
      parsed(kOrderName, order_text({{"M54", false, "Dorsalgia"}, {"M5412", true, "A long title"}}) + "\r\n");
  ASSERT_TRUE(file) << to_string(file.error());
  const RowBatch& rows = (*file)->parts.at(0).rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.row(0)[1], 0);
  EXPECT_EQ(unpack_brief(rows.row(1)[0]).view(), "M5412");
  EXPECT_EQ(rows.texts.text(rows.row(1)[2]), "A long title");
  EXPECT_EQ(Date::from_days(static_cast<std::int32_t>(rows.row(1)[3])), day("2025-10-01"));
}

struct BadCase {
  std::string_view about;
  std::string name;
  std::string content;
  int line;
  std::string_view says;
};
class BadRow : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadRow, IsRefusedWithItsLineAndWhatWasExpected) {
  const BadCase& bad = GetParam();
  const auto file = parsed(bad.name, bad.content);
  ASSERT_FALSE(file) << bad.about;
  EXPECT_EQ(file.error().kind, ErrorKind::malformed) << bad.about;
  EXPECT_EQ(file.error().where, bad.name + ":" + std::to_string(bad.line)) << bad.about;
  EXPECT_NE(file.error().what.find(bad.says), std::string::npos) << bad.about << ": " << file.error().what;
  EXPECT_NE(file.error().what.find("expected"), std::string::npos) << file.error().what;
}

std::string ptp_with(const std::string& row) {
  return ptp_text({"20610\t11730\t\t20200101\t*\t1\tA", row});
}
std::string mue_with(const std::string& row) {
  return mue_text({"62324,1,3 Date of Service Edit: Clinical,D", row});
}
std::string fee_with(FeeRecord record) {
  return fee_csv({{.code = "62324"}, std::move(record)}, true);
}
std::string order_with(const std::string& line) {
  return order_text({{"A00", false, "One"}, {"A000", true, "Two"}, {"A001", true, "Three"}}) + line + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadRow,
    ::testing::Values(
        BadCase{"short", kPtpName, ptp_with("20610\t11719\t\t20200101\t*\t1"), 8, "6 columns"},
        BadCase{"long", kPtpName, ptp_with("20610\t11719\t\t20200101\t*\t1\tA\tB"), 8, "8 columns"},
        BadCase{"code", kPtpName, ptp_with("2061\t11719\t\t20200101\t*\t1\tA"), 8, "column 1"},
        BadCase{"code", kPtpName, ptp_with("20610\t117-9\t\t20200101\t*\t1\tA"), 8, "column 2"},
        BadCase{"date", kPtpName, ptp_with("20610\t11719\t\t20200231\t*\t1\tA"), 8, "effective date"},
        BadCase{"date", kPtpName, ptp_with("20610\t11719\t\t2020-1-1\t*\t1\tA"), 8, "effective date"},
        BadCase{"old", kPtpName, ptp_with("20610\t11719\t\t19791231\t*\t1\tA"), 8, "out of range"},
        BadCase{"order", kPtpName, ptp_with("20610\t11719\t\t20200102\t20200101\t1\tA"), 8,
                "before the effective"},
        BadCase{"empty", kPtpName, ptp_with("20610\t11719\t\t20200101\t\t1\tA"), 8, "deletion date"},
        BadCase{"indicator", kPtpName, ptp_with("20610\t11719\t\t20200101\t*\t2\tA"), 8, "0, 1 or 9"},
        BadCase{"flag", kPtpName, ptp_with("20610\t11719\tx\t20200101\t*\t1\tA"), 8, "prior-to-1996"},
        BadCase{"rationale", kPtpName, ptp_with("20610\t11719\t\t20200101\t*\t1\t"), 8, "rationale"},
        BadCase{"conflict", kPtpName, ptp_with("20610\t11730\t\t20200101\t*\t0\tA"), 8, "line 7"},
        BadCase{"header", kPtpName, "Column 1\tColumn 2\tEffective\tDeletion\tx\ty\tz\n20610\t11730\n", 1,
                "header"},
        BadCase{"columns", kMueName, mue_with("62325,1,3 Clinical"), 7, "3 columns"},
        BadCase{"code", kMueName, mue_with("6232,1,3 Clinical,D"), 7, "code"},
        BadCase{"value", kMueName, mue_with("62325,one,3 Clinical,D"), 7, "MUE value"},
        BadCase{"negative", kMueName, mue_with("62325,-1,3 Clinical,D"), 7, "MUE value"},
        BadCase{"indicator", kMueName, mue_with("62325,1,4 Other,D"), 7, "1, 2 or 3"},
        BadCase{"conflict", kMueName, mue_with("62324,2,3 Clinical,D"), 7, "line 6"},
        BadCase{"quote", kMueName, mue_with("62325,1,3 Clinical,\"D"), 7, "closing quote"},
        BadCase{"status", kFeeName, fee_with({.code = "62325", .status = "7"}), 6, "status"},
        BadCase{"number", kFeeName, fee_with({.code = "62325", .work = "1.8x"}), 6, "work RVU"},
        BadCase{"decimals", kFeeName, fee_with({.code = "62325", .work = "1.805"}), 6, "work RVU"},
        BadCase{"bilateral", kFeeName, fee_with({.code = "62325", .bilateral = "7"}), 6, "bilateral"},
        BadCase{"modifier", kFeeName, fee_with({.code = "62325", .modifier = "2-"}), 6, "modifier"},
        BadCase{"columns", kFeeName, fee_csv({{.code = "62324"}}, true) + "62325,,x,A\r\n", 6, "4 columns"},
        BadCase{"conflict", kFeeName, fee_with({.code = "62324", .work = "2.00"}), 6, "line 5"},
        BadCase{"short", "PPRRVU2026_Jul.txt", "HDR\r\n" + std::string(171, 'x') + "\r\n", 2, "expected"},
        BadCase{"flag", kOrderName, order_with("00004 A009    2 Words" + std::string(56, ' ') + "Words"), 4,
                "flag"},
        BadCase{"code", kOrderName, order_with("00004 A0-9    1 Words" + std::string(56, ' ') + "Words"), 4,
                "code"},
        BadCase{"number", kOrderName, order_with("0000x A009    1 Words" + std::string(56, ' ') + "Words"), 4,
                "number"},
        BadCase{"short", kOrderName, order_with("00004 A009    1 Words"), 4, "21 characters"},
        BadCase{"conflict", kOrderName, order_with("00004 A001    0 Words" + std::string(56, ' ') + "Words"),
                4, "line 3"}));

TEST(Importers, RefuseAReleaseWithoutRows) {
  for (const auto& [name, content] : std::vector<std::pair<std::string, std::string>>{
           {kPtpName, ptp_text({})}, {kMueName, mue_text({})}, {kFeeName, fee_csv({}, true)}}) {
    const auto file = parsed(name, content);
    ASSERT_FALSE(file) << name;
    EXPECT_NE(file.error().what.find("no rows"), std::string::npos) << file.error().what;
  }
}

TEST(Importers, AskForTheReleaseWhenNothingTellsIt) {
  const std::string content = mue_text({"62324,1,3 Date of Service Edit: Clinical,D"});
  const auto untold = parsed("mue.csv", content);
  ASSERT_FALSE(untold);
  EXPECT_EQ(untold.error().kind, ErrorKind::usage);
  EXPECT_NE(untold.error().what.find("--release 2024Q2"), std::string::npos);
  const auto told = parsed("mue.csv", content, "2024Q2");
  ASSERT_TRUE(told && *told);
  EXPECT_EQ((*told)->release.name, "2024Q2");
  EXPECT_EQ((*parsed(kMueName, content, "2024Q2"))->release.name, "2026Q2")
      << "the name is stronger than the option";
}

TEST(StarterImporter, ReadsEveryTableThatTravelsInTheBinary) {
  const auto file = parsed(
      "ptp.tsv",
      "# chargelint ptp starter\nsetting\tcolumn1\tcolumn2\teffective\tdeletion\tindicator\trationale\n"
      "# a comment\npractitioner\t20610\t11730\t\t\t1\tA\nhospital\t20610\t11730\t2020-01-01\t\t0\tA\n");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_EQ((*file)->parts.size(), 2U);
  EXPECT_TRUE((*file)->starter);
  EXPECT_FALSE((*file)->effective_known) << "one row has no effective date";
  EXPECT_FALSE((*file)->parts[0].edits.rows[0].from_known);
  EXPECT_TRUE((*file)->parts[1].edits.rows[0].from_known);
}

TEST(StarterImporter, RefusesWrongNamesAndColumnsWithTheLine) {
  const std::string head =
      "# chargelint modifiers starter\nmodifier\teffective\tend\tclasses\torder\twords\tsource\n";
  const auto wrong_class = parsed("modifiers.tsv", head + "59\t\t\tdistinct unheard_of\tx\ty\n");
  ASSERT_FALSE(wrong_class);
  EXPECT_EQ(wrong_class.error().where, "modifiers.tsv:3");
  const auto short_row = parsed("modifiers.tsv", head + "59\t\t\tdistinct\tx\n");
  ASSERT_FALSE(short_row);
  EXPECT_EQ(short_row.error().where, "modifiers.tsv:3");
  const auto other_table = parsed("x.tsv", "# chargelint other starter\na\tb\n");
  ASSERT_FALSE(other_table);
  EXPECT_EQ(other_table.error().where, "x.tsv:1");
  const auto other_columns =
      parsed("modifiers.tsv", "# chargelint modifiers starter\nmodifier\twords\n59\tx\n");
  ASSERT_FALSE(other_columns);
  EXPECT_EQ(other_columns.error().where, "modifiers.tsv:2");
}

}  // namespace
}  // namespace chargelint::data::testing
