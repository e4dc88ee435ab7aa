// The real files: one import of everything, with the row counts that the files are known to hold.
#include <fstream>
#include <map>
#include <optional>
#include <vector>

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

// What a file holds, in its publisher's own counting.
struct Published {
  std::string_view path;  // below the folder
  std::string_view release;
  std::uint64_t rows = 0;
  bool complete = false;
};
constexpr Published kPublished[] = {
    {"hcpcs/HCPC2019_CONTR_ANWEB.txt.gz", "hcpcs 2019", 11'622, true},
    {"hcpcs/HCPC2020_OCT_ANWEB.xlsx:A", "hcpcs 2020Q4", 7'197, true},
    {"hcpcs/HCPC2024_OCT_ANWEB.uppercased.txt.gz", "hcpcs 2024Q4", 15'129, true},
    {"hcpcs/HCPC2026_OCT_ANWEB.excerpt.csv", "hcpcs 2026Q4", 14, false},
    {"hcpcs/NOC_Codes_2019.prn", "hcpcs-noc 2019", 139, true},
    {"icd10cm/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx:ICD-10-CM-Conversion-Table-FY26",
     "icd-10-cm-conversion 2026", 5'892, true},
    {"icd10cm/POAexemptCodesFY26.txt.gz", "icd-10-cm-poa-exempt 2026", 38'349, true},
    {"icd10cm/icd-10-cm-drug-2025.xml.gz", "icd-10-cm-index 2025", 5'177, true},
    {"icd10cm/icd-10-cm-eindex-2025.xml.gz", "icd-10-cm-index 2025", 314, true},
    {"icd10cm/icd-10-cm-neoplasm-2025.xml.gz", "icd-10-cm-index 2025", 1, true},
    {"icd10cm/icd-10-cm-tabular-2025_ch2.xml.gz", "icd-10-cm-tabular 2025", 2'174, false},
    {"icd10cm/icd10cm-order-Jan-2021.txt.gz", "icd-10-cm 2021-01", 95'358, true},
    {"icd10cm/icd10cm_codes_2026.txt.gz", "icd-10-cm 2026", 74'719, false},
    {"icd10cm/icd10cm_codes_addenda_2026.txt.gz", "icd-10-cm-conversion 2026", 598, false},
    {"icd10cm/icd10cm_index_2017.xml.gz", "icd-10-cm-index 2017", 7'973, true},
    {"icd10cm/icd10cm_order_2025.txt.gz", "icd-10-cm 2025", 97'584, true},
    {"icd10cm/icd10cm_order_2026.txt.gz", "icd-10-cm 2026", 98'186, true},
    {"icd10cm/icd10cm_order_addenda_2025.txt.gz", "icd-10-cm-conversion 2025", 410, false},
    {"icd10cm/icd10cm_order_addenda_2026.txt.gz", "icd-10-cm-conversion 2026", 770, false},
    {"icd10cm/icd10cm_tabular_2021.xml.gz", "icd-10-cm-tabular 2021", 45'017, true},
    {"mcd/article.extract.csv", "mcd-articles undated", 18, false},
    {"mcd/article_x_hcpc_code.extract.csv", "mcd-articles undated", 100, false},
    {"mcd/article_x_icd10_covered.extract.csv", "mcd-articles undated", 214, false},
    {"mcd/article_x_icd10_noncovered.extract.csv", "mcd-articles undated", 77, false},
    {"mce/MCE_Simple_Code_Edits_v37.txt.gz", "mce 2020", 14'153, true},
    {"mce/mce_diagnosis_edits_2026.csv", "mce 2026", 6'645, true},
    {"misc/betos_tb_2019.csv", "betos 2019", 106, true},
    {"misc/cms_type_srvc_tb_2019.csv", "type-of-service 2019", 34, true},
    {"misc/modifier_codes_2024.csv", "modifier-list 2024", 433, true},
    {"misc/place_of_service_2024.csv", "place-of-service-list 2024", 99, true},
    {"misc/rbcs_2024.csv", "rbcs 2024", 17'033, true},
    {"mpfs/25LOCCO.csv", "mpfs-localities 2025", 110, true},
    {"mpfs/ANES2025.csv", "mpfs-localities 2025", 109, true},
    {"mpfs/GPCI2025.csv", "mpfs-localities 2025", 109, true},
    {"mpfs/OPPSCAP_Oct.csv.gz", "mpfs-opps-cap 2025Q4", 16'101, true},
    {"mpfs/PPRRVU2025_Oct.csv.gz", "mpfs 2025Q4", 19'090, true},
    {"mpfs/PPRRVU2025_Oct.txt.gz", "mpfs 2025Q4", 19'090, true},
    {"mpfs/PPRRVU2026_Jul_nonQPP.csv.gz", "mpfs 2026Q3", 19'356, true},
    {"ncci/AOC_V2026Q2-F-MCR.rebuilt.txt.gz", "ncci-add-on 2026Q2", 9'000, true},
    {"ncci/AOC_V2026Q2-MCR.xlsx:AOC_V2026Q2-MCR_xlsx", "ncci-add-on 2026Q2", 9'000, true},
    {"ncci/AOC_V2026Q3-F-MCR.rebuilt.txt.gz", "ncci-add-on 2026Q3", 7'743, false},
    {"ncci/AOC_V2026Q3-MCR.rebuilt.tsv.gz", "ncci-add-on 2026Q3", 7'743, false},
    {"ncci/MCR_MUE_DMESupplierServices_Eff_07-01-2024.rebuilt.csv.gz", "ncci-mue-dme 2024Q3", 2'928, true},
    {"ncci/MCR_MUE_OutpatientHospitalServices_Eff_07-01-2024.rebuilt.csv.gz",
     "ncci-mue-outpatient-hospital 2024Q3", 14'628, true},
    {"ncci/MCR_MUE_PractitionerServices_Eff_04-01-2026.rebuilt.csv.gz", "ncci-mue-practitioner 2026Q2",
     15'095, true},
    {"ncci/MCR_MUE_PractitionerServices_Eff_07-01-2026.excerpt.csv", "ncci-mue-practitioner 2026Q3", 44,
     false},
    {"ncci/ccioph-2024q3-rebuilt-f1.TXT.gz", "ncci-ptp-hospital 2024Q3", 443'954, true},
    {"ncci/ccioph-2024q3-rebuilt-f2.TXT.gz", "ncci-ptp-hospital 2024Q3", 443'955, true},
    {"ncci/ccioph-2024q3-rebuilt-f3.TXT.gz", "ncci-ptp-hospital 2024Q3", 443'954, true},
    {"ncci/ccioph-2024q3-rebuilt-f4.TXT.gz", "ncci-ptp-hospital 2024Q3", 443'955, true},
    {"ncci/ccipra-2024q2-rebuilt-f1.TXT.gz", "ncci-ptp-practitioner 2024Q2", 636'272, true},
    {"ncci/ccipra-2024q2-rebuilt-f2.TXT.gz", "ncci-ptp-practitioner 2024Q2", 636'272, true},
    {"ncci/ccipra-2024q2-rebuilt-f3.TXT.gz", "ncci-ptp-practitioner 2024Q2", 636'272, true},
    {"ncci/ccipra-2024q2-rebuilt-f4.TXT.gz", "ncci-ptp-practitioner 2024Q2", 636'273, true},
    {"ncci/ccipra-v322r0-f1.excerpt.TXT", "ncci-ptp-practitioner 2026Q3", 154, false},
    {"opps/2023_January_Web_Addendum_B.12212022.blanked.csv.gz", "opps-addendum-b 2023Q1", 17'559, true},
    {"opps/2023_January_Web_Addendum_B.12212022.blanked.xlsx:2023 January Addendum B",
     "opps-addendum-b 2023Q1", 17'559, true},
    {"opps/addendum_b_status_2026_04.merged.csv.gz", "opps-addendum-b 2026Q2", 19'059, true},
    {"opps/asc_addenda_2020_07.blanked.xlsx:CY 2020 Jul ASC AA", "asc-addenda 2020Q3", 3'977, true},
    {"opps/asc_addenda_2020_07.blanked.xlsx:CY 2020 Jul ASC BB", "asc-addenda 2020Q3", 1'823, true},
    {"opps/asc_addenda_2020_07.blanked.xlsx:CY 2020 Jul ASC DD1", "asc-addenda 2020Q3", 18, true},
    {"opps/asc_addenda_2020_07.blanked.xlsx:CY 2020 Jul ASC DD2", "asc-addenda 2020Q3", 4, true},
    {"opps/asc_addenda_2020_07.blanked.xlsx:CY 2020 Jul ASC EE", "asc-addenda 2020Q3", 2'064, true},
    {"opps/opps_status_indicators.csv", "opps-status-indicators undated", 31, true},
};

TEST_F(RealFiles, AreTakenWithTheirExactCounts) {
  const auto report = import({kReal}, std::nullopt);
  ASSERT_TRUE(report) << to_string(report.error());

  struct Taken {
    std::string release;
    std::uint64_t rows = 0;
    bool complete = true;
  };
  std::map<std::string, Taken> taken;
  for (const ImportedFile& file : report->files) {
    Taken& one = taken[file.path.substr(kReal.size() + 1)];
    one.release = file.source + " " + file.release;
    one.rows = file.published_rows.value_or(one.rows + file.rows);
    one.complete = one.complete && file.complete;
  }
  for (const Published& expected : kPublished) {
    SCOPED_TRACE(expected.path);
    const auto found = taken.find(std::string(expected.path));
    ASSERT_NE(found, taken.end());
    EXPECT_EQ(found->second.release, expected.release);
    EXPECT_EQ(found->second.rows, expected.rows);
    EXPECT_EQ(found->second.complete, expected.complete);
    taken.erase(found);
  }
  for (const auto& [path, one] : taken) ADD_FAILURE() << path << " is not in the table: " << one.release;
  for (const NotImported& file : report->unknown) {
    EXPECT_FALSE(file.why.empty()) << file.path;
    EXPECT_TRUE(file.path.ends_with(".txt") || file.path.ends_with(".xsd") || file.path.ends_with(".md"))
        << file.path;
  }
  EXPECT_EQ(status_of("mpfs").rows_current, 19'090U + 19'356U) << "two forms of one release are not doubled";

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

// The rows of the excerpt are genuine, their dates too: each answers on the days at its edges.
TEST_F(RealFiles, PairsOfTheExcerptApplyFromTheirFirstDayToTheirLast) {
  const std::string path = kReal + "/ncci/ccipra-v322r0-f1.excerpt.TXT";
  ASSERT_TRUE(import({path}, std::nullopt));
  const auto reference = snapshot();
  const auto compact = [](std::string_view text) -> std::optional<Date> {
    if (text.size() != 8) return std::nullopt;
    return Date::parse_iso(std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
                           std::string(text.substr(6, 2)));
  };
  std::ifstream file(path);
  std::size_t rows = 0;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells(1);
    for (const char character : line) {
      if (character == '\t') {
        cells.emplace_back();
      } else {
        cells.back().push_back(character);
      }
    }
    if (cells.size() < 7 || cells[0].size() != 5 || !compact(cells[3])) continue;
    ++rows;
    const Date first = *compact(cells[3]);
    const auto last = compact(cells[4]);
    const bool applies = cells[5] != "9" && last != first;
    const auto applies_on = [&](Date date) {
      for (const PtpEdit& edit : reference->pair(Source::ptp_practitioner, code(cells[0]), code(cells[1]))) {
        if (edit.from() == first && edit.applies_on(date)) return true;
      }
      return false;
    };
    SCOPED_TRACE(cells[0] + " " + cells[1]);
    EXPECT_FALSE(applies_on(first.plus_days(-1)));
    EXPECT_EQ(applies_on(first), applies);
    EXPECT_EQ(applies_on(last.value_or(first.plus_days(20'000))), applies);
    if (last) {
      EXPECT_FALSE(applies_on(last->plus_days(1)));
    }
  }
  EXPECT_EQ(rows, 154U);
}

}  // namespace
}  // namespace chargelint::data::testing
