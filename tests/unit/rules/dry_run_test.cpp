// Which fixes are verified, which stay as advice, which go.
#include <gtest/gtest.h>

#include "rules/engine/text.h"
#include "tests/unit/rules/scripted_rules.h"

namespace chargelint::test {
namespace {

Edit edit(EditKind kind, int line) {
  Edit edit;
  edit.kind = kind;
  edit.line = static_cast<std::uint16_t>(line);
  return edit;
}
Edit set_units(int line, int units) {
  Edit made = edit(EditKind::set_units, line);
  made.units = Quantity::of(units);
  return made;
}
Edit add_modifier(int line, Modifier modifier) {
  Edit made = edit(EditKind::add_modifier, line);
  made.modifier = modifier;
  return made;
}
Edit replace_code(int line, std::string_view text) {
  Edit made = edit(EditKind::replace_code, line);
  made.code = code(text);
  return made;
}
Fix& offer(Finding& finding, const Edit& made) {
  Fix& fix = finding.fixes.emplace_back();
  fix.edits.push_back(made);
  return fix;
}
const ServiceLine* line_of(const RuleInput& input, std::uint16_t number) {
  return input.claim.line(number);
}

// Too many units on line 1.
void too_many_units(const RuleInput& input, RuleOutput& output, const std::function<void(Finding&)>& with) {
  const ServiceLine* const line = line_of(input, 1);
  if (line == nullptr || line->units <= Quantity::of(1)) return;
  with(say(output, {1}, {"62324"}));
}

TEST(DryRun, VerifiesAFixThatClearsItsFinding) {
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", [](const RuleInput& input, RuleOutput& output) {
    too_many_units(input, output, [](Finding& finding) {
      offer(finding, set_units(1, 1));
      offer(finding, set_units(1, 2));
    });
  });
  const Verdict& verdict = rules.check("62324 u3");
  ASSERT_EQ(verdict.findings.size(), 1U);
  ASSERT_EQ(verdict.findings[0].fixes.size(), 1U) << "the fix that clears nothing is dropped";
  const Fix& fix = verdict.findings[0].fixes[0];
  EXPECT_TRUE(fix.verified);
  EXPECT_EQ(fix_title(fix, verdict.findings[0]), "Set line 1 to 1 unit");
}

TEST(DryRun, DropsAFixThatRaisesAWarning) {
  Severity raised = Severity::warning;
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", [](const RuleInput& input, RuleOutput& output) {
    too_many_units(input, output, [](Finding& finding) { offer(finding, set_units(1, 1)); });
  });
  rules.add("DX-PTR-001", [&raised](const RuleInput& input, RuleOutput& output) {
    if (line_of(input, 1)->units == Quantity::of(1)) say(output, {1}, {"62324"}).severity = raised;
  });
  EXPECT_TRUE(rules.check("62324 u3").findings[0].fixes.empty());
  raised = Severity::info;
  ASSERT_EQ(rules.check("62324 u3").findings[0].fixes.size(), 1U);
  EXPECT_TRUE(rules.check("62324 u3").findings[0].fixes[0].verified);
}

TEST(DryRun, CountsAFindingThatWasOnlySilencedAsRaised) {
  ScriptedRules rules;
  rules.add("GLB-001", [](const RuleInput& input, RuleOutput& output) {
    if (line_of(input, 2)->has("XX"_mod)) return;
    offer(say(output, {1, 2}, {"62324", "99213"}), add_modifier(2, "XX"_mod));
  });
  rules.add("NCCI-PTP-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1, 2}, {"62324", "99213"}).severity = Severity::warning;
  });
  const Verdict& verdict = rules.check("62324; 99213");
  ASSERT_EQ(ids(verdict), std::vector<std::string>{"GLB-001"});
  EXPECT_TRUE(verdict.findings[0].fixes.empty());
}

