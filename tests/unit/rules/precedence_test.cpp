// Which finding silences which.
#include "rules/engine/precedence.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/unit/rules/scripted_rules.h"

namespace chargelint::test {
namespace {

using Ids = std::vector<std::string>;

TEST(PrecedencePatterns, NameWholeIdsFamiliesAndExceptions) {
  EXPECT_TRUE(names("CODE-VAL-*", "CODE-VAL-001"));
  EXPECT_FALSE(names("CODE-VAL-*", "CODE-STAT-001"));
  EXPECT_TRUE(names("GLB-001 GLB-002", "GLB-002"));
  EXPECT_FALSE(names("GLB-001", "GLB-0011"));
  EXPECT_TRUE(names("* !DX-*", "NCCI-PTP-001"));
  EXPECT_FALSE(names("* !DX-*", "DX-VAL-001"));
  EXPECT_TRUE(names("* !DX-* DX-SEQ-001", "DX-SEQ-001"));
  EXPECT_FALSE(names("", "DX-VAL-001"));
}

// Two findings that silence each other would both vanish.
TEST(PrecedenceTable, HasNoCircle) {
  std::set<std::string> ids;
  for (const Precedence& precedence : precedence_table()) {
    for (const std::string_view list : {precedence.winners, precedence.silenced}) {
      std::string text(list);
      for (std::size_t start = 0; start < text.size();) {
        const std::size_t space = std::min(text.find(' ', start), text.size());
        std::string id = text.substr(start, space - start);
        start = space + 1;
        if (id[0] == '!') id.erase(0, 1);
        if (id == "*") continue;
        if (id.ends_with("-*")) id.replace(id.size() - 1, 1, "099");  // any other of the family
        ids.insert(id);
      }
    }
  }
  std::vector<Rule> rules(ids.size());
  std::vector<const Rule*> list;
  std::size_t index = 0;
  for (const std::string& id : ids) {
    rules[index].info.id = id;
    list.push_back(&rules[index++]);
  }
  const ResolvedPrecedence resolved(list);
  // Rules that nothing left silences are taken away until none is left.
  std::set<std::size_t> left;
  for (std::size_t rule = 0; rule < list.size(); ++rule) left.insert(rule);
  for (bool taken = true; taken;) {
    taken = false;
    for (const std::size_t rule : left) {
      const bool silenced = std::any_of(left.begin(), left.end(), [&](std::size_t other) {
        return resolved.between(other, rule) != nullptr;
      });
      if (silenced) continue;
      left.erase(rule);
      taken = true;
      break;
    }
  }
  for (const std::size_t rule : left) ADD_FAILURE() << list[rule]->info.id << " is part of a circle";
}

Evidence pair_row(const PtpEdit& edit, std::string_view column1) {
  Evidence evidence;
  evidence.row = PtpEvidence{code(column1), &edit};
  evidence.present = true;
  return evidence;
}

TEST(Precedence, GlobalSurgerySpeaksForThePairAndShowsItsRow) {
  const PtpEdit edit{};
  ScriptedRules rules;
  rules.add("GLB-001", [](const RuleInput&, RuleOutput& output) { say(output, {1, 2}, {"62324", "99213"}); });
  rules.add("NCCI-PTP-001", [&edit](const RuleInput&, RuleOutput& output) {
    say(output, {1, 2}, {"62324", "99213"}).evidence = pair_row(edit, "62324");
    say(output, {1, 3}, {"62324", "77003"}).evidence = pair_row(edit, "62324");
  });
  const Verdict& verdict = rules.check("62324; 99213; 77003");
  ASSERT_EQ(ids(verdict), (Ids{"GLB-001", "NCCI-PTP-001"}));
  ASSERT_TRUE(verdict.findings[0].evidence.present);
  EXPECT_EQ(std::get<PtpEvidence>(verdict.findings[0].evidence.row).edit, &edit);
  EXPECT_EQ(verdict.findings[1].lines.back(), 3);
}

TEST(Precedence, AnInvalidCodeSilencesWhatElseConcernsItOnItsLine) {
  ScriptedRules rules;
  rules.add("CODE-VAL-001", [](const RuleInput&, RuleOutput& output) { say(output, {1}, {"62399"}); });
  rules.add("NCCI-MUE-003", [](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {"62399"});
    say(output, {2}, {"62324"});
  });
  rules.add("MOD-VAL-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {"62399"}).modifiers.push_back("ZZ"_mod);
  });
  EXPECT_EQ(ids(rules.check("62399-ZZ; 62324")), (Ids{"CODE-VAL-001", "MOD-VAL-001", "NCCI-MUE-003"}));
}

