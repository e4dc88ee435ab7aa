// What verify finds in a store that is whole, in one that was tampered with, and in one with gaps.
#include "data/reference/verify.h"

#include <algorithm>

#include "data/reference/database.h"
#include "data/reference/knowledge.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kLimit = ",1,3 Date of Service Edit: Clinical,Clinical: Data";

class ReferenceVerifyTest : public StoreFixture {
 protected:
  [[nodiscard]] VerifyReport verify(const std::string& on = "2026-08-01") {
    auto report = verify_reference(path(), day(on));
    EXPECT_TRUE(report) << to_string(report.error());
    return report ? std::move(*report) : VerifyReport{};
  }
  // "releases warning ncci-mue-practitioner: stale: …" of one check.
  [[nodiscard]] static std::vector<std::string> told(const VerifyReport& report, const std::string& check) {
    constexpr const char* kGrades[] = {"note", "warning", "error"};
    std::vector<std::string> lines;
    for (const Problem& problem : report.problems) {
      if (problem.check != check) continue;
      lines.push_back(std::string(kGrades[static_cast<int>(problem.grade)]) + " " + problem.source + ": " +
                      problem.what);
    }
    return lines;
  }
  void tamper(const std::string& sql) const {
    Database database(path(), false);
    database.run(sql);
  }
  void import_quarters() {
    import_text("ccipra-2026q2-f1.TXT",
                ptp_text({"20610\t11719\t\t20200101\t*\t1\tA", "20610\t11730\t\t20200101\t*\t1\tA"}));
    import_text("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", mue_text({"20610" + kLimit}));
    import_text(
        "PPRRVU2026_Jul.csv",
        fee_csv({FeeRecord{.code = "20610"}, FeeRecord{.code = "11719"}, FeeRecord{.code = "11730"}}, true));
  }
};

TEST_F(ReferenceVerifyTest, AWholeStoreIsWhole) {
  import_quarters();
  import_text("ccipra-2026q3-f1.TXT",
              ptp_text({"20610\t11719\t\t20200101\t20260630\t1\tA", "20610\t11730\t\t20200101\t*\t1\tA"}));
  const VerifyReport report = verify();
  EXPECT_FALSE(report.has_errors());
  for (const Problem& problem : report.problems) ADD_FAILURE() << problem.check << ": " << problem.what;
  EXPECT_EQ(report.checks, (std::vector<std::string>{"database", "digests", "row-counts", "snapshot",
                                                     "releases", "pair-windows", "orphan-codes"}));
}

TEST_F(ReferenceVerifyTest, APartialReleaseOverAWholeOneIsNoLoss) {
  import_quarters();
  import_text("ccipra-2026q3-f1.TXT", ptp_text({"20610\t11719\t\t20200101\t20260630\t1\tA"}), false);
  EXPECT_FALSE(verify().has_errors());
}

TEST_F(ReferenceVerifyTest, MissingRowsAreAnError) {
  import_quarters();
  tamper("DELETE FROM mue_limit");
  const VerifyReport report = verify();
  EXPECT_TRUE(report.has_errors());
  const auto counts = told(report, "row-counts");
  ASSERT_FALSE(counts.empty());
  EXPECT_EQ(counts[0],
            "error ncci-mue-practitioner: release 2026Q3 of mue_limit holds 0 rows; 1 were imported");
  EXPECT_EQ(told(report, "snapshot").size(), 1U) << "the snapshot still holds the row";
}

TEST_F(ReferenceVerifyTest, AChangedRowShowsAgainstTheSnapshot) {
  import_quarters();
  tamper("UPDATE mue_limit SET units = 9");
  const VerifyReport report = verify();
  EXPECT_TRUE(report.has_errors());
  EXPECT_TRUE(told(report, "row-counts").empty());
  ASSERT_EQ(told(report, "snapshot").size(), 1U);
  EXPECT_NE(told(report, "snapshot")[0].find("is not that of the store"), std::string::npos);
}

TEST_F(ReferenceVerifyTest, ADamagedOrMissingSnapshotIsAnError) {
  import_quarters();
  std::string bytes = read_bytes(snapshot_path(path()));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  folder_.write("reference.db.snapshot", bytes);
  EXPECT_EQ(told(verify(), "snapshot").size(), 1U);
  std::filesystem::remove(snapshot_path(path()));
  EXPECT_EQ(told(verify(), "snapshot").size(), 1U);
  EXPECT_TRUE(verify().has_errors());
}

TEST_F(ReferenceVerifyTest, ADigestThatIsNotThatOfTheFilesIsAnError) {
  import_quarters();
  tamper("UPDATE release SET digest = 'abc' WHERE table_name = 'mue_limit'");
  EXPECT_EQ(told(verify(), "digests").size(), 1U);
}

