// Overrides by the facts that a finding rests on (GOV-004).
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/rules/scripted_rules.h"

namespace chargelint::test {
namespace {

// Says something of the first line with this code.
void about_code(const RuleInput& input, RuleOutput& output, std::string_view text) {
  for (const ServiceLine& line : input.claim.lines) {
    if (line.code == code(text)) return void(say(output, {line.number}, {text}));
  }
}

class Facts : public testing::Test {
 protected:
  Facts() {
    rules_.add("DX-AAA-001",
               [](const RuleInput& input, RuleOutput& output) { about_code(input, output, "62324"); });
  }
  std::uint64_t of(std::string_view lines, std::string_view context = {}) {
    const Verdict& verdict = rules_.check(lines, context);
    return verdict.findings.empty() ? 0 : fact_hash(verdict.findings[0], rules_.claim());
  }
  ScriptedRules rules_;
};

TEST_F(Facts, StayTheSameWhateverTheOrderOfLinesAndModifiers) {
  const std::uint64_t facts = of("62324-59-RT u2; 99213");
  EXPECT_NE(facts, 0U);
  EXPECT_EQ(of("99213; 62324-59-RT u2"), facts);
  EXPECT_EQ(of("62324-RT-59 u2; 99213 u3"), facts) << "another line's units are no fact of this finding";
  EXPECT_EQ(of("62324-59-RT u2; 99213; 77003"), facts);
}

TEST_F(Facts, ChangeWithWhatTheLineSays) {
  const std::string_view two = "dx A M54.12 B I10";
  const std::uint64_t facts = of("62324-59 u2 dxAB", two);
  EXPECT_NE(of("62324-59 u3 dxAB", two), facts) << "units";
  EXPECT_NE(of("62324 u2 dxAB", two), facts) << "modifiers";
  EXPECT_NE(of("62324-XS u2 dxAB", two), facts) << "another modifier";
  EXPECT_NE(of("62324-59 u2 dxBA", two), facts) << "the primary diagnosis";
  EXPECT_NE(of("62324-59 u2 dxA", two), facts) << "diagnoses";
  EXPECT_NE(of("62324-59 u2 dxAB dos=2026-05-05", two), facts) << "date";
  EXPECT_NE(of("62324-59 u2 dxAB npi=1245319599", two), facts) << "practitioner";
  EXPECT_NE(of("62324-59 u2 dxAB pos22", two), facts) << "place";
}

TEST_F(Facts, NeverChangeTheirNumberFromVersionToVersion) {
  EXPECT_EQ(of("62324-59 u2"), 0U + of("62324-59 u2"));
  RuleInfo other;
  other.id = "DX-AAA-002";
  const Verdict& verdict = rules_.check("62324-59 u2");
  Finding finding = verdict.findings[0];
  const std::uint64_t facts = fact_hash(finding, rules_.claim());
  finding.rule = &other;
  EXPECT_NE(fact_hash(finding, rules_.claim()), facts) << "another rule is another fact";
}

TEST_F(Facts, OverriddenStaySilentAndAreCounted) {
  const std::array overrides{Override{"DX-AAA-001", of("62324-59 u2; 99213")}};
  const auto list = rules_.rules();
  const Engine engine(list);
  Engine::Workspace workspace;
  const auto judge = [&](std::string_view lines) -> const Verdict& {
    static std::unique_ptr<CaseInput> input;
    input = std::move(*case_input("", lines));
    return engine.check(input->claim, rules_.reference(), input->history, workspace, overrides);
  };
  EXPECT_TRUE(judge("62324-59 u2; 99213").findings.empty());
  EXPECT_EQ(judge("99213; 62324-59 u2").settled.size(), 1U);
  EXPECT_EQ(judge("62324-59 u3; 99213").findings.size(), 1U) << "the units changed: raised again";
  EXPECT_EQ(judge("62324-59 u3; 99213").settled.size(), 0U);
}

TEST_F(Facts, OverriddenOfAnotherRuleSaysNothing) {
  const std::array overrides{Override{"DX-AAA-002", of("62324")}};
  const auto list = rules_.rules();
  const Engine engine(list);
  Engine::Workspace workspace;
  EXPECT_EQ(
      engine.check(rules_.claim(), rules_.reference(), NoHistory(), workspace, overrides).findings.size(),
      1U);
}

// What could not be read as it was meant has no facts to settle: the answer must go on saying so.
TEST(Overridden, ErrorsOfTheTransactionsShapeNeverAre) {
  for (const Severity severity : {Severity::error, Severity::warning}) {
    ScriptedRules rules;
    rules.add("SHAPE-DFT-006", [severity](const RuleInput&, RuleOutput& output) {
      say(output, {1}, {"62324"}).severity = severity;
    });
    const Verdict& plain = rules.check("62324");
    ASSERT_EQ(plain.findings.size(), 1U);
    const std::array overrides{Override{"SHAPE-DFT-006", fact_hash(plain.findings[0], rules.claim())}};
    const auto list = rules.rules();
    const Engine engine(list);
    Engine::Workspace workspace;
    const Verdict& verdict =
        engine.check(rules.claim(), rules.reference(), NoHistory(), workspace, overrides);
    EXPECT_EQ(verdict.findings.size(), severity == Severity::error ? 1U : 0U);
  }
}

}  // namespace
}  // namespace chargelint::test
