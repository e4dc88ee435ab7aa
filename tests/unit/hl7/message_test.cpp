// The reader itself: delimiters, line ends, preambles, escapes.
#include "hl7/message.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "support.h"

namespace chargelint::hl7 {
namespace {

using namespace std::string_literals;

std::string ids(const Message& message) {
  std::string out;
  for (std::size_t index = 0; index < message.size(); ++index) {
    out += (out.empty() ? "" : " ") + std::string(message[index].id());
  }
  return out;
}

struct ShapeCase {
  const char* name;
  std::string bytes;
  const char* segments;
  const char* second_field;  // PID-5.2
};

TEST(Message, OpensWhateverStandsAroundIt) {
  const std::string plain = "MSH|^~\\&|A|B|C|D|1||ADT^A01|1|P|2.5\rPID|1||2||DOE^JANE\rPV1|1|O";
  const auto with = [&plain](const std::string& line_end) {
    std::string out;
    for (const char character : plain) out += character == '\r' ? line_end : std::string(1, character);
    return out;
  };
  const ShapeCase cases[] = {
      {"CR", plain + "\r", "MSH PID PV1", "JANE"},
      {"no final line end", plain, "MSH PID PV1", "JANE"},
      {"LF", with("\n") + "\n", "MSH PID PV1", "JANE"},
      {"CRLF", with("\r\n") + "\r\n", "MSH PID PV1", "JANE"},
      {"CR CR LF", with("\r\r\n"), "MSH PID PV1", "JANE"},
      {"byte-order mark", "\xEF\xBB\xBF" + plain, "MSH PID PV1", "JANE"},
      {"framing", "\x0B" + plain + "\r\x1C\r", "MSH PID PV1", "JANE"},
      {"doubled framing", "\x0B\x0B" + plain + "\r\x1C\r\x1C\r", "MSH PID PV1", "JANE"},
      {"white space first", "\r\n  \t" + plain, "MSH PID PV1", "JANE"},
      {"blanks before segments", with("\r  "), "MSH PID PV1", "JANE"},
      {"empty segments", with("\r\r\r"), "MSH PID PV1", "JANE"},
      {"a line end inside a field goes on", "MSH|^~\\&|A\rPID|1||2||DOE^JA\nNE\rPV1|1", "MSH PID PV1",
       "JA\nNE"},
      {"a second header ends it", plain + "\rMSH|^~\\&|X\rOBX|1\r", "MSH PID PV1", "JANE"},
      {"other delimiters", "MSH#:*?!#A\rPID#1##2##DOE:JANE\r", "MSH PID", "JANE"},
      {"one encoding character", "MSH|^|A\rPID|1||2||DOE^JANE\r", "MSH PID", "JANE"},
      {"five encoding characters", "MSH|^~\\&#|A\rPID|1||2||DOE^JANE\r", "MSH PID", "JANE"},
      {"run together", "MSH|^~\\&|A|B EVN|P03 PID|1||2||DOE^JANE PV1|1", "MSH EVN PID PV1", "JANE"},
  };
  for (const ShapeCase& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    const auto message = Message::open(test_case.bytes);
    ASSERT_TRUE(message.has_value()) << to_string(message.error());
    EXPECT_EQ(ids(*message), test_case.segments);
    EXPECT_EQ(message->find("PID").field(5).component(2).raw(), test_case.second_field);
  }
}

TEST(Message, RefusesWhatHasNoHeaderAndSaysWhere) {
  struct Case {
    std::string bytes;
    const char* where;
  };
  const Case cases[] = {{"", "byte 0"},
                        {"   ", "byte 3"},
                        {"PID|1", "byte 0"},
                        {"MSH", "byte 3"},
                        {"MSHA^~\\&|", "byte 3"},
                        {"\x0BMSH|^~", "byte 5"},
                        {"MSH|^~\rPID|1", "byte 4"},
                        {"\x89PNG\r\n\x1A\n"s + std::string(20, '\0'), "byte 0"}};
  for (const Case& test_case : cases) {
    const auto message = Message::open(test_case.bytes);
    ASSERT_FALSE(message.has_value()) << test_case.bytes;
    EXPECT_EQ(message.error().where, test_case.where) << test_case.bytes;
    EXPECT_EQ(message.error().kind, ErrorKind::malformed);
  }
}

TEST(Message, RefusesMoreSegmentsThanItCanName) {
  std::string bytes = "MSH|^~\\&|A\r";
  for (int count = 0; count < 70000; ++count) bytes += "NTE\r";
  const auto message = Message::open(bytes);
  ASSERT_FALSE(message.has_value());
  EXPECT_EQ(message.error().kind, ErrorKind::too_large);
}

TEST(Message, CountsHeaderFieldsAsTheStandardDoes) {
  const std::string bytes = "MSH|^~\\&|APP|FAC\r";
  const auto message = Message::open(bytes);
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->header().field(1).raw(), "|");
  EXPECT_EQ(message->header().field(2).raw(), "^~\\&");
  EXPECT_EQ(message->header().field(3).raw(), "APP");
  EXPECT_EQ(message->header().field(4).raw(), "FAC");
  EXPECT_TRUE(message->header().field(5).empty());
  EXPECT_TRUE(message->header().field(500).empty());
}

TEST(Message, FindsPartsByNumberAndMissesNone) {
  const std::string bytes = "MSH|^~\\&|A\rPID|1|a&b^c~d||\"\"\rNTE|1\rNTE|2\r";
  const auto message = Message::open(bytes);
  ASSERT_TRUE(message.has_value());
  const Part field = message->find("PID").field(2);
  EXPECT_EQ(field.repetitions(), 2U);
  EXPECT_EQ(field.repetition(1).components(), 2U);
  EXPECT_EQ(field.repetition(1).component(1).subcomponents(), 2U);
  EXPECT_EQ(field.repetition(1).component(1).subcomponent(2).raw(), "b");
  EXPECT_EQ(field.repetition(2).raw(), "d");
  EXPECT_TRUE(field.repetition(3).empty());
  EXPECT_TRUE(field.repetition(0).empty());
  EXPECT_TRUE(message->find("PID").field(4).is_null());
  EXPECT_EQ(message->find("NTE", 2).field(1).raw(), "2");
  EXPECT_FALSE(message->find("NTE", 3).exists());
  EXPECT_EQ(message->find("PID").field(3).repetitions(), 0U);
}

TEST(Message, ReadsAnAmpersandAsSubcomponentWhenNoEscapeIsDeclared) {
  const std::string bytes = "MSH|^~&|A\rPID|1|a&b\\F\\\r";
  const auto message = Message::open(bytes);
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->delimiters().escape, '\0');
  EXPECT_EQ(message->find("PID").field(2).component(1).subcomponent(1).raw(), "a");
  EXPECT_EQ(message->find("PID").field(2).text(), "a&b\\F\\");
}

