// What the state store promises to its callers.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "data/state/database.h"
#include "data/state/schema.h"
#include "state_fixture.h"

namespace chargelint::data::state {
namespace {

std::int64_t rows(const std::string& path, const std::string& table) {
  return Database::open(path, 1000).value().integer("SELECT count(*) FROM " + table).value();
}

TEST(StateStore, GivesBackWhatItStoredAfterAReopen) {
  const Folder folder;
  const MessageRecord record = record_of("M1", std::string("MSH|\0binary\xff", 12));
  {
    const auto opened = open_store(folder / "state.db");
    const Result<Committed> outcome = store(*opened, record);
    ASSERT_TRUE(outcome.has_value()) << to_string(outcome.error());
    EXPECT_EQ(outcome->outcome, CommitOutcome::stored);
    EXPECT_EQ(outcome->answer, record.answer);
  }
  const auto opened = open_store(folder / "state.db");
  const MessageRecord loaded = opened->load("EPIC|MAIN", "M1").value().value();
  EXPECT_EQ(loaded.protocol, record.protocol);
  EXPECT_EQ(loaded.received_ms, record.received_ms);
  EXPECT_EQ(loaded.message, record.message);
  EXPECT_EQ(loaded.answer, record.answer);
  EXPECT_EQ(loaded.patient_id, record.patient_id);
  EXPECT_EQ(loaded.visit_id, record.visit_id);
  EXPECT_EQ(loaded.snapshot, record.snapshot);
  EXPECT_EQ(loaded.verdict, record.verdict);
  ASSERT_EQ(loaded.charges.size(), 2U);
  EXPECT_EQ(loaded.charges[0].modifiers, "59 LT");
  EXPECT_EQ(loaded.charges[0].diagnoses, "M54.12 G89.4");
  EXPECT_EQ(loaded.charges[0].rendering, "1234567893");
  EXPECT_TRUE(loaded.charges[0].active);
  EXPECT_EQ(loaded.charges[1].line, 2U);
  EXPECT_EQ(loaded.charges[1].type, "CD");
  EXPECT_EQ(loaded.charges[1].units, "-1");
  EXPECT_FALSE(loaded.charges[1].active);
  ASSERT_EQ(loaded.findings.size(), 1U);
  EXPECT_EQ(loaded.findings[0].rule, "NCCI-PTP-001");
  EXPECT_EQ(loaded.findings[0].json, record.findings[0].json);
  EXPECT_FALSE(opened->load("EPIC|MAIN", "M2").value().has_value());
}

TEST(StateStore, AnswersAResendAsBeforeAndStoresItOnce) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  ASSERT_TRUE(store(*opened, record_of("M1")).has_value());
  MessageRecord resent = record_of("M1");
  resent.answer = "another answer that must not be given";
  const Committed outcome = store(*opened, resent).value();
  EXPECT_EQ(outcome.outcome, CommitOutcome::replayed);
  EXPECT_EQ(outcome.answer, record_of("M1").answer);
  EXPECT_EQ(opened->counts().value().messages, 1U);
  EXPECT_EQ(rows(folder / "state.db", "message"), 1);
  EXPECT_EQ(rows(folder / "state.db", "charge"), 2);
}

TEST(StateStore, ReportsTheSameKeyWithOtherContentAndKeepsTheFirst) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  ASSERT_TRUE(store(*opened, record_of("M1", "first")).has_value());
  const Committed outcome = store(*opened, record_of("M1", "second")).value();
  EXPECT_EQ(outcome.outcome, CommitOutcome::conflict);
  EXPECT_EQ(outcome.answer, "");
  EXPECT_EQ(opened->load("EPIC|MAIN", "M1").value().value().message, "first");
  EXPECT_EQ(opened->counts().value().messages, 1U);
}

TEST(StateStore, KeysOfDifferentSendersDoNotMeetAndAnEmptyKeyNeverDoes) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  MessageRecord other = record_of("M1", "second");
  other.sender = "CERNER|MAIN";
  EXPECT_EQ(store(*opened, record_of("M1", "first")).value().outcome, CommitOutcome::stored);
  EXPECT_EQ(store(*opened, other).value().outcome, CommitOutcome::stored);
  for (int count = 0; count < 3; ++count) {
    EXPECT_EQ(store(*opened, record_of("")).value().outcome, CommitOutcome::stored);
  }
  EXPECT_EQ(opened->counts().value().messages, 5U);
  EXPECT_FALSE(opened->find("EPIC|MAIN", "", record_of("").content).value().has_value());
}

