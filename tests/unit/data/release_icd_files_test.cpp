// ICD-10-CM files besides the order file and the tabular list: codes, addenda, conversion table, indexes, the
// POA-exempt list, and the Medicare Code Editor's lists.
#include <map>

#include "data/reference/subject.h"
#include "data/releases/names.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kReal = CHARGELINT_SOURCE_DIR "/../shared/reference-data/";

using Texts = std::vector<std::string>;

// A file that must be taken.
ParsedFile taken(const std::string& name, const std::string& content, const std::string& release = "") {
  auto result = parsed(name, content, release);
  if (!result || !*result) {
    ADD_FAILURE() << name << ": " << (result ? "not recognised" : to_string(result.error()));
    return {};
  }
  return std::move(**result);
}
// What a refused file is told.
std::string refusal(const std::string& name, const std::string& content, const std::string& release = "") {
  const auto result = parsed(name, content, release);
  if (result) return *result ? "taken" : "not recognised";
  return to_string(result.error());
}

const RowBatch* batch(const ParsedFile& file, Table table) {
  for (const ParsedPart& part : file.parts) {
    if (part.table == table) return &part.rows;
  }
  return nullptr;
}

// A row as words: briefs and texts as they are, days as ISO, nothing as "*".
Texts rows_of_table(const ParsedFile& file, Table table) {
  Texts found;
  const RowBatch* const rows = batch(file, table);
  for (std::size_t index = 0; rows != nullptr && index < rows->size(); ++index) {
    std::string line;
    for (std::size_t column = 0; column < rows->width(); ++column) {
      const std::int64_t cell = rows->row(index)[column];
      if (column > 0) line += '|';
      switch (layout_of(table).columns[column].cell) {
        case Cell::brief:
          line += unpack_brief(cell).view();
          break;
        case Cell::text:
          line += rows->texts.text(cell);
          break;
        case Cell::day:
          line += cell == kNoCell ? "*" : Date::from_days(static_cast<std::int32_t>(cell)).iso().str();
          break;
        case Cell::number:
          line += std::to_string(cell);
      }
    }
    found.push_back(std::move(line));
  }
  std::sort(found.begin(), found.end());
  return found;
}

// ---- the order file, beyond release_importers_test.cpp

TEST(OrderFile, ReadsTitlesBehindLettersOfSeveralBytes) {
  std::string line = "00001 H810    0 M\xC3\xA9ni\xC3\xA8re's disease";
  line.resize(16 + 60 + 2, ' ');  // sixty characters, two of them of two bytes
  line += " M\xC3\xA9ni\xC3\xA8re's disease";
  const std::string single = "00002 H8101   1 " + std::string("M\xE9ni\xE8re's disease, right ear") +
                             std::string(32, ' ') + " M\xE9ni\xE8re's disease, right ear";
  const ParsedFile file = taken("icd10cm-order-April-2025.txt", line + "\r\n" + single + "\r\n");
  EXPECT_EQ(file.release.name, "2025-04");
  EXPECT_EQ(rows_of_table(file, Table::diagnosis),
            (Texts{"H8101|1|M\xC3\xA9ni\xC3\xA8re's disease, right ear|2025-04-01|*",
                   "H810|0|M\xC3\xA9ni\xC3\xA8re's disease|2025-04-01|*"}));
}

// ---- the codes file

const std::string kCodes =
    "A000    Cholera, one\r\nA0100   Typhoid fever\r\nB20     HIV disease\r\nS52001A Fracture\r\n";

TEST(CodesFile, HoldsValidCodesAndIsNeverTheWholeRelease) {
  const ParsedFile file = taken("icd10cm_codes_2026.txt", kCodes);
  EXPECT_EQ(file.release.name, "2026");
  EXPECT_TRUE(file.never_complete);
  EXPECT_EQ(rows_of_table(file, Table::diagnosis),
            (Texts{"A000|1|Cholera, one|2025-10-01|*", "A0100|1|Typhoid fever|2025-10-01|*",
                   "B20|1|HIV disease|2025-10-01|*", "S52001A|1|Fracture|2025-10-01|*"}));
}

