// What makes a snapshot quick: lines of pairs, prefixes within prefixes, sums of pieces. Every way round
// gives the answer of a plain search.
#include <map>
#include <utility>

#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_pairs.h"
#include "reference_batches.h"

namespace chargelint::data::testing {
namespace {

SnapshotContent::PairEdit edit(std::uint32_t column1, std::uint32_t column2, int from,
                               std::uint8_t indicator) {
  SnapshotContent::PairEdit row;
  row.column1 = column1;
  row.edit.column2_packed = column2;
  row.edit.from_day = static_cast<std::uint16_t>(from);
  row.edit.to_day = PtpEdit::kOpenDay;
  row.edit.indicator = indicator;
  return row;
}

std::uint32_t numbered(int number) {
  return code(std::to_string(100'000 + number).substr(1)).packed();
}

class SnapshotPairsTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::shared_ptr<const Catalogue> opened(SnapshotContent content) const {
    content.releases.resize(1);
    write_snapshot(std::move(content), path_);
    auto catalogue = open_catalogue(path_);
    EXPECT_TRUE(catalogue) << to_string(catalogue.error());
    return catalogue ? *catalogue : nullptr;
  }
  ReferenceFolder folder_;
  std::string path_ = folder_.at("pairs.snapshot");
};

TEST_F(SnapshotPairsTest, ARunTakesInAnyPairsAndFindsEachOfThem) {
  for (const std::size_t pairs : {1U, 12U, 13U, 400U}) {
    for (const unsigned step : {1U, 2U, 64U, 161U}) {
      SnapshotContent content;
      for (std::size_t pair = 0; pair < pairs; ++pair)
        content.ptp[0].push_back(edit(numbered(62'324), numbered(static_cast<int>(pair * step)), 1, 1));
      const auto catalogue = opened(std::move(content));
      for (std::size_t number = 0; number < pairs * step; ++number) {
        const auto found = catalogue->pair(Source::ptp_practitioner, code("62324"),
                                           Hcpcs::from_packed(numbered(static_cast<int>(number))));
        ASSERT_EQ(found.size(), number % step == 0 ? 1U : 0U) << pairs << " " << step << " " << number;
      }
    }
  }
}

TEST_F(SnapshotPairsTest, EachPairHasItsOwnWindowsHoweverManyShareThem) {
  SnapshotContent content;
  std::map<std::pair<int, int>, std::vector<std::pair<int, int>>> expected;  // day and indicator
  for (int column1 = 0; column1 < 60; ++column1) {
    for (int column2 = 100; column2 < 130; ++column2) {
      if ((column1 + column2) % 7 == 0) continue;
      const int windows = 1 + (column1 * column2) % 3;
      for (int window = windows; window-- > 0;) {
        const int day = 10 * window + column2 % 4;
        const int indicator = column1 % 2;
        content.ptp[1].push_back(
            edit(numbered(column1), numbered(column2), day, static_cast<std::uint8_t>(indicator)));
        expected[{column1, column2}].emplace_back(day, indicator);
      }
    }
  }
  const auto catalogue = opened(std::move(content));
  for (int column1 = 0; column1 < 60; ++column1) {
    for (int column2 = 100; column2 < 130; ++column2) {
      std::vector<std::pair<int, int>> found;
      for (const PtpEdit& row : catalogue->pair(Source::ptp_hospital, Hcpcs::from_packed(numbered(column1)),
                                                Hcpcs::from_packed(numbered(column2)))) {
        EXPECT_EQ(row.column2_packed, numbered(column2));
        found.emplace_back(row.from_day, row.indicator);
      }
      ASSERT_EQ(found, (expected[{column1, column2}])) << column1 << " " << column2;
    }
  }
  std::size_t partners = 0;
  for (const PtpPartner& partner :
       catalogue->partners(Source::ptp_hospital, Hcpcs::from_packed(numbered(105)))) {
    partners += partner.edit->column2_packed == numbered(105) ? 1 : 0;
  }
  std::size_t all = 0;
  for (const auto& [pair, windows] : expected) all += pair.second == 105 ? windows.size() : 0;
  EXPECT_EQ(partners, all);
}

TEST_F(SnapshotPairsTest, MoreCodesThanALineCanNumberAreStillFound) {
  SnapshotContent content;
  for (int number = 0; number < 70'000; ++number) content.code_words.emplace_back(numbered(number), "");
  content.ptp[0] = {edit(numbered(1), numbered(69'999), 5, 1), edit(numbered(1), numbered(4'463), 6, 0),
                    edit(numbered(69'998), numbered(2), 7, 1)};
  const auto catalogue = opened(std::move(content));
  const auto from = [&](int column1, int column2) {
    const auto rows = catalogue->pair(Source::ptp_practitioner, Hcpcs::from_packed(numbered(column1)),
                                      Hcpcs::from_packed(numbered(column2)));
    return rows.size() == 1 ? int{rows[0].from_day} : -1;
  };
  EXPECT_EQ(from(1, 69'999), 5);
  EXPECT_EQ(from(1, 4'463), 6);
  EXPECT_EQ(from(69'998, 2), 7);
  EXPECT_EQ(from(1, 2), -1);
  const auto partners = catalogue->partners(Source::ptp_practitioner, Hcpcs::from_packed(numbered(69'999)));
  ASSERT_EQ(partners.size(), 1U);
  EXPECT_EQ(partners[0].column1.packed(), numbered(1));
}

TEST_F(SnapshotPairsTest, ADiagnosisIsInASetByAnyOfItsPrefixesInForce) {
  const Period always{Date::open_start(), Date::open_end()};
  const Period past{day("2020-01-01"), day("2020-12-31")};
  SnapshotContent content;
  const auto add = [&](DiagnosisSet set, std::string_view prefix, Period force) {
    std::uint64_t packed = 0;
    for (std::size_t at = 0; at < prefix.size(); ++at)
      packed |= std::uint64_t{static_cast<unsigned char>(prefix[at])} << (56U - 8U * at);
    content.diagnosis_sets.push_back({set, packed, force});
  };
  add(DiagnosisSet::pregnancy, "O", past);
  add(DiagnosisSet::pregnancy, "O09", always);
  add(DiagnosisSet::pregnancy, "O091", past);
  add(DiagnosisSet::pregnancy, "O0911", past);
  add(DiagnosisSet::pregnancy, "O10", past);
  add(DiagnosisSet::pregnancy, "O10", {day("2022-01-01"), day("2022-12-31")});
  add(DiagnosisSet::secondary_only, "N", always);
  const auto catalogue = opened(std::move(content));
  struct Case {
    std::string_view code;
    std::string_view date;
    bool inside;
  };
  for (const Case& one :
       {Case{"O0912", "2024-05-05", true},  // by O09, behind siblings not in force
        Case{"O0999", "2024-05-05", true}, Case{"O091", "2020-05-05", true},
        Case{"O08", "2020-05-05", true},  // by O alone
        Case{"O08", "2024-05-05", false},
        Case{"O1011", "2020-05-05", true},  // the earlier of two rows of one prefix
        Case{"O1011", "2022-05-05", true}, Case{"O1011", "2021-05-05", false},
        Case{"O99", "2021-05-05", false}, Case{"N10", "2020-05-05", false},  // of another set
        Case{"A00", "2020-05-05", false}, Case{"Z99", "2020-05-05", false}}) {
    EXPECT_EQ(catalogue->in_set(DiagnosisSet::pregnancy, icd(one.code), day(one.date)), one.inside)
        << one.code << " on " << one.date;
  }
  EXPECT_TRUE(catalogue->in_set(DiagnosisSet::secondary_only, icd("N10"), day("2020-05-05")));
  EXPECT_FALSE(catalogue->in_set(DiagnosisSet::external_cause, icd("O09"), day("2020-05-05")));
}

TEST_F(SnapshotPairsTest, ALargeFileIsSummedInPiecesAndDamageInAnyOfThemIsSeen) {
  SnapshotContent content;
  content.code_words.emplace_back(numbered(1), std::string(std::size_t{18} << 20U, 'x'));
  ASSERT_NE(opened(std::move(content)), nullptr);
  std::string whole = read_bytes(path_);
  for (std::size_t at = 1'000; at < whole.size(); at += std::size_t{4'000'037}) {
    whole[at] = static_cast<char>(whole[at] ^ 1);
    EXPECT_FALSE(open_catalogue(folder_.write("damaged.snapshot", whole))) << at;
    whole[at] = static_cast<char>(whole[at] ^ 1);
  }
  EXPECT_TRUE(open_catalogue(folder_.write("whole.snapshot", whole)));
}

}  // namespace
}  // namespace chargelint::data::testing
