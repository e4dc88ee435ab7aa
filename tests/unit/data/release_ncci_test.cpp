// Add-on edits, Medicaid's tables, and the workbooks of all: small files of their forms, and the real ones.
#include <map>
#include <tuple>

#include "release_files_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kReal = CHARGELINT_SOURCE_DIR "/../shared/reference-data";

std::vector<std::string> rows_of_part(const ParsedFile& file, std::size_t part = 0) {
  std::vector<std::string> rows;
  for (std::size_t index = 0; index < file.parts.at(part).rows.size(); ++index) {
    const RowBatch& batch = file.parts[part].rows;
    const auto cells = batch.row(index);
    const auto iso = [&](std::int64_t cell) {
      return cell == kNoCell ? std::string() : Date::from_days(static_cast<std::int32_t>(cell)).iso().str();
    };
    rows.push_back(published_text(batch, index) + " from " + iso(cells[cells.size() - 2]) + " to " +
                   iso(cells[cells.size() - 1]));
  }
  return rows;
}

// Add-on edits.

const std::vector<std::string> kAddOnHeader = {
    "AOC_Edit_Type",      "Add-On_Code",    "AOC_DelDT",      "Primary_Code",
    "Primary_Code_DelDT", "AOC_Edit_EffDT", "AOC_Edit_DelDT", "Special_Instruction_Notes"};
using Records = std::vector<std::vector<std::string>>;

std::string joined(const Records& records, char separator, const std::string& end) {
  std::string text;
  for (const auto& record : records) {
    for (std::size_t index = 0; index < record.size(); ++index) {
      if (index > 0) text += separator;
      text += record[index];
    }
    text += end;
  }
  return text;
}
std::string add_on_fixed(const Records& records) {
  std::string text;
  for (const auto& record : records) {
    std::string line(97, ' ');
    const std::size_t places[] = {0, 1, 6, 13, 18, 25, 32, 39};
    for (std::size_t index = 0; index < record.size(); ++index) {
      const std::string cell = record[index].substr(0, index == 7 ? 58 : 7);
      line.replace(places[index], cell.size(), cell);
    }
    text += line + "\r\n";
  }
  return text;
}

const Records kAddOnRows = {
    {"1", "22614", "", "22612", "", "2013091", "", ""},
    {"2", "0054T", "2025365", "CCCCC", "", "2013091", "2025365", "Contractor Defined Primary Codes"},
    {"3", "96376", "", "96374", "2020366", "2013001", "", "96376 may be reported by facilities only"},
    {"1", "96361", "", "96360", "", "2013001", "", "96360 (Practitioner Only)"},
    {"1", "77063", "", "77067", "", "2017001", "2017001", "(Temporarily suspended retroactive to 1/1/2019)"}};
const std::vector<std::string> kAddOnExpected = {
    "0054T|CCCCC|2|4|Contractor Defined Primary Codes|2025-12-31| from 2013-04-01 to 2025-12-31",
    "22614|22612|1|0||| from 2013-04-01 to ",
    "77063|77067|1|3|(Temporarily suspended retroactive to 1/1/2019)|| from 2017-01-01 to 2017-01-01",
    "96361|96360|1|1|96360 (Practitioner Only)|| from 2013-01-01 to ",
    "96376|96374|3|2|96376 may be reported by facilities only||2020-12-31 from 2013-01-01 to "};

TEST(AddOnImporter, ReadsEveryFormAlike) {
  const ReferenceFolder folder;
  Records with_header = kAddOnRows;
  with_header.insert(with_header.begin(), kAddOnHeader);
  Records with_notice = with_header;
  with_notice.insert(with_notice.begin(), {"A notice of the owner; all rights reserved."});
  const std::vector<std::pair<std::string, std::string>> files = {
      {"AOC_V2026Q2-F-MCR.txt", add_on_fixed(kAddOnRows)},
      {"AOC_V2026Q2-MCR.txt", joined(with_header, '\t', "\r\n")},
      {"AOC_V2026Q2-MCR-notice.txt", joined(with_notice, '\t', "\n")},
      {"AOC_V2026Q2-MCR.csv", "\xEF\xBB\xBF" + joined(with_header, ',', "\r\n")},
      {"AOC_V2026Q2-MCR.xlsx", workbook_of({{"AOC", with_notice}})}};
  for (const auto& [name, content] : files) {
    const auto texts = texts_taken(folder.write(name, content));
    ASSERT_TRUE(texts) << name << ": " << to_string(texts.error());
    ASSERT_EQ(texts->files.size(), 1U) << name;
    EXPECT_EQ(texts->files[0].parts.at(0).source, Source::add_on);
    EXPECT_EQ(texts->files[0].release.name, "2026Q2") << name;
    EXPECT_EQ(rows_of_part(texts->files[0]), kAddOnExpected) << name;
  }
}