TEST(CodesFile, IsNotConfusedWithListsOfProcedures) {
  EXPECT_EQ(refusal("codes_2026.txt", "A0999   Ambulance, other\r\nE1399   Equipment, other\r\n"),
            "not recognised");
  EXPECT_EQ(refusal("icd10pcs_codes_2026.txt", "0016070 Bypass\r\nB00B0ZZ Imaging\r\nX27H385 New\r\n"),
            "not recognised");
}

TEST(CodesFile, RefusesASpoiltLine) {
  EXPECT_NE(refusal("icd10cm_codes_2026.txt", kCodes + "<html>\r\n").find("icd10cm_codes_2026.txt:5"),
            std::string::npos);
  EXPECT_NE(refusal("codes.txt", kCodes).find("--release"), std::string::npos);
}

// ---- addenda

const std::string kOrderAddenda =
    "Delete:      1 B880    Other acariasis                                              Other acariasis\r\n"
    "Add:         0 B880    Other acariasis                                              Other acariasis\r\n"
    "Add:         1 B8801   Infestation                                                  Infestation by "
    "mites\r\n"
    "Revise from: 1 L02212  Cutaneous abscess of back                                    Abscess of back\r\n"
    "Revise to:   1 L02212  Cutaneous abscess of back                                    Abscess of back, "
    "not flank\r\n"
    "Revise from: 1 L02213  Short old                                                    Long\r\n"
    "Revise to:   1 L02213  Short new                                                    Long\r\n"
    "\r\nHeaders\r\n  23324 headers in icd10cm_order_2025.txt\r\n  23325 headers in "
    "icd10cm_order_2026.txt\r\n"
    "      1 additions\r\n      0 deletions\r\n      0 revisions\r\nof which\r\n      9 revisions to long "
    "title only\r\n"
    "\r\nCodes\r\n      1 additions\r\n      1 deletions\r\n      2 revisions\r\n";
const std::string kCodesAddenda =
    "Delete:      B880    Other acariasis\r\nAdd:         B8801   Infestation by mites\r\n"
    "Revise from: L02212  Abscess of back\r\nRevise to:   L02212  Abscess of back, not flank\r\n";

TEST(Addenda, TellWhatAYearChanged) {
  const Texts expected = {
      "D|B880|addendum|added|(header) Other acariasis|2025-10-01|*",
      "D|B8801|addendum|added|Infestation by mites|2025-10-01|*",
      "D|B880|addendum|deleted|Other acariasis|2025-10-01|*",
      "D|L02212|addendum|revised|from: Abscess of back; to: Abscess of back, not flank|2025-10-01|*",
      "D|L02213|addendum|revised|from: Short old; to: Short new|2025-10-01|*",
  };
  Texts sorted = expected;
  std::sort(sorted.begin(), sorted.end());
  const ParsedFile order = taken("renamed.txt", kOrderAddenda);
  EXPECT_EQ(rows_of_table(order, Table::fact), sorted);
  EXPECT_EQ(order.release.name, "2026") << "the summary tells it";
  EXPECT_EQ(order.published_rows, 21U);
  const ParsedFile codes = taken("icd10cm_codes_addenda_2026.txt", kCodesAddenda);
  EXPECT_EQ(
      rows_of_table(codes, Table::fact),
      (Texts{
          "D|B8801|addendum|added|Infestation by mites|2025-10-01|*",
          "D|B880|addendum|deleted|Other acariasis|2025-10-01|*",
          "D|L02212|addendum|revised|from: Abscess of back; to: Abscess of back, not flank|2025-10-01|*"}));
}

TEST(Addenda, AreRefusedWhenTheyDoNotHoldTogether) {
  const std::string name = "icd10cm_codes_addenda_2026.txt";
  EXPECT_NE(refusal(name, kCodesAddenda + "Revise from: A000    x\r\n").find("within a revision"),
            std::string::npos);
  EXPECT_NE(refusal(name, kCodesAddenda + "Revise to:   A000    x\r\n").find(":5"), std::string::npos);
  EXPECT_NE(refusal(name, kCodesAddenda + "Add:         A00!    x\r\n").find("no code"), std::string::npos);
  EXPECT_NE(
      refusal(name, kOrderAddenda.substr(kOrderAddenda.find("Add:"))).find("the summary tells 1 deletions"),
      std::string::npos);
}

