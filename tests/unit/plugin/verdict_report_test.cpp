// The JSON of the contract, the OperationOutcome and the ACK of a hand-made verdict.
#include <gtest/gtest.h>

#include "plugin/report/ack.h"
#include "plugin/report/outcome.h"
#include "plugin/report/patient_ref.h"
#include "plugin/report/verdict_json.h"
#include "plugin/report/verdict_text.h"
#include "rules/engine/rule.h"
#include "support.h"

namespace chargelint::plugin {
namespace {

constexpr RuleInfo make_pair_rule() {
  RuleInfo info;
  info.id = "NCCI-PTP-001";
  info.module = "NCCI-PTP";
  info.citations = {Citation{"A manual", "chapter 1"}};
  info.clinician = "{a} is part of {b}.";
  info.biller = "Line {line}: {a} is part of {b}. Remove it.";
  return info;
}
constexpr RuleInfo kPairRule = make_pair_rule();

constexpr RuleInfo make_shape_rule() {
  RuleInfo info;
  info.id = "SHAPE-DFT-003";
  info.module = "SHAPE-DFT";
  info.biller = "A field is empty. Fill it.";
  return info;
}
constexpr RuleInfo kShapeRule = make_shape_rule();

class VerdictReports : public ::testing::Test {
 protected:
  VerdictReports() {
    claim_.id = "V-1";
    PtpEdit edit;
    edit.column2_packed = Hcpcs::parse("62320")->packed();
    edit.from_day = 0;
    edit.to_day = PtpEdit::kOpenDay;
    edit.indicator = 1;
    edit_ = edit;
  }
  Finding& pair_finding(Severity severity = Severity::error) {
    Finding finding;
    finding.rule = &kPairRule;
    finding.severity = severity;
    finding.lines = {1, 2};
    finding.codes = {*Hcpcs::parse("62324"), *Hcpcs::parse("62320")};
    finding.modifiers = {Modifier('5', '9')};
    finding.diagnoses = {*IcdCode::parse("M5412")};
    finding.arguments = {Argument{"a", *Hcpcs::parse("62320")}, Argument{"b", *Hcpcs::parse("62324")},
                         Argument{"line", std::int64_t{2}}};
    finding.evidence.row = PtpEvidence{*Hcpcs::parse("62324"), &edit_};
    finding.evidence.source = Source::ptp_practitioner;
    finding.evidence.present = true;
    Fix fix;
    Edit change;
    change.kind = EditKind::add_modifier;
    change.line = 2;
    change.modifier = Modifier('X', 'S');
    fix.edits = {change};
    fix.question = "Was it at another level?";
    finding.fixes = {fix};
    verdict_.findings.push_back(finding);
    return verdict_.findings.back();
  }
  [[nodiscard]] VerdictReport report(Severity least = Severity::info) const {
    return {"msg.hl7", "", claim_, verdict_, reference_, least};
  }
  std::string json(Severity least = Severity::info) const {
    std::string out;
    append_verdict_json(out, report(least));
    return out;
  }

