// The pipeline with a store that commits when the test says so: nothing is answered before.
#include "plugin/pipeline.h"

#include "data/state/history.h"

#include <gtest/gtest.h>

#include <array>
#include <deque>

#include "support.h"

namespace chargelint::plugin {
namespace {

// Keeps what was submitted until the test commits it, and knows messages as the real one does.
class HeldStore final : public data::StateStore {
 public:
  struct Held {
    data::MessageRecord record;
    data::CommitDone done;
  };
  void submit(data::MessageRecord record, data::CommitDone done) override {
    held.push_back({std::move(record), std::move(done)});
  }
  Result<std::optional<data::Committed>> find(std::string_view sender, std::string_view control_id,
                                              const data::ContentHash& content) override {
    ++look_ups;
    for (const data::MessageRecord& known : stored) {
      if (known.sender != sender || known.control_id != control_id) continue;
      if (known.content == content) return data::Committed{data::CommitOutcome::replayed, known.answer};
      return data::Committed{data::CommitOutcome::conflict, ""};
    }
    return std::optional<data::Committed>();
  }
  Result<std::optional<data::MessageRecord>> load(std::string_view, std::string_view) override {
    return std::optional<data::MessageRecord>();
  }
  Result<data::StoredServices> services(const data::HistoryQuery&) override { return data::StoredServices{}; }
  Result<std::int64_t> add_override(const data::Override&) override { return 0; }
  Result<bool> end_override(std::int64_t, std::string_view, std::string_view, std::int64_t) override {
    return false;
  }
  Result<std::vector<data::Override>> active_overrides(const data::OverrideSubject&, std::int64_t) override {
    return std::vector<data::Override>();
  }
  Result<std::vector<data::Override>> overrides(std::size_t) override {
    return std::vector<data::Override>();
  }
  Result<std::optional<data::StoredVerdict>> verdict_of_visit(std::string_view) override {
    return std::nullopt;
  }
  Result<std::optional<data::StoredVerdict>> verdict_of_message(std::int64_t) override {
    return std::nullopt;
  }
  Result<std::vector<data::OverrideAudit>> override_audit() override {
    return std::vector<data::OverrideAudit>();
  }
  Result<data::StateCounts> counts() override { return data::StateCounts{}; }
  [[nodiscard]] data::StateMetrics metrics() const override { return {}; }
  bool reachable() override { return true; }

  void commit() {
    Held next = std::move(held.front());
    held.pop_front();
    const auto known = *find(next.record.sender, next.record.control_id, next.record.content);
    if (known) {
      next.done(*known);
      return;
    }
    stored.push_back(next.record);
    next.done(data::Committed{data::CommitOutcome::stored, next.record.answer});
  }
  void fail_commit() {
    Held next = std::move(held.front());
    held.pop_front();
    next.done(fail(ErrorKind::environment, "state", "the disk is full"));
  }

  std::deque<Held> held;
  std::vector<data::MessageRecord> stored;
  int look_ups = 0;
};

// Fires on 62324.
void evaluate_62324(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (facts.line->code.text() != "62324") continue;
    Finding& finding = output.add();
    finding.lines.push_back(facts.line->number);
    finding.codes.push_back(facts.line->code);
    finding.location = facts.line->code_at;
  }
}
constexpr Rule make_rule() {
  Rule rule;
  rule.info.id = "NCCI-MUE-003";
  rule.info.module = "NCCI-MUE";
  rule.info.clinician = "One is enough.";
  rule.info.biller = "One is enough. Take the other off.";
  rule.evaluate = evaluate_62324;
  return rule;
}
constexpr Rule kRule = make_rule();

std::string dft(std::string_view control_id, std::string_view code = "62324",
                std::string_view time = "20260504101500") {
  return "MSH|^~\\&|EHR|FAC|CL|HUB|" + std::string(time) + "||DFT^P03^DFT_P03|" + std::string(control_id) +
         "|P|2.5.1\rEVN|P03|20260504101500\rPID|1||PAT-77^^^FAC^MR||TESTER^ANY\r"
         "PV1|1|O|||||||||||||||||V-1\rFT1|1|T1||20260504|20260504|CG|" +
         std::string(code) + "|||1||||||11|||M54.12^^I10||||||" + std::string(code) + "^^C4|59\r";
}

class HL7Pipeline : public ::testing::Test {
 protected:
  explicit HL7Pipeline(AckPolicy policy = {})
      : pipeline_(engine_, reference_, store_, PatientRefs(std::string(32, 'k')), metrics_, policy,
                  [this] { return now_; }) {}
  void send(std::string frame) {
    answers_.emplace_back();
    const std::size_t place = answers_.size() - 1;
    pipeline_.accept(std::move(frame), Protocol::mllp, [this, place](Result<std::string> answer) {
      ASSERT_FALSE(answers_[place]) << "answered twice";
      answers_[place] = std::move(answer);
    });
  }
  [[nodiscard]] bool answered(std::size_t place = 0) const { return answers_[place].has_value(); }
  [[nodiscard]] std::string answer(std::size_t place = 0) const {
    if (!answers_[place]) return "(not answered)";
    return *answers_[place] ? **answers_[place] : "(failed)";
  }

