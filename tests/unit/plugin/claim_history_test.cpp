// How far back is looked for a claim, and the book of claims that files hold.
#include "plugin/service/claim_history.h"

#include <gtest/gtest.h>

#include <array>

namespace chargelint::plugin {
namespace {

Date day(std::string_view iso) {
  return *Date::parse_iso(iso);
}

Claim claim_of(std::string_view patient, std::string_view visit, std::string_view date,
               std::string_view code = "62324", std::string_view transaction = "T1") {
  Claim claim;
  claim.format = SourceFormat::hl7;
  claim.patient.id = patient;
  claim.id = visit;
  ServiceLine line;
  line.number = 1;
  line.code = *Hcpcs::parse(code);
  line.from = day(date);
  line.transaction_id = transaction;
  claim.lines.push_back(line);
  return claim;
}

Rule looking_back(HistoryUse use) {
  Rule rule;
  rule.info.history = use;
  return rule;
}

TEST(HistoryNeed, IsWhatTheRulesThatRunLookAt) {
  struct Case {
    HistoryUse use;
    std::string_view from;
    std::string_view to;
  };
  const Claim claim = claim_of("P", "V", "2026-05-13");
  for (const Case& one : std::to_array<Case>({{HistoryUse::same_day, "2026-05-13", "2026-05-13"},
                                              {HistoryUse::around, "2026-05-10", "2026-05-16"},
                                              {HistoryUse::days_92, "2026-02-10", "2026-08-13"},
                                              {HistoryUse::year, "2025-05-12", "2026-08-13"},
                                              {HistoryUse::three_years, "2023-05-13", "2026-08-13"}})) {
    const Rule rule = looking_back(one.use);
    const std::array rules{&rule};
    const HistoryNeed need = history_need(rules, claim);
    EXPECT_TRUE(need.any);
    EXPECT_EQ(need.period.from, day(one.from)) << one.from;
    EXPECT_EQ(need.period.to, day(one.to)) << one.to;
    EXPECT_EQ(need.complete_from, day(one.from));
  }
}

TEST(HistoryNeed, IsNoneWhereNothingLooksBackOrThePatientIsNotKnown) {
  const Rule none = looking_back(HistoryUse::none);
  Rule facility = looking_back(HistoryUse::year);
  facility.info.kinds = KindMask::inpatient;
  Rule off = looking_back(HistoryUse::year);
  off.info.off_by_default = true;
  const Rule day_rule = looking_back(HistoryUse::same_day);
  const Claim claim = claim_of("P", "V", "2026-05-13");
  const std::array<const Rule*, 3> quiet{&none, &facility, &off};
  EXPECT_FALSE(history_need(quiet, claim).any);
  EXPECT_FALSE(history_need(std::array{&day_rule}, claim_of("", "V", "2026-05-13")).any);
  Claim undated = claim;
  undated.lines[0].from.reset();
  EXPECT_FALSE(history_need(std::array{&day_rule}, undated).any);
  const Rule life = looking_back(HistoryUse::lifetime);
  const HistoryNeed whole = history_need(std::array{&life}, claim);
  EXPECT_TRUE(whole.period.contains(day("1975-01-01")));
  EXPECT_EQ(whole.complete_from, day("2026-05-13"));
}

class HistoryBookTest : public ::testing::Test {
 protected:
  std::size_t lines(const HistoryBook& book, const Claim& claim, std::string_view control) {
    return book.of(claim, control, history_).lines({}).size();
  }
  const Rule rule_ = looking_back(HistoryUse::days_92);
  const std::array<const Rule*, 1> rules_{&rule_};
  data::PatientHistory history_;
};

TEST_F(HistoryBookTest, HoldsThePatientsOtherClaimsWithinTheWindow) {
  HistoryBook book(rules_, std::nullopt);
  book.add(claim_of("P1", "V1", "2026-05-01"), "A|1");
  book.add(claim_of("P2", "V2", "2026-05-01"), "A|2");
  book.add(claim_of("P1", "V3", "2025-05-01"), "A|3");
  const Claim now = claim_of("P1", "V4", "2026-05-13");
  const History& found = book.of(now, "A|4", history_);
  ASSERT_EQ(found.lines({}).size(), 1U);
  EXPECT_EQ(found.lines({})[0].date, day("2026-05-01"));
  EXPECT_EQ(found.lines({})[0].claim_id, "earlier-1");
  EXPECT_EQ(found.availability(), Availability::incomplete);
  EXPECT_EQ(lines(book, now, "A|1"), 0U) << "sent again";
  EXPECT_EQ(lines(book, claim_of("P3", "V1", "2026-05-13"), ""), 0U);
}

TEST_F(HistoryBookTest, AMessageThatComesAgainCountsOnce) {
  HistoryBook book(rules_, std::nullopt);
  book.add(claim_of("P1", "", "2026-05-01"), "A|1");
  book.add(claim_of("P1", "", "2026-05-01"), "A|1");
  EXPECT_EQ(lines(book, claim_of("P1", "V4", "2026-05-13"), "A|4"), 1U);
}

TEST_F(HistoryBookTest, IsCompleteOnlyWhereItReachesBackAsFarAsIsLooked) {
  const Claim now = claim_of("P1", "V4", "2026-05-13");  // 92 days before: 2026-02-10
  for (const auto& [since, expected] :
       {std::pair("2026-02-10", Availability::complete), std::pair("2026-02-11", Availability::incomplete)}) {
    const HistoryBook book(rules_, day(since));
    EXPECT_EQ(book.of(now, "", history_).availability(), expected) << since;
  }
  const HistoryBook book(rules_, day("2000-01-01"));
  EXPECT_EQ(book.of(claim_of("", "V4", "2026-05-13"), "", history_).availability(), Availability::none);
}

}  // namespace
}  // namespace chargelint::plugin