TEST(Precedence, ANotPayableCodeSilencesPairsOnlyFromWarningOn) {
  ScriptedRules rules;
  Severity severity = Severity::warning;
  rules.add("CODE-STAT-001", [&severity](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {"36416"}).severity = severity;
  });
  rules.add("NCCI-PTP-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1, 2}, {"99213", "36416"});
  });
  EXPECT_EQ(ids(rules.check("36416; 99213")), (Ids{"CODE-STAT-001"}));
  severity = Severity::info;
  EXPECT_EQ(ids(rules.check("36416; 99213")), (Ids{"NCCI-PTP-001", "CODE-STAT-001"}));
}

TEST(Precedence, ADuplicateKeepsThePairOfItsFirstCopy) {
  ScriptedRules rules;
  rules.add("DUP-001", [](const RuleInput&, RuleOutput& output) { say(output, {1, 2}, {"45385"}); });
  rules.add("NCCI-PTP-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1, 3}, {"45385", "45380"});
    say(output, {2, 3}, {"45385", "45380"});
  });
  const Verdict& verdict = rules.check("45385; 45385; 45380");
  ASSERT_EQ(ids(verdict), (Ids{"DUP-001", "NCCI-PTP-001"}));
  EXPECT_EQ(verdict.findings[1].lines, (SmallVector<std::uint16_t, 4>{1, 3}));
}

TEST(Precedence, DiagnosisValidityIsSaidOnceAndPerDiagnosis) {
  const auto about = [](RuleOutput& output, std::string_view diagnosis) {
    say(output, {1}, {}).diagnoses.push_back(*IcdCode::parse(diagnosis));
  };
  ScriptedRules rules;
  rules.add("DX-VAL-001", [&](const RuleInput&, RuleOutput& output) { about(output, "M54.1"); });
  rules.add("DX-VAL-002", [&](const RuleInput&, RuleOutput& output) { about(output, "M54.1"); });
  rules.add("DX-SEQ-006", [&](const RuleInput&, RuleOutput& output) {
    about(output, "M54.1");
    about(output, "W19.XXXA");
  });
  const Verdict& verdict = rules.check("62324");
  ASSERT_EQ(ids(verdict), (Ids{"DX-SEQ-006", "DX-VAL-002"}));
  EXPECT_EQ(verdict.findings[0].diagnoses.front().text().view(), "W19.XXXA");
}

TEST(Precedence, UnitRulesSpeakOneAtATime) {
  const auto on_line = [](const RuleInput&, RuleOutput& output) { say(output, {1}, {"66984"}); };
  ScriptedRules rules;
  for (const std::string_view id : {"NCCI-MUE-002", "NCCI-MUE-004", "NCCI-MUE-005", "MPFS-BIL-003"}) {
    rules.add(id, on_line);
  }
  EXPECT_EQ(ids(rules.check("66984-50 u2")), (Ids{"NCCI-MUE-005"}));
  rules.add("NCCI-MUE-006", on_line);
  EXPECT_EQ(ids(rules.check("66984-50 u2")), (Ids{"NCCI-MUE-006"}));
}

TEST(Precedence, FiftyOnACodeWithoutSidesLeavesTheUnitsCounted) {
  const auto on_line = [](const RuleInput&, RuleOutput& output) { say(output, {1}, {"62324"}); };
  ScriptedRules rules;
  for (const std::string_view id : {"MPFS-BIL-001", "NCCI-MUE-003", "NCCI-MUE-005"}) rules.add(id, on_line);
  // NCCI-MUE-005 would silence NCCI-MUE-003, but is silenced itself.
  EXPECT_EQ(ids(rules.check("62324-50 u2")), (Ids{"MPFS-BIL-001", "NCCI-MUE-003"}));
}

TEST(Precedence, AMalformedElementLeavesAGap) {
  ScriptedRules rules;
  rules.add("SHAPE-CLM-003", [](const RuleInput&, RuleOutput& output) { say(output, {1}, {}); });
  rules.add("DX-PTR-001", [](const RuleInput&, RuleOutput& output) { say(output, {1}, {"62324"}); });
  const Verdict& verdict = rules.check("62324 dx-");
  EXPECT_EQ(ids(verdict), (Ids{"SHAPE-CLM-003"}));
  ASSERT_EQ(verdict.not_evaluated.size(), 1U);
  EXPECT_EQ(verdict.not_evaluated[0].module, "DX-PTR");
  EXPECT_EQ(verdict.not_evaluated[0].gap, Gap::shape);
}

TEST(Precedence, OrderOfModifiersWaitsForModifierErrors) {
  ScriptedRules rules;
  Severity severity = Severity::error;
  rules.add("MOD-VAL-001", [&severity](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {"62324"}).severity = severity;
  });
  rules.add("MOD-ORD-001", [](const RuleInput&, RuleOutput& output) { say(output, {1}, {"62324"}); });
  EXPECT_EQ(ids(rules.check("62324-GC-ZZ")), (Ids{"MOD-VAL-001"}));
  severity = Severity::warning;
  EXPECT_EQ(rules.check("62324-GC-ZZ").findings.size(), 2U);
}

}  // namespace
}  // namespace chargelint::test
