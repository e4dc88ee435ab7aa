// Acknowledgements: header, MSA and ERR by version, and the bounds of an answer.
#include "hl7/ack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support.h"

namespace chargelint::hl7 {
namespace {

AckError error_at(Place place, std::string rule = "NCCI-PTP-001",
                  std::string message = "Not paid together.") {
  AckError error;
  error.at = location_of(place);
  error.rule = std::move(rule);
  error.message = std::move(message);
  return error;
}

AckContent content_with(std::vector<AckError> errors, AckCode code = AckCode::AA) {
  AckContent content;
  content.code = code;
  content.errors = std::move(errors);
  content.control_id = "CL-1";
  content.timestamp = "20260130080001+0000";
  return content;
}

std::string answer_to(const std::string& bytes, const AckContent& content) {
  const auto message = Message::open(bytes);
  EXPECT_TRUE(message.has_value());
  return write_ack(*message, content);
}

std::string sent(const std::string& version, const std::string& rest = "") {
  return test::lines("MSH|^~\\&|EHR^1^ISO|FAC|CHK|HUB|20260130||DFT^P03^DFT_P03|C-1|T|" + version + rest);
}

// Segments between spaces of the caller's making: line ends shown as '/'.
std::string shown(std::string text) {
  std::replace(text.begin(), text.end(), '\r', '/');
  return text;
}

struct VersionCase {
  const char* version;
  AckCode code;
  const char* answer;
};

TEST(Ack, SpeaksTheSendersVersion) {
  const VersionCase cases[] = {
      {"2.2", AckCode::AA,
       "MSH|^~\\&|CHK|HUB|EHR^1^ISO|FAC|20260130080001+0000||ACK|CL-1|T|2.2/"
       "MSA|AA|C-1|1 finding: NCCI-PTP-001 FT1[2]-26[1]: Not paid together./"
       "ERR||FT1^2^26^1|207^Application internal error^HL70357|W|NCCI-PTP-001^^L|||Not paid together./"},
      {"2.3", AckCode::AA,
       "MSH|^~\\&|CHK|HUB|EHR^1^ISO|FAC|20260130080001+0000||ACK^P03|CL-1|T|2.3/"
       "MSA|AA|C-1|1 finding: NCCI-PTP-001 FT1[2]-26[1]: Not paid together./"
       "ERR||FT1^2^26^1|207^Application internal error^HL70357|W|NCCI-PTP-001^^L|||Not paid together./"},
      {"2.3.1", AckCode::AE,
       "MSH|^~\\&|CHK|HUB|EHR^1^ISO|FAC|20260130080001+0000||ACK^P03^ACK|CL-1|T|2.3.1/"
       "MSA|AE|C-1|1 finding: NCCI-PTP-001 FT1[2]-26[1]: Not paid together.|||207^Application internal "
       "error^HL70357/"
       "ERR|FT1^2^26^207&Application internal error&HL70357|FT1^2^26^1|207^Application internal "
       "error^HL70357|W|"
       "NCCI-PTP-001^^L|||Not paid together./"},
      {"2.5.1^USA", AckCode::AA,
       "MSH|^~\\&|CHK|HUB|EHR^1^ISO|FAC|20260130080001+0000||ACK^P03^ACK|CL-1|T|2.5.1^USA/"
       "MSA|AA|C-1|1 finding: NCCI-PTP-001 FT1[2]-26[1]: Not paid together./"
       "ERR||FT1^2^26^1|207^Application internal error^HL70357|W|NCCI-PTP-001^^L|||Not paid together./"},
      {"2.6", AckCode::AR,
       "MSH|^~\\&|CHK|HUB|EHR^1^ISO|FAC|20260130080001+0000||ACK^P03^ACK|CL-1|T|2.6/"
       "MSA|AR|C-1|1 finding: NCCI-PTP-001 FT1[2]-26[1]: Not paid together.|||207^Application internal "
       "error^HL70357/"
       "ERR||FT1^2^26^1|207^Application internal error^HL70357|W|NCCI-PTP-001^^L|||Not paid together./"},
      {"2.8", AckCode::AR,
       "MSH|^~\\&|CHK|HUB|EHR^1^ISO|FAC|20260130080001+0000||ACK^P03^ACK|CL-1|T|2.8/"
       "MSA|AR|C-1|1 finding: NCCI-PTP-001 FT1[2]-26[1]: Not paid together./"
       "ERR||FT1^2^26^1|207^Application internal error^HL70357|W|NCCI-PTP-001^^L|||Not paid together./"},
  };
  for (const VersionCase& test_case : cases) {
    SCOPED_TRACE(test_case.version);
    const AckContent content = content_with({error_at({"FT1", 2, 26, 1, 0, 0})}, test_case.code);
    EXPECT_EQ(shown(answer_to(sent(test_case.version), content)), test_case.answer);
  }
}

TEST(Ack, ASiteCanSwitchErrorsOffBefore25) {
  AckContent content = content_with({error_at({"FT1", 1, 25, 0, 1, 0}), error_at({"FT1", 2, 26, 1, 0, 0})});
  content.errors_before_2_5 = false;
  const std::string positive = answer_to(sent("2.4"), content);
  EXPECT_EQ(positive.find("ERR"), std::string::npos);
  EXPECT_NE(positive.find("MSA|AA|C-1|2 findings, first: NCCI-PTP-001 FT1[1]-25.1: Not paid together."),
            std::string::npos);
  content.code = AckCode::AE;
  EXPECT_NE(answer_to(sent("2.4"), content)
                .find("ERR|FT1^1^25^207&Application internal error&HL70357~FT1^2^26^207&Application internal "
                      "error&HL70357\r"),
            std::string::npos);
  EXPECT_NE(answer_to(sent("2.5"), content).find("ERR||FT1^1^25^1^1|"), std::string::npos);
}

TEST(Ack, SaysWhatTheSiteSaysWhenThereIsNothingToFind) {
  AckContent content = content_with({});
  content.text = "accepted | no ^ findings\r\n";
  EXPECT_EQ(shown(answer_to(sent("2.5.1"), content)),
            "MSH|^~\\&|CHK|HUB|EHR^1^ISO|FAC|20260130080001+0000||ACK^P03^ACK|CL-1|T|2.5.1/"
            "MSA|AA|C-1|accepted \\F\\ no \\S\\ findings  /");
}

struct LocationCase {
  Place place;
  const char* field;  // ERR-2
};

TEST(Ack, PutsTheLocationIntoErr2AndNoFieldFurther) {
  const LocationCase cases[] = {
      {{"FT1", 2, 26, 1, 0, 0}, "FT1^2^26^1"},     {{"FT1", 1, 25, 0, 1, 0}, "FT1^1^25^1^1"},
      {{"FT1", 1, 20, 2, 9, 2}, "FT1^1^20^2^9^2"}, {{"MSH", 1, 9, 0, 0, 0}, "MSH^1^9"},
      {{"FT1", 3, 0, 0, 0, 0}, "FT1^3"},           {{}, ""},
  };
  for (const LocationCase& test_case : cases) {
    const std::string answer = answer_to(sent("2.5"), content_with({error_at(test_case.place)}));
    const auto message = Message::open(answer);
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ(message->find("ERR").field(2).raw(), test_case.field);
    EXPECT_EQ(message->find("ERR").field(3).component(1).raw(), "207");
    EXPECT_TRUE(message->find("ERR").field(1).empty());
  }
}

TEST(Ack, AnErrorUnderAPositiveCodeIsAWarning) {
  AckError error = error_at({"FT1", 1, 25, 0, 1, 0});
  error.severity = 'E';
  EXPECT_NE(answer_to(sent("2.5"), content_with({error})).find("|W|NCCI"), std::string::npos);
  EXPECT_NE(answer_to(sent("2.5"), content_with({error}, AckCode::AE)).find("|E|NCCI"), std::string::npos);
  error.severity = 'I';
  EXPECT_NE(answer_to(sent("2.5"), content_with({error})).find("|I|NCCI"), std::string::npos);
}

TEST(Ack, EscapesInTheSendersDelimiters) {
  AckError error = error_at({"FT1", 1, 25, 0, 1, 0}, "R#1", "a|b^c#d:e*f?g!h");
  error.parameters = {"62324", "59*LT"};
  const std::string answer = answer_to(test::lines("MSH#:*?!#EHR#FAC#CHK#HUB#1##DFT:P03:DFT_P03#C-1#P#2.5.1"),
                                       content_with({error}));
  EXPECT_TRUE(answer.starts_with("MSH#:*?!#CHK#HUB#EHR#FAC#")) << answer;
  EXPECT_NE(answer.find("ERR##FT1:1:25:1:1#207:Application internal "
                        "error:HL70357#W#R?F?1::L#62324*59?R?LT##a|b^c?F?d?S?e?R?f?E?g?T?h\r"),
            std::string::npos)
      << answer;
}

TEST(Ack, WritesBlanksWhereTheSenderDeclaredNoEscape) {
  const std::string answer = answer_to(test::lines("MSH|^~&|EHR|FAC|CHK|HUB|1||DFT^P03|C-1|P|2.5"),
                                       content_with({error_at({"FT1", 1, 25, 0, 0, 0}, "R", "a|b&c\\d")}));
  EXPECT_TRUE(answer.starts_with("MSH|^~&|CHK"));
  EXPECT_NE(answer.find("|a b c\\d\r"), std::string::npos) << answer;
}

TEST(Ack, EscapesTheTruncationCharacter) {
  const std::string answer = answer_to(test::lines("MSH|^~\\&#|EHR|FAC|CHK|HUB|1||DFT^P03|C-1|P|2.8"),
                                       content_with({error_at({}, "R", "line #2")}));
  EXPECT_NE(answer.find("line \\P\\2"), std::string::npos) << answer;
}

struct SetCase {
  const char* set;
  const char* name;      // MSH-3 as the reader has it
  const char* declared;  // MSH-18 of the answer
  const char* echoed;
  const char* dash;  // how our own "–" is written
};

TEST(Ack, IsWrittenInTheSetItDeclares) {
  const SetCase cases[] = {
      {"", "EHR", "", "EHR", "-"},
      {"UNICODE UTF-8", "Ren\xC3\xA9", "UNICODE UTF-8", "Ren\xC3\xA9", "\xE2\x80\x93"},
      {"8859/1", "Ren\xC3\xA9", "8859/1", "Ren\xE9", "-"},
      {"8859/1", "Ren\xE9", "8859/1", "Ren\xE9", "-"},
      {"UNICODE UTF-16", "Ren\xC3\xA9", "", "Ren?", "-"},
  };
  for (const SetCase& test_case : cases) {
    SCOPED_TRACE(test_case.set);
    const std::string bytes = test::lines("MSH|^~\\&|" + std::string(test_case.name) +
                                          "|F|C|H|1||DFT^P03|C-1|P|2.5||||||" + test_case.set);
    AckContent content = content_with({});
    content.text =
        "62320\xE2\x80\x93"
        "62327";
    const std::string answer = answer_to(bytes, content);
    const auto message = Message::open(answer);
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ(message->header().field(18).raw(), test_case.declared);
    EXPECT_EQ(message->header().field(5).raw(), test_case.echoed);
    EXPECT_EQ(message->find("MSA").field(3).raw(), "62320" + std::string(test_case.dash) + "62327");
  }
}

TEST(Ack, StaysUnder4KilobytesAndSaysWhatIsLeftOut) {
  struct Case {
    std::size_t errors;
    std::size_t diagnostic;
    std::size_t message;
    std::size_t most;
  };
  const Case cases[] = {{3, 100, 100, 3},  {20, 5000, 60, 20},  {21, 10, 60, 20},
                        {500, 10, 60, 20}, {20, 500, 5000, 20}, {200, 5000, 5000, 20}};
  for (const Case& test_case : cases) {
    std::vector<AckError> errors;
    for (std::size_t index = 0; index < test_case.errors; ++index) {
      AckError error = error_at({"FT1", static_cast<unsigned>(index + 1), 26, 1, 0, 0}, "NCCI-PTP-001",
                                std::string(test_case.message, '|'));
      error.diagnostic = std::string(test_case.diagnostic, 'd');
      error.parameters = std::vector<std::string>(12, "62324");
      errors.push_back(error);
    }
    const std::string answer = answer_to(sent("2.5.1"), content_with(errors));
    EXPECT_LT(answer.size() + 3, 4096U);
    EXPECT_EQ(answer.back(), '\r');
    const auto message = Message::open(answer);
    ASSERT_TRUE(message.has_value());
    std::size_t count = 0;
    while (message->find("ERR", count + 1).exists()) ++count;
    EXPECT_LE(count, test_case.most);
    EXPECT_GE(count, 1U);
    const std::string last(message->find("ERR", count).field(8).raw());
    const bool whole = count == test_case.errors;
    EXPECT_EQ(last.starts_with("and "), !whole) << last;
    if (!whole) {
      EXPECT_EQ(last, "and " + std::to_string(test_case.errors - (count - 1)) + " more");
    }
  }
}

TEST(Ack, AHostileHeaderDoesNotSwellTheAnswer) {
  const std::string long_text(100000, 'x');
  const std::string bytes = test::lines("MSH|^~\\&|" + long_text + "|" + long_text + "|C|H|1||DFT^" +
                                        long_text + "|" + long_text + "|P|" + long_text);
  EXPECT_LT(answer_to(bytes, content_with({error_at({})})).size(), 4096U);
}

TEST(Ack, AnswersBytesWithoutAHeader) {
  AckContent content = content_with({}, AckCode::AR);
  content.text = "no MSH segment";
  EXPECT_EQ(shown(write_ack_without_header(content)),
            "MSH|^~\\&|CHARGELINT||||20260130080001+0000||ACK|CL-1|P|2.5.1/MSA|AR||no MSH segment/");
}

TEST(Ack, WrapsSeveralAnswersInABatch) {
  const std::vector<std::string> answers = {"MSH|^~\\&|CHK|HUB|EHR|FAC|1||ACK|1|P|2.5\rMSA|AA|1\r",
                                            "MSH|^~\\&|CHK|HUB|EHR|FAC|1||ACK|2|P|2.5\rMSA|AE|2\r"};
  const AckContent content = content_with({});
  EXPECT_EQ(shown(write_batch_answer("BHS|^~\\&|EHR|FAC|CHK|HUB|2026||||B1", answers, content)),
            "BHS|^~\\&|CHK|HUB|EHR|FAC|20260130080001+0000||||CL-1|B1/" + shown(answers[0]) +
                shown(answers[1]) + "BTS|2/");
  EXPECT_EQ(shown(write_batch_answer("", answers, content)),
            "BHS|^~\\&|CHK|HUB|EHR|FAC|20260130080001+0000||||CL-1|/" + shown(answers[0]) +
                shown(answers[1]) + "BTS|2/");
}

TEST(Ack, KnowsAnAcknowledgementWhenItSeesOne) {
  const auto is_ack = [](const std::string& bytes) {
    const auto message = Message::open(bytes);
    return message && is_acknowledgement(*message);
  };
  EXPECT_TRUE(is_ack("MSH|^~\\&|A||||1||ACK^P03^ACK|1|P|2.5\rMSA|AA|1\r"));
  EXPECT_TRUE(is_ack("MSH:;~\\&:A::::1::ACK;ACK;A7:1:D:2.2\rMSA:CA:1\r"));
  EXPECT_TRUE(is_ack("MSH|^~\\&|A||||1||ORR^O02|1|P|2.5\rMSA|AA|1\r"));
  EXPECT_FALSE(is_ack("MSH|^~\\&|A||||1||DFT^P03|1|P|2.5\rEVN|P03\r"));
}

TEST(Ack, AnswersEverySampleWithItsControlId) {
  NEEDS_SAMPLES();
  for (const std::string& name : test::sample_names()) {
    SCOPED_TRACE(name);
    const std::string bytes = test::sample(name);
    for (const std::string_view part : split_messages(bytes).messages) {
      const auto message = Message::open(part);
      if (!message) continue;
      const std::string answer = write_ack(*message, content_with({error_at({"FT1", 1, 25, 0, 1, 0})}));
      const auto read = Message::open(answer);
      ASSERT_TRUE(read.has_value());
      EXPECT_EQ(read->find("MSA").field(2).raw(), message->header().field(10).raw());
      EXPECT_EQ(read->header().field(2).raw(), message->header().field(2).raw());
    }
  }
}

struct DueCase {
  AcknowledgementMode mode;
  const char* conditions;  // MSH-15 and MSH-16
  AckCode code;
  bool stored;
  const char* accept;
  bool application;
};

TEST(Ack, AnswersAsTheModeAndTheSenderSay) {
  using Mode = AcknowledgementMode;
  const DueCase cases[] = {
      {Mode::original, "|", AckCode::AA, true, "", true},
      {Mode::original, "AL|NE", AckCode::AA, true, "", true},  // the habit of most senders
      {Mode::automatic, "|", AckCode::AA, true, "", true},
      {Mode::enhanced, "|", AckCode::AA, true, "CA", false},
      {Mode::automatic, "AL|NE", AckCode::AA, true, "CA", false},
      {Mode::automatic, "AL|AL", AckCode::AA, true, "CA", true},
      {Mode::automatic, "NE|NE", AckCode::AA, true, "", false},
      {Mode::automatic, "NE|AL", AckCode::AE, true, "", true},
      {Mode::automatic, "ER|ER", AckCode::AA, true, "", false},
      {Mode::automatic, "ER|ER", AckCode::AE, false, "CE", false},
      {Mode::automatic, "ER|AL", AckCode::AR, false, "CR", false},
      {Mode::automatic, "NE|ER", AckCode::AR, false, "", true},
      {Mode::automatic, "SU|SU", AckCode::AA, true, "CA", true},
      {Mode::automatic, "SU|SU", AckCode::AE, false, "", false},
      {Mode::automatic, "AL|ER", AckCode::AE, true, "CA", true},  // held on error, and kept
      {Mode::automatic, "|AL", AckCode::AA, true, "", true},
      {Mode::automatic, "AL|", AckCode::AA, true, "CA", false},
  };
  for (const DueCase& test_case : cases) {
    SCOPED_TRACE(test_case.conditions);
    const std::string bytes =
        "MSH|^~\\&|A|B|C|D|1||DFT^P03|1|P|2.5|||" + std::string(test_case.conditions) + "\r";
    const auto message = Message::open(bytes);
    ASSERT_TRUE(message.has_value());
    const AnswersDue due = answers_due(*message, test_case.mode, test_case.code, test_case.stored);
    EXPECT_EQ(due.accept ? ack_code_text(due.accept_code) : "", test_case.accept);
    EXPECT_EQ(due.application, test_case.application);
  }
  EXPECT_EQ(in_frames("one\r", "two\r"), "one\r\x1C\r\x0Btwo\r");
}

TEST(Ack, TwoPlacesThatDifferAreTwoRepetitionsOfTheLocation) {
  const std::string bytes = "MSH|^~\\&|A|B|C|D|1||DFT^P03|1|P|2.5\r";
  const auto message = Message::open(bytes);
  AckContent content;
  AckError error;
  error.at = location_of({"FT1", 1, 26, 1, 0, 0});
  error.other_at = location_of({"PR1", 1, 16, 1, 0, 0});
  content.errors.push_back(error);
  EXPECT_NE(write_ack(*message, content).find("\rERR||FT1^1^26^1~PR1^1^16^1|"), std::string::npos);
}

}  // namespace
}  // namespace chargelint::hl7
