// The tabular list: what is kept of it, and which codes its notes name.
#include "data/reference/subject.h"
#include "data/releases/icd10cm_tabular.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kReal = CHARGELINT_SOURCE_DIR "/../shared/reference-data/icd10cm/";

std::string notes(const std::string& element, const std::vector<std::string>& texts) {
  std::string xml = "<" + element + ">";
  for (const auto& text : texts) xml += "<note>" + text + "</note>\n";
  return xml + "</" + element + ">\n";
}
std::string diag(const std::string& name, const std::string& title, const std::string& inside = "",
                 const std::string& attributes = "") {
  return "<diag" + attributes + ">\n<name>" + name + "</name>\n<desc>" + title + "</desc>\n" + inside +
         "</diag>\n";
}
std::string section(const std::string& id, const std::string& inside) {
  return "<section id=\"" + id + "\">\n<desc>Section (" + id + ")</desc>\n" + inside + "</section>\n";
}
std::string chapter(const std::string& name, const std::string& inside) {
  return "<chapter>\n<name>" + name + "</name>\n<desc>Chapter</desc>\n" + inside + "</chapter>\n";
}
std::string tabular(const std::string& chapters, const std::string& version = "2021") {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ICD10CM.tabular>\n<version>" + version +
         "</version>\n<introduction><introSection><title>Not A00.0</title></introSection></introduction>\n" +
         chapters + "</ICD10CM.tabular>\n";
}

// A list with the traps of the real one. The notes are ours.
std::string small_list() {
  const std::string seven =
      "<sevenChrDef><extension char=\"A\">initial encounter for closed fracture</extension>"
      "<extension char=\"B\">initial encounter for open fracture</extension>"
      "<extension char=\"D\">subsequent encounter for closed fracture</extension>"
      "<extension char=\"E\">subsequent encounter for open fracture</extension></sevenChrDef>\n";
  const auto diabetes = [](const std::string& category) {
    return diag(category, "Diabetes",
                diag(category + ".1", "Diabetes with ketoacidosis") +
                    diag(category + ".4", "Diabetes with nerves",
                         diag(category + ".41", "One nerve") + diag(category + ".42", "Many nerves")) +
                    diag(category + ".9", "Diabetes alone"));
  };
  return tabular(
      chapter("2", section("C73-C80", "") +
                       section("C73-C75", diag("C73", "Thyroid") + diag("C75", "Other glands")) +
                       section("C7A", diag("C7A", "Carcinoid", diag("C7A.0", "Carcinoid of an organ"))) +
                       section("C76-C80",
                               diag("C76", "Other sites") + diag("C80", "No site") + diag("C81", "Behind"))) +
      chapter("4", notes("excludes1", {"of the newborn (P70-P74)"}) +
                       section("E08-E13", diabetes("E08") + diabetes("E09") + diabetes("E11")) +
                       section("E70-E88", diag("E87", "Salts",
                                               diag("E87.2", "Acidosis",
                                                    notes("excludes1", {"diabetic acidosis - see categories "
                                                                        "E08, E09 with ketoacidosis"}))) +
                                              diag("E88", "Whole", diag("E88.0", "Half")))) +
      chapter("16", section("P70-P74", diag("P70", "Newborn") + diag("P74", "Newborn, other"))) +
      chapter(
          "18",
          section(
              "R00-R09",
              diag("R00", "Sign",
                   notes("excludes1", {"ranges (C73-C76)"}) +
                       notes("excludes2", {"not followed as excludes1 (E88.-)"}) +
                       notes("useAdditionalCode", {"For codes R00.0-R00.1, use additional code to identify:",
                                                   "the whole (E88.-)"}) +
                       diag("R00.0", "Sign 0") + diag("R00.1", "Sign 1") + diag("R00.2", "Sign 2")) +
                  diag("R01", "Endings",
                       notes("excludes1", {"nerve (E08-E11 with .41)", "one (C75), any type in C80"})) +
                  diag("R02", "Words",
                       notes("excludes1", {"deficiency of vitamin B12", "conditions classified to E88.-",
                                           "code to site with 7th character D"})) +
                  diag("R03", "Family",
                       notes("excludes1", {"the second (R03.1)"}) + diag("R03.0", "First") +
                           diag("R03.1", "Second",
                                diag("R03.11", "Second, one") + diag("R03.12", "Second, two"))) +
                  diag("R04", "Open",
                       notes("excludes1", {"open fracture (S52.- with open fracture 7th character)",
                                           "another (S62.-with 7th character B)"})) +
                  diag("R05", "Drugs",
                       notes("codeFirst", {"(T36.-) with fifth or sixth character "
                                           "1-2 or 6"})) +
                  diag("R06", "Unclear",
                       notes("excludes1", {"misprint (S52.0-R52.9)", "codes and words (E88 but not E08)",
                                           "no such place (E11.- with sixth "
                                           "character 7)"})) +
                  diag("R07", "Ends", notes("excludes1", {"(I69. with final characters -90)"})))) +
      chapter("9", section("I60-I69", diag("I69", "Sequelae",
                                           diag("I69.0", "Of one",
                                                diag("I69.00", "Unspecified") +
                                                    diag("I69.09", "Other", diag("I69.090", "Apraxia"))) +
                                               diag("I69.9", "Of another", diag("I69.90", "Unspecified"))))) +
      chapter("19",
              section("S50-S69", diag("S52", "Fracture",
                                      seven + diag("S52.0", "Upper end") +
                                          diag("S52.1", "Torus",
                                               "<sevenChrDef><extension char=\"A\">initial "
                                               "encounter</extension></sevenChrDef>")) +
                                     diag("S62", "Hand",
                                          seven + diag("S62.0", "One bone", "", " placeholder=\"true\""))) +
                  section("T36-T50", diag("T36", "Drug",
                                          diag("T36.0", "Class",
                                               diag("T36.0X", "Drug",
                                                    diag("T36.0X1", "Accident") + diag("T36.0X5", "Effect") +
                                                        diag("T36.0X6", "Under"))) +
                                              diag("T36.9", "None",
                                                   diag("T36.91", "Accident") + diag("T36.95", "Effect"))))));
}

