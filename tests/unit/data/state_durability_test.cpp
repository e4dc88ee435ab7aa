// What survives a killed process and a full disk. Each test breaks a child process, never this one.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "data/state/database.h"
#include "state_fixture.h"

namespace chargelint::data::state {
namespace {

std::string control_id(int submitter, int number) {
  return std::to_string(submitter) + "-" + std::to_string(number);
}

// Submits from four threads until it is killed, and writes each acknowledged id to the pipe.
[[noreturn]] void submit_for_ever(const std::string& path, int acknowledged) {
  const auto opened = open_store(path);
  if (!opened) ::_exit(1);
  std::vector<std::thread> submitters;
  submitters.reserve(4);
  for (int submitter = 0; submitter < 4; ++submitter) {
    submitters.emplace_back([&opened, submitter, acknowledged] {
      for (int number = 0;; ++number) {
        if (!store(*opened, record_of(control_id(submitter, number)))) ::_exit(2);
        const std::array<std::int32_t, 2> id{submitter, number};
        if (::write(acknowledged, id.data(), sizeof id) != static_cast<ssize_t>(sizeof id)) ::_exit(3);
      }
    });
  }
  for (;;) ::pause();
}

TEST(StateStoreDurability, NothingAcknowledgedIsLostOrDoubledByKillMinus9) {
  const Folder folder;
  const std::string path = folder / "state.db";
  for (int round = 0; round < 5; ++round) {
    SCOPED_TRACE(round);
    std::filesystem::remove(path);
    std::filesystem::remove(path + "-wal");
    std::filesystem::remove(path + "-shm");
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(pipe[0]);
      submit_for_ever(path, pipe[1]);
    }
    ::close(pipe[1]);
    std::set<std::string> acknowledged;
    std::array<std::int32_t, 2> id{};
    bool killed = false;
    while (::read(pipe[0], id.data(), sizeof id) == static_cast<ssize_t>(sizeof id)) {
      acknowledged.insert(control_id(id[0], id[1]));
      // The round decides where in its work the child dies.
      if (!killed && acknowledged.size() >= 40U + 37U * static_cast<unsigned>(round)) {
        killed = ::kill(child, SIGKILL) == 0;
      }
    }
    ::close(pipe[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(killed && WIFSIGNALED(status)) << "the child ended by itself: " << status;

    const auto reopened = open_store(path);
    ASSERT_NE(reopened, nullptr);
    for (const std::string& known : acknowledged) {
      const auto loaded = reopened->load("EPIC|MAIN", known);
      ASSERT_TRUE(loaded.has_value()) << to_string(loaded.error());
      ASSERT_TRUE(loaded->has_value()) << known << " was acknowledged and is lost";
      EXPECT_EQ((*loaded)->charges.size(), 2U);
      EXPECT_EQ((*loaded)->findings.size(), 1U);
      EXPECT_EQ(store(*reopened, record_of(known)).value().outcome, CommitOutcome::replayed);
    }
    Database database = Database::open(path, 1000).value();
    const StateCounts counts = reopened->counts().value();
    EXPECT_EQ(database.integer("SELECT count(*) FROM message").value(),
              static_cast<std::int64_t>(counts.messages));
    EXPECT_EQ(database.integer("SELECT count(*) FROM charge").value(),
              static_cast<std::int64_t>(counts.charges));
    EXPECT_EQ(counts.charges, 2 * counts.messages) << "a message without its charges";
    EXPECT_EQ(counts.findings, counts.messages);
    EXPECT_EQ(database.integer("SELECT count(DISTINCT control_id) FROM message").value(),
              static_cast<std::int64_t>(counts.messages));
    EXPECT_EQ(database.text("PRAGMA integrity_check").value(), "ok");
  }
}

// The child's exit code says which step went wrong.
int use_a_full_disk(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  const auto opened = open_store(path);
  if (!opened || !store(*opened, record_of("before"))) return 1;
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  const rlim_t no_limit = limit.rlim_cur;
  limit.rlim_cur = std::filesystem::file_size(path + "-wal") + 20'000;
  ::setrlimit(RLIMIT_FSIZE, &limit);
  std::atomic<int> stored{0};
  std::atomic<int> failed{0};
  constexpr int kRecords = 20;
  for (int number = 0; number < kRecords; ++number) {
    opened->submit(record_of("full" + std::to_string(number), std::string(10'000, 'x')),
                   [&](const Result<Committed>& outcome) { ++(outcome ? stored : failed); });
  }
  while (stored + failed < kRecords) std::this_thread::yield();
  if (failed == 0) return 2;
  if (opened->counts().value().messages != static_cast<std::uint64_t>(stored) + 1) return 3;
  limit.rlim_cur = no_limit;
  ::setrlimit(RLIMIT_FSIZE, &limit);
  if (!store(*opened, record_of("after"))) return 4;
  if (opened->counts().value().messages != static_cast<std::uint64_t>(stored) + 2) return 5;
  return 0;
}

TEST(StateStoreDurability, AFullDiskFailsTheBatchAndTheWriterGoesOnWhenThereIsRoomAgain) {
  const Folder folder;
  const std::string path = folder / "state.db";
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(use_a_full_disk(path));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0)
      << "1 open, 2 nothing failed, 3 a failed record is there, 4 and 5 afterwards";
  const auto reopened = open_store(path);
  EXPECT_TRUE(reopened->load("EPIC|MAIN", "before").value().has_value());
  EXPECT_TRUE(reopened->load("EPIC|MAIN", "after").value().has_value());
  EXPECT_EQ(Database::open(path, 1000).value().text("PRAGMA integrity_check").value(), "ok");
}

}  // namespace
}  // namespace chargelint::data::state
