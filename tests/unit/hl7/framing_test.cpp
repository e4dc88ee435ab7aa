// The framing state machine gives the same frames however the stream is cut.
#include "hl7/mllp/framing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chargelint::hl7 {
namespace {

using namespace std::string_literals;

struct Result {
  std::vector<std::string> frames;
  bool too_large = false;
  bool started = false;
  std::uint64_t skipped = 0;
  std::uint64_t truncated = 0;
  bool operator==(const Result&) const = default;
};

Result read(const std::string& stream, std::size_t piece, std::size_t largest) {
  FrameReader reader(largest);
  Result result;
  for (std::size_t at = 0; at < stream.size() && !result.too_large; at += piece) {
    std::string_view input = std::string_view(stream).substr(at, piece);
    for (;;) {
      const auto outcome = reader.feed(input);
      if (outcome == FrameReader::Outcome::frame) {
        result.frames.push_back(reader.take());
        continue;
      }
      result.too_large = outcome == FrameReader::Outcome::too_large;
      break;
    }
  }
  result.started = reader.started();
  result.skipped = reader.skipped();
  result.truncated = reader.truncated();
  return result;
}

struct FrameCase {
  const char* name;
  std::string stream;
  Result wanted;
};

TEST(Framing, GivesTheSameFramesHoweverTheStreamIsCut) {
  const FrameCase cases[] = {
      {"one",
       "\x0B"
       "abc\x1C\r",
       {{"abc"}}},
      {"several at once",
       "\x0B"
       "a\x1C\r\x0B"
       "b\x1C\r\x0B"
       "c\x1C\r",
       {{"a", "b", "c"}}},
      {"quiet bytes between",
       "\x0B"
       "a\x1C\r\n\r\n \0\x0B"s
       "b\x1C\r"s,
       {{"a", "b"}}},
      {"junk between is counted",
       "xyz\x0B"
       "a\x1C\rq\x0B"
       "b\x1C\r",
       {{"a", "b"}, false, false, 4}},
      {"doubled framing",
       "\x0B\x0B"
       "a\x1C\r\x1C\r",
       {{"a"}}},
      {"carriage returns inside",
       "\x0B"
       "a\rb\r\x1C\r",
       {{"a\rb\r"}}},
      {"a lone end block is content",
       "\x0B"
       "a\x1C"
       "b\x1C\x1C\r",
       {{"a\x1C"
         "b\x1C"}}},
      {"a lone start block is content",
       "\x0B"
       "a\x0B"
       "b\x1C\r",
       {{"a\x0B"
         "b"}}},
      {"a message that never ended",
       "\x0B"
       "MSH|one\x0B"
       "MSH|two\x1C\r",
       {{"MSH|two"}, false, false, 0, 1}},
      {"twice",
       "\x0B"
       "MSH|1\x0B"
       "MSH|2\x0B"
       "MSH|3\x1C\r",
       {{"MSH|3"}, false, false, 0, 2}},
      {"MSH without a separator is content",
       "\x0B"
       "a\x0B"
       "MSHx\x1C\r",
       {{"a\x0B"
         "MSHx"}}},
      {"commit blocks of release 2",
       "\x0B\x06\x1C\r\x0B\x15\x1C\r\x0B"
       "a\x1C\r",
       {{"a"}}},
      {"empty frame", "\x0B\x1C\r", {{""}}},
      {"open frame",
       "\x0B"
       "abc",
       {{}, false, true}},
      {"open after its end block",
       "\x0B"
       "abc\x1C",
       {{}, false, true}},
      {"nothing", "", {}},
      {"as large as allowed", "\x0B" + std::string(64, 'x') + "\x1C\r", {{std::string(64, 'x')}}},
      {"one byte larger", "\x0B" + std::string(65, 'x') + "\x1C\r", {{}, true}},
      {"larger by an end block",
       "\x0B" + std::string(64, 'x') +
           "\x1C"
           "y\x1C\r",
       {{}, true}},
      {"a truncated one does not count against the next",
       "\x0B"
       "MSH|" +
           std::string(50, 'x') +
           "\x0B"
           "MSH|" +
           std::string(50, 'y') + "\x1C\r",
       {{"MSH|" + std::string(50, 'y')}, false, false, 0, 1}},
  };
  for (const FrameCase& test_case : cases) {
    for (const std::size_t piece : {1U, 2U, 3U, 5U, 7U, 64U, 4096U}) {
      SCOPED_TRACE(std::string(test_case.name) + " by " + std::to_string(piece));
      EXPECT_TRUE(read(test_case.stream, piece, 64) == test_case.wanted);
    }
  }
}

TEST(Framing, KeepsTheBeginningOfWhatItGivesUp) {
  FrameReader reader(20);
  const std::string stream = "\x0BMSH|^~\\&|EHR|FAC|CHK|HUB|1||DFT^P03|C-1";
  std::string_view input = stream;
  EXPECT_EQ(reader.feed(input), FrameReader::Outcome::too_large);
  EXPECT_EQ(reader.beginning(), "MSH|^~\\&|EHR|FAC|CHK");
  EXPECT_EQ(reader.feed(input), FrameReader::Outcome::too_large);
}

TEST(Framing, FramesAnAnswer) {
  EXPECT_EQ(framed("a\rb"),
            "\x0B"
            "a\rb\x1C\r");
}

}  // namespace
}  // namespace chargelint::hl7
