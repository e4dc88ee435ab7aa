// HCPCS files in both forms: titles over several records, modifiers that look like codes, cut and mixed
// files.
#include <map>

#include "release_lists_fixture.h"

namespace chargelint::data::testing {
namespace {

// A record of 320 bytes; blanks where nothing is put.
class Record {
 public:
  Record(const std::string& code, int sequence, char record, const std::string& title) : line_(320, ' ') {
    put(6 - code.size(), code);
    std::string number = std::to_string(sequence * 100);
    number.insert(0, 5 - number.size(), '0');
    put(6, number);
    put(11, std::string(1, record));
    put(12, title);
  }
  Record& put(std::size_t position, const std::string& cell) {
    line_.replace(position - 1, cell.size(), cell);
    return *this;
  }
  Record& dated(const std::string& added, const std::string& ended = "") {
    return put(269, added).put(277, added).put(285, ended).put(293, "N");
  }
  [[nodiscard]] std::string line(const std::string& end = "\r\n") const { return line_ + end; }

 private:
  std::string line_;
};

Record full_code() {
  Record record("J0001", 1, '3', "Invented drug, first part of");
  record.put(92, "Invented drug").put(120, "51").put(122, "57").put(128, "A").put(129, "60-9");
  record.put(147, "2049.4").put(171, "1833(t)").put(181, "010").put(184, "340").put(205, "J0002");
  record.put(230, "D").put(231, "YY").put(233, "20080101").put(253, "0069").put(257, "O1E");
  record.put(261, "1P").put(266, "  5");
  return record.dated("20020101", "20240331");
}

const std::string kMinimal = Record("A0001", 1, '3', "Thing").put(230, "C").dated("19900101").line();

TEST(HcpcsRecords, ReadEveryFieldOfACodeAndJoinItsTitle) {
  const ParsedFile file = taken("HCPC2024_OCT_ANWEB.txt",
                                full_code().line() + Record("J0001", 2, '4', "a title\x96  of two").line() +
                                    Record("J0001", 3, '4', "and three records").line());
  EXPECT_EQ(file.published_rows, 3U);
  EXPECT_EQ(rows_in(file, Table::procedure),
            std::vector<std::string>{"J0001|2002-01-01|2024-03-31|D|N|2024-10-01|"});
  const auto facts = rows_in(file, Table::fact);
  for (const std::string fact : {
           "title|Invented drug, first part of a title\xE2\x80\x93 of two and three records|",
           "short title|Invented drug|",
           "pricing|51|drugs",
           "pricing|57|other, priced by the contractor",
           "multiple pricing|A|priced in one way only",
           "coverage manual|60-9|Coverage Issues Manual",
           "coverage manual|2049.4|Medicare Carriers Manual",
           "statute|1833(t)|",
           "laboratory certification|010|histocompatibility",
           "laboratory certification|340|toxicology",
           "cross reference|J0002|",
           "coverage|D|special coverage instructions apply",
           "ASC payment group|YY|from 2008-01-01",
           "processing note|0069|",
           "BETOS|O1E|",
           "type of service|1|",
           "type of service|P|",
           "anesthesia base units|5|",
           "added|2002-01-01|",
           "last change|2002-01-01|",
           "ended|2024-03-31|",
           "action|N|no change",
       }) {
    EXPECT_TRUE(holds(facts, "P|J0001|" + fact + "|2024-10-01|")) << fact;
  }
  EXPECT_EQ(facts.size(), 22U);
}

TEST(HcpcsRecords, AModifierIsWhatItsRecordSaysWithItsOwnDates) {
  const ParsedFile file =
      taken("HCPC2024_OCT_ANWEB.txt",
            Record("L1", 1, '7', "Attested").put(230, "C").dated("20140701", "20161231").line() +
                Record("AD", 1, '7', "Supervision of").dated("19840101").line() +
                Record("AD", 2, '8', "several").line() + kMinimal);
  EXPECT_EQ(rows_in(file, Table::modifier),
            (std::vector<std::string>{"AD||Supervision of several|HCPCS 2024Q4|0|1984-01-01|",
                                      "L1||Attested|HCPCS 2024Q4|0|2014-07-01|2016-12-31"}));
  EXPECT_TRUE(holds(rows_in(file, Table::fact), "M|L1|title|Attested||2024-10-01|"));
  EXPECT_EQ(rows_in(file, Table::procedure).size(), 1U);
}

TEST(HcpcsRecords, PassOverTheNoticesThatASpreadsheetLeftBeforeThem) {
  const std::string notices =
      "***Disclaimers\t\t\t\r\n\t\t\r\n*Inclusion does not imply coverage.\xA0\t\t\r\n\r\n\r\n";
  EXPECT_EQ(taken("HCPC2019_CONTR_ANWEB.txt", notices + kMinimal + "\r\n").published_rows, 1U);
}

TEST(HcpcsRecords, TakeRecordsWhoseTrailingBlanksAreCut) {
  std::string text;
  for (const std::string& line : {full_code().line(""), Record("J0001", 2, '4', "more").line(""),
                                  Record("J0009", 1, '3', "Other").dated("20020101").line("")}) {
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  const ParsedFile file = taken("HCPC2024_OCT_ANWEB.txt", text);
  EXPECT_EQ(file.published_rows, 3U);
  EXPECT_EQ(rows_in(file, Table::procedure).size(), 2U);
}

TEST(HcpcsRecords, ReadACopyThatWasSavedAsUtf8) {
  std::string line =
      Record("J0001", 1, '3', "Caf? made").put(92, "Caf?").put(230, "D").dated("20020101").line();
  for (std::size_t at = line.find('?'); at != std::string::npos; at = line.find('?')) {
    line.replace(at, 1, "\xC3\xA9");
  }
  const ParsedFile file = taken("HCPC2024_OCT_ANWEB.txt", line + kMinimal);
  EXPECT_TRUE(holds(rows_in(file, Table::procedure), "J0001|2002-01-01||D|N|2024-10-01|"));
  EXPECT_TRUE(holds(rows_in(file, Table::fact), "P|J0001|title|Caf\xC3\xA9 made||2024-10-01|"));
}

TEST(HcpcsRecords, AreRefusedWithTheLineWhenTheFileIsSpoilt) {
  const std::string continued = Record("A0001", 2, '4', "more of it").line();
  const std::string two = kMinimal + continued;
  struct Case {
    std::string content;
    std::string line;
    std::string words;
  };
  for (const Case& one : {
           Case{kMinimal + kMinimal.substr(0, 200), ":2", "expected the record's fields"},
           Case{two + two.substr(0, 382), ":4", "the file is cut off"},
           Case{kMinimal + Record("A0002", 2, '4', "of another").line(), ":2",
                "continues the title of A0002"},
           Case{kMinimal + Record("A0001", 2, '8', "of a modifier").line(), ":2", "continues the title"},
           Case{kMinimal + "<html><body>gone</body></html>\r\n", ":2", "no record"},
           Case{Record("A0001", 1, '3', "Thing").dated("20241301").line(), ":1", "added date is no day"},
           Case{Record("A0001", 1, '3', "Thing").put(293, "N").line(), ":1", "added date is missing"},
           Case{Record("A0001", 1, '3', "Thing").dated("20240101", "20231231").line(), ":1", "before"},
           Case{Record("A0001", 1, '3', "").dated("20240101").line(), ":1", "long description is missing"},
           Case{kMinimal + Record("A0001", 1, '3', "Thing").dated("19910101").line(), ":2", "stands twice"},
       }) {
    const std::string refused = refusal("HCPC2024_OCT_ANWEB.txt", one.content);
    EXPECT_NE(refused.find(one.line), std::string::npos) << one.words << ": " << refused;
    EXPECT_NE(refused.find(one.words), std::string::npos) << refused;
  }
}

TEST(HcpcsRecords, AreRefusedUnderTheNameOfAnEarlierRelease) {
  std::string later;
  for (int number = 0; number < 20; ++number) {
    later += Record("J10" + std::to_string(10 + number), 1, '3', "New").dated("20241001").line();
  }
  EXPECT_NE(refusal("HCPC2019_CONTR_ANWEB.txt", later).find("later release"), std::string::npos);
  EXPECT_EQ(taken("HCPC2024_OCT_ANWEB.txt", later).published_rows, 20U);
}

constexpr auto kHeader =
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,MULT_PI,CIM1,CIM2,CIM3,"
    "MCM1,MCM2,MCM3,STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,LABCERT5,LABCERT6,LABCERT7,LABCERT8,XREF1,"
    "XREF2,XREF3,XREF4,XREF5,COV,ASC_GRP,ASC_DT,OPPS,OPPS_PI,OPPS_DT,PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,"
    "ANEST_BU,ADD DT,ACT EFF DT,TERM DT,ACTION CD\n";

TEST(HcpcsTable, ReadsColumnsByNameAndTellsModifiersByTheRecordIdAlone) {
  const std::string rows =
      "   A1,0010,7,Dressing,Dressing,,,,,,,,,,,,,,,,,,,,,,,,,,C,,,,,,,,,,,,,,20020701,20020701,,N\n"
      "L1,0010,7,Attested,Att,,,,,,,,,,,,,,,,,,,,,,,,,,C,,,,,,,,,,,,,,20140701,20170101,20161231,N\n"
      "G0001,0010,3,\"Long, with\nbreak\",Short,0,,,,9,,,,,,,,10,,,,,,,,,,,,,C,,,,,,69,M5D,1,,,,,0,20170101,"
      "20180101,20171231,N\n"
      "G0001,0020,4,and more\n";
  for (const std::string notices : {"", "*Disclaimers,,,\n\n,,,\n\"Two\nlines\",,\n"}) {
    const ParsedFile file = taken("HCPC2026_OCT_ANWEB.csv", notices + kHeader + rows);
    EXPECT_EQ(file.published_rows, 4U);
    EXPECT_EQ(rows_in(file, Table::modifier),
              (std::vector<std::string>{"A1||Dressing|HCPCS 2026Q4|0|2002-07-01|",
                                        "L1||Attested|HCPCS 2026Q4|0|2014-07-01|2016-12-31"}));
    EXPECT_EQ(rows_in(file, Table::procedure),
              std::vector<std::string>{"G0001|2017-01-01|2017-12-31|C|N|2026-10-01|"});
    const auto facts = rows_in(file, Table::fact);
    EXPECT_TRUE(holds(facts, "P|G0001|title|Long, with break and more||2026-10-01|"));
    EXPECT_TRUE(holds(facts, "P|G0001|pricing|00|not priced separately under part B|2026-10-01|"))
        << "zeros that a spreadsheet dropped";
    EXPECT_TRUE(holds(facts, "P|G0001|laboratory certification|010|histocompatibility|2026-10-01|"));
    EXPECT_TRUE(holds(facts, "P|G0001|processing note|0069||2026-10-01|"));
  }
}

TEST(HcpcsTable, TakesColumnsInAnotherOrderAndDaysInOtherForms) {
  const ParsedFile file = taken("HCPC2026_OCT_ANWEB.csv",
                                "HCPC,RECID,LONG DESCRIPTION,TERM DT,ADD DT,ACTION CD\n"
                                "A0001,3.0,Thing,12/31/2024,2020-01-01 00:00:00,N\n"
                                "A0002,3,Other,,20200101.0,N\n");
  EXPECT_EQ(rows_in(file, Table::procedure),
            (std::vector<std::string>{"A0001|2020-01-01|2024-12-31||N|2026-10-01|",
                                      "A0002|2020-01-01|||N|2026-10-01|"}));
}

TEST(HcpcsTable, IsRefusedWithTheLineWhenTheFileIsSpoilt) {
  const std::string good = "A0001,3,Thing,20200101,,N\n";
  const std::string header = "HCPC,RECID,LONG DESCRIPTION,ADD DT,TERM DT,ACTION CD\n";
  for (const auto& [content, words] : std::vector<std::pair<std::string, std::string>>{
           {header + good + "A0002,5,Thing,20200101,,N\n", "record id is unknown"},
           {header + good + "A1,3,Thing,20200101,,N\n", "the code is none"},
           {header + good + "A0002,7,Thing,20200101,,N\n", "the modifier is none"},
           {header + good + "A0002,3,Thing,20200101", "the file is cut off"},
           {header + good + "A0002,3,Thi\n", "added date is missing"},
           {header + good + "A0002,3,\"Thing", "no closing quote"},
           {header + good + "A0002,3,Thing,20200101,,N,,\n", "8 columns; expected 6"},
           {"HCPC,RECID,LONG DESCRIPTION\nA0001,3,Thing\n", "columns are missing"}}) {
    const std::string refused = refusal("HCPC2026_OCT_ANWEB.csv", content);
    EXPECT_NE(refused.find(words), std::string::npos) << words << ": " << refused;
    EXPECT_NE(refused.find("ANWEB.csv:"), std::string::npos) << refused;
  }
}

TEST(HcpcsFiles, HoldWhatTheirPublisherCounts) {
  const std::string folder = kRealFiles + "/hcpcs/";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "SKIPPED: no ../shared/reference-data/hcpcs";
  struct Case {
    std::string name;
    std::string release;
    std::uint64_t records;
    std::size_t codes;
    std::size_t modifiers;
  };
  for (const Case& one : {Case{"HCPC2019_CONTR_ANWEB.txt.gz", "2019", 11'622, 6'440, 360},
                          Case{"HCPC2020_OCT_ANWEB.xlsx", "2020Q4", 7'197, 6'825, 371},
                          Case{"HCPC2024_OCT_ANWEB.uppercased.txt.gz", "2024Q4", 15'129, 8'091, 383},
                          Case{"HCPC2026_OCT_ANWEB.excerpt.csv", "2026Q4", 14, 0, 14}}) {
    const auto files = parsed_file(folder + one.name);
    ASSERT_EQ(files.size(), 1U) << one.name;
    EXPECT_EQ(files[0].release.name, one.release);
    EXPECT_EQ(files[0].published_rows, one.records) << one.name;
    EXPECT_EQ(rows_in(files[0], Table::procedure).size(), one.codes) << one.name;
    EXPECT_EQ(rows_in(files[0], Table::modifier).size(), one.modifiers) << one.name;
  }
}

TEST(HcpcsFiles, SayTheSameOfACodeInEitherForm) {
  const std::string folder = kRealFiles + "/hcpcs/";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "SKIPPED: no ../shared/reference-data/hcpcs";
  std::map<std::string, std::string> titles;
  const auto records = parsed_file(folder + "HCPC2019_CONTR_ANWEB.txt.gz");
  const auto sheet = parsed_file(folder + "HCPC2020_OCT_ANWEB.xlsx");
  ASSERT_EQ(records.size(), 1U);
  ASSERT_EQ(sheet.size(), 1U);
  const auto each_title = [](const ParsedFile& file, const auto& take) {
    for (const std::string& row : rows_in(file, Table::fact)) {
      const std::size_t at = row.find("|title|");
      if (at < 8) take(row.substr(0, at), row.substr(at + 7, row.rfind("||") - at - 7));
    }
  };
  each_title(records[0], [&](const std::string& code, const std::string& title) { titles[code] = title; });
  std::size_t same = 0;
  std::size_t both = 0;
  each_title(sheet[0], [&](const std::string& code, const std::string& title) {
    const auto known = titles.find(code);
    if (known == titles.end()) return;
    ++both;
    if (known->second == title) ++same;
  });
  EXPECT_GT(both, 6'500U);
  EXPECT_GT(same * 100, both * 95) << "few titles changed from 2019 to 2020";
}

}  // namespace
}  // namespace chargelint::data::testing
