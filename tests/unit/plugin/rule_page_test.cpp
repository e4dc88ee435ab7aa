// The pages of `explain` on the starter tables, and the table of how often each rule speaks.
#include "plugin/report/rule_page.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "plugin/report/denial_words.h"
#include "plugin/report/fire_rate.h"
#include "plugin/report/rule_text.h"
#include "plugin/service/starter_reference.h"
#include "rules/engine/text.h"

namespace chargelint::plugin {
namespace {

class RulePages : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto opened = starter_reference();
    ASSERT_TRUE(opened) << to_string(opened.error());
    reference_ = *std::move(opened);
  }
  static void TearDownTestSuite() { reference_.reset(); }
  static std::string page_of(const Rule& rule) {
    const RuleExample example = run_examples(rule, *reference_);
    std::string page;
    append_rule_page(page, rule, nullptr, {example, false});
    return page;
  }
  static const Rule& rule_of(std::string_view id) {
    for (const Rule* rule : all_rules()) {
      if (rule->info.id == id) return *rule;
    }
    ADD_FAILURE() << id;
    return *all_rules().front();
  }
  static inline std::shared_ptr<const data::Catalogue> reference_;
};

// Rules whose proof is a row of a table that the starter set does not have, or has only in part.
const std::set<std::string_view> kNeedMore{
    "CODE-NM-001",  "CODE-STAT-004", "CODE-STAT-005", "CODE-STAT-006", "CODE-STAT-009", "CODE-STAT-011",
    "DX-AGE-001",   "DX-EX1-001",    "DX-POA-001",    "DX-SEX-001",    "DX-SPEC-001",   "DX-VAL-004",
    "GOV-001",      "MOD-59-001",    "MPFS-FEE-001",  "MPFS-PCTC-005", "NCCI-AOC-002",  "NCCI-AOC-003",
    "NCCI-AOC-008", "NCCI-MUE-008",  "NCCI-PTP-006",  "NCCI-PTP-011"};

TEST_F(RulePages, ShowTheProofAClaimThatFailsAndOneThatIsRight) {
  for (const Rule* rule : all_rules()) {
    SCOPED_TRACE(rule->info.id);
    const RuleExample example = run_examples(*rule, *reference_);
    const bool shown = example.finding() != nullptr;
    EXPECT_EQ(shown, !kNeedMore.contains(rule->info.id)) << rule->info.fires;
    if (!shown) continue;
    EXPECT_NE(example.corrected(), nullptr) << rule->info.silent;
    std::string page;
    append_rule_page(page, *rule, nullptr, {example, false});
    for (const char* const part :
         {"likely denial", "severity", "needs", "how often", "source", "The row that proves it",
          "A claim that fails", "to billers", "Judged again", "When it does not fit"}) {
      if (std::string_view(part) == "likely denial" && rule->info.carc.empty()) continue;
      EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
    }
    EXPECT_EQ(clinician_text(*example.finding()).find('{'), std::string::npos);
    EXPECT_EQ(biller_text(*example.finding()).find('{'), std::string::npos);
  }
}

TEST_F(RulePages, NameTheVeryRow) {
  const std::string page = page_of(rule_of("NCCI-PTP-001"));
  for (const char* const part :
       {"ncci-ptp-practitioner, release starter", "column1              45385", "modifier_indicator   1",
        "line 2   45380-59", "CO-97: its payment is in that of another service",
        "Append XS to line 2, once a person"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  }
}

TEST_F(RulePages, ShowTheFixWhereOneMendsTheClaim) {
  const std::string page = page_of(rule_of("MOD-VAL-002"));
  EXPECT_NE(page.find("The same claim, corrected"), std::string::npos) << page;
}

TEST_F(RulePages, AreJsonToo) {
  const Rule& rule = rule_of("NCCI-PTP-001");
  const RuleExample example = run_examples(rule, *reference_);
  std::string text;
  fhir::JsonWriter json(text);
  write_rule_page_json(json, rule, nullptr, {example, true});
  for (const char* const part : {"\"demonstration\":{\"tables\":\"starter\"", "\"column1\":\"45385\"",
                                 "\"fire_rate\":{\"claims\":", "\"corrected\":{\"claim\":{"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(DenialCodes, AreToldInPlainWords) {
  for (const Rule* rule : all_rules()) {
    if (!rule->info.carc.empty()) {
      EXPECT_FALSE(denial_words(rule->info.carc).empty()) << rule->info.carc;
      EXPECT_FALSE(denial_group_words(rule->info.carc).empty()) << rule->info.carc;
    }
  }
  EXPECT_EQ(denial_words("CO-99999"), "");
}

// Rules were added or renamed: run deploy/tools/fire-rates.
TEST(FireRateTable, HoldsEveryRule) {
  for (const Rule* rule : all_rules())
    EXPECT_NE(FireRates::measured().of(rule->info.id), nullptr) << rule->info.id;
  EXPECT_GE(FireRates::measured().claims(), 100'000U);
  EXPECT_FALSE(FireRates::measured().tables().empty());
}

TEST(FireRateTable, IsReadAsItIsWritten) {
  const std::string text =
      "# note\nmix\tmade-up claims\t200000\t150000\ntables\tmpfs 2026Q3\nrule\tclaims\tfindings\t"
      "on_right_claims\nA-001\t9\t12\t1\nB-001\t0\t0\t0\n";
  const auto rates = FireRates::parse(text);
  ASSERT_TRUE(rates);
  EXPECT_EQ(rates->mix(), "made-up claims");
  EXPECT_EQ(rates->tables(), "mpfs 2026Q3");
  ASSERT_NE(rates->of("A-001"), nullptr);
  EXPECT_EQ(rates->per_100k(*rates->of("A-001")), "4.5");
  EXPECT_EQ(rates->of("A-001")->on_right, 1U);
  EXPECT_EQ(rates->per_100k(*rates->of("B-001")), "0");
  EXPECT_EQ(rates->of("C-001"), nullptr);
  for (const char* const bad :
       {"", "rule\tclaims\n", "mix\tm\tmany\t1\n", "mix\tm\t10\t5\nrule\tc\nA-001\t1\n"})
    EXPECT_FALSE(FireRates::parse(bad)) << bad;
}

}  // namespace
}  // namespace chargelint::plugin