// Whether a relation of that kind holds between the two codes, that way round.
bool relates(const RowBatch& rows, std::string_view link, std::string_view from, std::string_view to) {
  const auto within = [](std::string_view code, std::int64_t first, std::int64_t last) {
    const std::string low = unpack_brief(first).str();
    const std::string high = unpack_brief(last).str();
    return low <= code && (code <= high || code.starts_with(high));
  };
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const auto row = rows.row(index);
    if (rows.texts.text(row[0]) == link && within(from, row[1], row[2]) && within(to, row[3], row[4])) {
      return true;
    }
  }
  return false;
}

const ParsedPart& part_of(const ParsedFile& file, Table table) {
  for (const ParsedPart& part : file.parts) {
    if (part.table == table) return part;
  }
  ADD_FAILURE() << "no such part";
  return file.parts.front();
}

std::vector<std::string> facts_of(const ParsedFile& file, std::string_view code, std::string_view attribute) {
  const RowBatch& rows = part_of(file, Table::fact).rows;
  std::vector<std::string> found;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const auto row = rows.row(index);
    if (unpack_brief(row[1]).view() != code || rows.texts.text(row[2]) != attribute) continue;
    const std::string& detail = rows.texts.text(row[4]);
    found.push_back(rows.texts.text(row[3]) + (detail.empty() ? "" : " = " + detail));
  }
  return found;
}

class SmallTabular : public ::testing::Test {
 protected:
  void SetUp() override {
    auto result = parsed("icd10cm_tabular_2021.xml", small_list());
    ASSERT_TRUE(result) << to_string(result.error());
    ASSERT_TRUE(*result) << "not recognised";
    file_ = std::move(**result);
  }
  ParsedFile file_;
};

TEST_F(SmallTabular, IsOneReleaseOfTheFiscalYearThatItNames) {
  EXPECT_EQ(file_.release.name, "2021");
  EXPECT_EQ(file_.release.first, day("2020-10-01"));
  EXPECT_EQ(file_.published_rows, 67U);
  for (const ParsedPart& part : file_.parts) {
    EXPECT_EQ(part.source, Source::icd10cm_tabular);
    EXPECT_EQ(part.rows.row(0)[part.rows.width() - 2], day("2020-10-01").days());
  }
}

