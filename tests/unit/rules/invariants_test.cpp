// What holds for every claim: random claims over the starter tables, judged by every rule.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "rules/engine/dry_run.h"
#include "rules/engine/text.h"
#include "tests/unit/rules/allocations.h"
#include "tests/unit/rules/case_file.h"

namespace chargelint::test {
namespace {

constexpr int kClaims = 800;

class RandomClaims {
 public:
  explicit RandomClaims(std::uint32_t seed) : random_(seed) {}

  // In case notation, so that a failure can be made a case as it stands.
  std::pair<std::string, std::string> next() {
    std::string context = "kind " + pick({"P", "P", "P", "O", "A", "D", "I"});
    context += ", payer " +
               pick({"medicare", "medicare", "medicare", "commercial", "medicaid", "medicare-advantage"});
    context += ", stage " + pick({"claim", "claim", "charge", "order"});
    context += ", dos " + pick({"2026-05-04", "2026-05-04", "2024-05-02", "2016-12-31", "2019-06-30"});
    context += ", pos " + pick({"11", "11", "22", "24"});
    context += ", dx A M54.12 B " + pick({"I10", "M54.1", "W19.XXXA", "M25.511", "E11.9", "724.5"});
    std::string lines;
    for (int count = number(1, 6); count > 0; --count) {
      lines += code();
      for (int modifiers = std::max(0, number(-2, 3)); modifiers > 0; --modifiers) {
        lines += "-" + pick({"59", "XS", "25", "50", "LT", "RT", "26", "TC", "80", "62", "66", "76", "ZZ",
                             "GY", "57"});
      }
      lines += " u" + pick({"1", "1", "1", "2", "3", "0", "1.5"});
      lines += pick({"", "", " dxB", " dxAB", " dx-"});
      lines += pick({"", "", "", " type=credit", " npi=1003000126", " dos=2026-05-05", " dos=none"});
      if (count > 1) lines += "; ";
    }
    return {context, lines};
  }
  std::mt19937& engine() { return random_; }

 private:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  std::string pick(std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[number(0, static_cast<int>(choices.size()) - 1)]);
  }
  // Codes that belong together come up often, so that pairs and add-ons are met.
  std::string code() {
    if (number(0, 2) > 0) {
      return pick({"62324", "62325", "77003", "0777T", "99213", "99214", "45385", "45380", "20610", "80053",
                   "80048", "71046", "36415", "J1885", "99244", "99397", "62399", "1234", "D0150"});
    }
    const auto codes = starter_reference().reference.known_codes();
    return Hcpcs::from_packed(codes[static_cast<std::size_t>(number(0, static_cast<int>(codes.size()) - 1))])
        .text()
        .str();
  }

  std::mt19937 random_;
};

// What of a finding must not depend on the order of the lines.
using Said = std::tuple<std::string, Severity, std::vector<int>, std::vector<std::string>>;

std::vector<Said> said(const Verdict& verdict) {
  std::vector<Said> all;
  for (const Finding& finding : verdict.findings) {
    std::vector<std::string> names;
    for (const Hcpcs code : finding.codes) names.push_back(code.text().str());
    for (const Modifier modifier : finding.modifiers) names.push_back(modifier.text().str());
    for (const IcdCode diagnosis : finding.diagnoses) names.push_back(diagnosis.text().str());
    std::sort(names.begin(), names.end());
    all.emplace_back(finding.rule->id, finding.severity,
                     std::vector<int>(finding.lines.begin(), finding.lines.end()), names);
  }
  std::sort(all.begin(), all.end());
  return all;
}

class Invariants : public testing::Test {
 protected:
  void SetUp() override {
    if (starter_reference().reference.known_codes().size() < 50)
      GTEST_SKIP() << "data/starter holds no codes yet";
  }
  const Verdict& judge(const Claim& claim, Engine::Workspace& workspace) {
    return engine_.check(claim, starter_reference().reference, history_, workspace);
  }
  template <class Check>
  void for_each_claim(std::uint32_t seed, Check check) {
    RandomClaims claims(seed);
    for (int count = 0; count < kClaims && !HasFailure(); ++count) {
      const auto [context, lines] = claims.next();
      SCOPED_TRACE(context + " :: " + lines);
      const auto input = case_input(context, lines);
      ASSERT_TRUE(input) << to_string(input.error());
      check((*input)->claim, claims.engine());
    }
  }

