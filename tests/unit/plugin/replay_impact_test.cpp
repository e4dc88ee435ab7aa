// What another reference changes for a claim, and how it is summed up.
#include "plugin/replay/impact.h"

#include <gtest/gtest.h>

#include <sstream>

#include "plugin/replay/report.h"
#include "rules/engine/rule.h"

namespace chargelint::plugin {
namespace {

constexpr Rule rule_named(std::string_view id) {
  Rule rule;
  rule.info.id = id;
  return rule;
}
constexpr Rule kPair = rule_named("NCCI-PTP-001");
constexpr Rule kUnits = rule_named("NCCI-MUE-003");

Finding finding(const Rule& rule, Severity severity, std::uint16_t line, std::string_view code) {
  Finding made;
  made.rule = &rule.info;
  made.severity = severity;
  made.lines.push_back(line);
  made.codes.push_back(*Hcpcs::parse(code));
  return made;
}

class Impacts : public ::testing::Test {
 protected:
  Impacts() {
    for (std::uint16_t number = 1; number <= 3; ++number) {
      ServiceLine& line = claim_.lines.emplace_back();
      line.number = number;
      if (number != 3) line.charge = Money{number * 10'000};
    }
  }
  [[nodiscard]] std::optional<ClaimImpact> compare() const {
    return compare_verdicts(claim_, before_, after_);
  }
  Claim claim_;
  Verdict before_;
  Verdict after_;
};

TEST_F(Impacts, TheSameVerdictIsNoChangeWhateverItsWords) {
  EXPECT_FALSE(compare());
  before_.findings.push_back(finding(kPair, Severity::error, 1, "62324"));
  after_.findings.push_back(finding(kPair, Severity::error, 1, "62324"));
  after_.findings.back().clinician = "Other words.";
  EXPECT_FALSE(compare());
  before_.findings.push_back(finding(kUnits, Severity::error, 2, "77003"));
  after_.findings.insert(after_.findings.begin(), finding(kUnits, Severity::error, 2, "77003"));
  EXPECT_FALSE(compare()) << "another order is the same verdict";
}

TEST_F(Impacts, AFindingAppears) {
  after_.findings.push_back(finding(kUnits, Severity::error, 2, "77003"));
  const auto impact = compare();
  ASSERT_TRUE(impact);
  EXPECT_EQ(impact->impact, Impact::appears);
  EXPECT_EQ(impact->before, Severity::off);
  EXPECT_EQ(impact->after, Severity::error);
  EXPECT_EQ(impact->cents, 20'000);
  ASSERT_EQ(impact->findings.size(), 1U);
  EXPECT_EQ(impact->findings[0].rule, "NCCI-MUE-003");
  EXPECT_EQ(impact->findings[0].codes, std::vector<std::string>{"77003"});
}

TEST_F(Impacts, AFindingGoesAndAmountsThatAreNotKnownAreNotZero) {
  before_.findings.push_back(finding(kUnits, Severity::warning, 3, "77003"));
  const auto impact = compare();
  ASSERT_TRUE(impact);
  EXPECT_EQ(impact->impact, Impact::goes);
  EXPECT_FALSE(impact->cents);
}

TEST_F(Impacts, AnotherSeverityIsAChangeOfTheSameFinding) {
  before_.findings.push_back(finding(kPair, Severity::warning, 1, "62324"));
  after_.findings.push_back(finding(kPair, Severity::error, 1, "62324"));
  const auto impact = compare();
  ASSERT_TRUE(impact);
  EXPECT_EQ(impact->impact, Impact::changes);
  ASSERT_EQ(impact->findings.size(), 1U);
  EXPECT_EQ(impact->findings[0].impact, Impact::changes);
  EXPECT_EQ(impact->findings[0].before, Severity::warning);
  EXPECT_EQ(impact->findings[0].after, Severity::error);
}

TEST_F(Impacts, OneInThePlaceOfAnotherChangesTheClaimAndCountsEachLineOnce) {
  before_.findings.push_back(finding(kPair, Severity::error, 1, "62324"));
  after_.findings.push_back(finding(kUnits, Severity::error, 1, "62324"));
  const auto impact = compare();
  ASSERT_TRUE(impact);
  EXPECT_EQ(impact->impact, Impact::changes);
  EXPECT_EQ(impact->findings.size(), 2U);
  EXPECT_EQ(impact->cents, 10'000);

  ImpactTotals totals;
  totals.claims = 1;
  totals.add(*impact);
  EXPECT_EQ(totals.by_claim.changes, 1U);
  EXPECT_EQ(totals.by_claim.changes_cents, 10'000);
  EXPECT_EQ(totals.by_rule.at("NCCI-PTP-001").goes, 1U);
  EXPECT_EQ(totals.by_rule.at("NCCI-MUE-003").appears, 1U);
  EXPECT_EQ(totals.by_rule.at("NCCI-MUE-003").appears_cents, 10'000);
  EXPECT_EQ(totals.by_code.at("62324").all(), 2U);
}

TEST_F(Impacts, TheReportTellsSomeAndCountsAll) {
  after_.findings.push_back(finding(kUnits, Severity::error, 2, "77003"));
  ImpactTotals totals;
  std::ostringstream text;
  std::ostringstream json;
  std::ostringstream csv;
  const ReplayHeading heading{"2026-01-01", "", "a.db", "00ff", "2026Q2", "b.db", "11ff", "2026Q3"};
  const auto as_text = make_replay_report(ReplayFormat::text, text, heading, 1);
  const auto as_json = make_replay_report(ReplayFormat::json, json, heading, 100);
  const auto as_csv = make_replay_report(ReplayFormat::csv, csv, heading, 100);
  for (std::int64_t id = 1; id <= 3; ++id) {
    ClaimImpact impact = *compare();
    impact.id = id;
    impact.received_on = "2026-05-04";
    ++totals.claims;
    totals.add(impact);
    for (ReplayReport* const report : {as_text.get(), as_json.get(), as_csv.get()}) report->claim(impact);
  }
  ++totals.claims;  // one that does not change
  for (ReplayReport* const report : {as_text.get(), as_json.get(), as_csv.get()}) report->finish(totals);
  EXPECT_NE(text.str().find("... and 2 more claims"), std::string::npos) << text.str();
  EXPECT_NE(text.str().find("4 claims: 3 appear (600.00), 0 go, 0 change, 1 the same"), std::string::npos)
      << text.str();
  EXPECT_NE(json.str().find("\"by_rule\":[{\"rule\":\"NCCI-MUE-003\",\"appears\":3,"), std::string::npos)
      << json.str();
  EXPECT_TRUE(
      csv.str().ends_with("3,,2026-05-04,appears,clean,error,NCCI-MUE-003,appears,,error,2,77003,200.00\n"))
      << csv.str();
}

}  // namespace
}  // namespace chargelint::plugin