TEST_F(SmallTabular, KeepsWhatIsWrittenWhereItIsWritten) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(facts_of(file_, "CH04", attribute::kTitle), Texts{"Chapter"});
  EXPECT_EQ(facts_of(file_, "CH04", attribute::kExcludes1), Texts{"of the newborn (P70-P74)"});
  EXPECT_EQ(facts_of(file_, "E11", attribute::kParent), Texts{"E08-E13"});
  EXPECT_EQ(facts_of(file_, "E08-E13", attribute::kParent), Texts{"CH04"});
  EXPECT_EQ(facts_of(file_, "E119", attribute::kTitle), Texts{}) << "the order file has the codes' titles";
  EXPECT_EQ(facts_of(file_, "C7A", attribute::kParent), Texts{"C7A-C7A"}) << "a section is no category";
  EXPECT_EQ(facts_of(file_, "C7A-C7A", attribute::kParent), Texts{"C73-C80"}) << "a heading around it";
  EXPECT_EQ(facts_of(file_, "S620", "placeholder"), Texts{"X"});
  EXPECT_EQ(facts_of(file_, "S521", attribute::kSeventhCharacter), Texts{"A = initial encounter"});
  EXPECT_EQ(facts_of(file_, "S520", attribute::kSeventhCharacter), Texts{}) << "S52 defines them";
}

struct Related {
  const char* link;
  const char* from;
  const char* to;
  bool holds;
  const char* why;
};

TEST_F(SmallTabular, NotesNameTheseCodes) {
  const RowBatch& rows = part_of(file_, Table::diagnosis_relation).rows;
  for (const Related& one : std::vector<Related>{
           {"excludes1", "R000", "C73", true, "the range's first"},
           {"excludes1", "R000", "C7A0", true, "stands before C76 in the list"},
           {"excludes1", "R002", "C76", true, "the range's last"},
           {"excludes1", "R000", "C80", false, "behind it"},
           {"excludes1", "R000", "E880", false, "excludes2 alone"},
           {"excludes2", "R000", "E880", true, "excludes2"},
           {"use_additional", "R001", "E880", true, "R00.0-R00.1 only"},
           {"use_additional", "R002", "E880", false, "R00.0-R00.1 only"},
           {"use_additional", "R002", "R000", false, "the heading names subjects, not targets"},
           {"excludes1", "E8720", "P74", true, "inherited from the chapter"},
           {"excludes1", "E119", "P70", true, "inherited from the chapter"},
           {"excludes1", "R000", "P70", false, "another chapter"},
           {"excludes1", "R01", "E0841", true, "with .41"},
           {"excludes1", "R01", "E1141", true, "with .41"},
           {"excludes1", "R01", "E0842", false, "with .41"},
           {"excludes1", "R01", "C75", true, "in parentheses"},
           {"excludes1", "R01", "C80", false, "in the words around them"},
           {"excludes1", "R02", "E880", true, "in running text"},
           {"excludes1", "R02", "B12", false, "a vitamin"},
           {"excludes1", "R030", "R0311", true, "a note on a category names a code below it"},
           {"excludes1", "R0311", "R0311", false, "itself"},
           {"excludes1", "R0311", "R0312", false, "both are what the note names"},
           {"excludes1", "R04", "S520XXB", true, "an open fracture"},
           {"excludes1", "R04", "S520XXE", true, "an open fracture"},
           {"excludes1", "R04", "S520XXA", false, "a closed one"},
           {"excludes1", "R04", "S521XXA", false, "its own seventh characters"},
           {"excludes1", "R04", "S620XXB", true, "7th character B"},
           {"excludes1", "R04", "S620XXE", false, "7th character B"},
           {"code_first", "R05", "T360X1", true, "sixth"},
           {"code_first", "R05", "T360X6A", true, "sixth, with its seventh"},
           {"code_first", "R05", "T3691", true, "fifth"},
           {"code_first", "R05", "T3695", false, "5 is not among them"},
           {"code_first", "R05", "T360X5", false, "5 is not among them"},
           {"excludes1", "E872", "E081", true, "its title says ketoacidosis"},
           {"excludes1", "E872", "E0841", false, "its title does not"},
           {"excludes1", "E872", "E111", false, "E11 is not named"},
           {"excludes1", "R07", "I69090", true, "-90 leaves one character open"},
           {"excludes1", "R07", "I6990", false, "-90 leaves one character open"},
       }) {
    EXPECT_EQ(relates(rows, one.link, one.from, one.to), one.holds)
        << one.link << " " << one.from << " " << one.to << ": " << one.why;
  }
}

