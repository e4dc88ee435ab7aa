// The reference as it was known: moments, files beside the store, and what a service holds open.
#include "plugin/service/known_reference.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "data/reference/snapshot.h"
#include "data/reference/store.h"
#include "plugin/service/reference_holder.h"
#include "support.h"

namespace chargelint::plugin {
namespace {

struct MomentCase {
  const char* name;
  const char* text;
  std::int64_t first_ms;
  std::int64_t last_ms;
};
class Moments : public ::testing::TestWithParam<MomentCase> {};
TEST_P(Moments, AreReadToTheirEnd) {
  const auto moment = moment_of(GetParam().text);
  ASSERT_TRUE(moment) << to_string(moment.error());
  EXPECT_EQ(moment->first_ms, GetParam().first_ms);
  EXPECT_EQ(moment->last_ms, GetParam().last_ms);
  EXPECT_EQ(*known_moment(GetParam().text), GetParam().last_ms);
}
INSTANTIATE_TEST_SUITE_P(
    All, Moments,
    ::testing::Values(
        MomentCase{"Day", "2026-07-01", 1'782'864'000'000, 1'782'950'399'999},
        MomentCase{"Second", "2026-07-01T10:00:00Z", 1'782'900'000'000, 1'782'900'000'999},
        MomentCase{"Minute", "2026-07-01T10:00", 1'782'900'000'000, 1'782'900'059'999},
        MomentCase{"Millisecond", "2026-07-01T10:00:00.250Z", 1'782'900'000'250, 1'782'900'000'250},
        MomentCase{"Tenth", "2026-07-01T10:00:00.2Z", 1'782'900'000'200, 1'782'900'000'299},
        MomentCase{"Zone", "2026-07-01T12:00:00+02:00", 1'782'900'000'000, 1'782'900'000'999},
        MomentCase{"DayBeforeByZone", "2026-07-01T01:30:00-05:30", 1'782'889'200'000, 1'782'889'200'999}),
    [](const auto& info) { return info.param.name; });

TEST(Moments, WhatIsNoMomentIsRefused) {
  for (const char* const text :
       {"", "2026", "2026-7-1", "2026-02-30", "2026Q2", "2026-07-01T", "2026-07-01T25:00",
        "2026-07-01T10:00:00X", "2026-07-01 10:00", "20260701"}) {
    EXPECT_FALSE(moment_of(text)) << text;
  }
}

class KnownReference : public ::testing::Test {
 protected:
  void SetUp() override {
    import("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", 1, kFirst);
    import("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", 2, kSecond);  // a replacement
    import("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", 3, kThird);
  }
  void import(const std::string& name, int units, std::int64_t now_ms) {
    std::ofstream(folder_.file(name))
        << "\"HCPCS/\nCPT Code\",Practitioner Services MUE Values,MUE Adjudication "
           "Indicator,MUE Rationale\r\n62324,"
        << units << ",3 Date of Service Edit: Clinical,Clinical: Data\r\n";
    auto store = data::ReferenceStore::open(store_, true);
    ASSERT_TRUE(store) << to_string(store.error());
    data::ImportOptions options;
    options.complete = true;
    options.now_ms = now_ms;
    const auto report = (*store)->import({folder_.file(name)}, options, {});
    ASSERT_TRUE(report) << to_string(report.error());
    ASSERT_EQ(report->files.size(), 1U);
  }
  static unsigned units_in(const Result<std::shared_ptr<const data::Catalogue>>& reference) {
    if (!reference) {
      ADD_FAILURE() << to_string(reference.error());
      return 0;
    }
    const auto rows = (*reference)->mue(Source::mue_practitioner, *Hcpcs::parse("62324"));
    return rows.empty() ? 0 : rows.front().units;
  }
  [[nodiscard]] std::size_t past_snapshots() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(store_).parent_path()))
      count += entry.path().filename().string().starts_with("reference.db.snapshot.") ? 1U : 0U;
    return count;
  }

  static constexpr std::int64_t kFirst = 1'782'900'000'000;
  static constexpr std::int64_t kSecond = kFirst + 86'400'000;
  static constexpr std::int64_t kThird = kSecond + 86'400'000;
  testing::TemporaryFolder folder_;
  std::string store_ = folder_.file("reference.db");
};

TEST_F(KnownReference, EachMomentHasItsOwnKnowledge) {
  EXPECT_EQ(units_in(open_known(store_, kFirst)), 1U);
  EXPECT_EQ(units_in(open_known(store_, kSecond - 1)), 1U);
  EXPECT_EQ(units_in(open_known(store_, kSecond)), 2U);
  EXPECT_EQ(units_in(open_known(store_, kThird)), 3U);
  EXPECT_EQ(units_in(open_reference_known(store_, "2026-07-01")), 1U);
  EXPECT_EQ(units_in(open_reference_known(store_, "2026-07-02")), 2U);
  EXPECT_EQ(units_in(open_reference_known(store_, std::nullopt)), 3U);
  Config config;
  config.reference = store_;
  EXPECT_EQ(units_in(open_known(config, *Date::from_ymd(2026, 7, 2))), 2U);
}

TEST_F(KnownReference, UnchangedKnowledgeIsCompiledOnce) {
  ASSERT_TRUE(open_known(store_, kFirst));
  const std::string file = data::snapshot_path(store_) + "." + std::to_string(kFirst);
  ASSERT_TRUE(std::filesystem::exists(file));
  const auto written = std::filesystem::file_size(file);
  std::filesystem::resize_file(file, written - 8);
  EXPECT_EQ(units_in(open_known(store_, kSecond - 1)), 1U) << "a damaged one is made anew";
  EXPECT_EQ(std::filesystem::file_size(file), written);
  EXPECT_EQ(past_snapshots(), 1U);
  ASSERT_TRUE(open_known(store_, kThird + 1));
  EXPECT_EQ(past_snapshots(), 1U) << "the present needs none of its own";
}

TEST_F(KnownReference, BeforeTheFirstImportNothingWasKnown) {
  const auto reference = open_known(store_, kFirst - 1);
  ASSERT_FALSE(reference);
  EXPECT_EQ(reference.error().kind, ErrorKind::usage);
  EXPECT_NE(reference.error().what.find("2026-07-01T10:00:00Z"), std::string::npos) << reference.error().what;
}

TEST_F(KnownReference, OnlyTheLastFewFilesStay) {
  for (int number = 1; number <= 8; ++number)
    import("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", number + 3, kThird + number);
  for (int number = 0; number < 8; ++number) ASSERT_TRUE(open_known(store_, kThird + number));
  EXPECT_LE(past_snapshots(), 4U);
  EXPECT_EQ(units_in(open_known(store_, kFirst)), 1U);
}

TEST_F(KnownReference, AHolderAnswersForThePastAndForgetsOnReload) {
  ReferenceHolder holder(*open_reference(store_), store_);
  const auto past = holder.known(kFirst);
  EXPECT_EQ(units_in(past), 1U);
  EXPECT_EQ(holder.known(kFirst)->get(), past->get()) << "held open";
  EXPECT_EQ(holder.known(kThird)->get()->digest(), holder.get()->digest());
  import("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", 9, kThird + 5);
  holder.set(*open_reference(store_));
  EXPECT_EQ(units_in(holder.known(kThird + 5)), 9U);
  EXPECT_EQ(units_in(holder.known(kThird)), 3U) << "what was the present is the past now";
  EXPECT_EQ(units_in(past), 1U) << "who holds one keeps it";
  EXPECT_FALSE(ReferenceHolder(holder.get()).known(kFirst));
}

}  // namespace
}  // namespace chargelint::plugin
