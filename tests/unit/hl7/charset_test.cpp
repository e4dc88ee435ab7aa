// Bytes in the sets of MSH-18, and in those that senders use without saying so.
#include <gtest/gtest.h>

#include <string>

#include "hl7/message.h"

namespace chargelint::hl7 {
namespace {

std::string message_in(const std::string& set, const std::string& name) {
  return "MSH|^~\\&|A||||1||ADT^A01|1|P|2.5||||||" + set + "\rPID|1||2||" + name + "\r";
}

struct CharsetCase {
  const char* name;
  std::string set;
  std::string bytes;
  std::string decoded;  // empty: usable as they are
};

TEST(Charset, DecodesOnlyWhatMustBe) {
  const CharsetCase cases[] = {
      {"ASCII bytes, nothing said", "", "Rene", ""},
      {"ASCII bytes, Latin-1 said", "8859/1", "Rene", ""},
      {"UTF-8, nothing said", "", "Ren\xC3\xA9", ""},
      {"UTF-8 said and sent", "UNICODE UTF-8", "Ren\xC3\xA9", ""},
      {"UTF-8 spelled otherwise", "utf8", "Ren\xC3\xA9", ""},
      {"Windows-1252, nothing said", "", "Ren\xE9 \x93x\x94", "Ren\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D"},
      {"Latin-1", "8859/1", "Ren\xE9", "Ren\xC3\xA9"},
      {"Latin-1 spelled otherwise", "ISO-8859-1", "Ren\xE9", "Ren\xC3\xA9"},
      {"Latin-2", "8859/2", "\xA3", "\xC5\x81"},
      {"the first of several sets", "8859/15~ISO IR87", "\xA4", "\xE2\x82\xAC"},
      {"UTF-8 said, other bytes sent", "UNICODE UTF-8", "Ren\xE9", "Ren\xEF\xBF\xBD"},
      {"Big5 with a bar as trail byte", "BIG-5", "\xA5\x7C\xA5\x5C", "\xE5\x9B\x9B\xE5\x8A\x9F"},
      {"GB 18030 with a tilde as trail byte", "GB 18030-2000", "\x81\x7E", "\xE4\xBA\x8A"},
      {"an unknown set", "KLINGON", "Ren\xE9", "Ren\xC3\xA9"},
  };
  for (const CharsetCase& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    const auto text = to_utf8(message_in(test_case.set, test_case.bytes));
    ASSERT_TRUE(text.has_value()) << to_string(text.error());
    if (test_case.decoded.empty()) {
      EXPECT_EQ(*text, "");
      continue;
    }
    const auto message = Message::open(*text);
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ(message->find("PID").field(5).raw(), test_case.decoded);
  }
}

TEST(Charset, DecodesTwoByteSetsWithAndWithoutAMark) {
  const std::string plain = message_in("UNICODE UTF-16", "Rene");
  for (const bool little : {true, false}) {
    for (const bool mark : {true, false}) {
      std::string wide;
      if (mark) wide = little ? "\xFF\xFE" : "\xFE\xFF";
      for (const char character : plain) {
        wide += little ? character : '\0';
        wide += little ? '\0' : character;
      }
      const auto text = to_utf8(wide);
      ASSERT_TRUE(text.has_value());
      EXPECT_EQ(*text, plain) << little << mark;
    }
  }
}

}  // namespace
}  // namespace chargelint::hl7