// ---- conversion table

const std::string kConversion =
    "\"Published on, October 1, 2025\",,\r\nCurrent code assignment,Effective,Previous Code(s) Assignment\r\n"
    "A04.71,2017,A04.7\r\nU07.0,43922,\"J68.0, J80\"\r\nC56.3,2021,C56.1 and C56.2\r\nM04.8,2016,None\r\n"
    "H36.811,4/1/2023,H35.22-H35.23\r\nW44.A0XA,2023-10-01,Codes in Categories T15-T19\r\n"
    "P91.821 ,2020,I63.- and P91.88\r\n,,\r\n";

TEST(ConversionTable, RelatesACodeToThoseBeforeIt) {
  const ParsedFile file = taken("ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx", kConversion);
  EXPECT_EQ(file.release.name, "2026");
  EXPECT_EQ(file.published_rows, 7U);
  const Texts relations = rows_of_table(file, Table::diagnosis_relation);
  for (const char* const expected :
       {"replaced_by|A047|A047|A0471|A0471||2017-10-01|*", "replaces|A0471|A0471|A047|A047||2017-10-01|*",
        "replaced_by|J80|J80|U070|U070|J68.0, J80|2020-04-01|*",
        "replaces|C563|C563|C562|C562|C56.1 and C56.2|2021-10-01|*",
        "replaces|H36811|H36811|H3522|H3523||2023-04-01|*",
        "replaced_by|T15|T19|W44A0XA|W44A0XA||2023-10-01|*",
        "replaces|P91821|P91821|I63|I63|I63.- and P91.88|2020-10-01|*"}) {
    EXPECT_TRUE(std::find(relations.begin(), relations.end(), expected) != relations.end()) << expected;
  }
  EXPECT_EQ(relations.size(), 18U);
  const Texts facts = rows_of_table(file, Table::fact);
  for (const char* const expected :
       {"D|A047|replaced by|A04.71||2017-10-01|*", "D|A0471|replaces|A04.7||2017-10-01|*",
        "D|H3523|replaced by|H36.811||2023-04-01|*", "D|H36811|replaces|H35.22-H35.23||2023-04-01|*",
        "D|C563|replaces|C56.1|C56.1 and C56.2|2021-10-01|*",
        "D|M048|assigned since|2016-10-01||2016-10-01|*"}) {
    EXPECT_TRUE(std::find(facts.begin(), facts.end(), expected) != facts.end()) << expected;
  }
}

TEST(ConversionTable, RefusesWhatItCannotRead) {
  const std::string name = "ICD-10-CM-CONVERSION-TABLE-FY2026.csv";
  const std::string head = "Current code assignment,Effective,Previous Code(s) Assignment\n";
  EXPECT_NE(refusal(name, head + "hello,2017,A04.7\n").find(":2"), std::string::npos);
  EXPECT_NE(refusal(name, head + "A04.71,soon,A04.7\n").find("the effective date is none"),
            std::string::npos);
  EXPECT_NE(refusal(name, head + "A04.71,2017,nothing much\n").find("the previous codes"), std::string::npos);
}

// ---- indexes

std::string index(const std::string& inside, const std::string& version = "2025") {
  return "<?xml version=\"1.0\"?>\n<ICD10CM.index>\n<version>" + version + "</version>\n" + inside +
         "</ICD10CM.index>";
}
const std::string kDiseases = index(
    "<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>A</title>"
    "<mainTerm><title>Abscess<nemod>(acute)</nemod></title><seeAlso>Cellulitis</seeAlso><code>L02.91</code>"
    "<term level=\"1\"><title>brain<nemod>(any part)</nemod> NEC</title><code>G06.0</code>"
    "<term level=\"2\"><title>amebic</title><code>A06.6</code><manif>G07</manif></term>"
    "<term level=\"2\"><title>of nothing</title><see>Elsewhere</see></term></term>"
    "<term level=\"1\"><title>back</title><code>L02.21-</code></term>"
    "<term level=\"1\"><title>ear</title><subcat>H92.0</subcat></term></mainTerm>"
    "<mainTerm><title>Zebra</title><see>Horse</see></mainTerm></letter>");
