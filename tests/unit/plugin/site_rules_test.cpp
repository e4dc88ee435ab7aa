// Site rules: reading, faults, evaluation, settings, shadow, the file's own cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "plugin/site/no_reference.h"
#include "plugin/site/rule_tests.h"
#include "plugin/site/rules_file.h"
#include "plugin/site/site_engine.h"
#include "rules/engine/text.h"
#include "rules/notation/case_claim.h"
#include "tests/unit/rules/allocations.h"

namespace chargelint::plugin {
namespace {

const std::optional<Date> kToday = Date::from_ymd(2026, 6, 1);

// A rule with everything but its condition, which stands on the file's lines from 7 on.
std::string rule(const std::string& when, const std::string& id = "SITE-A-001",
                 const std::string& more = "    severity: warning\n") {
  return "  - id: " + id + "\n    title: Of the site\n    owner: billing\n    reason: Policy 12\n" + more +
         "    biller: Line {line} {code} for {payer_id}.\n    when:\n" + when;
}
std::string rules(const std::string& list) {
  return "rules:\n" + list;
}

std::vector<std::string> refusals(const std::string& text, std::optional<Date> today = kToday) {
  std::vector<std::string> lines;
  for (const SiteFault& fault : read_site_rules(text, "rules.yaml", today).faults) {
    if (fault.refuses) lines.push_back(fault_text(fault));
  }
  return lines;
}
void expect_refusal(const std::string& text, const std::string& where, const std::string& part) {
  const auto lines = refusals(text);
  const bool found = std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.starts_with("rules.yaml:" + where + ": ") && line.find(part) != std::string::npos;
  });
  EXPECT_TRUE(found) << "wanted " << where << ": " << part << "\ngot "
                     << (lines.empty() ? "nothing" : lines[0]);
}

class Site {
 public:
  explicit Site(const std::string& text) : file_(read_site_rules(text, "rules.yaml", kToday)) {
    for (const SiteFault& fault : file_.faults) {
      EXPECT_FALSE(fault.refuses) << fault_text(fault);
    }
    engine_ = engine_with(file_.rules);
  }
  const Verdict& check(std::string_view lines, std::string_view context = {}) {
    auto input = case_input(context, lines);
    EXPECT_TRUE(input) << to_string(input.error());
    input_ = std::move(*input);
    return engine_->check(input_->claim, reference_, input_->history, workspace_);
  }
  // Findings of the site's rules.
  std::size_t count(std::string_view lines, std::string_view context = {}) {
    const Verdict& verdict = check(lines, context);
    return static_cast<std::size_t>(
        std::count_if(verdict.findings.begin(), verdict.findings.end(),
                      [](const Finding& finding) { return finding.rule->module == "SITE"; }));
  }
  const Finding* find(const Verdict& verdict, std::string_view id) const {
    for (const Finding& finding : verdict.findings) {
      if (finding.rule->id == id) return &finding;
    }
    return nullptr;
  }

 private:
  SiteFile file_;
  std::shared_ptr<const Engine> engine_;
  NoReference reference_;
  std::unique_ptr<CaseInput> input_;
  Engine::Workspace workspace_;
};

std::size_t fires(const std::string& when, std::string_view lines, std::string_view context = {}) {
  return Site(rules(rule(when))).count(lines, context);
}

TEST(SiteRules, AskTheFieldsOfALine) {
  EXPECT_EQ(fires("      code: 20610\n", "20610; 20610; 99213"), 2U);
  EXPECT_EQ(fires("      code: [\"20600-20611\", J*]\n", "20605; J1030; 99213"), 2U);
  EXPECT_EQ(fires("      modifier: [LT, RT]\n", "20610-LT; 20610"), 1U);
  EXPECT_EQ(fires("      units: { over: 1 }\n", "20610 u2; 20610 u1"), 1U);
  EXPECT_EQ(fires("      units: 1-3\n", "20610 u3; 20610 u4"), 1U);
  EXPECT_EQ(fires("      charge: { at_least: 100.50 }\n", "20610 charge=100.50; 20610 charge=100.49"), 1U);
  EXPECT_EQ(fires("      place: [11, 22]\n", "20610; 20610 pos22; 20610 pos24"), 2U);
  EXPECT_EQ(fires("      revenue_code: 05*\n", "20610 rev=0510; 20610 rev=0360"), 1U);
  EXPECT_EQ(fires("      diagnosis: M17\n", "20610 dxB; 20610 dxA", "dx A M54.12 B M17.11"), 1U);
  EXPECT_EQ(fires("      diagnosis: M16-M17\n", "20610 dxB; 20610 dxA", "dx A M18.0 B M17.11"), 1U);
  EXPECT_EQ(fires("      npi: 1245319599\n", "20610 npi=1245319599; 20610"), 1U);
  EXPECT_EQ(fires("      specialty: 207*\n", "20610 npi=1245319599 specialty=207X; 20610"), 1U);
  EXPECT_EQ(fires("      date: { from: 2026-05-05 }\n", "20610; 20610 dos=2026-05-05"), 1U);
}

