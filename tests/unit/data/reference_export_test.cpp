// What is in force, written for other systems.
#include "data/reference/export.h"

#include <algorithm>

#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

class ReferenceExportTest : public StoreFixture {
 protected:
  void SetUp() override {
    StoreFixture::SetUp();
    import_text("ccipra-2024q3-f1.TXT",
                ptp_text({"20610\t11719\t\t20200101\t20240630\t1\tA, \"quoted\"",
                          "20610\t11740\t\t20240701\t*\t0\tB", "20610\t11755\t\t20200101\t20200101\t9\tC"}));
    import_text("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
                mue_text({"62324,1,3 Date of Service Edit: Clinical,Clinical: Data"}));
    import_text("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv",
                mue_text({"62324,2,3 Date of Service Edit: Clinical,Clinical: Data"}));
  }
  [[nodiscard]] Result<ExportReport> write(const std::string& on, std::vector<Source> sources = {},
                                           std::optional<std::int64_t> known = {}) {
    ExportOptions options;
    options.on = day(on);
    options.sources = std::move(sources);
    options.known_ms = known;
    return export_reference(path(), folder_.at("out"), options);
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return read_bytes(folder_.at("out/" + name));
  }
};

TEST_F(ReferenceExportTest, HoldsTheRowsInForceWithIsoDatesAndTheirRelease) {
  const auto report = write("2026-08-01");
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_EQ(file("ncci-ptp-practitioner.ptp_edit.csv"),
            "column1,column2,indicator,rationale,prior_1996,valid_from,valid_to,release\n"
            "20610,11740,0,B,0,2024-07-01,,2024Q3\n");
  EXPECT_EQ(file("ncci-mue-practitioner.mue_limit.csv"),
            "code,units,adjudication,rationale,valid_from,valid_to,release\n"
            "62324,2,3,Clinical: Data,2026-07-01,,2026Q3\n");
  EXPECT_EQ(file("releases.csv"),
            "file,source,table,release,rows\n"
            "ncci-mue-practitioner.mue_limit.csv,ncci-mue-practitioner,mue_limit,2026Q3,1\n"
            "ncci-ptp-practitioner.ptp_edit.csv,ncci-ptp-practitioner,ptp_edit,2024Q3,1\n");
}

TEST_F(ReferenceExportTest, TheDayDecides) {
  ASSERT_TRUE(write("2024-06-30"));
  EXPECT_EQ(file("ncci-ptp-practitioner.ptp_edit.csv"),
            "column1,column2,indicator,rationale,prior_1996,valid_from,valid_to,release\n"
            "20610,11719,1,\"A, \"\"quoted\"\"\",0,2020-01-01,2024-06-30,2024Q3\n");
  EXPECT_NE(
      file("ncci-mue-practitioner.mue_limit.csv").find("62324,1,3,Clinical: Data,2026-04-01,2026-06-30"),
      std::string::npos)
      << "before the oldest release the nearest one answers: " << file("ncci-mue-practitioner.mue_limit.csv");
  ASSERT_TRUE(write("2026-06-30"));
  EXPECT_NE(file("ncci-mue-practitioner.mue_limit.csv").find("62324,1,"), std::string::npos);
}

TEST_F(ReferenceExportTest, OnlyWhatWasAskedForAndAsItWasKnown) {
  const auto report = write("2026-08-01", {Source::mue_practitioner}, clock_ - 1);
  ASSERT_TRUE(report) << to_string(report.error());
  ASSERT_EQ(report->files.size(), 1U);
  EXPECT_EQ(report->files[0].release, "2026Q2");
  EXPECT_NE(file("ncci-mue-practitioner.mue_limit.csv").find("62324,1,"), std::string::npos);
  EXPECT_EQ(file("ncci-ptp-practitioner.ptp_edit.csv"), "");
}

TEST_F(ReferenceExportTest, AFolderThatCannotBeMadeIsTold) {
  folder_.write("out", "a file");
  const auto report = write("2026-08-01");
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::environment);
}

}  // namespace
}  // namespace chargelint::data::testing
