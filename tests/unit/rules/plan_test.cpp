// The plan that mends a claim of several findings.
#include <gtest/gtest.h>

#include "tests/unit/rules/allocations.h"
#include "tests/unit/rules/scripted_rules.h"

namespace chargelint::test {
namespace {

Edit edit(EditKind kind, std::uint16_t line, Modifier modifier = {}) {
  Edit made;
  made.kind = kind;
  made.line = line;
  made.modifier = modifier;
  made.units = Quantity::of(1);
  return made;
}
Fix& offer(Finding& finding, const Edit& made) {
  Fix& fix = finding.fixes.emplace_back();
  fix.edits.push_back(made);
  return fix;
}

// Line 1: too many units. Mended by one unit.
void units(const RuleInput& input, RuleOutput& output) {
  const ServiceLine* const line = input.claim.line(1);
  if (line != nullptr && line->units > Quantity::of(1)) {
    offer(say(output, {1}, {"62324"}), edit(EditKind::set_units, 1));
  }
}
// Line 2 stands beside line 1: mended by its removal, or by 25 where a person vouches for it.
void visit(const RuleInput& input, RuleOutput& output) {
  const ServiceLine* const line = input.claim.line(2);
  if (line == nullptr || line->has("25"_mod)) return;
  Finding& finding = say(output, {2}, {"99213"});
  Fix& fix = offer(finding, edit(EditKind::add_modifier, 2, "25"_mod));
  fix.question = "Was the visit for something else?";
  fix.needs_person = true;
}
// Line 2 again: gone when the line goes or its units are one.
void removable(const RuleInput& input, RuleOutput& output) {
  if (input.claim.line(2) != nullptr) offer(say(output, {2}, {"99213"}), edit(EditKind::remove_line, 2));
}

TEST(Plan, IsTheFixesOfAllFindingsTogether) {
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", units);
  rules.add("GLB-001", visit);
  const Verdict& verdict = rules.check("62324 u3; 99213");
  ASSERT_EQ(verdict.findings.size(), 2U);
  ASSERT_EQ(verdict.plan.steps.size(), 2U);
  EXPECT_TRUE(verdict.plan.needs_person) << "25 is never one click";
}

TEST(Plan, IsAsSmallAsItCanBe) {
  ScriptedRules rules;
  rules.add("GLB-001", visit);
  rules.add("DX-AAA-001", removable);
  const Verdict& verdict = rules.check("62324; 99213");
  ASSERT_EQ(verdict.findings.size(), 2U);
  ASSERT_EQ(verdict.plan.steps.size(), 1U) << "the line's removal clears both";
  EXPECT_FALSE(verdict.plan.needs_person);
  const EditPlanStep step = verdict.plan.steps[0];
  EXPECT_EQ(verdict.findings[step.finding].fixes[step.fix].edits[0].kind, EditKind::remove_line);
}

TEST(Plan, IsNotOfferedForOneFindingOrWhenOneStays) {
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", units);
  EXPECT_TRUE(rules.check("62324 u3; 99213").plan.empty()) << "one finding has its own fixes";
  rules.add("DX-AAA-001", [](const RuleInput&, RuleOutput& output) { say(output, {2}, {"99213"}); });
  EXPECT_TRUE(rules.check("62324 u3; 99213").plan.empty()) << "the second has no fix";
}

TEST(Plan, DoesNotMindInfosOrWhatIsOverridden) {
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", units);
  rules.add("GLB-001", visit);
  rules.add("DX-AAA-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {"62324"}).severity = Severity::info;
  });
  rules.add("DX-AAA-002", [](const RuleInput&, RuleOutput& output) { say(output, {1}, {}); });
  const Verdict& whole = rules.check("62324 u3; 99213");
  EXPECT_TRUE(whole.plan.empty());
  std::vector<Override> overrides;
  for (const Finding& finding : whole.findings) {
    if (finding.rule->id == "DX-AAA-002")
      overrides.push_back({"DX-AAA-002", fact_hash(finding, rules.claim())});
  }
  const auto list = rules.rules();
  const Engine engine(list);
  Engine::Workspace workspace;
  const Verdict& verdict = engine.check(rules.claim(), rules.reference(), NoHistory(), workspace, overrides);
  EXPECT_EQ(verdict.plan.steps.size(), 2U);
}

TEST(Plan, InventsNoDiagnosis) {
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", units);
  rules.add("DX-AAA-001", [](const RuleInput& input, RuleOutput& output) {
    if (input.claim.line(2)->diagnoses.size() > 1) return;
    Edit made = edit(EditKind::add_diagnosis, 2);
    made.diagnosis = *IcdCode::parse("I10");
    offer(say(output, {2}, {"99213"}), made);
  });
  EXPECT_TRUE(rules.check("62324 u3; 99213").plan.empty());
}

TEST(Plan, IsBoundedByWork) {
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", units);
  rules.add("GLB-001", visit);
  rules.options.plan_lines = 1;
  EXPECT_TRUE(rules.check("62324 u3; 99213").plan.empty());
  rules.options.plan_lines = 0;
  EXPECT_TRUE(rules.check("62324 u3; 99213").plan.empty());
}

TEST(Plan, DoesNotAllocateOnceWarm) {
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", units);
  rules.add("GLB-001", visit);
  ASSERT_EQ(rules.check("62324 u3; 99213").plan.steps.size(), 2U);
  const auto list = rules.rules();
  const Engine engine(list);
  Engine::Workspace workspace;
  const auto judge = [&] {
    return engine.check(rules.claim(), rules.reference(), NoHistory(), workspace).plan.steps.size();
  };
  (void)judge();
  (void)judge();
  const std::size_t before = allocations();
  EXPECT_EQ(judge(), 2U);
  EXPECT_EQ(allocations() - before, 0U);
}

}  // namespace
}  // namespace chargelint::test