TEST_F(SmallTabular, WhatCannotBeToldIsNotFollowed) {
  const RowBatch& rows = part_of(file_, Table::diagnosis_relation).rows;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    EXPECT_NE(unpack_brief(rows.row(index)[1]).view(), "R06");
  }
  MemoryText text("tabular.xml", small_list());
  const Tabular list = read_tabular(text);
  const NoteRelations found = relations_of(list);
  ASSERT_EQ(found.unclear.size(), 3U);
  for (const UnclearNote& one : found.unclear) {
    EXPECT_EQ(list.places[list.notes[one.note].place].name, "R06");
    EXPECT_FALSE(one.why.empty());
  }
}

struct Spelt {
  const char* note;
  const char* read;  // spans between blanks; "?": unclear; "": none
};
TEST(TabularNotes, AreReadInTheirManySpellings) {
  for (const Spelt& one : std::vector<Spelt>{
           {"(T81.4-)", "T814"},
           {"(A65.)", "A65"},
           {"(O03-O07, O08.0)", "O03-O07 O080"},
           {"(I01.0 -I01.9)", "I010-I019"},
           {"(S00.- to S09.-)", "S00-S09"},
           {"(S32.1--S32.9)", "S321-S329"},
           {"(F10.-F19.-)", "F10-F19"},
           {"(F10.--F19.-)", "F10-F19"},
           {"(F10\xE2\x80\x93"
            "F19)",
            "F10-F19"},
           {"(I82.4-, I82.5-, I82.62-. I82.72-)", "I824 I825 I8262 I8272"},
           {"(Z86.-. Z87.-)", "Z86 Z87"},
           {"(K50.014, K50.914,)", "K50014 K50914"},
           {"(T40.0x6-)", "T400X6"},
           {"(A00-R94 and T80-T88.6, T88.8)", "A00-R94 T80-T886 T888"},
           {"one (A15) and another (J65; J66)", "A15 J65 J66"},
           {"nose C44.301, C44.311)", "C44301 C44311"},
           {"knee (Z89.52-", "Z8952"},
           {"code(s) from F11-F16 and F18-F19 to identify", "F11-F16 F18-F19"},
           {"code from category T31 or T32 to identify", "T31 T32"},
           {"any in S06.0- to S06.8-code to injury", "S060-S068"},
           {"any type in A15 (J65)", "J65"},
           {"code, if applicable (E08.22, E09.22)", "E0822 E0922"},
           {"(with C3 glomerulopathy) (N00.6)", "N006"},
           {"influenza A/H1N1", ""},
           {"glucose-6-phosphate (G6PD) deficiency", ""},
           {"COVID-19 NOS", ""},
           {"code to fracture with 7th character D", ""},
           {"endocrine disease, except E03", "?"},
           {"(E03 in the newborn)", "?"},
           {"(S00.- S09.-)", "?"},
           {"(L98.41-.49)", "?"},
       }) {
    const NoteReading reading = read_note(one.note);
    std::string read = reading.unclear.empty() ? "" : "?";
    for (const NamedCodes& group : reading.groups) {
      for (const CodeSpan& span : group.spans) {
        if (!read.empty()) read += " ";
        read += span.first + (span.last.empty() ? "" : "-" + span.last);
      }
    }
    EXPECT_EQ(read, one.read) << one.note;
  }
}