  const std::array<const Rule*, 1> rules_{&kRule};
  EngineHolder engine_{std::make_shared<Engine>(rules_)};
  ReferenceHolder reference_{std::make_shared<testing::EmptyReference>()};
  HeldStore store_;
  Metrics metrics_{rules_};
  std::int64_t now_ = 1768404612000;
  std::deque<std::optional<Result<std::string>>> answers_;
  Pipeline pipeline_;
};

TEST_F(HL7Pipeline, AnswersOnlyOnceTheStoreHasCommitted) {
  send(dft("C1"));
  EXPECT_FALSE(answered());
  EXPECT_EQ(pipeline_.in_flight(), 1U);
  ASSERT_EQ(store_.held.size(), 1U);
  const data::MessageRecord& record = store_.held.front().record;
  EXPECT_EQ(record.protocol, "mllp");
  EXPECT_EQ(record.sender, "EHR|FAC");
  EXPECT_EQ(record.control_id, "C1");
  EXPECT_EQ(record.message, dft("C1"));
  EXPECT_EQ(record.patient_id, "PAT-77");
  EXPECT_EQ(record.visit_id, "V-1");
  EXPECT_EQ(record.snapshot, "00ff");
  EXPECT_EQ(record.received_ms, now_);
  ASSERT_EQ(record.charges.size(), 1U);
  EXPECT_EQ(record.charges[0].code, "62324");
  EXPECT_EQ(record.charges[0].modifiers, "59");
  EXPECT_EQ(record.charges[0].diagnoses, "M54.12");
  EXPECT_EQ(record.charges[0].date, "2026-05-04");
  ASSERT_EQ(record.findings.size(), 1U);
  EXPECT_EQ(record.findings[0].rule, "NCCI-MUE-003");
  EXPECT_EQ(record.findings[0].line, 1);
  EXPECT_TRUE(record.verdict.starts_with("{\"input\":\"mllp\",\"claim\":\"V-1\",\"patient_ref\":\""))
      << record.verdict;
  EXPECT_EQ(record.verdict.find("PAT-77"), std::string::npos);
  const std::string promised = record.answer;
  store_.commit();
  ASSERT_TRUE(answered());
  EXPECT_EQ(answer(), promised);
  EXPECT_NE(answer().find("\rMSA|AA|C1|"), std::string::npos) << answer();
  EXPECT_NE(answer().find("|W|NCCI-MUE-003^^L|62324|"), std::string::npos) << answer();
  EXPECT_NE(answer().find("|20260114153012+0000|"), std::string::npos) << answer();
  EXPECT_EQ(pipeline_.in_flight(), 0U);
}

TEST_F(HL7Pipeline, AResendGetsTheStoredAnswerAndIsNotStoredAgain) {
  send(dft("C1"));
  store_.commit();
  now_ += 60000;
  send(dft("C1", "62324", "20260504111500"));  // only the time of sending differs
  ASSERT_TRUE(answered(1));
  EXPECT_EQ(answer(1), answer(0));
  EXPECT_TRUE(store_.held.empty());
}

TEST_F(HL7Pipeline, ResendsThatCrossEachOtherGetOneAnswer) {
  send(dft("C1"));
  send(dft("C1"));
  ASSERT_EQ(store_.held.size(), 2U);
  store_.commit();
  store_.commit();
  EXPECT_EQ(answer(1), answer(0));
  EXPECT_EQ(store_.stored.size(), 1U);
}

TEST_F(HL7Pipeline, TheSameControlIdWithOtherContentIs205) {
  send(dft("C1"));
  store_.commit();
  send(dft("C1", "62320"));
  EXPECT_NE(answer(1).find("MSA|AE|C1|"), std::string::npos) << answer(1);
  EXPECT_NE(answer(1).find("205^Duplicate key identifier"), std::string::npos) << answer(1);
  send(dft("C2"));
  send(dft("C2", "62320"));
  store_.commit();
  store_.commit();
  EXPECT_NE(answer(3).find("MSA|AE|C2|"), std::string::npos) << "found by the writer alone: " << answer(3);
  EXPECT_EQ(store_.stored.size(), 2U);
}

TEST_F(HL7Pipeline, AMessageThatCannotBeStoredIsNotAnswered) {
  send(dft("C1"));
  store_.fail_commit();
  EXPECT_EQ(answer(), "(failed)");
  EXPECT_EQ(pipeline_.in_flight(), 0U);
}

TEST_F(HL7Pipeline, AcknowledgementsAreNeverAnswered) {
  for (const char* const frame :
       {"MSH|^~\\&|EHR|FAC|CL|HUB|20260504||ACK^P03|A1|P|2.5.1\rMSA|AA|X1\r", "\x06", "\x15"}) {
    send(frame);
    EXPECT_EQ(answers_.back().value().value(), "");
  }
  EXPECT_TRUE(store_.held.empty());
}

struct RefusedFrame {
  const char* name;
  std::string frame;
  const char* says;
};
class RefusedFrames : public HL7Pipeline, public ::testing::WithParamInterface<RefusedFrame> {};
TEST_P(RefusedFrames, AreAnsweredAtOnceAndNotStored) {
  send(GetParam().frame);
  ASSERT_TRUE(answered());
  EXPECT_NE(answer().find(GetParam().says), std::string::npos) << answer();
  EXPECT_TRUE(store_.held.empty());
}
INSTANTIATE_TEST_SUITE_P(
    All, RefusedFrames,
    ::testing::Values(RefusedFrame{"Garbage", "GET / HTTP/1.1", "\rMSA|AR|"},
                      RefusedFrame{"Empty", "", "\rMSA|AR|"},
                      RefusedFrame{"TruncatedHeader", "MSH|^", "\rMSA|AR|"},
                      RefusedFrame{"OtherType",
                                   "MSH|^~\\&|EHR|FAC|CL|HUB|20260504||ADT^A01|C9|P|2.5.1\rPID|1\r",
                                   "\rMSA|AR|C9|"},
                      RefusedFrame{"NoControlId", dft(""), "\rMSA|AR||"}),
    [](const auto& info) { return info.param.name; });

TEST_F(HL7Pipeline, TwoMessagesInAFrameGetOneAnswerOnceBothAreStored) {
  send(dft("C1") + dft("C2"));
  ASSERT_EQ(store_.held.size(), 2U);
  store_.commit();
  EXPECT_FALSE(answered());
  store_.commit();
  const std::string text = answer();
  EXPECT_TRUE(text.starts_with("BHS|")) << text;
  EXPECT_LT(text.find("MSA|AA|C1|"), text.find("MSA|AA|C2|")) << text;
  EXPECT_NE(text.find("\rBTS|2"), std::string::npos) << text;
}

TEST_F(HL7Pipeline, ABatchWithOneUnstoredMessageIsNotAnswered) {
  send(dft("C1") + dft("C2"));
  store_.commit();
  store_.fail_commit();
  EXPECT_EQ(answer(), "(failed)");
  send(dft("C1") + dft("C2"));  // the resend: the first is known, the second is stored now
  ASSERT_EQ(store_.held.size(), 1U);
  store_.commit();
  EXPECT_EQ(store_.stored.size(), 2U);
  EXPECT_TRUE(answer(1).starts_with("BHS|"));
}

TEST_F(HL7Pipeline, OurControlIdsAreUniqueAndFitTheOldLength) {
  send(dft("C1"));
  send(dft("C2"));
  store_.commit();
  store_.commit();
  const auto control_id = [](const std::string& text) {
    std::size_t at = 0;
    for (int field = 1; field < 10; ++field) at = text.find('|', at) + 1;
    return text.substr(at, text.find('|', at) - at);
  };
  EXPECT_NE(control_id(answer(0)), control_id(answer(1)));
  EXPECT_LE(control_id(answer(0)).size(), 20U) << control_id(answer(0));
}

TEST_F(HL7Pipeline, AFrameGivenUpIsAnsweredInTheSendersTerms) {
  const std::string text = pipeline_.refuse_frame(dft("C1").substr(0, 120), "message too large");
  EXPECT_NE(text.find("MSA|AR|C1|message too large"), std::string::npos) << text;
  EXPECT_NE(pipeline_.refuse_frame("xxxx", "message too large").find("MSA|AR||"), std::string::npos);
}

class HoldingPipeline : public HL7Pipeline {
 protected:
  HoldingPipeline() : HL7Pipeline(AckPolicy{.hold_on_error = true}) {}
};
TEST_F(HoldingPipeline, AnswersAeButStoresTheCharge) {
  send(dft("C1"));
  ASSERT_EQ(store_.held.size(), 1U);
  store_.commit();
  EXPECT_NE(answer().find("MSA|AE|C1|"), std::string::npos) << answer();
  EXPECT_NE(answer().find("|E|NCCI-MUE-003^^L|"), std::string::npos) << answer();
}

}  // namespace
}  // namespace chargelint::plugin