  testing::EmptyReference reference_;
  Claim claim_;
  Verdict verdict_;
  PtpEdit edit_;
};

TEST_F(VerdictReports, ACleanClaimHasEveryKey) {
  EXPECT_EQ(
      json(),
      R"({"input":"msg.hl7","claim":"V-1","patient_ref":null,"reference_release":"2026Q2","status":"clean",)"
      R"("findings":[],"not_evaluated":[]})");
}

TEST_F(VerdictReports, AFindingHasTheKeysOfTheContractInTheirOrder) {
  pair_finding();
  const std::string text = json();
  EXPECT_TRUE(text.starts_with(
      R"({"input":"msg.hl7","claim":"V-1","patient_ref":null,"reference_release":"2026Q2","status":"error","findings":[)"
      R"({"rule":"NCCI-PTP-001","severity":"error","lines":[1,2],"codes":["62324","62320"],"modifiers":["59"],)"
      R"("diagnoses":["M54.12"],"message":"62320 is part of 62324.",)"
      R"("detail":"Line 2: 62320 is part of 62324. Remove it.","location":null,)"
      R"("citation":{"title":"A manual","section":"chapter 1"},)"
      R"("evidence":{"source":"ncci-ptp-practitioner","release":"2026Q2","row":{"column1":"62324","column2":"62320",)"))
      << text;
  EXPECT_NE(text.find(R"("verified":false,"edits":[{"op":"add-modifier","line":2,"value":"XS"}],)"
                      R"("question":"Was it at another level?"}],"facts":")"),
            std::string::npos)
      << text;
}

TEST_F(VerdictReports, AFindingWithoutARowHasNullEvidence) {
  pair_finding().evidence = Evidence{};
  EXPECT_NE(json().find(R"("evidence":null)"), std::string::npos);
}

TEST_F(VerdictReports, FindingsBelowTheLeastSeverityAreLeftOutOfListAndStatus) {
  pair_finding(Severity::info);
  pair_finding(Severity::warning);
  EXPECT_NE(json().find(R"("status":"warning")"), std::string::npos);
  EXPECT_NE(json(Severity::warning).find(R"("status":"warning")"), std::string::npos);
  EXPECT_EQ(json(Severity::warning).find(R"("severity":"info")"), std::string::npos);
  EXPECT_NE(json(Severity::error).find(R"("status":"clean","findings":[])"), std::string::npos);
}

TEST_F(VerdictReports, TheReleaseIsTheNewestPtpOneElseTheNewestOfAll) {
  ReleaseInfo later;
  later.source = Source::fee_schedule;
  later.force.from = *Date::from_ymd(2026, 7, 1);
  later.name = "2026C";
  reference_.releases_.push_back(later);
  ReleaseInfo excerpt = reference_.releases_.front();
  excerpt.complete = false;
  excerpt.force.from = *Date::from_ymd(2026, 10, 1);
  excerpt.name = "2026Q4";
  reference_.releases_.push_back(excerpt);
  EXPECT_EQ(release_label(reference_), "2026Q2") << "an excerpt does not stand for its release";
  reference_.releases_.pop_back();
  reference_.releases_.erase(reference_.releases_.begin());
  EXPECT_EQ(release_label(reference_), "2026C");
  reference_.releases_.clear();
  EXPECT_EQ(release_label(reference_), "none");
}

TEST_F(VerdictReports, TextNamesRuleLinesRowSourceAndAdvice) {
  pair_finding();
  std::string text;
  append_verdict_text(text, report(), false);
  EXPECT_TRUE(text.starts_with("msg.hl7: claim V-1: 1 error, 0 warnings, 0 infos (reference 2026Q2)\n"))
      << text;
  EXPECT_NE(text.find("  error   NCCI-PTP-001  lines 1 2  62324 62320 59 M54.12\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("row: ncci-ptp-practitioner 2026Q2: column1 62324"), std::string::npos) << text;
  EXPECT_NE(text.find("source: A manual, chapter 1"), std::string::npos);
  EXPECT_NE(text.find("first answer: Was it at another level?"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  append_verdict_text(text, report(), true);
  EXPECT_NE(text.find('\x1b'), std::string::npos);
}

TEST_F(VerdictReports, TextKeepsControlBytesOffTheTerminal) {
  claim_.id = "V\x1b[2J";
  std::string text;
  append_verdict_text(text, report(), false);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST_F(VerdictReports, TheOutcomeHasOneIssueAFindingAndSaysWhatWasNotChecked) {
  pair_finding(Severity::warning);
  NotEvaluated gap;
  gap.module = "GLB";
  gap.gap = Gap::no_history;
  verdict_.not_evaluated.push_back(gap);
  const std::string text = verdict_outcome(report());
  EXPECT_NE(text.find(R"("severity":"warning","code":"business-rule")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("code":"NCCI-PTP-001")"), std::string::npos);
  EXPECT_NE(text.find(R"("severity":"information","code":"incomplete")"), std::string::npos) << text;
}

TEST_F(VerdictReports, AcceptedMessagesHaveNoErrorSeverity) {
  pair_finding(Severity::info);
  pair_finding(Severity::error);
  const AckPolicy policy;
  const AckDecision decision = decide_ack(claim_, verdict_, policy);
  EXPECT_EQ(decision.code, hl7::AckCode::AA);
  EXPECT_FALSE(decision.refused);
  const hl7::AckContent content = ack_content(report(), decision, policy);
  ASSERT_EQ(content.errors.size(), 2U);
  EXPECT_EQ(content.errors[0].severity, 'W') << "the gravest first";
  EXPECT_EQ(content.errors[1].severity, 'I');
  EXPECT_EQ(content.errors[0].rule, "NCCI-PTP-001");
  EXPECT_EQ(content.errors[0].message, "62320 is part of 62324.");
  EXPECT_EQ(content.errors[0].parameters, (std::vector<std::string>{"62324", "62320", "59", "M54.12"}));
}

TEST_F(VerdictReports, HoldOnErrorAnswersAeYetKeepsTheCharge) {
  AckPolicy policy;
  policy.hold_on_error = true;
  pair_finding(Severity::warning);
  EXPECT_EQ(decide_ack(claim_, verdict_, policy).code, hl7::AckCode::AA);
  pair_finding(Severity::error);
  const AckDecision decision = decide_ack(claim_, verdict_, policy);
  EXPECT_EQ(decision.code, hl7::AckCode::AE);
  EXPECT_FALSE(decision.refused);
  EXPECT_EQ(ack_content(report(), decision, policy).errors.front().severity, 'E');
}

struct ShapeCase {
  const char* name;
  ShapeKind kind;
  const char* element;
  std::uint16_t hl7_code;
  hl7::AckCode expected;
};
class ShapeDecisions : public VerdictReports, public ::testing::WithParamInterface<ShapeCase> {};
TEST_P(ShapeDecisions, RefuseWhatCannotBeProcessed) {
  ShapeFact fact;
  fact.kind = GetParam().kind;
  fact.element = GetParam().element;
  fact.hl7_code = GetParam().hl7_code;
  claim_.shape.push_back(fact);
  Finding finding;
  finding.rule = &kShapeRule;
  finding.severity = Severity::error;
  finding.hl7_code = GetParam().hl7_code;
  verdict_.findings.push_back(finding);
  pair_finding();
  const AckPolicy policy;
  const AckDecision decision = decide_ack(claim_, verdict_, policy);
  EXPECT_EQ(decision.code, GetParam().expected);
  EXPECT_TRUE(decision.refused);
  const hl7::AckContent content = ack_content(report(), decision, policy);
  ASSERT_EQ(content.errors.size(), 1U) << "the coding of a refused message is not spoken of";
  EXPECT_EQ(content.errors[0].severity, 'E');
  EXPECT_EQ(content.errors[0].hl7_code, GetParam().hl7_code);
}
INSTANTIATE_TEST_SUITE_P(
    All, ShapeDecisions,
    ::testing::Values(ShapeCase{"Type", ShapeKind::not_accepted, "MSH-9", 200, hl7::AckCode::AR},
                      ShapeCase{"Version", ShapeKind::not_accepted, "MSH-12", 203, hl7::AckCode::AR},
                      ShapeCase{"ControlId", ShapeKind::missing_field, "MSH-10", 101, hl7::AckCode::AR},
                      ShapeCase{"NoCharge", ShapeKind::missing_segment, "FT1", 100, hl7::AckCode::AE},
                      ShapeCase{"NoDate", ShapeKind::missing_field, "FT1-4", 101, hl7::AckCode::AE}),
    [](const auto& info) { return info.param.name; });

TEST_F(VerdictReports, AShapeWarningDoesNotRefuse) {
  Finding finding;
  finding.rule = &kShapeRule;
  finding.severity = Severity::warning;
  finding.hl7_code = 101;
  verdict_.findings.push_back(finding);
  EXPECT_EQ(decide_ack(claim_, verdict_, AckPolicy{}).code, hl7::AckCode::AA);
}

TEST(AckTime, IsUtcWithItsZone) {
  EXPECT_EQ(hl7_time(0), "19700101000000+0000");
  EXPECT_EQ(hl7_time(1768404612999), "20260114153012+0000");
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char character : bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text += kDigits[static_cast<unsigned char>(character) >> 4U];
    text += kDigits[static_cast<unsigned char>(character) & 15U];
  }
  return text;
}

// RFC 4231, cases 1, 2 and 6.
TEST(KeyedHash, IsHmacSha256) {
  EXPECT_EQ(hex(keyed_hash(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(keyed_hash("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      hex(keyed_hash(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(PatientReference, JoinsByPatientAndNeedsAKey) {
  const PatientRefs refs(std::string(32, 'k'));
  EXPECT_EQ(refs.of("P1").size(), 32U);
  EXPECT_EQ(refs.of("P1"), refs.of("P1"));
  EXPECT_NE(refs.of("P1"), refs.of("P2"));
  EXPECT_NE(refs.of("P1"), PatientRefs(std::string(32, 'j')).of("P1"));
  EXPECT_EQ(refs.of(""), "");
  EXPECT_EQ(PatientRefs().of("P1"), "");
}

}  // namespace
}  // namespace chargelint::plugin