struct Refused {
  const char* what;
  std::string content;
  const char* where;
  const char* says;
};
TEST(TabularRefusals, SayTheLineAndWhatWasExpected) {
  const std::string whole = small_list();
  const std::string laughs =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b "
      "\"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n"
      "<ICD10CM.tabular>&b;</ICD10CM.tabular>";
  const std::string external =
      "<?xml version=\"1.0\"?>\n\n<!DOCTYPE x [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>\n"
      "<ICD10CM.tabular><version>&secret;</version></ICD10CM.tabular>";
  for (const Refused& one : std::vector<Refused>{
           {"cut off", whole.substr(0, whole.size() / 2), ":", "not well-formed XML"},
           {"an element never closed", "<ICD10CM.tabular>\n<version>2021</ICD10CM.tabular>", ":2",
            "well-formed"},
           {"an entity that is not defined", "<ICD10CM.tabular>\n\n&nothing;</ICD10CM.tabular>", ":3",
            "well-formed"},
           {"billion laughs", laughs, ":2", "document type"},
           {"an external entity", external, ":3", "document type"},
           {"nested without end",
            [] {
              std::string deep = "<ICD10CM.tabular>\n";
              for (int level = 0; level < 5000; ++level) deep += "<diag>";
              return deep;
            }(),
            ":2", "well-formed"},
           {"no codes", "<ICD10CM.tabular><version>2021</version></ICD10CM.tabular>", ":1", "holds no codes"},
           {"a code that is none", tabular(chapter("1", section("A00-A09", diag("4711!", "x")))), ":",
            "the code is none"},
           {"a code twice", tabular(chapter("1", section("A00-A09", diag("A00", "x") + diag("A00", "x")))),
            ":", "A00 stands twice"},
           {"a section without id", tabular(chapter("1", section("", diag("A00", "x")))), ":",
            "the section's id"},
           {"a list of changes", tabular(chapter("1", section("A00-A09", "<diff><new>x</new></diff>"))), ":",
            "marks changes"},
       }) {
    const auto result = parsed("icd10cm_tabular_2021.xml", one.content);
    ASSERT_FALSE(result) << one.what;
    EXPECT_NE(result.error().where.find(one.where), std::string::npos)
        << one.what << ": " << to_string(result.error());
    EXPECT_NE(result.error().what.find(one.says), std::string::npos)
        << one.what << ": " << to_string(result.error());
  }
}

TEST(TabularEncodings, AreReadOrRefused) {
  const std::string list =
      tabular(chapter("1", section("A00-A09", diag("A00", "x", notes("includes", {"M\xC3\xA9n"})))));
  const auto includes = [](const std::string& xml) {
    const auto result = parsed("icd10cm_tabular_2021.xml", xml);
    if (!result) return to_string(result.error());
    return *result ? facts_of(**result, "A00", attribute::kIncludes).at(0) : "not recognised";
  };
  EXPECT_EQ(includes(list), "M\xC3\xA9n");
  EXPECT_EQ(includes("\xEF\xBB\xBF" + list), "M\xC3\xA9n") << "a byte order mark";
  std::string said = list;
  EXPECT_EQ(includes(said.replace(said.find("utf-8"), 5, "UTF-16")), "M\xC3\xA9n") << "converted before";
  std::string latin = list;
  latin.replace(latin.find("utf-8"), 5, "iso-8859-1").replace(latin.find("\xC3\xA9"), 2, "\xE9");
  EXPECT_EQ(includes(latin), "M\xC3\xA9n") << "another encoding, said";
  std::string spoilt = list;
  spoilt.replace(spoilt.find("\xC3\xA9"), 2, "\xE9");
  EXPECT_NE(includes(spoilt).find("not well-formed"), std::string::npos) << "another encoding, not said";
}

TEST(TabularRelease, AnUpdateThatTheNameTellsComesBeforeTheYearInTheFile) {
  const std::string list = tabular(chapter("1", section("A00-A09", diag("A00", "x"))), "2025");
  const auto name = [&](const std::string& file) {
    const auto result = parsed(file, list);
    return result && *result ? (*result)->release.name : "refused";
  };
  EXPECT_EQ(name("icd10cm-tabular-April-2025.xml"), "2025-04");
  EXPECT_EQ(name("icd10cm-tabular-2025.xml"), "2025");
  EXPECT_EQ(name("renamed.xml"), "2025");
  EXPECT_EQ(name("icd10cm-tabular-April-2019.xml"), "2025") << "the content says which year it is";
}

struct RealFile {
  const char* name;
  std::uint64_t codes;
  std::size_t resolved;
  std::size_t unclear;
};
TEST(RealTabular, IsTakenWithItsCounts) {
  for (const RealFile& one : std::vector<RealFile>{{"icd10cm_tabular_2021.xml.gz", 45'017, 9'314, 2},
                                                   {"icd-10-cm-tabular-2025_ch2.xml.gz", 2'174, 675, 1}}) {
    if (!std::filesystem::exists(kReal + one.name)) {
      GTEST_SKIP() << "SKIPPED: " << one.name << " is not beside the source tree (../shared/reference-data)";
    }
    read_source_file(kReal + one.name, [&](SourceText& text) {
      const Tabular list = read_tabular(text);
      EXPECT_EQ(list.diagnoses, one.codes);
      const NoteRelations found = relations_of(list);
      EXPECT_EQ(found.resolved, one.resolved);
      EXPECT_EQ(found.unclear.size(), one.unclear);
    });
  }
}

}  // namespace
}  // namespace chargelint::data::testing
