// The command line as a whole: dispatch, help, exit codes.
#include "plugin/app/app.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "support.h"

namespace chargelint::plugin {
namespace {

class App : public ::testing::Test {
 protected:
  ExitCode run(const std::vector<std::string>& arguments, const std::string& input = {}) {
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    Streams streams{in, out_, err_, false, false};
    return run_app(arguments, streams, [](const char*) -> const char* { return nullptr; });
  }
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(App, HelpNamesWhatIsThereAndNothingElse) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{}, {"help"}, {"--help"}}) {
    EXPECT_EQ(run(arguments), ExitCode::done);
    for (const char* const command :
         {"serve", "check", "read", "rules", "explain", "reference import", "reference status",
          "reference verify", "reference diff", "reference export", "replay", "version"}) {
      EXPECT_NE(out_.str().find(std::string("chargelint ") + command), std::string::npos) << command;
    }
    for (const char* const absent : {"detect", "suggest", "redact"}) {
      EXPECT_EQ(out_.str().find(absent), std::string::npos) << absent;
    }
  }
}

TEST_F(App, ACommandTellsItsOptions) {
  EXPECT_EQ(run({"check", "--help"}), ExitCode::done);
  EXPECT_NE(out_.str().find("--min-severity NAME"), std::string::npos);
  EXPECT_NE(out_.str().find("--config FILE"), std::string::npos);
}

struct UsageError {
  const char* name;
  std::vector<std::string> arguments;
  const char* says;
};
class UsageErrors : public App, public ::testing::WithParamInterface<UsageError> {};
TEST_P(UsageErrors, AreOneLineAndExit2) {
  EXPECT_EQ(run(GetParam().arguments), ExitCode::bad_input);
  EXPECT_EQ(err_.str(), std::string("chargelint: ") + GetParam().says + "\n");
  EXPECT_EQ(out_.str(), "");
}
INSTANTIATE_TEST_SUITE_P(
    All, UsageErrors,
    ::testing::Values(
        UsageError{
            "UnknownCommand", {"chek", "x"}, "unknown command \"chek\"; the nearest known one is \"check\""},
        UsageError{"LaterCommand",
                   {"detect", "x"},
                   "unknown command \"detect\"; the nearest known one is \"check\""},
        UsageError{"UnknownOption",
                   {"check", "--formt", "json"},
                   "unknown option --formt; the nearest known one is --format"},
        UsageError{"NoFile", {"check"}, "expected at least one FILE (`-` is standard input)"},
        UsageError{"OrderAndThreads",
                   {"check", "--accumulate", "--jobs", "2", "x"},
                   "--accumulate judges in the input's order; it takes no --jobs"},
        UsageError{"UnknownRule",
                   {"explain", "ncci-ptp-01"},
                   "unknown rule \"ncci-ptp-01\"; the nearest known one is NCCI-PTP-001"},
        UsageError{"UnknownRuleInList",
                   {"check", "--rules", "NCCI-PTP,GLB-01", "x"},
                   "unknown rule \"GLB-01\"; the nearest known one is GLB-001"},
        UsageError{"NothingToImport", {"reference", "import"}, "expected at least one PATH, or --starter"},
        UsageError{"KnownIsNoDate",
                   {"check", "--known", "yesterday", "x"},
                   "option --known: expected a date such as 2026-07-01, or a moment such as "
                   "2026-07-01T12:00:00Z"},
        UsageError{"ExportNeedsAFolder", {"reference", "export"}, "expected --to FOLDER"},
        UsageError{"VerifyOnNoDate",
                   {"reference", "verify", "--on", "2026-7-1"},
                   "option --on: expected a date such as 2026-07-01"},
        UsageError{"DiffOfOne",
                   {"reference", "diff", "2026Q2"},
                   "expected OLD and NEW: each a store, a release file or folder, a date of knowledge, or a "
                   "release of the store"},
        UsageError{
            "DiffOfNothing",
            {"reference", "diff", "no/such/file", "2026Q2"},
            "no/such/file: is not there; expected a store, a release file or folder, a date of "
            "knowledge such as 2026-07-01, or a release such as 2026Q3 or ncci-mue-practitioner:2026Q3"},
        UsageError{"UnknownSource",
                   {"reference", "diff", "--source", "ncci-muh", "2026Q1", "2026Q2"},
                   "option --source: unknown source \"ncci-muh\"; the nearest known one is \"ncci-mue-dme\""},
        UsageError{"BothWholeAndPartial",
                   {"reference", "diff", "--complete", "--partial", "2026Q1", "2026Q2"},
                   "--complete and --partial exclude one another"},
        UsageError{"ReplayNeedsBoth",
                   {"replay", "--since", "2026-01-01"},
                   "expected --since DATE and --against STORE (or a date of knowledge)"}),
    [](const auto& info) { return info.param.name; });

