// Files and frames with more than one message.
#include <gtest/gtest.h>

#include <string>

#include "hl7/message.h"
#include "support.h"

namespace chargelint::hl7 {
namespace {

const std::string kFirst = "MSH|^~\\&|A||||1||DFT^P03|ONE|P|2.5\rPID|1\r";
const std::string kSecond = "MSH|^~\\&|A||||1||DFT^P03|TWO|P|2.5\rPID|2\r";

std::string control_ids(const Split& split) {
  std::string out;
  for (const std::string_view bytes : split.messages) {
    const auto message = Message::open(bytes);
    if (!out.empty()) out += ' ';
    out += message ? std::string(message->header().field(10).raw()) : "?";
  }
  return out;
}

struct SplitCase {
  const char* name;
  std::string bytes;
  const char* ids;
  bool batch;
  bool mismatch;
};

TEST(Split, TellsMessagesApart) {
  const SplitCase cases[] = {
      {"one", kFirst, "ONE", false, false},
      {"two run together", kFirst + kSecond, "ONE TWO", false, false},
      {"framed", "\x0B" + kFirst + "\x1C\r", "ONE", false, false},
      {"two framed", "\x0B" + kFirst + "\x1C\r\x0B" + kSecond + "\x1C\r", "ONE TWO", false, false},
      {"framed with line feeds between", "\x0B" + kFirst + "\x1C\r\n\n\x0B" + kSecond + "\x1C\r", "ONE TWO",
       false, false},
      {"framed without a last line end", "\x0BMSH|^~\\&|A||||1||DFT^P03|ONE|P\x1C\r\x0B" + kSecond, "ONE TWO",
       false, false},
      {"start block in the middle of a line", "MSH|^~\\&|A||||1||DFT^P03|ONE|P|2.5\x0B" + kSecond, "ONE TWO",
       false, false},
      {"a lone start or end block is data",
       "MSH|^~\\&|A||||1||DFT^P03|O\x0BNE\x1C"
       "E|P|2.5\r",
       "O\x0BNE\x1C"
       "E",
       false, false},
      {"batch", "FHS|^~\\&|X\rBHS|^~\\&|X\r" + kFirst + kSecond + "BTS|2\rFTS|1\r", "ONE TWO", true, false},
      {"batch that counts wrong", "BHS|^~\\&|X\r" + kFirst + "BTS|2\r", "ONE", true, true},
      {"file that counts wrong", "FHS|^~\\&|X\rBHS|^~\\&\r" + kFirst + "BTS|1\rFTS|2\r", "ONE", true, true},
      {"batch without counts", "BHS|^~\\&|X\r" + kFirst + "BTS\r", "ONE", true, false},
      {"a broken header stays apart", kFirst + "MSH|^~\r" + kSecond, "ONE ? TWO", false, false},
      {"what comes first is not lost", "FT1|1|lost\r" + kFirst, "? ONE", false, false},
      {"empty", "", "", false, false},
      {"blank", " \r\n\x0B\x1C\r\n", "", false, false},
      {"without line ends", "MSH|^~\\&|A||||1||DFT^P03|ONE|P PID|1 MSH|^~\\&|A||||1||DFT^P03|TWO|P PID|2",
       "ONE TWO", false, false},
  };
  for (const SplitCase& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    const Split split = split_messages(test_case.bytes);
    EXPECT_EQ(control_ids(split), test_case.ids);
    EXPECT_EQ(split.batch, test_case.batch);
    EXPECT_EQ(split.count_mismatch, test_case.mismatch);
  }
}

TEST(Split, BytesWithoutAHeaderAreOnePieceHoweverOftenTheyRepeat) {
  EXPECT_EQ(split_messages(std::string(100'000, 'x')).messages.size(), 1U);
}

TEST(Split, KeepsTheBatchHeaderForTheAnswer) {
  const std::string bytes = "FHS|^~\\&|FILE\rBHS|^~\\&|BATCH|||||||B1\r" + kFirst + "BTS|1\r";
  EXPECT_EQ(split_messages(bytes).envelope, "BHS|^~\\&|BATCH|||||||B1");
}

TEST(Split, ReadsTheSampleBatches) {
  NEEDS_SAMPLES();
  struct Case {
    const char* file;
    std::size_t messages;
    bool batch;
    bool mismatch;
  };
  const Case cases[] = {{"odd-batch-fhs-bhs.hl7", 4, true, false},
                        {"odd-two-msh-one-frame.hl7", 2, false, false},
                        {"odd-inner-vt-fs.hl7", 1, false, false},
                        {"pub-cosyte-batch-count-mismatch.hl7", 2, true, true},
                        {"pub-cosyte-batch-malformed-middle.hl7", 3, true, false},
                        {"pub-cosyte-batch-multi.hl7", 3, true, false},
                        {"pub-oie-batch-siu-no-bhs.hl7", 3, false, false}};
  for (const Case& test_case : cases) {
    SCOPED_TRACE(test_case.file);
    const std::string bytes = test::sample(test_case.file);
    const Split split = split_messages(bytes);
    EXPECT_EQ(split.messages.size(), test_case.messages);
    EXPECT_EQ(split.batch, test_case.batch);
    EXPECT_EQ(split.count_mismatch, test_case.mismatch);
  }
}

}  // namespace
}  // namespace chargelint::hl7