TEST(SiteRules, AskTheClaim) {
  EXPECT_EQ(fires("      payer: commercial\n", "20610; 99213", "payer commercial"), 1U) << "once a claim";
  EXPECT_EQ(fires("      payer_id: ACME*\n", "20610", "payer-id ACME7"), 1U);
  EXPECT_EQ(fires("      plan: ACME\n", "20610", "payer-id ACME7"), 0U);
  EXPECT_EQ(fires("      kind: [asc, outpatient]\n", "20610", "kind O"), 1U);
  EXPECT_EQ(fires("      department: CARD\n", "20610", "department CARD"), 1U);
  EXPECT_EQ(fires("      type_of_bill: \"13*\"\n", "20610", "kind O, tob 131"), 1U);
  EXPECT_EQ(fires("      sex: female\n", "20610", "sex F"), 1U);
  EXPECT_EQ(fires("      age: { under: 18 }\n", "20610", "born 2008-05-05"), 1U);
  EXPECT_EQ(fires("      age: { under: 18 }\n", "20610", "born 2008-05-04"), 0U) << "18 on the day";
}

TEST(SiteRules, CombineConditions) {
  EXPECT_EQ(fires("      code: 20610\n      not: { modifier: [LT, RT, \"50\"] }\n", "20610; 20610-LT; 99213"),
            1U);
  EXPECT_EQ(fires("      any:\n        - code: 20610\n        - all: [ { code: 99213 }, { units: 2 } ]\n",
                  "20610; 99213; 99213 u2"),
            2U);
  const std::string beside =
      "      code: 20610\n      claim_has: { code: 99213, not: { modifier: \"25\" } }\n";
  EXPECT_EQ(fires(beside, "20610; 99213"), 1U);
  EXPECT_EQ(fires(beside, "20610; 99213-25"), 0U);
  EXPECT_EQ(fires("      code: 20610\n      claim_has: { code: 20610 }\n", "20610"), 0U) << "not itself";
}

TEST(SiteRules, AskHistoryAndSayWhenThereIsNone) {
  const std::string again = "      code: 20610\n      prior_has: { code: 20610, within_days: 90 }\n";
  EXPECT_EQ(fires(again, "20610", "prior 20610 dos=2026-02-03"), 1U) << "90 days earlier";
  EXPECT_EQ(fires(again, "20610", "prior 20610 dos=2026-02-02"), 0U) << "91 days earlier";
  Site site(rules(rule(again)));
  const Verdict& verdict = site.check("20610");
  EXPECT_TRUE(std::any_of(
      verdict.not_evaluated.begin(), verdict.not_evaluated.end(),
      [](const NotEvaluated& gap) { return gap.module == "SITE" && gap.gap == Gap::no_history; }));
}

TEST(SiteRules, NeverTakeWhatIsNotSaidForAnAnswer) {
  const std::string adult = "      not: { age: { under: 18 } }\n";
  Site site(rules(rule(adult)));
  EXPECT_EQ(site.count("20610"), 0U);
  EXPECT_EQ(site.check("20610").not_evaluated.empty(), false);
  EXPECT_EQ(site.count("20610", "born 1990-01-01"), 1U);
}

