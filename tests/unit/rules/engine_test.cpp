// Running, merging, grading, ordering and the gaps that the engine sees by itself.
#include "rules/engine/engine.h"

#include <gtest/gtest.h>

#include "rules/engine/text.h"
#include "tests/unit/rules/allocations.h"
#include "tests/unit/rules/scripted_rules.h"

namespace chargelint::test {
namespace {

using Ids = std::vector<std::string>;
using Lines = SmallVector<std::uint16_t, 4>;

Severity severity_of(ScriptedRules& rules, std::string_view context) {
  const Verdict& verdict = rules.check("62324", context);
  return verdict.findings.empty() ? Severity::off : verdict.findings[0].severity;
}

const NotEvaluated* gap_of(const Verdict& verdict, std::string_view module, Gap gap) {
  for (const NotEvaluated& entry : verdict.not_evaluated) {
    if (entry.module == module && entry.gap == gap) return &entry;
  }
  return nullptr;
}

TEST(Engine, MergesWhatOneRuleSaysTwiceOfTheSameThings) {
  ScriptedRules rules;
  rules.add("NCCI-PTP-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1, 2}, {"45385", "45380"}).severity = Severity::warning;
    say(output, {2, 1}, {"45380", "45385"}).severity = Severity::error;
    say(output, {1, 3}, {"45385", "45380"});
  });
  const Verdict& verdict = rules.check("45385; 45380; 45380");
  ASSERT_EQ(verdict.findings.size(), 2U);
  EXPECT_EQ(verdict.findings[0].lines, (Lines{1, 2}));
  EXPECT_EQ(verdict.findings[0].severity, Severity::error);
  EXPECT_EQ(verdict.findings[1].lines, (Lines{1, 3}));
}

TEST(Engine, KeepsFindingsApartThatDifferInOneThing) {
  ScriptedRules rules;
  rules.add("MOD-VAL-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {"62324"}).modifiers.push_back("ZZ"_mod);
    say(output, {1}, {"62324"}).modifiers.push_back("QY"_mod);
    say(output, {1}, {"62324"}).diagnoses.push_back(*IcdCode::parse("I10"));
    say(output, {2}, {"62324"});
  });
  EXPECT_EQ(rules.check("62324; 62324").findings.size(), 4U);
}

TEST(Engine, TellsMissingElementsOfOneLineApartByTheirPlace) {
  ScriptedRules rules;
  rules.add("SHAPE-CLM-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {}).location.packed = 7;
    say(output, {1}, {}).location.packed = 8;
    say(output, {1}, {}).location.packed = 8;
  });
  EXPECT_EQ(rules.check("62324").findings.size(), 2U);
}

TEST(Engine, ListsLinesAscendingAndStillPrintsTheLineThatTheRuleNamedFirst) {
  ScriptedRules rules;
  rules.add("NCCI-PTP-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {3, 1, 3}, {"45385", "45380"});
  });
  const Verdict& verdict = rules.check("45380; 99213; 45385");
  ASSERT_EQ(verdict.findings.size(), 1U);
  EXPECT_EQ(verdict.findings[0].lines, (Lines{1, 3}));
  EXPECT_EQ(biller_text(verdict.findings[0]), "45385 is in question on line 3.");
}

TEST(Engine, GradesByPayerClassAndStage) {
  ScriptedRules rules;
  RuleInfo& info =
      rules.add("NCCI-PTP-001", [](const RuleInput&, RuleOutput& output) { say(output, {1}, {"62324"}); });
  info.payers = kNcciPayers;
  EXPECT_EQ(severity_of(rules, ""), Severity::error);
  EXPECT_EQ(severity_of(rules, "payer commercial"), Severity::warning);
  EXPECT_EQ(severity_of(rules, "stage charge"), Severity::error);
  EXPECT_EQ(severity_of(rules, "stage order"), Severity::warning);
  EXPECT_EQ(severity_of(rules, "stage order, payer other"), Severity::warning);
  info.hard_at_order = true;
  EXPECT_EQ(severity_of(rules, "stage order"), Severity::error);
  info.payers.medicaid = PayerShift::kOff;
  EXPECT_EQ(severity_of(rules, "payer medicaid"), Severity::off);
  info.severity = Severity::info;
  EXPECT_EQ(severity_of(rules, "payer commercial"), Severity::info)
      << "a lower step than info does not hide it";
}

