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
      {"Latin-1 said, UTF-8 sent", "8859/1", "Ren\xC3\xA9", ""},
      {"ASCII said, Windows-1252 sent", "ASCII", "Ren\xE9", "Ren\xC3\xA9"},
      {"UTF-16 said, Latin-1 sent", "UNICODE UTF-16", "Ren\xE9", "Ren\xC3\xA9"},
      {"Cyrillic", "8859/5", "\xB0", "\xD0\x90"},
      {"Greek", "8859/7", "\xC1", "\xCE\x91"},
      {"Korean", "KS X 1001", "\xB9\xDA", "\xEB\xB0\x95"},
      {"half-width katakana", "ISO IR13", "\xD4\xCF\xC0\xDE",
       "\xEF\xBE\x94\xEF\xBE\x8F\xEF\xBE\x80\xEF\xBE\x9E"},
      {"kanji by escape sequences", "~ISO IR87", "Yamada^Taro~\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B",
       "Yamada^Taro~\xE5\xB1\xB1\xE7\x94\xB0^\xE5\xA4\xAA\xE9\x83\x8E"},
      {"kanji whose bytes are separators", "~ISO IR87", "\x1B$B9|4^\x1B(B", "\xE9\xAA\xA8\xE5\x90\xAB"},
      {"an escape byte without such a set", "", "a\x1Bz", ""},
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

TEST(Charset, OfAKnownSenderWinsOverWhatIsDeclared) {
  const std::string bytes = message_in("UNICODE UTF-8", "\xB0");
  const auto text = to_utf8(bytes, "8859/5");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(Message::open(*text)->find("PID").field(5).raw(), "\xD0\x90");
  EXPECT_EQ(*to_utf8(message_in("", "Rene"), "8859/5"), "") << "usable as it is";
  for (const char* const known : {"8859/1", "8859/15", "ISO-8859-1", "UNICODE UTF-8", "BIG-5", "ISO IR159"}) {
    EXPECT_TRUE(is_known_charset(known)) << known;
  }
  for (const char* const unknown : {"", "KLINGON", "8859/99"})
    EXPECT_FALSE(is_known_charset(unknown)) << unknown;
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