// Holds the write lock so that everything submitted meanwhile becomes one batch.
class HeldLock {
 public:
  explicit HeldLock(const std::string& path) : database_(Database::open(path, 5000).value()) {
    EXPECT_TRUE(database_.run("BEGIN IMMEDIATE").has_value());
  }
  ~HeldLock() { database_.roll_back(); }
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;

 private:
  Database database_;
};

TEST(StateStore, TellsResendsAndConflictsApartInsideOneBatch) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  std::vector<std::promise<Result<Committed>>> answered(5);
  const auto submit = [&](std::size_t number, MessageRecord record) {
    opened->submit(std::move(record), [&answered, number](Result<Committed> outcome) {
      answered[number].set_value(std::move(outcome));
    });
  };
  {
    const HeldLock lock(folder / "state.db");
    submit(0, record_of("blocker"));
    while (opened->metrics().queued != 0) std::this_thread::yield();
    submit(1, record_of("M1", "first"));
    submit(2, record_of("M1", "first"));
    submit(3, record_of("M1", "second"));
    submit(4, record_of("M2"));
  }
  std::vector<Committed> outcomes;
  outcomes.reserve(answered.size());
  for (auto& answer : answered) outcomes.push_back(answer.get_future().get().value());
  EXPECT_EQ(opened->metrics().commits, 2U) << "the four records were to share one batch";
  EXPECT_EQ(outcomes[1].outcome, CommitOutcome::stored);
  EXPECT_EQ(outcomes[2].outcome, CommitOutcome::replayed);
  EXPECT_EQ(outcomes[2].answer, outcomes[1].answer);
  EXPECT_EQ(outcomes[3].outcome, CommitOutcome::conflict);
  EXPECT_EQ(outcomes[4].outcome, CommitOutcome::stored);
  EXPECT_EQ(opened->counts().value().messages, 3U);
  EXPECT_EQ(opened->metrics().records, 3U);
}

TEST(StateStore, FindsWithoutTheWriterOnlyWhatIsCommitted) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  const MessageRecord record = record_of("M1");
  EXPECT_FALSE(opened->find(record.sender, "M1", record.content).value().has_value());
  ASSERT_TRUE(store(*opened, record).has_value());
  const Committed same = opened->find(record.sender, "M1", record.content).value().value();
  EXPECT_EQ(same.outcome, CommitOutcome::replayed);
  EXPECT_EQ(same.answer, record.answer);
  const Committed other = opened->find(record.sender, "M1", content_hash("other")).value().value();
  EXPECT_EQ(other.outcome, CommitOutcome::conflict);
  EXPECT_EQ(other.answer, "");
  const HeldLock lock(folder / "state.db");
  EXPECT_TRUE(opened->find(record.sender, "M1", record.content).value().has_value())
      << "a reader waits for a writer";
}

TEST(StateStore, CommitsWhatWasSubmittedBeforeItCloses) {
  const Folder folder;
  std::atomic<int> answered{0};
  {
    const auto opened = open_store(folder / "state.db");
    for (int number = 0; number < 2000; ++number) {
      opened->submit(record_of("M" + std::to_string(number)), [&answered](const Result<Committed>& outcome) {
        if (outcome) ++answered;
      });
    }
  }
  EXPECT_EQ(answered, 2000);
  EXPECT_EQ(rows(folder / "state.db", "message"), 2000);
  EXPECT_EQ(rows(folder / "state.db", "charge"), 4000);
}