  Engine engine_{all_rules()};
  NoHistory history_;
  Engine::Workspace workspace_;
};

TEST_F(Invariants, FindingsAreWellFormed) {
  std::set<std::string_view> fired;
  for_each_claim(1, [&](const Claim& claim, std::mt19937&) {
    const Verdict& verdict = judge(claim, workspace_);
    Severity previous = Severity::error;
    for (const Finding& finding : verdict.findings) {
      SCOPED_TRACE(finding.rule->id);
      fired.insert(finding.rule->id);
      EXPECT_NE(finding.severity, Severity::off);
      EXPECT_LE(finding.severity, previous);
      previous = finding.severity;
      const bool capped = claim.context.stage == Stage::order && !finding.rule->hard_at_order;
      EXPECT_LE(finding.severity, capped ? Severity::warning : Severity::error);
      EXPECT_TRUE(std::is_sorted(finding.lines.begin(), finding.lines.end()));
      for (const std::uint16_t line : finding.lines)
        EXPECT_NE(claim.line(line), nullptr) << "no line " << line;
      EXPECT_LE(finding.arguments.size(), 6U) << "more arguments than fit without the heap";
      for (const std::string& text : {clinician_text(finding), biller_text(finding)}) {
        EXPECT_FALSE(text.empty());
        EXPECT_EQ(text.find('{'), std::string::npos) << text;
      }
      const std::string sentence = clinician_text(finding);
      EXPECT_LT(std::count_if(
                    sentence.begin(), sentence.end(),
                    [](char character) { return (static_cast<unsigned char>(character) & 0xC0U) != 0x80U; }),
                140);
      for (const Fix& fix : finding.fixes) EXPECT_FALSE(fix_title(fix, finding).empty());
    }
    const auto all = said(verdict);
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end()) << "the same is said twice";
  });
  EXPECT_GE(fired.size(), std::min<std::size_t>(15, all_rules().size()))
      << "the random claims meet too few rules";
}

// A rule that names too few aspects would let a fix pass that raises its finding.
TEST_F(Invariants, AFixIsTriedWithFewerRulesToTheSameEnd) {
  const Engine whole(all_rules(), {.whole_dry_runs = true});
  Engine::Workspace other;
  for_each_claim(7, [&](const Claim& claim, std::mt19937&) {
    const Verdict& left = judge(claim, workspace_);
    const Verdict& right = whole.check(claim, starter_reference().reference, history_, other);
    ASSERT_EQ(left.findings.size(), right.findings.size());
    for (std::size_t index = 0; index < left.findings.size(); ++index) {
      const auto& one = left.findings[index].fixes;
      const auto& two = right.findings[index].fixes;
      SCOPED_TRACE(left.findings[index].rule->id);
      ASSERT_EQ(one.size(), two.size());
      for (std::size_t fix = 0; fix < one.size(); ++fix) EXPECT_EQ(one[fix].verified, two[fix].verified);
    }
  });
}

TEST_F(Invariants, ARuleOfInfoNeverSaysMore) {
  for_each_claim(8, [&](const Claim& claim, std::mt19937&) {
    for (const Finding& finding : judge(claim, workspace_).findings) {
      if (finding.rule->severity == Severity::info) {
        EXPECT_EQ(finding.severity, Severity::info) << finding.rule->id;
      }
    }
  });
}

TEST_F(Invariants, TheSameClaimGivesTheSameVerdict) {
  Engine::Workspace other;
  for_each_claim(2, [&](const Claim& claim, std::mt19937&) {
    const auto& reference = starter_reference().reference;
    const std::string first = describe(judge(claim, workspace_), reference);
    EXPECT_EQ(describe(judge(claim, other), reference), first);
    EXPECT_EQ(describe(judge(claim, workspace_), reference), first);
    other = Engine::Workspace();
  });
}