TEST(DryRun, WhatStoodBeforeIsNotRaised) {
  ScriptedRules rules;
  rules.add("CODE-FAM-001", [](const RuleInput& input, RuleOutput& output) {
    if (line_of(input, 1)->code != code("62324") || line_of(input, 3) == nullptr) return;
    Fix& fix = offer(say(output, {1, 3}, {"62324", "77003"}), replace_code(1, "62325"));
    fix.edits.push_back(edit(EditKind::remove_line, 3));
  });
  // Speaks of the procedure whatever its code, and of all lines that are left.
  rules.add("GLB-001", [](const RuleInput& input, RuleOutput& output) {
    Finding& finding = say(output, {}, {"99213"});
    finding.codes.push_back(line_of(input, 1)->code);
    for (const ServiceLine& line : input.claim.lines) finding.lines.push_back(line.number);
  });
  const Verdict& verdict = rules.check("62324; 99213; 77003");
  ASSERT_EQ(verdict.findings.size(), 2U);
  ASSERT_EQ(verdict.findings[0].rule->id, "CODE-FAM-001");
  ASSERT_EQ(verdict.findings[0].fixes.size(), 1U);
  EXPECT_TRUE(verdict.findings[0].fixes[0].verified);
  EXPECT_EQ(fix_title(verdict.findings[0].fixes[0], verdict.findings[0]),
            "Replace 62324 by 62325 on line 1, remove line 3 (77003)");
}

TEST(DryRun, AGraverFormOfTheSameFindingIsRaised) {
  ScriptedRules rules;
  rules.add("MPFS-BIL-001", [](const RuleInput& input, RuleOutput& output) {
    if (line_of(input, 1)->units == Quantity::of(1)) return;
    offer(say(output, {1}, {"62324"}), set_units(1, 1));
  });
  rules.add("DX-PTR-001", [](const RuleInput& input, RuleOutput& output) {
    const bool one = line_of(input, 1)->units == Quantity::of(1);
    say(output, {1}, {"62324"}).severity = one ? Severity::error : Severity::warning;
  });
  EXPECT_TRUE(rules.check("62324 u2").findings[0].fixes.empty());
}

TEST(DryRun, NeverVerifiesABypassModifierEvenWithoutModifierTable) {
  for (const Modifier modifier : {"59"_mod, "XE"_mod, "XS"_mod, "XP"_mod, "XU"_mod, "25"_mod}) {
    ScriptedRules rules;
    rules.add("NCCI-PTP-001", [modifier](const RuleInput& input, RuleOutput& output) {
      if (line_of(input, 2)->has(modifier)) return;
      offer(say(output, {1, 2}, {"45385", "45380"}), add_modifier(2, modifier));
    });
    ASSERT_TRUE(rules.reference().set_source("modifiers none"));
    const Verdict& verdict = rules.check("45385; 45380");
    ASSERT_EQ(verdict.findings[0].fixes.size(), 1U) << modifier.text().view();
    EXPECT_FALSE(verdict.findings[0].fixes[0].verified) << modifier.text().view();
    EXPECT_TRUE(verdict.findings[0].fixes[0].needs_person) << modifier.text().view();
  }
}

TEST(DryRun, NeverVerifiesAModifierThatTheTableSaysAssertsAFact) {
  if (starter_tables().modifiers.empty()) GTEST_SKIP() << "data/starter/modifiers.tsv is missing";
  ScriptedRules rules;
  Modifier modifier = "76"_mod;
  rules.add("DUP-001", [&modifier](const RuleInput& input, RuleOutput& output) {
    if (line_of(input, 2)->has(modifier)) return;
    offer(say(output, {1, 2}, {"71046"}), add_modifier(2, modifier));
  });
  ASSERT_EQ(rules.check("71046; 71046").findings[0].fixes.size(), 1U);
  EXPECT_FALSE(rules.check("71046; 71046").findings[0].fixes[0].verified);
  modifier = "26"_mod;  // a matter of who bills what, not of what was done
  EXPECT_TRUE(rules.check("71046; 71046").findings[0].fixes[0].verified);
}