const std::string kDrugs = index(
    "<indexHeading><head col=\"1\">Substance</head><head col=\"2\">Poisoning</head><head col=\"3\">Adverse "
    "effect</head></indexHeading><letter><title>#</title><mainTerm><title>Aspirin</title><cell "
    "col=\"2\">T39.011</cell><cell col=\"3\">--</cell></mainTerm></letter>");

TEST(Index, LeadsFromTermsToCodes) {
  const ParsedFile file = taken("icd10cm_index_2025.xml", kDiseases);
  EXPECT_EQ(file.release.name, "2025");
  EXPECT_EQ(file.published_rows, 2U);
  EXPECT_EQ(file.part, 1);
  EXPECT_EQ(rows_of_table(file, Table::fact),
            (Texts{"D|A066|index term|Abscess, brain NEC, amebic|with manifestation G07|2024-10-01|*",
                   "D|G060|index term|Abscess, brain (any part) NEC||2024-10-01|*",
                   "D|G07|index term|Abscess, brain NEC, amebic|manifestation, code first A06.6|2024-10-01|*",
                   "D|H920|index term|Abscess, ear|see category|2024-10-01|*",
                   "D|L0221|index term|Abscess, back||2024-10-01|*",
                   "D|L0291|index term|Abscess (acute)|see also Cellulitis|2024-10-01|*"}));
}

TEST(Index, TablesNameTheirColumns) {
  const ParsedFile file = taken("icd-10-cm-drug-2025.xml", kDrugs);
  EXPECT_EQ(file.part, 4);
  EXPECT_EQ(rows_of_table(file, Table::fact), Texts{"D|T39011|index term|Aspirin: Poisoning||2024-10-01|*"});
}

TEST(Index, RefusesBrokenAndHostileXml) {
  EXPECT_NE(refusal("index.xml", kDiseases.substr(0, kDiseases.size() - 30)).find("not well-formed"),
            std::string::npos);
  EXPECT_NE(refusal("index.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]>\n" + kDrugs.substr(kDrugs.find("<ICD")))
                .find("document type"),
            std::string::npos);
}

// ---- POA-exempt

TEST(PoaExempt, IsTakenFromTabsAndFromRecords) {
  const Texts expected = {"B900|poa_exempt|0|255|2025-10-01|*", "W0110XA|poa_exempt|0|255|2025-10-01|*"};
  const ParsedFile tabs =
      taken("POAexemptCodesFY26.txt",
            "Order26\tPOAexemptCode\tDescription\r\n01238\tB90.0\tSequelae\r\n9\tW01.10XA\tFall\r\n");
  EXPECT_EQ(rows_of_table(tabs, Table::diagnosis_edit), expected);
  EXPECT_EQ(tabs.published_rows, 2U);
  const ParsedFile records =
      taken("poa.csv", "Order26,POAexemptCode,Description\n1238,B90.0,\"a, b\"\n9,W0110XA,Fall\n");
  EXPECT_EQ(rows_of_table(records, Table::diagnosis_edit), expected) << "the caption tells the year";
  EXPECT_NE(refusal("POAexemptCodesFY26.txt", "Order26\tPOAexemptCode\tDescription\n1\tsoon\tx\n").find(":2"),
            std::string::npos);
}

// ---- Medicare Code Editor

std::string editor(const std::string& rows) {
  return "MCE_Version\tICD_Version\tMCE_Section\tMCE_Subsection\tMCE_Edit_Type\tICD_Code_Type\tICD_Code\tICD_"
         "Desc\n" +
         rows;
}