TEST(StateStore, CountsWhatTheTablesHoldForManySubmitters) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  std::vector<std::thread> submitters;
  submitters.reserve(8);
  std::atomic<int> replayed{0};
  for (int submitter = 0; submitter < 8; ++submitter) {
    submitters.emplace_back([&opened, &replayed, submitter] {
      for (int number = 0; number < 50; ++number) {
        // Two submitters send the same ids.
        const Result<Committed> outcome =
            store(*opened, record_of("S" + std::to_string(submitter / 2) + "-" + std::to_string(number)));
        if (outcome && outcome->outcome == CommitOutcome::replayed) ++replayed;
      }
    });
  }
  for (std::thread& submitter : submitters) submitter.join();
  EXPECT_EQ(replayed, 200);
  const StateCounts counts = opened->counts().value();
  EXPECT_EQ(counts.messages, 200U);
  EXPECT_EQ(counts.charges, 400U);
  EXPECT_EQ(counts.findings, 200U);
  EXPECT_EQ(rows(folder / "state.db", "message"), 200);
  EXPECT_EQ(rows(folder / "state.db", "finding"), 200);
  EXPECT_EQ(opened->metrics().records, 200U);
  EXPECT_EQ(opened->metrics().queued, 0U);
}

TEST(StateStore, GoesOnAfterACallbackThatThrows) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  opened->submit(record_of("M1"),
                 [](const Result<Committed>&) { throw std::runtime_error("from the caller"); });
  opened->submit(record_of("M2"), nullptr);
  EXPECT_TRUE(store(*opened, record_of("M3")).has_value());
  EXPECT_EQ(opened->counts().value().messages, 3U);
}

TEST(StateStore, RefusesAtOnceWhenItsQueueIsFull) {
  const Folder folder;
  StoreOptions options;
  options.most_queued = 3;
  const auto opened = open_store(folder / "state.db", options);
  std::atomic<int> stored{0};
  std::atomic<int> refused{0};
  const auto count = [&](const Result<Committed>& outcome) { ++(outcome ? stored : refused); };
  {
    const HeldLock lock(folder / "state.db");
    opened->submit(record_of("blocker"), count);
    while (opened->metrics().queued != 0) std::this_thread::yield();
    for (int number = 0; number < 5; ++number) opened->submit(record_of("M" + std::to_string(number)), count);
    EXPECT_EQ(refused, 2);
    EXPECT_EQ(opened->metrics().queued, 3U);
  }
  while (stored < 4) std::this_thread::yield();
  EXPECT_TRUE(store(*opened, record_of("after")).has_value());
}

