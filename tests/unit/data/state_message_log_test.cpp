// Reading back what was stored, beside a store that goes on writing.
#include "data/state/message_log.h"

#include <gtest/gtest.h>

#include "state_fixture.h"

namespace chargelint::data::state {
namespace {

std::vector<std::string> read_all(MessageLog& log, std::size_t block) {
  std::vector<std::string> messages;
  for (;;) {
    const auto next = log.next(block);
    EXPECT_TRUE(next.has_value()) << to_string(next.error());
    if (!next || next->empty()) return messages;
    EXPECT_LE(next->size(), block);
    for (const LoggedMessage& message : *next) messages.push_back(message.message);
  }
}

MessageRecord received(const std::string& id, std::int64_t when) {
  MessageRecord record = record_of(id, "message " + id);
  record.received_ms = when;
  return record;
}

TEST(MessageLog, GivesMessagesOfAPeriodInOrderBlockByBlock) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  for (int number = 1; number <= 7; ++number)
    ASSERT_TRUE(store(*opened, received("M" + std::to_string(number), number * 1000)).has_value());
  const auto log = MessageLog::open(folder / "state.db", kKey, {2000, 7000});
  ASSERT_TRUE(log.has_value()) << to_string(log.error());
  const std::vector<std::string> expected = {"message M2", "message M3", "message M4", "message M5",
                                             "message M6"};
  EXPECT_EQ(read_all(**log, 2), expected);
}

TEST(MessageLog, TellsWhatTheMessageWasJudgedWith) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  const MessageRecord record = received("M1", 5000);
  ASSERT_TRUE(store(*opened, record).has_value());
  const auto log = MessageLog::open(folder / "state.db", kKey, {});
  ASSERT_TRUE(log.has_value());
  const auto messages = (*log)->next(10);
  ASSERT_TRUE(messages.has_value());
  ASSERT_EQ(messages->size(), 1U);
  EXPECT_EQ(messages->front().snapshot, record.snapshot);
  EXPECT_EQ(messages->front().protocol, record.protocol);
  EXPECT_EQ(messages->front().received_ms, 5000);
}

TEST(MessageLog, SeesWhatIsStoredMeanwhileAndHindersNobody) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  ASSERT_TRUE(store(*opened, received("M1", 1000)).has_value());
  const auto log = MessageLog::open(folder / "state.db", kKey, {});
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ((*log)->next(10)->size(), 1U);
  ASSERT_TRUE(store(*opened, received("M2", 2000)).has_value());
  EXPECT_EQ((*log)->next(10)->size(), 1U);
  EXPECT_TRUE((*log)->next(10)->empty());
}

TEST(MessageLog, RefusesAnotherKeyAnotherFileAndNone) {
  const Folder folder;
  { const auto opened = open_store(folder / "state.db"); }
  const auto other_key = MessageLog::open(folder / "state.db", std::string(32, 'x'), {});
  ASSERT_FALSE(other_key.has_value());
  EXPECT_NE(other_key.error().what.find("another key"), std::string::npos);
  const auto none = MessageLog::open(folder / "none.db", kKey, {});
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().kind, ErrorKind::environment);
}

}  // namespace
}  // namespace chargelint::data::state