struct EscapeCase {
  std::string raw;
  std::string text;
};

TEST(Message, DecodesEscapesOnceFromTheLeft) {
  const EscapeCase cases[] = {
      {"plain", "plain"},
      {"a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", "a|b^c&d~e\\f"},
      {"\\E\\T\\E\\", "\\T\\"},
      {"end\\E\\", "end\\"},
      {"\\X0D\\", "\r"},
      {"\\X0D0A\\x", "\r\nx"},
      {"\\X00d\\", "\r"},
      {"\\Xzz\\", "\\Xzz\\"},
      {"one\\.br\\two", "one\ntwo"},
      {"a\\.sp2\\b", "a\n\nb"},
      {"a\\.sp999999999\\b", "a" + std::string(20, '\n') + "b"},
      {"a\\.in+4\\b", "ab"},
      {"\\H\\bold\\N\\", "bold"},
      {"\\Zabc\\", "\\Zabc\\"},
      {"\\C2842\\", ""},
      {"\\C2D41\\Ren\xE9\\C2842\\ x", "Ren\xC3\xA9 x"},
      {"\\M2442\\;3ED\\C2842\\ Taro", "\xE5\xB1\xB1\xE7\x94\xB0 Taro"},
      {"\\M242843\\9Z\\C2842\\!", "\xEB\xB0\x95!"},
      {"\\C9999\\", "\\C9999\\"},
      {"lone \\ backslash", "lone \\ backslash"},
      {"lone \\ and \\T\\", "lone \\ and &"},
      {"\\", "\\"},
      {"\\\\", "\\\\"},
      {"\\P\\", "\\P\\"},
  };
  for (const EscapeCase& test_case : cases) {
    EXPECT_EQ(Part(test_case.raw, Delimiters{}).text(), test_case.text) << test_case.raw;
  }
  Delimiters other{'#', ':', '*', '?', '!', 0};
  EXPECT_EQ(Part("a?F?b?S?c?T?", other).text(), "a#b:c!");
  other.truncation = '#';
  EXPECT_EQ(Part("?P?", other).text(), "#");
}

TEST(Message, AValueThatTheSenderCutOffIsKnown) {
  const std::string bytes = "MSH|^~\\&#|A\rPID|1|cut off#|whole\\P\\|#\r";
  const auto message = Message::open(bytes);
  ASSERT_TRUE(message.has_value());
  const Segment segment = message->find("PID");
  EXPECT_TRUE(segment.field(2).is_truncated());
  EXPECT_EQ(segment.field(2).text(), "cut off");
  EXPECT_FALSE(segment.field(3).is_truncated());
  EXPECT_EQ(segment.field(3).text(), "whole#");
  EXPECT_EQ(segment.field(4).text(), "#");
  const std::string older = "MSH|^~\\&|A\rPID|1|apartment 3#\r";
  EXPECT_EQ(Message::open(older)->find("PID").field(2).text(), "apartment 3#")
      << "no such character declared";
}

TEST(Message, AHugeFieldCostsNextToNothing) {
  std::string bytes =
      "MSH|^~\\&|A|B|C|D|1||DFT^P03|1|P|2.5\rOBX|1|ED|x||^^^^" + std::string(4'000'000, 'M') + "\rPID|1\r";
  const auto begin = std::chrono::steady_clock::now();
  const auto message = Message::open(bytes);
  const auto spent = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(ids(*message), "MSH OBX PID");
  EXPECT_LT(spent, std::chrono::milliseconds(100));
}

TEST(Message, KnowsHl7ByItsFirstSegment) {
  for (const char* const yes :
       {"MSH|^~\\&|A", "\x0BMSH|^~\\&|", "FHS|^~\\&|", "\r\n BHS|^", "\xEF\xBB\xBFMSH#"}) {
    EXPECT_TRUE(looks_like_hl7(yes)) << yes;
  }
  for (const char* const no : {"", "MSH", "MSHA", "{\"a\":1}", "PID|1", "<x/>", "MS"}) {
    EXPECT_FALSE(looks_like_hl7(no)) << no;
  }
}

}  // namespace
}  // namespace chargelint::hl7