TEST_F(App, HalfACommandNamesTheWholeOnes) {
  EXPECT_EQ(run({"reference"}), ExitCode::bad_input);
  EXPECT_TRUE(err_.str().starts_with("chargelint: expected `reference import`, `reference status`"))
      << err_.str();
}

TEST_F(App, AMissingStoreIsExit3WithTheCommandToRun) {
  testing::TemporaryFolder folder;
  const std::string store = folder.file("reference.db");
  EXPECT_EQ(run({"check", "--reference", store, "-"}), ExitCode::environment);
  EXPECT_NE(err_.str().find("chargelint reference import --starter --reference " + store), std::string::npos)
      << err_.str();
  for (const char* const command : {"status", "verify"})
    EXPECT_EQ(run({"reference", command, "--reference", store}), ExitCode::environment) << command;
  EXPECT_EQ(run({"check", "--known", "2026-01-01", "--reference", store, "-"}), ExitCode::environment);
  EXPECT_EQ(run({"reference", "export", "--to", folder.file("out"), "--reference", store}),
            ExitCode::environment);
  EXPECT_EQ(run({"replay", "--since", "2026-01-01", "--against", "2026-01-01", "--reference", store}),
            ExitCode::environment);
  EXPECT_EQ(run({"serve", "--reference", store}), ExitCode::environment);
}

TEST_F(App, RulesAndExplainComeFromTheHeaders) {
  EXPECT_EQ(run({"rules"}), ExitCode::done);
  EXPECT_NE(out_.str().find("NCCI-PTP-001"), std::string::npos);
  EXPECT_EQ(run({"rules", "--format", "json"}), ExitCode::done);
  EXPECT_TRUE(out_.str().starts_with("[{\"id\":\"")) << out_.str().substr(0, 80);
  EXPECT_TRUE(out_.str().ends_with("}]\n"));
  EXPECT_EQ(run({"explain", "ncci-ptp-001"}), ExitCode::done);
  EXPECT_TRUE(out_.str().starts_with("NCCI-PTP-001  ")) << out_.str();
  EXPECT_NE(out_.str().find("line 2   45380"), std::string::npos)
      << "the starter tables do where there is no store";
}