TEST(AddOnImporter, PutsTheZerosOfNumbersBack) {
  const ReferenceFolder folder;
  const auto texts = texts_taken(folder.write(
      "AOC_V2026Q2-MCR.xlsx",
      workbook_of({{"AOC", {kAddOnHeader, {"#1", "#1968", "", "#1967", "", "#2013091", "", ""}}}})));
  ASSERT_TRUE(texts) << to_string(texts.error());
  ASSERT_EQ(texts->files.size(), 1U);
  EXPECT_EQ(rows_of_part(texts->files[0]).at(0), "01968|01967|1|0||| from 2013-04-01 to ");
}

TEST(AddOnImporter, TakesTheLongerOfANoteThatOneFormCutsOff) {
  const std::string note =
      "Based on a manual of many words, of which a fixed-width form holds the beginning alone";
  RowBatch rows;
  rows.table = Table::add_on_edit;
  const auto add = [&](const std::string& words, std::uint32_t line) {
    rows.cells.insert(rows.cells.end(), {pack_brief("69990"), pack_brief("61304"), 1, 4, rows.texts.id(words),
                                         kNoCell, kNoCell, 15'000, kNoCell});
    rows.lines.push_back(line);
  };
  add(note.substr(0, 58), 1);
  add(note, 2);
  EXPECT_FALSE(settle(rows));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.texts.text(rows.row(0)[4]), note);
  add("Another note", 3);
  EXPECT_TRUE(settle(rows)) << "other words are a conflict";
}

TEST(AddOnImporter, LeavesMedicaidsTableAlone) {
  const auto file = parsed("AOC_V2026Q2-MCD.txt", add_on_fixed(kAddOnRows));
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_FALSE(*file);
}

struct BadAddOn {
  std::vector<std::string> row;
  std::string_view says;
};
class BadAddOnRow : public ::testing::TestWithParam<BadAddOn> {};
TEST_P(BadAddOnRow, IsRefusedWithItsLine) {
  const auto file =
      parsed("AOC_V2026Q2-MCR.txt", joined({kAddOnHeader, kAddOnRows[0], GetParam().row}, '\t', "\r\n"));
  ASSERT_FALSE(file) << GetParam().says;
  EXPECT_EQ(file.error().where, "AOC_V2026Q2-MCR.txt:3");
  EXPECT_NE(file.error().what.find(GetParam().says), std::string::npos) << file.error().what;
  EXPECT_NE(file.error().what.find("expected"), std::string::npos) << file.error().what;
}
INSTANTIATE_TEST_SUITE_P(
    Rows, BadAddOnRow,
    ::testing::Values(BadAddOn{{"4", "22614", "", "22612", "", "2013091", "", ""}, "edit type"},
                      BadAddOn{{"1", "2261", "", "22612", "", "2013091", "", ""}, "add-on code"},
                      BadAddOn{{"1", "22614", "", "2261-", "", "2013091", "", ""}, "primary code"},
                      BadAddOn{{"1", "22614", "", "22612", "", "", "", ""}, "effective date is missing"},
                      BadAddOn{{"1", "22614", "", "22612", "", "2013366", "", ""}, "day of the year"},
                      BadAddOn{{"1", "22614", "", "22612", "", "2013000", "", ""}, "day of the year"},
                      BadAddOn{{"1", "22614", "", "22612", "", "20130401", "", ""}, "day of the year"},
                      BadAddOn{{"1", "22614", "", "22612", "", "2013091", "2013090", ""},
                               "before the effective"},
                      BadAddOn{{"1", "22614", "", "22612"}, "4 columns"},
                      BadAddOn{{"1", "22614", "", "22612", "", "2013091", "", "", "x"}, "9 columns"},
                      BadAddOn{{"3", "22614", "", "22612", "", "2013091", "", ""}, "first on line 2"}));

TEST(AddOnImporter, RefusesARecordThatIsCutOff) {
  std::string content = add_on_fixed(kAddOnRows);
  content.resize(content.size() - 90);
  const auto file = parsed("AOC_V2026Q2-F-MCR.txt", content);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().where, "AOC_V2026Q2-F-MCR.txt:5");
  EXPECT_NE(file.error().what.find("9 characters; expected 97"), std::string::npos) << file.error().what;
}

