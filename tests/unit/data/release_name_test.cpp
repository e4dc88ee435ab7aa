// Which release a file is, by its name, its caption or --release.
#include "data/releases/release_name.h"

#include <gtest/gtest.h>

namespace chargelint::data {
namespace {

struct NameCase {
  ReleaseKind kind;
  std::string_view name;
  std::string_view release;  // empty: not told
  std::string_view first;
  std::string_view last;
};

class ReleaseName : public ::testing::TestWithParam<NameCase> {};

TEST_P(ReleaseName, IsReadFromTheOfficialPattern) {
  const NameCase& expected = GetParam();
  const auto release = release_from_name(expected.kind, expected.name);
  if (expected.release.empty()) {
    EXPECT_FALSE(release) << expected.name << " was read as " << release->name;
    return;
  }
  ASSERT_TRUE(release) << expected.name;
  EXPECT_EQ(release->name, expected.release) << expected.name;
  EXPECT_EQ(release->first.iso().view(), expected.first) << expected.name;
  EXPECT_EQ(release->last.iso().view(), expected.last) << expected.name;
}

INSTANTIATE_TEST_SUITE_P(
    Names, ReleaseName,
    ::testing::Values(
        NameCase{ReleaseKind::ptp, "ccipra-v322r0-f1.TXT", "2026Q3", "2026-07-01", "2026-09-30"},
        NameCase{ReleaseKind::ptp, "ccioph-v301r0-f4.txt.gz", "2024Q2", "2024-04-01", "2024-06-30"},
        NameCase{ReleaseKind::ptp, "ccipra-v320r1-f2.TXT", "2026Q1r1", "2026-01-01", "2026-03-31"},
        NameCase{ReleaseKind::ptp, "ccipra-2024q2-rebuilt-f1.TXT.gz", "2024Q2", "2024-04-01", "2024-06-30"},
        NameCase{ReleaseKind::ptp, "practitioner-ptp-edits-q4-2025.zip", "2025Q4", "2025-10-01",
                 "2025-12-31"},
        NameCase{ReleaseKind::ptp, "ccipra.TXT", "", "", ""},
        NameCase{ReleaseKind::ptp, "ccipra-v325r0-f1.TXT", "", "", ""},
        NameCase{ReleaseKind::mue, "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", "2026Q2", "2026-04-01",
                 "2026-06-30"},
        NameCase{ReleaseKind::mue, "MCR_MUE_DMESupplierServices_Eff_13-01-2026.csv", "", "", ""},
        NameCase{ReleaseKind::mue, "mue.csv", "", "", ""},
        NameCase{ReleaseKind::fee_schedule, "PPRRVU2026_Jul_nonQPP.csv", "2026Q3", "2026-07-01",
                 "2026-09-30"},
        NameCase{ReleaseKind::fee_schedule, "PPRRVU25_JAN.txt", "2025Q1", "2025-01-01", "2025-03-31"},
        NameCase{ReleaseKind::fee_schedule, "rvu26c.zip", "2026Q3", "2026-07-01", "2026-09-30"},
        NameCase{ReleaseKind::fee_schedule, "rvu25ar.zip", "2025Q1", "2025-01-01", "2025-03-31"},
        NameCase{ReleaseKind::fee_schedule, "PPRRVU2024_Mar.csv", "2024-03", "2024-03-01", "2024-03-31"},
        NameCase{ReleaseKind::fee_schedule, "table.csv", "", "", ""},
        NameCase{ReleaseKind::icd10cm, "icd10cm_order_2026.txt", "2026", "2025-10-01", "2026-09-30"},
        NameCase{ReleaseKind::icd10cm, "icd10cm-order-Jan-2021.txt.gz", "2021-01", "2021-01-01",
                 "2021-09-30"},
        NameCase{ReleaseKind::icd10cm, "icd10cm-order-April-2025.txt", "2025-04", "2025-04-01", "2025-09-30"},
        NameCase{ReleaseKind::icd10cm, "icd10cm_order.txt", "", "", ""},
        NameCase{ReleaseKind::add_on, "AOC_V2026Q2-MCR.xlsx", "2026Q2", "2026-04-01", "2026-06-30"},
        NameCase{ReleaseKind::add_on, "AOC_V2026Q3-F-MCR.rebuilt.txt.gz", "2026Q3", "2026-07-01",
                 "2026-09-30"},
        NameCase{ReleaseKind::add_on, "AOC.txt", "", "", ""},
        NameCase{ReleaseKind::quarterly, "2023_January_Web_Addendum_B.12212022.blanked.xlsx", "2023Q1",
                 "2023-01-01", "2023-03-31"},
        NameCase{ReleaseKind::quarterly, "jan_2024_web_addendum_b.zip", "2024Q1", "2024-01-01", "2024-03-31"},
        NameCase{ReleaseKind::quarterly, "addendum_b_status_2026_04.merged.csv.gz", "2026Q2", "2026-04-01",
                 "2026-06-30"},
        NameCase{ReleaseKind::quarterly, "asc_addenda_2020_07.blanked.xlsx", "2020Q3", "2020-07-01",
                 "2020-09-30"},
        NameCase{ReleaseKind::quarterly, "april-2026-asc-approved-hcpcs-code-and-payment-rates.zip", "2026Q2",
                 "2026-04-01", "2026-06-30"},
        NameCase{ReleaseKind::quarterly, "addendum_b_202605.csv", "2026-05", "2026-05-01", "2026-06-30"},
        NameCase{ReleaseKind::quarterly, "rvu25d.zip", "2025Q4", "2025-10-01", "2025-12-31"},
        NameCase{ReleaseKind::quarterly, "OPPSCAP_Oct.csv.gz", "", "", ""},
        NameCase{ReleaseKind::quarterly, "addendum_b_2026_13.csv", "", "", ""},
        NameCase{ReleaseKind::hcpcs, "HCPC2024_OCT_ANWEB.uppercased.txt.gz", "2024Q4", "2024-10-01",
                 "2024-12-31"},
        NameCase{ReleaseKind::hcpcs, "HCPC2019_CONTR_ANWEB.txt.gz", "2019", "2019-01-01", "2019-12-31"},
        NameCase{ReleaseKind::hcpcs, "anweb.xlsx", "", "", ""},
        NameCase{ReleaseKind::yearly, "GPCI2025.csv", "2025", "2025-01-01", "2025-12-31"},
        NameCase{ReleaseKind::yearly, "25LOCCO.csv", "2025", "2025-01-01", "2025-12-31"},
        NameCase{ReleaseKind::yearly, "ANES25.csv", "2025", "2025-01-01", "2025-12-31"},
        NameCase{ReleaseKind::yearly, "rvu26a.zip", "2026", "2026-01-01", "2026-12-31"},
        NameCase{ReleaseKind::yearly, "betos_tb_2019.csv", "2019", "2019-01-01", "2019-12-31"},
        NameCase{ReleaseKind::yearly, "locco.csv", "", "", ""},
        NameCase{ReleaseKind::fiscal_year, "POAexemptCodesFY26.txt.gz", "2026", "2025-10-01", "2026-09-30"},
        NameCase{ReleaseKind::fiscal_year, "ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx", "2026", "2025-10-01",
                 "2026-09-30"},
        NameCase{ReleaseKind::fiscal_year, "MCE_Simple_Code_Edits_v37.txt.gz", "2020", "2019-10-01",
                 "2020-09-30"},
        NameCase{ReleaseKind::fiscal_year, "MCE_Simple_Code_Edits_v41.1.txt", "2024-04", "2024-04-01",
                 "2024-09-30"},
        NameCase{ReleaseKind::fiscal_year, "mce_v43_0.zip", "2026", "2025-10-01", "2026-09-30"},
        NameCase{ReleaseKind::fiscal_year, "mce_diagnosis_edits_2026.csv", "2026", "2025-10-01",
                 "2026-09-30"},
        NameCase{ReleaseKind::fiscal_year, "table_v37.txt", "", "", ""}));

struct OptionCase {
  ReleaseKind kind;
  std::string_view option;
  std::string_view release;
};
class ReleaseOption : public ::testing::TestWithParam<OptionCase> {};

TEST_P(ReleaseOption, NamesAReleaseOrNothing) {
  const auto release = release_from_option(GetParam().kind, GetParam().option);
  EXPECT_EQ(release ? release->name : "", GetParam().release) << GetParam().option;
}

INSTANTIATE_TEST_SUITE_P(
    Options, ReleaseOption,
    ::testing::Values(
        OptionCase{ReleaseKind::ptp, "2024Q2", "2024Q2"}, OptionCase{ReleaseKind::ptp, "2024q2", "2024Q2"},
        OptionCase{ReleaseKind::mue, "2024-04-01", "2024Q2"}, OptionCase{ReleaseKind::ptp, "2024", ""},
        OptionCase{ReleaseKind::ptp, "2024Q5", ""}, OptionCase{ReleaseKind::ptp, "2024-13", ""},
        OptionCase{ReleaseKind::ptp, "next", ""}, OptionCase{ReleaseKind::fee_schedule, "2024", "2024Q1"},
        OptionCase{ReleaseKind::icd10cm, "2024", "2024"},
        OptionCase{ReleaseKind::icd10cm, "2024-04", "2024-04"},
        OptionCase{ReleaseKind::icd10cm, "2024-10-01", "2025"},
        OptionCase{ReleaseKind::fiscal_year, "2026", "2026"}, OptionCase{ReleaseKind::yearly, "2026", "2026"},
        OptionCase{ReleaseKind::yearly, "2026Q1", ""}, OptionCase{ReleaseKind::hcpcs, "2019", "2019"},
        OptionCase{ReleaseKind::hcpcs, "2024Q4", "2024Q4"}, OptionCase{ReleaseKind::quarterly, "2024", ""},
        OptionCase{ReleaseKind::add_on, "2026Q2", "2026Q2"}));

TEST(ReleaseCaption, NamesYearAndMonth) {
  const auto release =
      release_from_caption("2025 National Physician Fee Schedule Relative Value File October Release");
  ASSERT_TRUE(release);
  EXPECT_EQ(release->name, "2025Q4");
  EXPECT_FALSE(release_from_caption("2025 National Physician Fee Schedule Relative Value File"));
  EXPECT_FALSE(release_from_caption("October Release"));
}

TEST(ReleaseCaption, NamesAMonthOfAYearOrAYear) {
  EXPECT_EQ(release_from_month(" July CY 2020 Payment Indicator")->name, "2020Q3");
  EXPECT_EQ(release_from_month("CY 2020 Jul ASC AA")->name, "2020Q3");
  EXPECT_FALSE(release_from_month("Codes for CY 2023"));
  EXPECT_EQ(release_from_year("ADDENDUM E. FINAL CY 2025 GEOGRAPHIC PRACTICE COST INDICES")->name, "2025");
  EXPECT_EQ(release_from_month_of(2025, "OPPSCAP_Oct.csv")->name, "2025Q4");
  EXPECT_FALSE(release_from_month_of(2025, "OPPSCAP.csv"));
}

TEST(ReleasePart, IsTheFileNumberOfAPairEditTable) {
  EXPECT_EQ(part_from_name("ccipra-v322r0-f1.TXT"), 1);
  EXPECT_EQ(part_from_name("ccioph-2024q3-rebuilt-f4.TXT.gz"), 4);
  EXPECT_EQ(part_from_name("ccipra-v322r0.TXT"), 0);
  EXPECT_EQ(part_from_name("table-f1a.txt"), 0);
}

}  // namespace
}  // namespace chargelint::data