TEST(SiteRules, SpeakWithTheirOwnWordsSeverityAndFixes) {
  Site site(
      rules(rule("      code: 20610\n", "SITE-A-001",
                 "    severity: { charge: info, claim: error }\n    clinician: \"{code} needs a side\"\n"
                 "    fixes:\n      - { add_modifier: LT, question: \"Which side?\" }\n")));
  const Verdict& verdict = site.check("99213; 20610", "payer-id ACME");
  const Finding* const finding = site.find(verdict, "SITE-A-001");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->severity, Severity::error);
  EXPECT_EQ(clinician_text(*finding), "20610 needs a side");
  EXPECT_EQ(biller_text(*finding), "Line 2 20610 for ACME.");
  EXPECT_EQ(finding->rule->citations[0].title, "Policy 12");
  EXPECT_EQ(site.find(site.check("20610", "stage order"), "SITE-A-001"), nullptr) << "off at order";
  EXPECT_EQ(site.find(site.check("20610", "stage charge"), "SITE-A-001")->severity, Severity::info);
}

TEST(SiteRules, OfferFixesThatWereTried) {
  Site site(rules(rule("      code: 20610\n      not: { modifier: [LT, RT] }\n", "SITE-A-001",
                       "    fixes:\n      - { add_modifier: LT, question: \"Which side?\" }\n"
                       "      - { remove_line: true }\n      - { set_units: 1 }\n")));
  const Finding* const finding = site.find(site.check("20610 u2; 99213"), "SITE-A-001");
  ASSERT_NE(finding, nullptr);
  ASSERT_EQ(finding->fixes.size(), 2U) << "one unit clears nothing";
  EXPECT_TRUE(finding->fixes[0].needs_person);
  EXPECT_TRUE(finding->fixes[1].verified);
}

TEST(SiteRules, HoldWithinTheirDates) {
  const std::string text =
      rules(rule("      code: 20610\n", "SITE-A-001", "    from: 2026-05-01\n    until: 2026-05-31\n"));
  Site site(text);
  EXPECT_EQ(site.count("20610 dos=2026-05-01; 20610 dos=2026-05-31; 20610 dos=2026-06-01"), 2U);
  const SiteFile file = read_site_rules(text, "rules.yaml", kToday);
  EXPECT_TRUE(std::any_of(file.faults.begin(), file.faults.end(), [](const SiteFault& fault) {
    return !fault.refuses && fault_text(fault).find("expired on 2026-05-31") != std::string::npos;
  }));
  EXPECT_FALSE(file.refused()) << "an expired rule is told, and does nothing";
}

TEST(SiteRulesFaults, AreToldWithTheirLine) {
  expect_refusal("rulez: []\n", "1",
                 "unknown key \"rulez\" of the rules file; the nearest known one is \"rules\"");
  expect_refusal(rules(rule("      cod: 20610\n")), "9",
                 "unknown field \"cod\"; the nearest known one is \"code\"");
  expect_refusal(rules(rule("      code: 2061\n")), "9", "code \"2061\": expected a CPT or HCPCS code");
  expect_refusal(rules(rule("      diagnosis: 54\n")), "9", "expected an ICD-10-CM code");
  expect_refusal(rules(rule("      payer: medicar\n")), "9", "expected one of medicare");
  expect_refusal(rules(rule("      code: 20610\n", "MY-001")), "2", "starts with SITE-");
  expect_refusal(rules(rule("      code: 20610\n", "SITE-A-001", "    clinician: \"{coed}\"\n")), "2",
                 "unknown placeholder {coed}");
  expect_refusal("settings:\n  - { rule: NCCI-PTP-0001, set: off, reason: r, author: a }\n", "2",
                 "unknown rule \"NCCI-PTP-0001\"; the nearest known one is \"NCCI-PTP-001\"");
  expect_refusal("settings:\n  - { rule: NCCI-PTP-001, set: of, reason: r, author: a }\n", "2",
                 "expected off, on");
  expect_refusal("settings:\n  - { rule: NCCI-PTP-001, set: off }\n", "2", "expected a reason");
  expect_refusal("rules: [\n", "2", "this is not YAML");
  expect_refusal(rules(rule("      prior_has: { code: 20610 }\n")), "9", "expected within_days");
}