TEST(CodeEditor, ListsComeWithTheirAges) {
  const ParsedFile file = taken(
      "mce.txt", editor("37\t10\t4\tA\tNewborn_Only\tD\tA33\tx\n37\t10\t4\tB\tPediatric_Only\tD\tA4851\tx\n"
                        "37\t10\t4\tC\tMaternity_Only\tD\tA34\tx\n37\t10\t4\tD\tAdult_Only\tD\tA1814\tx\n"
                        "37\t10\t5\tA\tFemale_Only\tD\tA1816\tx\n37\t10\t5\tD\tMale_Only\tP\t0V1N07J\tx\n"
                        "37\t10\t6\t_\tPrincipal_Manifestation\tD\tD630\tx\n"
                        "37\t10\t8\tA\tPrincipal_Questionable_Admit\tD\tE119\tx\n"
                        "37\t10\t9\t_\tPrincipal_Unacceptable\tD\tB6013\tx\n"
                        "37\t10\t18\t_\tWrong_Performed\tD\tY6551\tx\n"));
  EXPECT_EQ(file.release.name, "2020") << "version 37";
  EXPECT_EQ(file.published_rows, 10U);
  EXPECT_EQ(
      rows_of_table(file, Table::diagnosis_edit),
      (Texts{"A1814|adult|15|124|2019-10-01|*", "A1816|female|0|255|2019-10-01|2024-09-30",
             "A33|newborn|0|0|2019-10-01|*", "A34|maternity|9|64|2019-10-01|*",
             "A4851|pediatric|0|17|2019-10-01|*", "B6013|unacceptable_principal|0|255|2019-10-01|*",
             "D630|manifestation|0|255|2019-10-01|*", "E119|questionable_admission|0|255|2019-10-01|*"}));
  EXPECT_EQ(rows_of_table(file, Table::fact), Texts{"D|Y6551|code editor|Wrong Performed||2019-10-01|*"});
  ASSERT_EQ(file.remarks.size(), 1U);
  EXPECT_NE(file.remarks[0].find("1 rows of procedures"), std::string::npos);
}

TEST(CodeEditor, TheShapeWithoutVersionHasItsAgesInColumns) {
  const ParsedFile file = taken("mce_diagnosis_edits_2026.csv",
                                "edit,code,description,min_age,max_age\nage_maternity,A34,x,9,64\n"
                                "unacceptable_pdx_unless_secondary,Z5189,x,,\nsex_female,A1816,x,,\n");
  EXPECT_EQ(file.release.name, "2026");
  EXPECT_EQ(
      rows_of_table(file, Table::diagnosis_edit),
      (Texts{"A34|maternity|9|64|2025-10-01|*", "Z5189|unacceptable_unless_secondary|0|255|2025-10-01|*"}));
  ASSERT_EQ(file.remarks.size(), 1U) << "the sex conflicts were switched off before";
}

class CodeEditorStore : public StoreFixture {};

TEST_F(CodeEditorStore, AListThatWasSwitchedOffIsNotMissingFromTheNextRelease) {
  std::string before;
  std::string after = "edit,code,description,min_age,max_age\n";
  for (int number = 1000; number < 5000; ++number) {
    const std::string code = "Z" + std::to_string(number);
    before += "37\t10\t4\tD\tAdult_Only\tD\t" + code + "\tx\n37\t10\t5\tA\tFemale_Only\tD\t" + code + "\tx\n";
    after += "age_adult," + code + ",x,15,124\n";
  }
  import_text("mce_v37.txt", editor(before), std::nullopt);
  EXPECT_TRUE(report_.files.at(0).complete);
  import_text("mce_diagnosis_edits_2026.csv", after, std::nullopt);
  EXPECT_TRUE(report_.files.at(0).complete) << "half of the rows, all of the lists";
  const auto reference = snapshot();
  EXPECT_NE(diagnosis_edit_on(*reference, icd("Z1000"), DiagnosisEdit::female, day("2024-09-30")), nullptr);
  EXPECT_EQ(diagnosis_edit_on(*reference, icd("Z1000"), DiagnosisEdit::female, day("2024-10-01")), nullptr);
  EXPECT_NE(diagnosis_edit_on(*reference, icd("Z1000"), DiagnosisEdit::adult, day("2025-10-01")), nullptr);
}

