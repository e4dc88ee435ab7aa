// The real files: one import of everything, with the row counts that the files are known to hold.
#include <map>

#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kReal = CHARGELINT_SOURCE_DIR "/../shared/reference-data";

class RealFiles : public StoreFixture {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(kReal)) {
      GTEST_SKIP()
          << "SKIPPED: the real release files are not beside the source tree (../shared/reference-data)";
    }
    StoreFixture::SetUp();
  }
};

TEST_F(RealFiles, AreTakenWithTheirExactCounts) {
  const auto report = import({kReal + "/ncci", kReal + "/mpfs", kReal + "/icd10cm"}, std::nullopt);
  ASSERT_TRUE(report) << to_string(report.error());

  std::map<std::string, std::uint64_t> rows;
  std::map<std::string, bool> complete;
  for (const ImportedFile& file : report->files) {
    const std::string key = file.source + " " + file.release;
    rows[key] = file.source == "mpfs" ? file.rows : rows[key] + file.rows;
    complete[key] = file.complete;
  }
  const std::map<std::string, std::uint64_t> expected = {{"ncci-ptp-practitioner 2024Q2", 2'545'089},
                                                         {"ncci-ptp-practitioner 2026Q3", 154},
                                                         {"ncci-ptp-hospital 2024Q3", 1'775'818},
                                                         {"ncci-mue-practitioner 2026Q2", 15'095},
                                                         {"ncci-mue-practitioner 2026Q3", 44},
                                                         {"ncci-mue-outpatient-hospital 2024Q3", 14'628},
                                                         {"ncci-mue-dme 2024Q3", 2'928},
                                                         {"mpfs 2025Q4", 19'090},
                                                         {"mpfs 2026Q3", 19'356},
                                                         {"icd-10-cm 2021-01", 95'358},
                                                         {"icd-10-cm 2025", 97'584},
                                                         {"icd-10-cm 2026", 98'186}};
  EXPECT_EQ(rows, expected);
  for (const auto& [key, whole] : complete) {
    EXPECT_EQ(whole, key != "ncci-ptp-practitioner 2026Q3" && key != "ncci-mue-practitioner 2026Q3") << key;
  }
  EXPECT_EQ(status_of("mpfs").rows_current, 19'090U + 19'356U) << "two forms of one release are not doubled";
  EXPECT_FALSE(report->unknown.empty());

  const auto reference = snapshot();
  const auto in_force = [&](std::string_view column1, std::string_view column2, std::string_view date) {
    for (const PtpEdit& edit :
         pair_edits(reference->ptp(Source::ptp_practitioner, code(column1)), code(column2))) {
      if (edit.applies_on(day(date))) return true;
    }
    return false;
  };
  EXPECT_TRUE(in_force("62324", "20610", "2024-05-02"));
  EXPECT_FALSE(in_force("97161", "97140", "2024-05-02")) << "indicator 9 only";
  const auto limit = mue_on(*reference, Source::mue_practitioner, code("62324"), day("2026-05-02"));
  ASSERT_EQ(limit.known, Known::row);
  EXPECT_EQ(limit.row->units, 1U);
  EXPECT_EQ(limit.row->adjudication, 3);
  const auto fee = fee_schedule_on(*reference, code("62324"), Modifier(), day("2026-08-01"));
  ASSERT_EQ(fee.known, Known::row);
  EXPECT_FALSE(fee.nearest);
  EXPECT_EQ(fee.row->status, 'A');
  EXPECT_EQ(fee.row->global_days(), "000");
  EXPECT_EQ(fee.row->multiple, '2');
  EXPECT_EQ(fee.row->bilateral, '9');
  EXPECT_EQ(std::string_view(fee.row->supervision, 2), "09");
  EXPECT_EQ(fee.row->assistant, '1');
  EXPECT_EQ(std::string_view(fee.row->imaging_family, 2), "99");
  EXPECT_EQ(diagnosis_on(*reference, icd("M54.5"), day("2021-05-01")).row->billable, true);
  EXPECT_EQ(diagnosis_on(*reference, icd("M54.5"), day("2025-11-01")).row->billable, false);
  EXPECT_EQ(reference->words(icd("M54.12")), "Radiculopathy, cervical region");
  EXPECT_EQ(reference->words(code("62324")), "") << "descriptions of procedure codes are not stored";

  // A folder that was taken before says nothing new.
  const auto again = import({kReal + "/mpfs", kReal + "/ncci/ccipra-2024q2-rebuilt-f1.TXT.gz"}, std::nullopt);
  ASSERT_TRUE(again) << to_string(again.error());
  for (const ImportedFile& file : again->files) EXPECT_TRUE(file.unchanged) << file.path;
}

}  // namespace
}  // namespace chargelint::data::testing