TEST(DryRun, KeepsAdviceOnlyWhereItClearsItsFinding) {
  ScriptedRules rules;
  rules.add("NCCI-MUE-003", [](const RuleInput& input, RuleOutput& output) {
    too_many_units(input, output, [](Finding& finding) {
      offer(finding, set_units(1, 1)).question = "Was it done once?";
      offer(finding, set_units(1, 2)).needs_person = true;
    });
  });
  // What else it brings is the person's to weigh.
  rules.add("MOD-59-003", [](const RuleInput& input, RuleOutput& output) {
    if (line_of(input, 1)->units == Quantity::of(1)) say(output, {1}, {"62324"});
  });
  const Verdict& verdict = rules.check("62324 u3");
  ASSERT_EQ(verdict.findings[0].fixes.size(), 1U);
  EXPECT_EQ(verdict.findings[0].fixes[0].edits[0].units, Quantity::of(1));
  EXPECT_FALSE(verdict.findings[0].fixes[0].verified);
}

TEST(DryRun, TriesEachFixOnTheClaimAsItWas) {
  ScriptedRules rules;
  std::vector<std::string> seen;
  rules.add("NCCI-PTP-001", [&seen](const RuleInput& input, RuleOutput& output) {
    std::string text;
    for (const ServiceLine& line : input.claim.lines) {
      text += line.code.text().str();
      for (const ModifierUse& use : line.modifiers) text += "-" + use.value.text().str();
      text += " ";
    }
    seen.push_back(text);
    if (seen.size() > 1) return;
    Finding& finding = say(output, {1, 2}, {"45385", "45380"});
    offer(finding, add_modifier(2, "XS"_mod));
    offer(finding, edit(EditKind::remove_line, 1));
    offer(finding, add_modifier(1, "XE"_mod));
    offer(finding, replace_code(2, "45378"));
  });
  (void)rules.check("45385; 45380");
  const std::vector<std::string> expected = {"45385 45380 ",    "45385 45380-XS ", "45380 ",      "45380 ",
                                             "45385-XE 45380 ", "45385 45378 ",    "45385 45378 "};
  EXPECT_EQ(seen, expected);
}

TEST(DryRun, SharesOneRunBetweenEqualEdits) {
  int runs = 0;
  ScriptedRules rules;
  rules.options.plan_lines = 0;  // a plan would judge once more
  const auto gone = [](const RuleInput& input) { return line_of(input, 2) == nullptr; };
  rules.add("DUP-002", [&](const RuleInput& input, RuleOutput& output) {
    ++runs;
    if (!gone(input)) offer(say(output, {1, 2}, {"62324"}), edit(EditKind::remove_line, 2));
  });
  rules.add("NCCI-MUE-003", [&](const RuleInput& input, RuleOutput& output) {
    if (!gone(input)) offer(say(output, {1, 2}, {"62324"}), edit(EditKind::remove_line, 2));
  });
  const Verdict& verdict = rules.check("62324; 62324");
  EXPECT_EQ(runs, 3) << "the claim, the rule alone, and the claim mended";
  for (const Finding& finding : verdict.findings) {
    ASSERT_EQ(finding.fixes.size(), 1U);
    EXPECT_TRUE(finding.fixes[0].verified);
  }
}

TEST(DryRun, OffersNothingItCouldNotTry) {
  ScriptedRules rules;
  rules.options.dry_run_lines = 2;
  rules.add("NCCI-MUE-003", [](const RuleInput& input, RuleOutput& output) {
    too_many_units(input, output, [](Finding& finding) { offer(finding, set_units(1, 1)); });
  });
  EXPECT_EQ(rules.check("62324 u3").findings[0].fixes.size(), 1U);
  EXPECT_TRUE(rules.check("62324 u3; 99213").findings[0].fixes.empty());
}