TEST(Engine, TakesTheSeverityThatTheRuleLowered) {
  Severity severity = Severity::warning;
  ScriptedRules rules;
  rules.add("NCCI-PTP-004", [&severity](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {"62324"}).severity = severity;
  });
  EXPECT_EQ(severity_of(rules, ""), Severity::warning);
  severity = Severity::off;
  EXPECT_EQ(severity_of(rules, ""), Severity::off);
}

TEST(Engine, RunsARuleOnlyForItsKindsStagesAndFormats) {
  ScriptedRules rules;
  RuleInfo& info =
      rules.add("GLB-001", [](const RuleInput&, RuleOutput& output) { say(output, {1}, {"62324"}); });
  const auto fires = [&rules](std::string_view context) {
    return !rules.check("62324", context).findings.empty();
  };
  info.kinds = KindMask::professional | KindMask::asc;
  info.stages = StageMask::charge_or_claim;
  info.formats = FormatMask::hl7;
  EXPECT_TRUE(fires("kind P, format hl7"));
  EXPECT_TRUE(fires("kind A, stage charge, format hl7"));
  EXPECT_FALSE(fires("kind O, format hl7"));
  EXPECT_FALSE(fires("kind P, stage order, format hl7"));
  EXPECT_FALSE(fires("kind P, format fhir"));
  EXPECT_FALSE(fires("kind P"));
}

TEST(Engine, OrdersBySeverityThenLineThenRule) {
  ScriptedRules rules;
  rules.add("MOD-VAL-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {2}, {"62324"});
    say(output, {1}, {"62324"});
  });
  rules.add("DX-PTR-001", [](const RuleInput&, RuleOutput& output) {
    say(output, {1}, {"62324"}).severity = Severity::info;
    say(output, {2}, {"62324"});
    say(output, {}, {});
  });
  const Verdict& verdict = rules.check("62324; 62324");
  EXPECT_EQ(ids(verdict), (Ids{"DX-PTR-001", "MOD-VAL-001", "DX-PTR-001", "MOD-VAL-001", "DX-PTR-001"}));
  EXPECT_TRUE(verdict.findings[0].lines.empty());
  EXPECT_EQ(verdict.worst(), Severity::error);
}

TEST(Engine, GathersGapsOnceAModuleGapAndSource) {
  ScriptedRules rules;
  const auto gaps = [](const RuleInput&, RuleOutput& output) {
    for (const std::string_view text : {"99213", "99212", "99213", "99214", "99215", "99202"}) {
      output.not_evaluated(Gap::partial, Source::mue_practitioner, code(text));
    }
    output.not_evaluated(Gap::partial, Source::fee_schedule, code("99213"));
  };
  rules.add("NCCI-MUE-001", gaps);
  rules.add("NCCI-MUE-002", gaps);
  const Verdict& verdict = rules.check("62324");
  ASSERT_EQ(verdict.not_evaluated.size(), 2U);
  const NotEvaluated& entry = verdict.not_evaluated[0];
  EXPECT_EQ(entry.source, Source::mue_practitioner);
  EXPECT_EQ(entry.codes.size(), 4U);
  EXPECT_EQ(entry.more, 1U);
  EXPECT_EQ(reason_text(entry, rules.reference()),
            "ncci-mue-practitioner is partial and does not hold 99202, 99212, 99213, 99214 and 1 more");
}

TEST(Engine, SaysWhichModulesHadNoHistory) {
  ScriptedRules rules;
  const auto silent = [](const RuleInput&, RuleOutput&) {};
  rules.add("NCCI-PTP-001", silent).history = HistoryUse::same_day;
  rules.add("NCCI-PTP-002", silent).history = HistoryUse::same_day;
  rules.add("MOD-VAL-001", silent);
  RuleInfo& facility = rules.add("GLB-001", silent);
  facility.history = HistoryUse::days_92;
  facility.kinds = KindMask::outpatient;
  const Verdict& verdict = rules.check("62324");
  ASSERT_EQ(verdict.not_evaluated.size(), 1U);
  EXPECT_EQ(verdict.not_evaluated[0].module, "NCCI-PTP");
  EXPECT_EQ(verdict.not_evaluated[0].gap, Gap::no_history);
  EXPECT_TRUE(rules.check("62324", "history complete").not_evaluated.empty());
}