TEST(StateStore, BoundsTheBytesThatWaitButTakesOneLargeRecord) {
  const Folder folder;
  StoreOptions options;
  options.most_queued_bytes = 100'000;
  const auto opened = open_store(folder / "state.db", options);
  std::atomic<int> refused{0};
  const auto count = [&](const Result<Committed>& outcome) { refused += outcome ? 0 : 1; };
  {
    const HeldLock lock(folder / "state.db");
    opened->submit(record_of("blocker"), count);
    while (opened->metrics().queued != 0) std::this_thread::yield();
    opened->submit(record_of("large", std::string(200'000, 'x')), count);
    EXPECT_EQ(refused, 0);
    opened->submit(record_of("small"), count);
    EXPECT_EQ(refused, 1);
  }
  while (opened->metrics().queued != 0) std::this_thread::yield();
  EXPECT_TRUE(store(*opened, record_of("after")).has_value());
}

TEST(StateStore, AnswersEveryRecordOfAFailedBatchAndGoesOn) {
  const Folder folder;
  StoreOptions options;
  options.lock_wait_ms = 50;
  const auto opened = open_store(folder / "state.db", options);
  {
    const HeldLock lock(folder / "state.db");
    std::vector<std::promise<Result<Committed>>> answered(4);
    for (std::size_t number = 0; number < answered.size(); ++number) {
      opened->submit(record_of("M" + std::to_string(number)), [&answered, number](Result<Committed> outcome) {
        answered[number].set_value(std::move(outcome));
      });
    }
    for (auto& answer : answered) {
      const Result<Committed> outcome = answer.get_future().get();
      ASSERT_FALSE(outcome.has_value());
      EXPECT_EQ(outcome.error().kind, ErrorKind::environment);
      EXPECT_NE(outcome.error().what.find("another process holds"), std::string::npos)
          << outcome.error().what;
    }
  }
  EXPECT_EQ(opened->counts().value().messages, 0U);
  EXPECT_EQ(store(*opened, record_of("M0")).value().outcome, CommitOutcome::stored);
  EXPECT_EQ(opened->counts().value().messages, 1U);
}

TEST(StateStore, TwoOnOneFileSeeEachOthersRecords) {
  const Folder folder;
  const auto first = open_store(folder / "state.db");
  const auto second = open_store(folder / "state.db");
  ASSERT_EQ(store(*first, record_of("M1")).value().outcome, CommitOutcome::stored);
  EXPECT_EQ(store(*second, record_of("M1")).value().outcome, CommitOutcome::replayed);
  std::vector<std::thread> submitters;
  std::atomic<int> failed{0};
  for (StateStore* const opened : {first.get(), second.get()}) {
    submitters.emplace_back([opened, &failed] {
      for (int number = 0; number < 100; ++number) {
        if (!store(*opened, record_of("N" + std::to_string(number)))) ++failed;
      }
    });
  }
  for (std::thread& submitter : submitters) submitter.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(first->counts().value().messages, 101U);
  EXPECT_EQ(rows(folder / "state.db", "message"), 101);
}

TEST(StateStore, ManyMayMakeTheFileAtTheSameMoment) {
  const Folder folder;
  std::latch start(8);
  std::vector<std::thread> starters;
  starters.reserve(8);
  std::atomic<int> stored{0};
  for (int number = 0; number < 8; ++number) {
    starters.emplace_back([&, number] {
      start.arrive_and_wait();
      const auto opened = open_store(folder / "state.db");
      if (opened && store(*opened, record_of("M" + std::to_string(number)))) ++stored;
    });
  }
  for (std::thread& starter : starters) starter.join();
  EXPECT_EQ(stored, 8);
  EXPECT_EQ(rows(folder / "state.db", "message"), 8);
}

TEST(StateStoreOpen, SaysThatAnotherProcessHoldsTheFile) {
  const Folder folder;
  open_store(folder / "state.db");
  const HeldLock lock(folder / "state.db");
  StoreOptions options;
  options.lock_wait_ms = 50;
  const auto opened = open_sqlite_store(folder / "state.db", kKey, options);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().kind, ErrorKind::environment);
  EXPECT_NE(opened.error().what.find("another process holds"), std::string::npos) << opened.error().what;
}

TEST(StateStoreOpen, UsesAWriteAheadLogAndAFileForItsOwnerAlone) {
  const Folder folder;
  const mode_t before = ::umask(0);
  const auto opened = open_store(folder / "state.db");
  ASSERT_TRUE(store(*opened, record_of("M1")).has_value());
  ::umask(before);
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    ASSERT_EQ(::stat((folder / "state.db" + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
  const Sealer sealer = Sealer::make(kKey).value();
  Database database = open_for_writing(folder / "state.db", sealer, 1000).value();
  EXPECT_EQ(database.text("PRAGMA journal_mode").value(), "wal");
  EXPECT_EQ(database.integer("PRAGMA synchronous").value(), 2) << "FULL";
  EXPECT_GE(database.integer("PRAGMA user_version").value(), 1);
}

TEST(StateStoreOpen, RefusesAnotherKey) {
  const Folder folder;
  open_store(folder / "state.db");
  const auto opened = StateStore::open(folder / "state.db", std::string(32, 'o'));
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().where, folder / "state.db");
  EXPECT_NE(opened.error().what.find("another key"), std::string::npos);
  EXPECT_TRUE(StateStore::open(folder / "state.db", kKey).has_value());
}

TEST(StateStoreOpen, RefusesASchemaThatIsNewerThanTheProgram) {
  const Folder folder;
  open_store(folder / "state.db");
  ASSERT_TRUE(Database::open(folder / "state.db", 1000).value().run("PRAGMA user_version=4711").has_value());
  const auto opened = StateStore::open(folder / "state.db", kKey);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().what.find("4711"), std::string::npos) << opened.error().what;
}

TEST(StateStoreOpen, RefusesWhatIsNoStateStoreAndLeavesItAlone) {
  const Folder folder;
  const auto refused = [](const std::string& path, const std::string& key = kKey) {
    const auto opened = StateStore::open(path, key);
    return opened ? std::string("opened") : opened.error().what;
  };
  std::ofstream(folder / "text") << std::string(5000, 't');
  EXPECT_NE(refused(folder / "text").find("not a SQLite database"), std::string::npos);
  EXPECT_EQ(bytes_of(folder / "text"), std::string(5000, 't'));

  std::ofstream(folder / "other.db").close();
  ASSERT_TRUE(Database::open(folder / "other.db", 1000)
                  .value()
                  .run("CREATE TABLE reference (code TEXT); PRAGMA user_version=1")
                  .has_value());
  const std::string before = bytes_of(folder / "other.db");
  EXPECT_NE(refused(folder / "other.db").find("not a state store"), std::string::npos);
  EXPECT_EQ(bytes_of(folder / "other.db"), before);

  EXPECT_NE(refused("").find("empty"), std::string::npos);
  EXPECT_NE(refused(folder / "missing/state.db").find("cannot open"), std::string::npos);
  EXPECT_NE(refused(folder / "").find("cannot open"), std::string::npos);
  EXPECT_NE(refused(folder / "state.db", "short").find("5 bytes"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder / "state.db")) << "made although the key was no key";
}

TEST(StateStorePrivacy, NoIdentifierIsInTheFilesInTheClear) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  MessageRecord record = record_of("M1", "PID|||MARKER-MRN-4711^^^||MARKER-NAME^JANE");
  record.patient_id = "MARKER-PATIENT";
  record.visit_id = "MARKER-VISIT";
  record.verdict = R"({"claim":"MARKER-VISIT"})";
  record.answer = "MSA|AA|M1";
  ASSERT_TRUE(store(*opened, record).has_value());
  const std::string log = bytes_of(folder / "state.db-wal");
  EXPECT_NE(log.find("MSA|AA|M1"), std::string::npos) << "the record is not where this test looks";
  EXPECT_EQ(log.find("MARKER"), std::string::npos);
  Database database = Database::open(folder / "state.db", 1000).value();
  ASSERT_TRUE(database.run("PRAGMA wal_checkpoint(TRUNCATE)").has_value());
  const std::string file = bytes_of(folder / "state.db");
  EXPECT_NE(file.find("MSA|AA|M1"), std::string::npos);
  EXPECT_EQ(file.find("MARKER"), std::string::npos);
  // Nor is a hash of it that could be looked up in a list of hashes.
  const ContentHash plain = content_hash("MARKER-PATIENT");
  EXPECT_EQ(file.find(view(plain)), std::string::npos);
  EXPECT_EQ(file.find(view(record.content)), std::string::npos);
}

TEST(StateStorePrivacy, DetectsAStoredValueThatWasChangedOrMoved) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  for (const char* const change :
       {"UPDATE message SET message_sealed = substr(message_sealed, 1, length(message_sealed) - 1) || x'00'",
        "UPDATE message SET patient_sealed = visit_sealed", "UPDATE message SET visit_sealed = x''",
        "UPDATE message SET verdict_sealed = message_sealed"}) {
    SCOPED_TRACE(change);
    const std::string id = "M" + std::to_string(opened->counts().value().messages);
    ASSERT_TRUE(store(*opened, record_of(id)).has_value());
    ASSERT_TRUE(opened->load("EPIC|MAIN", id).has_value());
    ASSERT_TRUE(Database::open(folder / "state.db", 1000).value().run(change).has_value());
    const auto loaded = opened->load("EPIC|MAIN", id);
    ASSERT_FALSE(loaded.has_value());
    EXPECT_EQ(loaded.error().kind, ErrorKind::malformed);
  }
}

TEST(StateStore, IsReachableUntilItsFileIsGoneOrReplaced) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  EXPECT_TRUE(opened->reachable());
  std::filesystem::rename(folder / "state.db", folder / "moved.db");
  EXPECT_FALSE(opened->reachable());
  std::ofstream(folder / "state.db").close();
  EXPECT_FALSE(opened->reachable());
  std::filesystem::rename(folder / "moved.db", folder / "state.db");
  EXPECT_TRUE(opened->reachable());
}

TEST(ContentHash, IsSha256) {
  const ContentHash hash = content_hash("abc");
  EXPECT_EQ(hash[0], std::byte{0xba});
  EXPECT_EQ(hash[1], std::byte{0x78});
  EXPECT_EQ(hash[31], std::byte{0xad});
}

}  // namespace
}  // namespace chargelint::data::state
