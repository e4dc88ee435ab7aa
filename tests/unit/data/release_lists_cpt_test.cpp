// A licensee's CPT files. Every word here is invented, and the codes do not exist.
#include "release_lists_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kNotice =
    "CPT codes, descriptions and other data only are copyright 2025\r\n"
    "American Medical Association. All rights reserved.\r\n\r\nRelease of CPT 2026\r\n\r\n";

std::vector<std::string> facts_of(const std::string& name, const std::string& content) {
  return rows_in(taken(name, content), Table::fact);
}

TEST(CptDescriptors, AreToldApartByNameThenByTheirTexts) {
  const std::string upper = kNotice + "99990\tBLUE THING MADE\r\n9999T\tRED THING MADE\r\n";
  const std::string longer = kNotice + "99990\tA blue thing made in a long and careful manner by hand\r\n";
  for (const auto& [name, content, attribute] :
       std::vector<std::array<std::string, 3>>{{"SHORTU.txt", upper, "short title"},
                                               {"MEDU.txt", upper, "medium title"},
                                               {"LONGULT.txt", longer, "title"},
                                               {"unnamed.txt", upper, "short title"},
                                               {"unnamed.txt", longer, "title"}}) {
    const auto facts = facts_of(name, content);
    ASSERT_FALSE(facts.empty()) << name;
    EXPECT_TRUE(facts[0].starts_with("P|99990|" + attribute + "|")) << name << ": " << facts[0];
    EXPECT_TRUE(facts[0].ends_with("|2026-01-01|")) << "the edition, not the copyright's year: " << facts[0];
  }
}

TEST(CptDescriptors, JoinLinesOfFixedWidthInEveryNumbering) {
  for (const std::string lines :
       {"99990 A blue thing\n99990 02 made of wood or stone/\n99990 03 metal\n99991 A red thing of 02 "
        "parts\n",
        "9999001A blue thing\n9999002made of wood or stone/\n9999003metal\n9999101A red thing of 02 parts\n",
        "99990 01 A blue thing\n99990 02 made of wood or stone/\n99990 03 metal\n99991 01 A red thing of 02 "
        "parts\n"}) {
    EXPECT_EQ(facts_of("LONGULF.txt", kNotice + lines),
              (std::vector<std::string>{"P|99990|title|A blue thing made of wood or stone/metal||2026-01-01|",
                                        "P|99991|title|A red thing of 02 parts||2026-01-01|"}))
        << lines;
  }
}

TEST(CptDescriptors, NeedTheNoticeWhereOtherFilesLookTheSame) {
  std::string blanks;
  std::string tabs;
  for (int code = 99'990; code < 100'000; ++code) {
    blanks += std::to_string(code) + " A thing of words\n";
    tabs += std::to_string(code) + "\tA thing of words\n";
  }
  EXPECT_FALSE(*parsed("LONGUF_2026.txt", blanks)) << "an order file of another kind looks like this";
  EXPECT_EQ(facts_of("LONGULT_2026.txt", tabs).size(), 10U);
}

TEST(CptDescriptors, TakeConceptsModifiersAndLaboratoryTests) {
  EXPECT_EQ(facts_of("ConceptID.txt", kNotice + "99990\t1000001\n99991\t1000002\n"),
            (std::vector<std::string>{"P|99990|concept id|1000001||2026-01-01|",
                                      "P|99991|concept id|1000002||2026-01-01|"}));
  EXPECT_EQ(facts_of("MODUL.txt", kNotice + "98\tInvented manner of work\n1Q\tInvented reason for it\n"),
            (std::vector<std::string>{"M|1Q|title|Invented reason for it||2026-01-01|",
                                      "M|98|title|Invented manner of work||2026-01-01|"}));
  const auto tests =
      facts_of("CPTPLATab_2026.txt",
               "Code\tLong Descriptor\tMedium Descriptor\tShort Descriptor\tEffective Date\tTest "
               "Name\tLab\n9999U\tA long invention\tMEDIUM INVENTION\tSHORT "
               "INVENTION\t2026-04-01\tInventest\tNo Lab\n");
  EXPECT_TRUE(holds(tests, "P|9999U|title|A long invention||2026-04-01|"));
  EXPECT_TRUE(holds(tests, "P|9999U|laboratory|No Lab||2026-04-01|"));
}

TEST(CptDescriptors, TakeTheWorkbooksOfConsumerAndClinicianTexts) {
  const auto consumer = facts_of("ConsumerDescriptors2026.csv",
                                 "Concept Id,CPT Code,Consumer Friendly Descriptor\n1000001,99990,\"A thing, "
                                 "said plainly\"\n");
  EXPECT_TRUE(holds(consumer, "P|99990|consumer title|A thing, said plainly||2026-01-01|"));
  EXPECT_TRUE(holds(consumer, "P|99990|concept id|1000001||2026-01-01|"));
  const ParsedFile clinician = taken("ClinicianDescriptors2026.csv",
                                     "Concept Id,CPT Code,Clinician Descriptor Id,Clinician Descriptor\n"
                                     "1000001,99990,1,A thing\n1000001,99990,2,The same thing\n");
  EXPECT_EQ(clinician.published_rows, 2U);
  EXPECT_TRUE(holds(rows_in(clinician, Table::fact), "P|99990|clinician title|The same thing||2026-01-01|"));
}

TEST(CptDescriptors, AreRefusedWithoutAnEditionOrWithASpoiltLine) {
  const std::string undated = "CPT is copyright 2025 American Medical Association\n";
  EXPECT_NE(refusal("LONGULT.txt", undated + "99990\tA blue thing\n").find("--release"), std::string::npos);
  std::string text = kNotice;
  for (int code = 99'980; code < 100'000; ++code) text += std::to_string(code) + "\tA blue thing\n";
  EXPECT_NE(refusal("LONGULT.txt", text + "<html>gone</html>\n").find(":26: neither a code nor its text"),
            std::string::npos);
}

}  // namespace
}  // namespace chargelint::data::testing