TEST(CodeEditor, VersionsTellTheRelease) {
  const auto release = [](const std::string& version) {
    return taken("mce.txt", editor(version + "\t10\t4\tA\tNewborn_Only\tD\tA33\tx\n")).release.name;
  };
  EXPECT_EQ(release("41"), "2024");
  EXPECT_EQ(release("41.1"), "2024-04");
  EXPECT_EQ(release("38.1"), "2021-01");
}

TEST(CodeEditor, RefusesWhatIsNeitherDiagnosisNorProcedure) {
  EXPECT_NE(refusal("mce.txt", editor("37\t10\t4\tA\tNewborn_Only\tX\tA33\tx\n")).find("mce.txt:2"),
            std::string::npos);
  EXPECT_NE(refusal("mce.txt", editor("37\t10\t4\tA\tNewborn_Only\tD\t!\tx\n")).find("the code is none"),
            std::string::npos);
  EXPECT_NE(refusal("mce.txt",
                    editor("37\t10\t4\tA\tNewborn_Only\tD\tA33\tx\n38\t10\t4\tA\tNewborn_Only\tD\tA34\tx\n"))
                .find("one version a file"),
            std::string::npos);
}

// ---- the real files

struct RealFile {
  const char* name;
  const char* release;
  std::uint64_t rows;
};
TEST(RealIcdFiles, AreTakenWithTheirPublishedCounts) {
  if (!std::filesystem::is_directory(kReal)) {
    GTEST_SKIP()
        << "SKIPPED: the real release files are not beside the source tree (../shared/reference-data)";
  }
  for (const RealFile& one :
       std::vector<RealFile>{{"icd10cm/icd10cm-order-Jan-2021.txt.gz", "2021-01", 95'358},
                             {"icd10cm/icd10cm_codes_2026.txt.gz", "2026", 74'719},
                             {"icd10cm/icd10cm_order_addenda_2025.txt.gz", "2025", 410},
                             {"icd10cm/icd10cm_order_addenda_2026.txt.gz", "2026", 770},
                             {"icd10cm/icd10cm_codes_addenda_2026.txt.gz", "2026", 598},
                             {"icd10cm/icd10cm_tabular_2021.xml.gz", "2021", 45'017},
                             {"icd10cm/icd-10-cm-tabular-2025_ch2.xml.gz", "2025", 2'174},
                             {"icd10cm/icd-10-cm-eindex-2025.xml.gz", "2025", 314},
                             {"icd10cm/icd-10-cm-neoplasm-2025.xml.gz", "2025", 1},
                             {"icd10cm/icd-10-cm-drug-2025.xml.gz", "2025", 5'177},
                             {"icd10cm/icd10cm_index_2017.xml.gz", "2017", 7'973},
                             {"icd10cm/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx", "2026", 5'892},
                             {"icd10cm/POAexemptCodesFY26.txt.gz", "2026", 38'349},
                             {"mce/MCE_Simple_Code_Edits_v37.txt.gz", "2020", 14'153},
                             {"mce/mce_diagnosis_edits_2026.csv", "2026", 6'645}}) {
    std::size_t texts = 0;
    read_source_file(kReal + one.name, [&](SourceText& text) {
      ++texts;
      const auto file = parse_release(text, "");
      ASSERT_TRUE(file) << one.name;
      EXPECT_EQ(file->release.name, one.release) << one.name;
      EXPECT_EQ(file->published_rows.value_or(file->parts[0].size()), one.rows) << one.name;
    });
    EXPECT_EQ(texts, 1U) << one.name;
  }
}

TEST(RealIcdFiles, LayoutTextsAndSchemasAreNoReleases) {
  for (const char* const name : {"icd10OrderFiles_2026.txt", "icd10cmCodesFile_2026.txt", "icd10cm_index.xsd",
                                 "icd10cm_tabular.xsd"}) {
    if (!std::filesystem::exists(kReal + "icd10cm/" + name)) {
      GTEST_SKIP()
          << "SKIPPED: the real release files are not beside the source tree (../shared/reference-data)";
    }
    read_source_file(kReal + "icd10cm/" + name,
                     [&](SourceText& text) { EXPECT_FALSE(parse_release(text, "2026")) << name; });
  }
}

}  // namespace
}  // namespace chargelint::data::testing
