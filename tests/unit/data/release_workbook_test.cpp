// Workbooks as comma-separated text: every form of a cell, and what is refused.
#include "data/releases/text_scan.h"
#include "release_files_fixture.h"

namespace chargelint::data::testing {
namespace {

struct Seen {
  std::string label, name, sheet, content, digest;
};
Result<std::vector<Seen>> texts_of(const std::string& path) {
  return guarded(path, [&] {
    std::vector<Seen> seen;
    read_source_file(path, [&](SourceText& text) {
      seen.push_back({text.label(), text.name(), std::string(text.sheet()), text.content(), text.digest()});
    });
    return seen;
  });
}

TEST(Workbook, IsTextOfOneLineARowAsWideAsTheWidest) {
  const ReferenceFolder folder;
  const std::vector<TestSheet> sheet = {{"Table",
                                         {{"A title, quoted \"so\""},
                                          {},
                                          {"Code", "", "two\r\nlines"},
                                          {"#100", "#0.48509999999999998", "R&D <x>"},
                                          {"", "", "#17177.599999999999"},
                                          {}}}};
  const std::string expected =
      "\"A title, quoted \"\"so\"\"\",,\n\nCode,,two lines\n100,0.4851,R&D <x>\n,,17177.6\n";
  for (const Strings strings : {Strings::shared, Strings::within}) {
    const std::string bytes = workbook_of(sheet, strings);
    const auto texts = texts_of(folder.write("a.xlsx", bytes));
    ASSERT_TRUE(texts) << to_string(texts.error());
    ASSERT_EQ(texts->size(), 1U);
    EXPECT_EQ(texts->front().content, expected);
    EXPECT_EQ(texts->front().label, folder.at("a.xlsx") + ":Table");
    EXPECT_EQ(texts->front().name, "a.xlsx");
    EXPECT_EQ(texts->front().digest, sha256_hex(bytes)) << "one sheet: the file's own digest";
  }
}

TEST(Workbook, WritesDaysByTheirStyleAndNumbersAsTheyAreShown) {
  const ReferenceFolder folder;
  const auto texts = texts_of(folder.write(
      "a.xlsx", workbook_of({{"T", {{"@46204", "@60", "#46204", "#1E-3", "#-0.5", "#12345678901234"}}}})));
  ASSERT_TRUE(texts) << to_string(texts.error());
  EXPECT_EQ(texts->front().content, "2026-07-01,1900-02-28,46204,0.001,-0.5,12345678901234\n");
}

TEST(Workbook, HandsOverEachSheetWithADigestOfItsOwn) {
  const ReferenceFolder folder;
  const auto texts =
      texts_of(folder.write("a.xlsx", workbook_of({{"One", {{"x"}}}, {"Two & more", {{"x"}}}})));
  ASSERT_TRUE(texts) << to_string(texts.error());
  ASSERT_EQ(texts->size(), 2U);
  EXPECT_EQ((*texts)[1].sheet, "Two & more");
  EXPECT_NE((*texts)[0].digest, (*texts)[1].digest);
}

TEST(Workbook, IsFoundWithinGzipAndZip) {
  const ReferenceFolder folder;
  const std::string book = workbook_of({{"T", {{"x", "y"}}}});
  const std::string packed = gzip_of(book);
  const auto gzip = texts_of(folder.write("a.xlsx.gz", packed));
  ASSERT_TRUE(gzip) << to_string(gzip.error());
  ASSERT_EQ(gzip->size(), 1U);
  EXPECT_EQ(gzip->front().content, "x,y\n");
  EXPECT_EQ(gzip->front().digest, sha256_hex(packed));
  const auto zip = texts_of(folder.write("all.zip", zip_of({{"in/a.xlsx", book}, {"b.txt", "plain"}})));
  ASSERT_TRUE(zip) << to_string(zip.error());
  ASSERT_EQ(zip->size(), 2U);
  EXPECT_EQ((*zip)[0].label, folder.at("all.zip") + ":in/a.xlsx:T");
  EXPECT_EQ((*zip)[0].digest, sha256_hex(book));
}

TEST(Workbook, RefusesWhatIsDamagedInOneSentence) {
  const ReferenceFolder folder;
  const std::string whole = workbook_of({{"T", {{"x", "#1"}, {"y", "#2"}}}});
  const auto without = [&](std::string_view from, std::string_view to) {
    std::string bytes = whole;
    bytes.replace(bytes.find(from), from.size(),
                  to);  // the sizes are the same, the checksums are not looked at
    return bytes;
  };
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"half", whole.substr(0, whole.size() / 2)},
      {"not closed", without("</row></sheetData>", "</row><sheetData >")},
      {"a text that is not there", without("t=\"s\"><v>1<", "t=\"s\"><v>9<")},
      {"rows out of order", without("<row r=\"2\">", "<row r=\"1\">")},
      {"no number", without("<v>2</v>", "<v>x</v>")}};
  for (const auto& [about, bytes] : bad) {
    const auto texts = texts_of(folder.write("a.xlsx", bytes));
    ASSERT_FALSE(texts) << about;
    EXPECT_EQ(texts.error().kind, ErrorKind::malformed) << about;
    EXPECT_EQ(texts.error().where.find(folder.at("a.xlsx")), 0U) << about << ": " << texts.error().where;
    EXPECT_EQ(texts.error().what.find('\n'), std::string::npos) << about;
  }
}