// Pair edits and unit limits as workbooks.

TEST(PtpImporter, ReadsTheWorkbookWithNumericCodes) {
  const ReferenceFolder folder;
  const auto texts = texts_taken(
      folder.write("ccipra-v322r0-f1.xlsx",
                   workbook_of({{"f1",
                                 {{"CPT only copyright"},
                                  {"Column1/Column2 Edits"},
                                  {"Column 1", "Column 2", "*=in existence", "Effective", "Deletion",
                                   "Modifier", "PTP Edit Rationale"},
                                  {"", "", "prior to 1996", "Date", "Date", "0=not allowed", ""},
                                  {"", "", "", "", "*=no data", "1=allowed", ""},
                                  {"", "", "", "", "", "9=not applicable", ""},
                                  {"#100", "#10004", "", "#20240101", "*", "#1", "Misuse"},
                                  {"0001U", "0029U", "*", "@43282", "#20260630", "#0", "Misuse"}}}})));
  ASSERT_TRUE(texts) << to_string(texts.error());
  ASSERT_EQ(texts->files.size(), 1U);
  const ParsedFile& file = texts->files[0];
  EXPECT_EQ(file.release.name, "2026Q3");
  EXPECT_EQ(file.part, 1);
  const auto& rows = file.parts.at(0).edits.rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(Hcpcs::from_packed(rows[0].column1).text(), "0001U");
  EXPECT_EQ(rows[0].from_day, day("2018-07-01").days() - PtpEdit::kEpoch)
      << "a day as a spreadsheet keeps it";
  EXPECT_EQ(rows[0].to_day, day("2026-06-30").days() - PtpEdit::kEpoch);
  EXPECT_TRUE(rows[0].prior_1996);
  EXPECT_EQ(Hcpcs::from_packed(rows[1].column1).text(), "00100");
  EXPECT_EQ(rows[1].to_day, PtpEdit::kOpenDay);
}

TEST(PtpImporter, PadsNoCodeOfATextFile) {
  const auto file = parsed("ccipra-v322r0-f1.TXT", ptp_text({"100\t10004\t\t20240101\t*\t1\tMisuse"}));
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().what.find("column 1"), std::string::npos);
}

TEST(MueImporter, ReadsTheWorkbookWithNumericCodes) {
  const ReferenceFolder folder;
  const auto texts =
      texts_taken(folder.write("MCR_MUE_PractitionerServices_Eff_07-01-2026.xlsx",
                               workbook_of({{"MUE",
                                             {{"A notice\n\nof several lines"},
                                              {"HCPCS/\nCPT Code", "Practitioner Services MUE Values",
                                               "MUE Adjudication Indicator", "MUE Rationale"},
                                              {"#100", "#1", "2 Date of Service Edit: Policy", "Words"}}}})));
  ASSERT_TRUE(texts) << to_string(texts.error());
  ASSERT_EQ(texts->files.size(), 1U);
  EXPECT_EQ(texts->files[0].parts.at(0).source, Source::mue_practitioner);
  EXPECT_EQ(rows_of_part(texts->files[0]).at(0), "00100|1|2|Words from 2026-07-01 to ");
}

TEST(MueImporter, MakesWindows1252Readable) {
  const auto file = parsed("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
                           mue_text({"62324,1,3 Date of Service Edit: Clinical,Nature \x96 of analyte\xAE"}));
  ASSERT_TRUE(file && *file);
  EXPECT_EQ((*file)->parts.at(0).rows.texts.text((*file)->parts[0].rows.row(0)[3]),
            "Nature \xE2\x80\x93 of analyte\xC2\xAE");
}