TEST_F(App, TheStarterSetIsEnoughForAVerdict) {
  testing::TemporaryFolder folder;
  const std::string store = folder.file("new/reference.db");
  ASSERT_EQ(run({"reference", "import", "--starter", "--reference", store}), ExitCode::done) << err_.str();
  EXPECT_EQ(out_.str().find("/tmp"), std::string::npos) << "the temporary folder is nobody's business";
  ASSERT_EQ(run({"reference", "status", "--reference", store, "--format", "json"}), ExitCode::done)
      << err_.str();
  EXPECT_NE(out_.str().find("\"source\":\"ncci-ptp-practitioner\""), std::string::npos);

  // 62324 has MUE 1: three units are one finding at error severity.
  const std::string message =
      "MSH|^~\\&|EHR|FAC|CL|HUB|20260504101500||DFT^P03^DFT_P03|C1|P|2.5.1\r"
      "EVN|P03|20260504101500\r"
      "PID|1||PAT-77^^^FAC^MR||TESTER^ANY\r"
      "PV1|1|O|||||||||||||||||V-1\r"
      "FT1|1|T1||20260504|20260504|CG|62324|||3||||||11|||M54.12^^I10||||||62324^^C4\r";
  const std::vector<std::string> arguments{"check", "--reference", store, "--format", "json", "-"};
  EXPECT_EQ(run(arguments, message), ExitCode::findings) << err_.str() << out_.str();
  const std::string first = out_.str();
  EXPECT_TRUE(first.starts_with("{\"input\":\"-\",\"claim\":\"V-1\",\"patient_ref\":null,")) << first;
  EXPECT_NE(first.find("\"rule\":\"NCCI-MUE-003\""), std::string::npos) << first;
  EXPECT_EQ(first.find("PAT-77"), std::string::npos);
  run(arguments, message);
  EXPECT_EQ(out_.str(), first) << "the same input gives the same bytes";

  // Parallel work keeps the input's order; a broken message does not stop the others.
  std::string many;
  for (int number = 0; number < 40; ++number) {
    std::string one = message;
    one.replace(one.find("V-1"), 3, "N" + std::to_string(number));
    many += number == 7 ? "MSH|^\r" : one;
  }
  EXPECT_EQ(run({"check", "--reference", store, "--format", "json", "--jobs", "4", "-"}, many),
            ExitCode::bad_input);
  EXPECT_TRUE(err_.str().starts_with("-: message 8: ")) << err_.str();
  std::istringstream lines(out_.str());
  std::string line;
  for (int number = 0; number < 40; ++number) {
    if (number == 7) continue;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_NE(line.find("\"claim\":\"N" + std::to_string(number) + "\""), std::string::npos) << line;
  }
  EXPECT_FALSE(std::getline(lines, line));
}

TEST_F(App, ReadLeavesPatientIdentifiersOutUnlessAsked) {
  const std::string message =
      "MSH|^~\\&|EHR|FAC|CL|HUB|20260504101500||DFT^P03^DFT_P03|C1|P|2.5.1\r"
      "EVN|P03|20260504101500\r"
      "PID|1||PAT-77^^^FAC^MR||TESTER^ANY||19630411|F\r"
      "PV1|1|O|||||||||||||||||V-1\r"
      "FT1|1|T1||20260504|20260504|CG|62324|||1||||||11|||M54.12^^I10||||||62324^^C4|59^RT\r";
  EXPECT_EQ(run({"read", "--format", "json", "-"}, message), ExitCode::done) << err_.str();
  const std::string hidden = out_.str();
  EXPECT_EQ(hidden.find("PAT-77"), std::string::npos);
  EXPECT_EQ(hidden.find("1963"), std::string::npos);
  EXPECT_NE(hidden.find("\"source\":\"DFT^P03 2.5.1\""), std::string::npos) << hidden;
  EXPECT_NE(hidden.find("\"modifiers\":[\"59\",\"RT\"]"), std::string::npos) << hidden;
  EXPECT_EQ(run({"read", "--format", "json", "--show-phi", "-"}, message), ExitCode::done);
  EXPECT_NE(out_.str().find("PAT-77"), std::string::npos);
  EXPECT_NE(out_.str().find("1963-04-11"), std::string::npos);
}

TEST_F(App, BadInputsAreOneClearLineEach) {
  struct BadInput {
    std::string bytes;
    const char* says;
  };
  const std::vector<BadInput> inputs{
      {"", "the input is empty"},
      {std::string("\x7f\x45\x4c\x46\x00\x01", 6), "the kind of input is not known"},
      {"MSH", "MSH"},
      {"<Claim xmlns='http://hl7.org/fhir'/>", "XML is not read by this version"},
      {"{\"resourceType\":\"Claim\"", "byte"},
      {std::string(2000000, '['), "byte"},
      {"{\"resourceType\":\"Basic\"}", "Basic"},
      {"{\"resourceType\":\"Claim\",\"id\":\"\xff\"}", "UTF-8"},
  };
  for (const BadInput& input : inputs) {
    EXPECT_EQ(run({"read", "-"}, input.bytes), ExitCode::bad_input) << input.says;
    const std::string text = err_.str();
    EXPECT_TRUE(text.starts_with("-: ")) << text;
    EXPECT_NE(text.find(input.says), std::string::npos) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  }
}

}  // namespace
}  // namespace chargelint::plugin