TEST(SiteRulesFaults, FindWhatNeverFires) {
  const auto never = [](const std::string& when) { expect_refusal(rules(rule(when)), "9", "never fires"); };
  never("      code: 20610\n      not: { code: [\"20600-20620\"] }\n");
  never("      all: [ { code: 20610 }, { code: 99213 } ]\n");
  never("      units: { over: 3, under: 2 }\n");
  never("      payer: medicare\n      not: { any: [ { payer: [medicare, medicaid] }, { code: J* } ] }\n");
  never("      modifier: LT\n      not: { modifier: [LT, RT] }\n");
  never("      payer_id: ACME\n      not: { payer_id: AC* }\n");
  never("      code: 20610\n      claim_has: { all: [ { units: 1 }, { units: 2 } ] }\n");
  never("      date: { until: 2025-01-01, from: 2026-01-01 }\n");
  EXPECT_TRUE(refusals(rules(rule("      modifier: LT\n      not: { modifier: RT }\n"))).empty());
  EXPECT_TRUE(refusals(rules(rule("      all: [ { modifier: LT }, { modifier: RT } ]\n"))).empty());
  expect_refusal(rules(rule("      stage: order\n", "SITE-A-001", "    severity: { claim: error }\n")), "9",
                 "never fires");
  expect_refusal(
      rules(rule("      code: 20610\n", "SITE-A-001", "    from: 2026-02-01\n    until: 2026-01-01\n")), "2",
      "never in force");
}

TEST(SiteRulesFaults, FindContradictions) {
  const std::string one = rule("      code: [20610, 20611]\n      payer: commercial\n");
  const std::string same = "      payer: commercial\n      code: [20611, 20610]\n";
  expect_refusal(rules(one + rule(same, "SITE-B-001", "    severity: error\n")), "11",
                 "contradicts SITE-A-001 at rules.yaml:2");
  EXPECT_TRUE(refusals(rules(one + rule(same, "SITE-B-001"))).empty())
      << "the same severity is no contradiction";
  expect_refusal(rules(one + one), "11", "is there twice");
}

std::string setting(const std::string& rule, const std::string& set, const std::string& where) {
  return "  - { rule: \"" + rule + "\", set: " + set + ", where: {" + where + "}, reason: r, author: a }\n";
}

TEST(SiteRulesFaults, FindSettingsThatOnlyAnOrderCouldDecide) {
  const std::string first = setting("NCCI-PTP-001", "off", "payer: commercial");
  expect_refusal("settings:\n" + first + setting("NCCI-*", "info", "stage: charge"), "3",
                 "says of NCCI-PTP-001 other than rules.yaml:2");
  EXPECT_TRUE(refusals("settings:\n" + first + setting("NCCI-*", "info", "payer: medicare")).empty());
  EXPECT_TRUE(refusals("settings:\n" + first + setting("NCCI-*", "off", "stage: charge")).empty());
  EXPECT_TRUE(refusals("settings:\n" + setting("NCCI-PTP-001", "off", "payer_id: ACME") +
                       setting("NCCI-PTP-001", "info", "not_payer_id: AC*"))
                  .empty());
  EXPECT_FALSE(refusals("settings:\n" + setting("NCCI-PTP-001", "off", "payer_id: ACME") +
                        setting("NCCI-PTP-001", "info", "payer_id: AC*"))
                   .empty());
}

TEST(SiteSettings, SwitchGradeAndMuteBuiltInRules) {
  const auto of = [&](const std::string& settings, std::string_view id, std::string_view claim,
                      std::string_view context) {
    Site site("settings:\n" + settings);
    const Finding* const finding = site.find(site.check(claim, context), id);
    return finding == nullptr ? Severity::off : finding->severity;
  };
  const std::string_view repeated = "62324-59-59";
  const Severity listed = of("", "MOD-VAL-002", repeated, "");
  ASSERT_NE(listed, Severity::off);
  EXPECT_EQ(of(setting("MOD-VAL-002", "off", "payer: medicare"), "MOD-VAL-002", repeated, ""), Severity::off);
  EXPECT_EQ(of(setting("MOD-VAL-002", "off", "payer: medicaid"), "MOD-VAL-002", repeated, ""), listed);
  EXPECT_EQ(of(setting("MOD-*", "info", "payer_id: ACME"), "MOD-VAL-002", repeated, "payer-id ACME"),
            Severity::info);
  EXPECT_EQ(
      of(setting("MOD-VAL-002", "error", "department: CARD"), "MOD-VAL-002", repeated, "department CARD"),
      Severity::error);
  EXPECT_EQ(of(setting("MOD-VAL-002", "mute", "stage: claim"), "MOD-VAL-002", repeated, ""), Severity::off);
  EXPECT_EQ(of(setting("MOD-VAL-002", "mute", "stage: claim"), "MOD-VAL-002", repeated, "stage charge"),
            listed);
}