TEST_F(ReferenceVerifyTest, GapsAndStaleReleasesAreWarnings) {
  import_text("MCR_MUE_PractitionerServices_Eff_07-01-2025.csv", mue_text({"20610" + kLimit}));
  import_text("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", mue_text({"20610" + kLimit}));
  const std::vector<std::string> gap = {
      "warning ncci-mue-practitioner: no release covers 2025-10-01 to 2026-03-31, between 2025Q3 and 2026Q2"};
  EXPECT_EQ(told(verify("2026-06-30"), "releases"), gap) << "its last day is a day of the release";
  const std::vector<std::string> stale = {
      gap[0],
      "warning ncci-mue-practitioner: stale: the newest whole release 2026Q2 was for dates until 2026-06-30"};
  EXPECT_EQ(told(verify("2026-07-01"), "releases"), stale);
  EXPECT_FALSE(verify("2026-07-01").has_errors());
}

TEST_F(ReferenceVerifyTest, APartialSourceIsNamed) {
  import_text("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", mue_text({"20610" + kLimit}), false);
  const auto lines = told(verify(), "releases");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with("note ncci-mue-practitioner: release 2026Q3 is partial")) << lines[0];
}

TEST_F(ReferenceVerifyTest, OverlappingWindowsOfAPairAreNamed) {
  import_text("ccipra-2026q3-f1.TXT",
              ptp_text({"20610\t11719\t\t20200101\t20210630\t1\tA", "20610\t11719\t\t20210630\t*\t1\tA",
                        "20610\t11730\t\t20200101\t20210630\t1\tA", "20610\t11730\t\t20210701\t*\t1\tA"}));
  const VerifyReport report = verify();
  const auto found = std::find_if(report.problems.begin(), report.problems.end(),
                                  [](const Problem& problem) { return problem.check == "pair-windows"; });
  ASSERT_NE(found, report.problems.end());
  EXPECT_EQ(found->grade, ProblemGrade::warning);
  EXPECT_EQ(found->count, 1U);
  EXPECT_EQ(found->examples, std::vector<std::string>{"20610 11719"});
}

TEST_F(ReferenceVerifyTest, CodesThatNoTableKnowsAreCountedWithTheFirstTen) {
  import_quarters();
  std::vector<std::string> rows = {"20610\t11719\t\t20200101\t*\t1\tA"};
  for (int code = 30'000; code < 30'012; ++code)
    rows.push_back("20610\t" + std::to_string(code) + "\t\t20200101\t*\t1\tA");
  rows.push_back("20610\t31000\t\t20200101\t20210101\t1\tA");  // no longer in use
  import_text("ccipra-2026q3-f1.TXT", ptp_text(rows));
  const VerifyReport report = verify();
  const auto found = std::find_if(report.problems.begin(), report.problems.end(),
                                  [](const Problem& problem) { return problem.check == "orphan-codes"; });
  ASSERT_NE(found, report.problems.end());
  EXPECT_EQ(found->grade, ProblemGrade::warning);
  EXPECT_EQ(found->count, 12U);
  ASSERT_EQ(found->examples.size(), 10U);
  EXPECT_EQ(found->examples.front(), "30000");
}

TEST_F(ReferenceVerifyTest, AFileThatIsNoStoreIsRefused) {
  EXPECT_FALSE(verify_reference(folder_.write("text.db", "no store"), day("2026-01-01")));
  EXPECT_FALSE(verify_reference(folder_.at("none.db"), day("2026-01-01")));
}

TEST_F(ReferenceVerifyTest, KnowledgeTellsTheLastChangeBeforeAMoment) {
  import_text("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", mue_text({"20610" + kLimit}), true, 5'000);
  import_text("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", mue_text({"20610" + kLimit}), true, 9'000);
  const auto at = [&](std::int64_t moment) { return knowledge_at(path(), moment).value(); };
  EXPECT_FALSE(at(4'999).changed_ms);
  EXPECT_EQ(at(4'999).first_ms, 5'000);
  EXPECT_EQ(at(5'000).changed_ms, 5'000);
  EXPECT_EQ(at(8'999).changed_ms, 5'000);
  EXPECT_FALSE(at(8'999).newest);
  EXPECT_TRUE(at(9'000).newest);
  EXPECT_TRUE(at(99'000).newest);
  EXPECT_EQ(knowledge_at(folder_.at("none.db"), 1).error().kind, ErrorKind::environment);
  EXPECT_EQ(moment_text(1'782'900'000'000), "2026-07-01T10:00:00Z");
}

}  // namespace
}  // namespace chargelint::data::testing