// Medicaid.

struct MedicaidPtp {
  std::string name;
  std::string content;
  Source source;
};
class MedicaidPtpForm : public ::testing::TestWithParam<MedicaidPtp> {};
TEST_P(MedicaidPtpForm, IsReadByItsColumnNames) {
  const auto file = parsed(GetParam().name, GetParam().content);
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_TRUE(*file) << GetParam().name;
  EXPECT_EQ((*file)->release.name, "2026Q3");
  const ParsedPart& part = (*file)->parts.at(0);
  EXPECT_EQ(part.source, GetParam().source);
  ASSERT_EQ(part.edits.rows.size(), 2U);
  EXPECT_EQ(Hcpcs::from_packed(part.edits.rows[0].column1).text(), "11042");
  EXPECT_EQ(part.edits.rows[0].from_day, day("2010-10-01").days() - PtpEdit::kEpoch);
  EXPECT_EQ(part.edits.rows[0].to_day, day("2020-12-31").days() - PtpEdit::kEpoch);
  EXPECT_EQ(part.edits.rows[0].indicator, 1);
  EXPECT_EQ(part.edits.rows[1].to_day, PtpEdit::kOpenDay);
}
const std::string kMedicaidSixColumns =
    "Medicaid NCCI edits\nColumn 1\tColumn 2\tEffective Date\tDeletion Date\tModifier Indicator\tPTP Edit "
    "Rationale\n11042\t11720\t20101001\t20201231\t1\tMisuse\n20610\t11730\t20110401\t*\t0\tMisuse\n";
INSTANTIATE_TEST_SUITE_P(
    Forms, MedicaidPtpForm,
    ::testing::Values(
        MedicaidPtp{"medicaid-ncci-q3-2026-ptp-edits-practitioner.txt", kMedicaidSixColumns,
                    Source::ptp_medicaid_practitioner},
        MedicaidPtp{"MCD_PTP_OutpatientHospital_Eff_07-01-2026.txt", kMedicaidSixColumns,
                    Source::ptp_medicaid_hospital},
        MedicaidPtp{"ncci-dme-ptp-2026q3.txt", kMedicaidSixColumns, Source::ptp_medicaid_dme},
        MedicaidPtp{"medicaid-practitioner-ptp-2026q3.csv",
                    "Column 1,Column 2,EffDt,DelDt,Modifier Indicator,PTP Edit Rationale\r\n"
                    "11042,11720,10/01/2010,12/31/2020,1,Misuse\r\n20610,11730,04/01/2011,,0,Misuse\r\n",
                    Source::ptp_medicaid_practitioner},
        MedicaidPtp{"medicaid-practitioner-ptp-2026q3-wrapped.txt",
                    ptp_text({"11042\t11720\t\t20101001\t20201231\t1\tMisuse",
                              "20610\t11730\t*\t20110401\t*\t0\tMisuse"}),
                    Source::ptp_medicaid_practitioner}));

TEST(MedicaidImporter, RefusesRowsWithTheirLine) {
  for (const auto& [row, says] : std::vector<std::pair<std::string, std::string>>{
           {"11042\t11720\t2010-99-01\t*\t1\tMisuse", "effective date"},
           {"11042\t11720\t20101001\t*\t1", "5 columns"},
           {"1104\t11720\t20101001\t*\t1\tMisuse", "column 1"}}) {
    const auto file = parsed("medicaid-practitioner-2026q3.txt", kMedicaidSixColumns + row + "\n");
    ASSERT_FALSE(file) << row;
    EXPECT_EQ(file.error().where, "medicaid-practitioner-2026q3.txt:5") << row;
    EXPECT_NE(file.error().what.find(says), std::string::npos) << file.error().what;
  }
}

TEST(MedicaidImporter, AsksWhoseTableItIs) {
  const auto file = parsed("medicaid-2026q3.txt", kMedicaidSixColumns);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().what.find("practitioner, hospital or DME"), std::string::npos) << file.error().what;
}