TEST(SiteSettings, EndOnTheirDay) {
  Site site("settings:\n  - { rule: MOD-VAL-002, set: off, until: 2026-05-03, reason: r, author: a }\n");
  EXPECT_NE(site.find(site.check("62324-59-59"), "MOD-VAL-002"), nullptr);
  EXPECT_EQ(site.find(site.check("62324-59-59", "dos 2026-05-03"), "MOD-VAL-002"), nullptr);
}

TEST(SiteSettings, OfOneEngineAreNotTakenForAnothers) {
  Site off("settings:\n" + setting("MOD-VAL-002", "off", ""));
  Site info("settings:\n" + setting("MOD-VAL-002", "info", ""));
  EXPECT_EQ(off.find(off.check("62324-59-59"), "MOD-VAL-002"), nullptr);
  EXPECT_EQ(info.find(info.check("62324-59-59"), "MOD-VAL-002")->severity, Severity::info);
}

TEST(SiteShadow, IsCountedAndShownToNobody) {
  Site site("shadow:\n  - MOD-VAL-002\n" + rule("      code: 62324\n"));
  const Verdict& verdict = site.check("62324-59-59; 62324");
  EXPECT_EQ(site.find(verdict, "MOD-VAL-002"), nullptr);
  EXPECT_EQ(site.find(verdict, "SITE-A-001"), nullptr);
  ASSERT_EQ(verdict.shadow.size(), 2U);
  EXPECT_EQ(verdict.shadow[0].rule->id, "MOD-VAL-002");
  EXPECT_EQ(verdict.shadow[0].findings, 1U);
  EXPECT_EQ(verdict.shadow[1].rule->id, "SITE-A-001");
  EXPECT_EQ(verdict.shadow[1].findings, 2U);
}

// The example that ships, with every built-in rule, an earlier service, a setting that holds, a shadow rule,
// and a finding that a person has settled.
TEST(SiteRules, AllocateNothingOnceWarm) {
  const SiteFile file = load_site_rules(CHARGELINT_SOURCE_DIR "/deploy/rules.yaml", kToday);
  ASSERT_FALSE(file.refused());
  const auto engine = engine_with(file.rules);
  auto read = case_input("payer commercial, payer-id ACME01, prior 20610-RT dos=2026-03-03",
                         "20610; 20611-RT; 99213-25; 71046");
  ASSERT_TRUE(read) << to_string(read.error());
  const CaseInput& input = **read;
  const NoReference reference;
  Engine::Workspace workspace;
  std::vector<Override> settled;
  const auto judge = [&]() -> const Verdict& {
    return engine->check(input.claim, reference, input.history, workspace, settled);
  };
  for (const Finding& finding : judge().findings) {
    if (finding.rule->id == "SITE-INJ-002" && settled.empty())
      settled.push_back({finding.rule->id, fact_hash(finding, input.claim)});
  }
  ASSERT_EQ(settled.size(), 1U);
  for (int warm = 0; warm < 3; ++warm) (void)judge();
  const std::size_t before = test::allocations();
  const Verdict& verdict = judge();
  EXPECT_EQ(test::allocations() - before, 0U);
  EXPECT_EQ(verdict.settled.size(), 1U);
  EXPECT_TRUE(std::any_of(verdict.findings.begin(), verdict.findings.end(),
                          [](const Finding& finding) { return finding.rule->id == "SITE-INJ-001"; }));
}

TEST(SiteTests, RunTheCasesOfTheFile) {
  const SiteFile file = read_site_rules(
      rules(rule(
          "      code: 20610\n      payer_id: ACME\n", "SITE-A-001",
          "    tests:\n      - \"+ at ACME :: payer-id ACME :: 20610\"\n      - \"- elsewhere :: :: 20610\"\n"
          "      - \"+ wrong :: :: 20610\"\n      - \"- wrong too :: payer-id ACME :: 20610\"\n")),
      "rules.yaml", kToday);
  ASSERT_FALSE(file.refused());
  const auto results = run_site_tests(file);
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(results[0].problem, "");
  EXPECT_EQ(results[1].problem, "");
  EXPECT_NE(results[2].problem.find("expected a finding"), std::string::npos);
  EXPECT_NE(results[3].problem.find("expected no finding"), std::string::npos);
  EXPECT_EQ(results[3].test->where, "rules.yaml:10");
}

}  // namespace
}  // namespace chargelint::plugin
