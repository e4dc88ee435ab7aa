// What every rule must bring along: id, citation, wording, examples and cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "rules/engine/text.h"
#include "rules/notation/words.h"
#include "tests/unit/rules/case_file.h"

namespace chargelint::test {
namespace {

// "NCCI-PTP-001": capitals, digits and hyphens, three digits last.
bool is_rule_id(std::string_view id) {
  if (id.size() < 6 || id[id.size() - 4] != '-') return false;
  const auto digits = id.substr(id.size() - 3);
  if (!std::all_of(digits.begin(), digits.end(),
                   [](char character) { return character >= '0' && character <= '9'; })) {
    return false;
  }
  return id.front() >= 'A' && id.front() <= 'Z' && std::all_of(id.begin(), id.end(), [](char character) {
           return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9') ||
                  character == '-';
         });
}

TEST(Registry, HoldsRules) {
  ASSERT_FALSE(all_rules().empty());
}

TEST(Registry, IsOrderedByIdsThatAreUniqueAndWellFormed) {
  std::string_view previous;
  for (const Rule* rule : all_rules()) {
    EXPECT_TRUE(is_rule_id(rule->info.id)) << rule->info.id;
    EXPECT_LT(previous, rule->info.id);
    EXPECT_TRUE(rule->info.id.starts_with(rule->info.module))
        << rule->info.id << " is of module " << rule->info.module;
    EXPECT_NE(rule->evaluate, nullptr) << rule->info.id;
    previous = rule->info.id;
  }
}

TEST(Registry, EveryRuleExplainsItself) {
  for (const Rule* rule : all_rules()) {
    const RuleInfo& info = rule->info;
    SCOPED_TRACE(info.id);
    EXPECT_FALSE(info.title.empty());
    EXPECT_FALSE(info.citations[0].title.empty());
    EXPECT_FALSE(info.citations[0].section.empty());
    EXPECT_FALSE(info.biller.empty());
    EXPECT_FALSE(info.why.empty());
    EXPECT_NE(info.severity, Severity::off);
    EXPECT_LE(info.reads_count, info.reads.size());
    EXPECT_LT(info.clinician.size(), 140U);
    EXPECT_EQ(std::count(info.clinician.begin(), info.clinician.end(), '{'),
              std::count(info.clinician.begin(), info.clinician.end(), '}'));
    EXPECT_EQ(std::count(info.biller.begin(), info.biller.end(), '{'),
              std::count(info.biller.begin(), info.biller.end(), '}'));
  }
}

// The examples of `explain` are in case notation: they must be readable, though they need rows of their own
// to fire.
TEST(Registry, EveryRuleHasExamplesInCaseNotation) {
  for (const Rule* rule : all_rules()) {
    for (const std::string_view example : {rule->info.fires, rule->info.silent}) {
      SCOPED_TRACE(std::string(rule->info.id) + ": " + std::string(example));
      EXPECT_FALSE(example.empty());
      const auto input = case_example(example);
      EXPECT_TRUE(input) << to_string(input.error());
    }
  }
}

bool speaks(const Engine& engine, const RuleInfo& rule, std::string_view example,
            const Reference& reference) {
  const auto input = case_example(example);
  if (!input) return false;
  Engine::Workspace workspace;
  const Verdict& verdict = engine.check((*input)->claim, reference, (*input)->history, workspace);
  return std::any_of(verdict.findings.begin(), verdict.findings.end(),
                     [&rule](const Finding& finding) { return finding.rule == &rule; });
}

// With the rows of one of its case files, in the company of every other rule.
TEST(Registry, TheExamplesOfEveryRuleDoWhatTheySay) {
  std::map<std::string, std::vector<std::shared_ptr<FixtureReference>>, std::less<>> references;
  for (const std::string& path : case_paths()) {
    const auto file = read_case_file(path);
    ASSERT_TRUE(file) << to_string(file.error());
    references[file->rule].push_back(file->reference);
  }
  const Engine engine(all_rules(), {.dry_run_fixes = false, .every_rule = true});
  for (const Rule* rule : all_rules()) {
    bool fires = false;
    bool silent = false;
    for (const auto& reference : references[std::string(rule->info.id)]) {
      if (!speaks(engine, rule->info, rule->info.fires, *reference)) continue;
      fires = true;
      silent = silent || !speaks(engine, rule->info, rule->info.silent, *reference);
    }
    EXPECT_TRUE(fires) << rule->info.id << " says nothing on its own example: " << rule->info.fires;
    EXPECT_TRUE(!fires || silent) << rule->info.id << " speaks on what is right: " << rule->info.silent;
  }
}

TEST(Registry, EveryRuleHasAtLeastTwoCasesOfEachKind) {
  std::map<std::string, std::pair<int, int>, std::less<>> counted;
  for (const std::string& path : case_paths()) {
    const auto file = read_case_file(path);
    ASSERT_TRUE(file) << to_string(file.error());
    for (const RuleCase& rule_case : file->cases) {
      auto& [fires, silent] = counted[file->rule];
      ++(rule_case.fires ? fires : silent);
    }
  }
  std::set<std::string, std::less<>> listed;
  for (const Rule* rule : all_rules()) {
    listed.emplace(rule->info.id);
    const auto found = counted.find(rule->info.id);
    ASSERT_NE(found, counted.end()) << rule->info.id << " has no .cases file";
    EXPECT_GE(found->second.first, 2) << rule->info.id << " needs two cases that fire";
    EXPECT_GE(found->second.second, 2) << rule->info.id << " needs two cases that do not";
  }
  for (const auto& [rule, counts] : counted) {
    EXPECT_TRUE(listed.contains(rule)) << rule << " has cases but is not in all_rules()";
  }
}

TEST(Registry, OwnTablesOfTheStarterSetCanBeRead) {
  for (const std::string& table : starter_tables().missing)
    ADD_FAILURE() << "data/starter/" << table << " is missing";
  for (const std::string& error : starter_tables().errors) ADD_FAILURE() << "data/starter/" << error;
  for (const std::string& error : starter_reference().errors) ADD_FAILURE() << "data/starter/" << error;
}

TEST(CaseFiles, AreRefusedWithLineAndReason) {
  const std::pair<std::string_view, std::string_view> bad[] = {
      {"rule NCCI-PTP-001\nrow ptp practitioner 45385\n", "x:2: expected: ptp"},
      {"rule NCCI-PTP-001\n\nsomething\n", "x:3: expected: rule, row, source, + or -"},
      {"rule NCCI-PTP-001\n+ a :: b :: c :: d :: e\n", "x:2: a case has at most four parts"},
      {"rule NCCI-PTP-001\nsource mpfs half\n", "x:2: must be complete, partial or none"},
      {"row code 99213\n", "x: no `rule` line"}};
  for (const auto& [text, what] : bad) {
    const auto file = parse_case_file("x", text);
    ASSERT_FALSE(file) << text;
    EXPECT_TRUE(to_string(file.error()).starts_with(what)) << to_string(file.error());
  }
  EXPECT_FALSE(case_input("", "62324 q9"));
  EXPECT_FALSE(case_input("payer nobody", "62324"));
  EXPECT_FALSE(case_input("", "62324 dxZ"));
}

TEST(CaseFiles, AVerdictThatDiffersIsTold) {
  const auto file = parse_case_file("x",
                                    "rule MOD-VAL-002\n+ a :: :: 62324 :: lines 1\n- b :: :: 62324-59-59\n"
                                    "+ c :: :: 62324-59-59 :: lines 2\n- d :: :: 62324 :: with GLB-001\n"
                                    "+ e :: :: 62324-59-59 :: lines 1\n- f :: :: 62324 :: nonsense\n");
  ASSERT_TRUE(file) << to_string(file.error());
  const Engine engine(all_rules());
  Engine::Workspace workspace;
  std::string holds;
  for (const RuleCase& rule_case : file->cases) {
    const auto input = case_input(rule_case.context, rule_case.lines);
    ASSERT_TRUE(input);
    const Verdict& verdict = engine.check((*input)->claim, *file->reference, (*input)->history, workspace);
    if (unmet(*file, rule_case, verdict).empty()) holds += rule_case.title;
  }
  EXPECT_EQ(holds, "e");
}

}  // namespace
}  // namespace chargelint::test