TEST(DryRun, WordsForAPersonStayAndAnEmptyFixGoes) {
  ScriptedRules rules;
  rules.add("CODE-UNL-001", [](const RuleInput&, RuleOutput& output) {
    Finding& finding = say(output, {1}, {"64999"});
    Fix& advice = finding.fixes.emplace_back();
    advice.title = "Attach the report";
    advice.needs_person = true;
    finding.fixes.emplace_back();
  });
  const Verdict& verdict = rules.check("64999");
  ASSERT_EQ(verdict.findings[0].fixes.size(), 1U);
  EXPECT_EQ(fix_title(verdict.findings[0].fixes[0], verdict.findings[0]), "Attach the report");
}

std::string outline(const Claim& claim) {
  std::string text;
  for (const ServiceLine& line : claim.lines) {
    text += std::to_string(line.number) + ":" + line.code.text().str();
    for (const ModifierUse& use : line.modifiers) text += "-" + std::string(use.text);
    text += " u" + line.units.text().str() + " dx";
    for (const DiagnosisPointer& pointer : line.diagnoses) {
      text += " " + claim.diagnoses[pointer.index].code.text().str();
    }
    if (line.charge) text += " $" + line.charge->text().str();
    text += "; ";
  }
  return text;
}

TEST(WithFix, AppliesEachKindOfEdit) {
  const auto input = case_input("dx A M54.12 B I10", "62324-59-59 u3 dxAB charge=90; 99213 u1 charge=10.50");
  ASSERT_TRUE(input);
  const Claim& claim = (*input)->claim;
  const auto after = [&claim](const Edit& made) {
    Fix fix;
    fix.edits.push_back(made);
    return outline(with_fix(claim, fix));
  };
  const std::string second = "2:99213 u1 dx M54.12 $10.50; ";
  EXPECT_EQ(after(add_modifier(1, "XS"_mod)), "1:62324-59-59-XS u3 dx M54.12 I10 $90.00; " + second);
  Edit removed = add_modifier(1, "59"_mod);
  removed.kind = EditKind::remove_modifier;
  EXPECT_EQ(after(removed), "1:62324-59 u3 dx M54.12 I10 $90.00; " + second);
  EXPECT_EQ(after(set_units(1, 1)), "1:62324-59-59 u1 dx M54.12 I10 $90.00; " + second);
  EXPECT_EQ(after(replace_code(1, "62325")), "1:62325-59-59 u3 dx M54.12 I10 $90.00; " + second);
  EXPECT_EQ(after(edit(EditKind::remove_line, 1)), second);
  Edit diagnosis = edit(EditKind::add_diagnosis, 2);
  diagnosis.diagnosis = *IcdCode::parse("E11.9");
  EXPECT_EQ(after(diagnosis), "1:62324-59-59 u3 dx M54.12 I10 $90.00; 2:99213 u1 dx M54.12 E11.9 $10.50; ");
  diagnosis = edit(EditKind::reorder_diagnoses, 1);
  diagnosis.diagnosis = *IcdCode::parse("I10");
  EXPECT_EQ(after(diagnosis), "1:62324-59-59 u3 dx I10 M54.12 $90.00; " + second);
  diagnosis.line = 0;
  EXPECT_EQ(after(diagnosis), "1:62324-59-59 u3 dx M54.12 I10 $90.00; " + second)
      << "pointers follow the diagnosis";
  Edit split = set_units(1, 1);
  split.kind = EditKind::split_line;
  split.modifier = "76"_mod;
  EXPECT_EQ(after(split), "1:62324-59-59 u2 dx M54.12 I10 $60.00; " + second +
                              "3:62324-59-59-76 u1 dx M54.12 I10 $30.00; ");
  Edit merge = edit(EditKind::merge_lines, 1);
  merge.other = 2;
  EXPECT_EQ(after(merge), "1:62324-59-59 u4 dx M54.12 I10 $100.50; ");
  EXPECT_EQ(after(edit(EditKind::remove_line, 9)), outline(claim));
}

}  // namespace
}  // namespace chargelint::test