TEST(Engine, NamesTheNearestReleaseOnceASource) {
  ScriptedRules rules;
  ASSERT_TRUE(rules.reference().set_source("ncci-mue-practitioner complete 2026-04-01 2026-06-30"));
  ASSERT_TRUE(rules.reference().set_source("ncci-mue-outpatient-hospital complete 2026-04-01 2026-06-30"));
  for (const std::string_view id : {"NCCI-MUE-001", "NCCI-MUE-002"}) {
    RuleInfo& info = rules.add(id, [](const RuleInput&, RuleOutput&) {});
    info.reads = {Source::mue_practitioner, Source::mue_outpatient};
    info.reads_count = 2;
  }
  EXPECT_TRUE(rules.check("62324", "dos 2026-05-04").not_evaluated.empty());
  const Verdict& verdict = rules.check("62324; 62325", "dos 2026-09-01");
  ASSERT_EQ(verdict.not_evaluated.size(), 1U);
  const NotEvaluated* const gap = gap_of(verdict, "GOV", Gap::nearest_release);
  ASSERT_NE(gap, nullptr);
  EXPECT_EQ(reason_text(*gap, rules.reference()),
            "ncci-mue-practitioner has no release for this date of service; checked against fixture");
}

TEST(Engine, SaysThatALineWithoutDateOrCodeWasNotChecked) {
  ScriptedRules rules;
  const Verdict& verdict = rules.check("62324 dos=none; none");
  EXPECT_NE(gap_of(verdict, "CODE", Gap::no_date), nullptr);
  EXPECT_NE(gap_of(verdict, "CODE", Gap::no_code), nullptr);
  EXPECT_TRUE(rules.check("62324; none type=payment").not_evaluated.empty());
}

TEST(Engine, GivesRulesTheFactsOfEachLine) {
  ScriptedRules rules;
  ASSERT_TRUE(rules.reference().add_row("fee 62324 A 000 pctc=0"));
  std::vector<bool> judged;
  const FeeScheduleRow* row = nullptr;
  rules.add("CODE-STAT-001", [&](const RuleInput& input, RuleOutput&) {
    judged.clear();
    for (const LineFacts& facts : input.lines) judged.push_back(facts.judged);
    row = input.lines[0].fee.row;
  });
  (void)rules.check("62324; 62324 type=credit; 62324 reversed; 62324 dos=none; none; J1885");
  EXPECT_EQ(judged, (std::vector<bool>{true, false, false, false, false, true}));
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->status, 'A');
}

TEST(Engine, DoesNotAllocateOnceWarm) {
  ScriptedRules rules;
  ASSERT_TRUE(rules.reference().add_row("fee 62324 A 000 pctc=0"));
  rules.add("NCCI-PTP-001", [](const RuleInput&, RuleOutput& output) {
    Finding& finding = say(output, {1, 2}, {"62324", "99213"});
    Fix& fix = finding.fixes.emplace_back();
    fix.edits.push_back(Edit{EditKind::add_modifier, 2, 0, "XS"_mod, {}, {}, {}, {}});
    finding.fixes.emplace_back().edits.push_back(Edit{EditKind::remove_line, 2, 0, {}, {}, {}, {}, {}});
  });
  rules.add("GLB-001", [](const RuleInput&, RuleOutput& output) {
    if (output.add().lines.empty()) output.not_evaluated(Gap::partial, Source::fee_schedule, code("99213"));
  });
  rules.reference().seal();
  const auto input = case_input("dx A M54.12 B I10", "62324-59 dxAB; 99213-25 dxA; 77003; J1885 u2");
  ASSERT_TRUE(input);
  const auto list = rules.rules();
  const Engine engine(list);
  Engine::Workspace workspace;
  const auto judge = [&] {
    return engine.check((*input)->claim, rules.reference(), (*input)->history, workspace).findings.size();
  };
  ASSERT_EQ(judge(), 2U);
  (void)judge();
  const std::size_t before = allocations();
  EXPECT_EQ(judge(), 2U);
  EXPECT_EQ(allocations() - before, 0U);
}

}  // namespace
}  // namespace chargelint::test