TEST(MedicaidImporter, ReadsUnitLimitsWithoutAnIndicatorAndWithDates) {
  const ReferenceFolder folder;
  const std::string plain =
      "\"HCPCS/\nCPT Code\",DME Supplier Services MUE Values,MUE Rationale\nA4216,60,CMS Policy\n62324,1,D\n";
  const std::string dated =
      "HCPCS/CPT Code\tDME Supplier Services MUE Values\tMUE Rationale\tMUE Effective Date\tMUE Deletion "
      "Date\n"
      "A4216\t60\tCMS Policy\t20101001\t\n62324\t1\tD\t07/01/2015\t12/31/2026\n";
  const auto first = parsed("medicaid-mue-dme-q3-2026.csv", plain);
  ASSERT_TRUE(first) << to_string(first.error());
  ASSERT_TRUE(*first);
  EXPECT_EQ((*first)->parts.at(0).source, Source::mue_medicaid_dme);
  EXPECT_EQ(rows_of_part(**first), (std::vector<std::string>{"62324|1|0|D from 2026-07-01 to ",
                                                             "A4216|60|0|CMS Policy from 2026-07-01 to "}));
  const auto second = parsed("medicaid-mue-dme-q3-2026.txt", dated);
  ASSERT_TRUE(second) << to_string(second.error());
  ASSERT_TRUE(*second);
  EXPECT_EQ(rows_of_part(**second), (std::vector<std::string>{"62324|1|0|D from 2015-07-01 to 2026-12-31",
                                                              "A4216|60|0|CMS Policy from 2010-10-01 to "}));
}

TEST(MedicaidImporter, KnowsMedicaidByTheTitleToo) {
  const auto file = parsed("practitioner-2026q3.txt", kMedicaidSixColumns);
  ASSERT_TRUE(file && *file);
  EXPECT_EQ((*file)->parts.at(0).source, Source::ptp_medicaid_practitioner);
  const auto agency = parsed("ccipra-v322r0-f1.TXT",
                             "Published by the Centers for Medicare & Medicaid Services\t\t\t\t\t\t\r\n" +
                                 ptp_text({"20610\t11730\t\t20200101\t*\t1\tA"}));
  ASSERT_TRUE(agency && *agency);
  EXPECT_EQ((*agency)->parts.at(0).source, Source::ptp_practitioner);
}

TEST(NcciFiles, AreTakenToTheirLastRow) {
  if (!std::filesystem::is_directory(kReal)) GTEST_SKIP() << "SKIPPED: no ../shared/reference-data";
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, release, count] : std::vector<std::tuple<std::string, std::string, std::size_t>>{
           {"AOC_V2026Q2-MCR.xlsx", "2026Q2", 9000},
           {"AOC_V2026Q2-F-MCR.rebuilt.txt.gz", "2026Q2", 9000},
           {"AOC_V2026Q3-F-MCR.rebuilt.txt.gz", "2026Q3", 7743},
           {"AOC_V2026Q3-MCR.rebuilt.tsv.gz", "2026Q3", 7743},
           {"MCR_MUE_PractitionerServices_Eff_07-01-2026.excerpt.csv", "2026Q3", 44},
           {"MCR_MUE_PractitionerServices_Eff_04-01-2026.rebuilt.csv.gz", "2026Q2", 15'095},
           {"MCR_MUE_OutpatientHospitalServices_Eff_07-01-2024.rebuilt.csv.gz", "2024Q3", 14'628},
           {"MCR_MUE_DMESupplierServices_Eff_07-01-2024.rebuilt.csv.gz", "2024Q3", 2928}}) {
    const auto texts = texts_taken(kReal + "/ncci/" + name);
    ASSERT_TRUE(texts) << to_string(texts.error());
    ASSERT_EQ(texts->files.size(), 1U) << name;
    EXPECT_EQ(texts->files[0].release.name, release) << name;
    EXPECT_EQ(texts->files[0].parts.at(0).rows.size(), count) << name;
    rows.push_back(rows_of_part(texts->files[0]));
  }
  std::map<std::string, std::size_t> kinds;
  for (const std::string& row : rows[0]) ++kinds["type " + row.substr(row.find('|', 6) + 1, 1)];
  EXPECT_EQ(kinds, (std::map<std::string, std::size_t>{{"type 1", 8293}, {"type 2", 47}, {"type 3", 660}}));
  EXPECT_EQ(rows[2], rows[3]) << "two forms of one release say the same";
}

}  // namespace
}  // namespace chargelint::data::testing