TEST_F(Invariants, TheOrderOfLinesChangesNoFinding) {
  for_each_claim(3, [&](const Claim& claim, std::mt19937& random) {
    const auto before = said(judge(claim, workspace_));
    Claim shuffled = claim;
    std::shuffle(shuffled.lines.begin(), shuffled.lines.end(), random);
    EXPECT_EQ(said(judge(shuffled, workspace_)), before);
  });
}

TEST_F(Invariants, VerifiedFixesClearTheirFindingAndRaiseNothing) {
  int verified = 0;
  Engine::Workspace other;
  for_each_claim(4, [&](const Claim& claim, std::mt19937&) {
    const Verdict& verdict = judge(claim, workspace_);
    const auto count = [](const Verdict& judged, std::string_view rule, Severity severity) {
      return std::count_if(judged.findings.begin(), judged.findings.end(), [&](const Finding& finding) {
        return (rule.empty() || finding.rule->id == rule) && finding.severity >= severity;
      });
    };
    for (const Finding& finding : verdict.findings) {
      for (const Fix& fix : finding.fixes) {
        SCOPED_TRACE(std::string(finding.rule->id) + ": " + fix_title(fix, finding));
        if (!fix.verified) continue;
        ++verified;
        for (const Edit& edit : fix.edits) {
          const bool adds = !edit.modifier.empty() && edit.kind != EditKind::remove_modifier;
          EXPECT_FALSE(adds && asserts_fact(edit.modifier, starter_reference().reference,
                                            *Date::from_ymd(2026, 5, 4)));
        }
        const Verdict& after = judge(with_fix(claim, fix), other);
        EXPECT_LT(count(after, finding.rule->id, Severity::info),
                  count(verdict, finding.rule->id, Severity::info));
        EXPECT_LE(count(after, {}, Severity::warning), count(verdict, {}, Severity::warning));
        EXPECT_LE(count(after, {}, Severity::error), count(verdict, {}, Severity::error));
      }
    }
  });
  EXPECT_GT(verified, 20) << "the random claims meet too few verified fixes";
}

// Whether each list of the finding fits where it lies.
bool fits_inline(const Finding& finding) {
  return finding.lines.size() <= 4 && finding.codes.size() <= 2 && finding.modifiers.size() <= 2 &&
         finding.diagnoses.size() <= 2 && finding.fixes.size() <= 5 &&
         std::all_of(finding.fixes.begin(), finding.fixes.end(),
                     [](const Fix& fix) { return fix.edits.size() <= 2; });
}

TEST_F(Invariants, AWarmWorkspaceTakesNoHeapForAUsualClaim) {
  int usual = 0;
  int heavy = 0;
  std::string example;
  for_each_claim(5, [&](const Claim& claim, std::mt19937&) {
    const Verdict& verdict = judge(claim, workspace_);
    const bool small = claim.lines.size() <= 4 && verdict.findings.size() <= 4 &&
                       std::all_of(verdict.findings.begin(), verdict.findings.end(), fits_inline);
    if (!small) return;
    (void)judge(claim, workspace_);
    const std::size_t before = allocations();
    (void)judge(claim, workspace_);
    ++usual;
    if (allocations() == before) return;
    ++heavy;
    for (const ServiceLine& line : claim.lines)
      example += line.code_text.empty() ? "?" : std::string(line.code_text) + " ";
    example += std::to_string(allocations() - before) + "\n" +
               describe(judge(claim, workspace_), starter_reference().reference);
  });
  EXPECT_GT(usual, kClaims / 5);
  // A silenced finding may list more than fits; few claims have one.
  EXPECT_LE(heavy * 20, usual) << heavy << " of " << usual << " claims took heap:\n"
                               << example.substr(0, 4000);
}

}  // namespace
}  // namespace chargelint::test