TEST(Workbook, RefusesADocumentTypeDefinition) {
  const ReferenceFolder folder;
  const std::string bomb =
      "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaa\">]><worksheet><sheetData/></worksheet>";
  const auto texts = texts_of(folder.write(
      "a.xlsx", zip_of({{"[Content_Types].xml", "<Types/>"},
                        {"xl/workbook.xml",
                         "<workbook xmlns:r=\"r\"><sheets><sheet name=\"T\" r:id=\"i\"/></sheets>"
                         "</workbook>"},
                        {"xl/_rels/workbook.xml.rels",
                         "<Relationships><Relationship Id=\"i\" Type=\"x/worksheet\" Target=\"s.xml\"/>"
                         "</Relationships>"},
                        {"xl/s.xml", bomb}})));
  ASSERT_FALSE(texts);
  EXPECT_NE(texts.error().what.find("document type definition"), std::string::npos) << texts.error().what;
}

const std::string kReal = CHARGELINT_SOURCE_DIR "/../shared/reference-data";

TEST(Workbook, ReadsTheRealOnesToTheirLastCell) {
  if (!std::filesystem::is_directory(kReal)) GTEST_SKIP() << "SKIPPED: no ../shared/reference-data";
  struct Case {
    std::string path;
    std::vector<std::size_t> lines;  // of each sheet
    std::size_t cells;               // of the first sheet that hold something, counted by another reader
  };
  for (const Case& one :
       std::vector<Case>{{"/ncci/AOC_V2026Q2-MCR.xlsx", {9002}, 38'711},
                         {"/icd10cm/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx", {5894}, 17'680},
                         {"/hcpcs/HCPC2020_OCT_ANWEB.xlsx", {7208}, 105'876},
                         {"/opps/2023_January_Web_Addendum_B.12212022.blanked.xlsx", {17'563}, 72'115},
                         {"/opps/asc_addenda_2020_07.blanked.xlsx", {3989, 1831, 20, 6, 2068}, 18'708}}) {
    const auto texts = texts_of(kReal + one.path);
    ASSERT_TRUE(texts) << to_string(texts.error());
    std::vector<std::size_t> lines;
    for (const Seen& text : *texts) {
      lines.push_back(static_cast<std::size_t>(std::count(text.content.begin(), text.content.end(), '\n')));
    }
    EXPECT_EQ(lines, one.lines) << one.path;
    std::size_t cells = 0;
    RecordScanner records(texts->front().content);
    while (records.next()) {
      for (const auto cell : records.cells()) cells += cell.empty() ? 0 : 1;
    }
    EXPECT_EQ(cells, one.cells) << one.path;
  }
}

}  // namespace
}  // namespace chargelint::data::testing
