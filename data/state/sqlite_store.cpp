// One writer thread takes everything that waits, commits it as one transaction, and only then answers. Values
// are sealed on the callers' threads.
#include "data/state/sqlite_store.h"

#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "data/state/history.h"
#include "data/state/overrides.h"
#include "data/state/records.h"
#include "data/state/schema.h"
#include "data/state/services.h"
#include "data/state/verdicts.h"

namespace chargelint::data::state {
namespace {

struct Pending {
  Result<SealedRecord> sealed;
  CommitDone done;
  std::size_t bytes = 0;
  Result<Committed> outcome;
};

std::size_t size_of(const MessageRecord& record) {
  return record.message.size() + record.answer.size() + record.verdict.size();
}

// What is thrown by a callback must not stop the writer: the record is stored whatever its sender does with
// that.
void call(const CommitDone& done, Result<Committed> outcome) {
  if (!done) return;
  try {
    done(std::move(outcome));
  } catch (...) {  // NOLINT(bugprone-empty-catch)
  }
}

class FileIdentity {
 public:
  explicit FileIdentity(const std::string& path) : known_(::stat(path.c_str(), &status_) == 0) {}
  [[nodiscard]] bool same(const FileIdentity& other) const {
    return known_ && other.known_ && status_.st_ino == other.status_.st_ino &&
           status_.st_dev == other.status_.st_dev;
  }

 private:
  struct stat status_ {};
  bool known_;
};

class SqliteStore final : public StateStore {
 public:
  SqliteStore(std::string path, const StoreOptions& options, Sealer sealer, Database write_side,
              RecordWriter writer, Database read_side, RecordReader reader, ServiceReader services,
              VerdictReader verdicts, OverrideReader override_reader, Database decisions,
              OverrideWriter override_writer)
      : path_(std::move(path)),
        opened_(path_),
        options_(options),
        sealer_(std::move(sealer)),
        write_side_(std::move(write_side)),
        writer_(std::move(writer)),
        read_side_(std::move(read_side)),
        reader_(std::move(reader)),
        services_(std::move(services)),
        verdicts_(std::move(verdicts)),
        override_reader_(std::move(override_reader)),
        decisions_(std::move(decisions)),
        override_writer_(std::move(override_writer)),
        thread_([this] { run(); }) {}
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;
  ~SqliteStore() override {
    {
      const std::lock_guard lock(queue_mutex_);
      stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
  }

  void submit(MessageRecord record, CommitDone done) override {
    const std::size_t bytes = size_of(record);
    Pending pending{seal(sealer_, std::move(record)), std::move(done), bytes, Committed{}};
    if (!enqueue(pending)) {
      call(pending.done, fail(ErrorKind::environment, "state store",
                              "too many messages wait to be stored; try again later"));
    }
  }

  Result<std::optional<Committed>> find(std::string_view sender, std::string_view control_id,
                                        const ContentHash& content) override {
    const Result<Digest> key = content_key(sealer_, content);
    if (!key) return tl::unexpected(key.error());
    const std::lock_guard lock(reader_mutex_);
    return reader_.find(sender, control_id, *key);
  }

  Result<std::optional<MessageRecord>> load(std::string_view sender, std::string_view control_id) override {
    const std::lock_guard lock(reader_mutex_);
    return reader_.load(sealer_, sender, control_id);
  }

  Result<std::optional<StoredVerdict>> verdict_of_visit(std::string_view visit_id) override {
    if (visit_id.empty()) return std::nullopt;
    const std::lock_guard lock(reader_mutex_);
    return verdicts_.of_visit(sealer_, visit_id);
  }

  Result<std::optional<StoredVerdict>> verdict_of_message(std::int64_t number) override {
    const std::lock_guard lock(reader_mutex_);
    return verdicts_.of_message(sealer_, number);
  }

  Result<StoredServices> services(const HistoryQuery& query) override {
    const std::lock_guard lock(reader_mutex_);
    return services_.read(sealer_, query);
  }

  Result<std::int64_t> add_override(const Override& made) override {
    const std::lock_guard lock(decisions_mutex_);
    return override_writer_.add(decisions_, sealer_, made);
  }

  Result<bool> end_override(std::int64_t id, std::string_view user, std::string_view role,
                            std::int64_t now_ms) override {
    const std::lock_guard lock(decisions_mutex_);
    return override_writer_.end(decisions_, id, user, role, now_ms);
  }

  Result<std::vector<Override>> active_overrides(const OverrideSubject& subject,
                                                 std::int64_t at_ms) override {
    const std::lock_guard lock(reader_mutex_);
    return override_reader_.active(sealer_, subject, at_ms);
  }

  Result<std::vector<Override>> overrides(std::size_t most) override {
    const std::lock_guard lock(reader_mutex_);
    return override_reader_.all(sealer_, most);
  }

  Result<std::vector<OverrideAudit>> override_audit() override {
    const std::lock_guard lock(reader_mutex_);
    return override_reader_.audit();
  }

  Result<StateCounts> counts() override {
    const std::lock_guard lock(reader_mutex_);
    return reader_.counts();
  }

  StateMetrics metrics() const override {
    StateMetrics metrics;
    metrics.commits = commits_.load(std::memory_order_relaxed);
    metrics.records = records_.load(std::memory_order_relaxed);
    const std::lock_guard lock(queue_mutex_);
    metrics.queued = queue_.size();
    return metrics;
  }

  // The file is still the one that was opened (not removed, not replaced), and answers.
  bool reachable() override { return opened_.same(FileIdentity(path_)) && counts().has_value(); }

 private:
  // Takes the record, or leaves it as it is when the queue is full.
  bool enqueue(Pending& pending) {
    bool wake = false;
    {
      const std::lock_guard lock(queue_mutex_);
      if (queue_.size() >= options_.most_queued ||
          (!queue_.empty() && queued_bytes_ + pending.bytes > options_.most_queued_bytes)) {
        return false;
      }
      queued_bytes_ += pending.bytes;
      queue_.push_back(std::move(pending));
      wake = std::exchange(writer_waits_, false);
    }
    if (wake) arrived_.notify_one();
    return true;
  }

  void run() {
    std::vector<Pending> batch;
    while (take(batch)) {
      commit(batch);
      for (Pending& pending : batch) call(pending.done, std::move(pending.outcome));
      batch.clear();
    }
  }

  // Waits for work; false when there is none left and the store is closing.
  bool take(std::vector<Pending>& batch) {
    std::unique_lock lock(queue_mutex_);
    while (queue_.empty() && !stopping_) {
      writer_waits_ = true;
      arrived_.wait(lock);
    }
    std::size_t bytes = 0;
    while (!queue_.empty() && batch.size() < options_.most_in_batch &&
           (batch.empty() || bytes + queue_.front().bytes <= options_.most_batch_bytes)) {
      bytes += queue_.front().bytes;
      batch.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    queued_bytes_ -= bytes;
    return !batch.empty();
  }

  void commit(std::vector<Pending>& batch) {
    Result<void> committed;
    try {
      committed = commit_or_fail(batch);
    } catch (const std::exception&) {
      committed = fail(ErrorKind::environment, "state store", "no memory was left to store a batch");
    }
    if (committed) {
      commits_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    writer_.reset();
    write_side_.roll_back();
    for (Pending& pending : batch) pending.outcome = tl::unexpected(committed.error());
  }

  Result<void> commit_or_fail(std::vector<Pending>& batch) {
    if (Result<void> begun = writer_.begin(); !begun) return begun;
    std::uint64_t stored = 0;
    for (Pending& pending : batch) {
      if (!pending.sealed) {
        pending.outcome = tl::unexpected(pending.sealed.error());
        continue;
      }
      pending.outcome = writer_.store(*pending.sealed);
      if (!pending.outcome) return tl::unexpected(pending.outcome.error());
      if (pending.outcome->outcome == CommitOutcome::stored) ++stored;
    }
    Result<void> committed = writer_.commit();
    if (committed) records_.fetch_add(stored, std::memory_order_relaxed);
    return committed;
  }

  const std::string path_;
  const FileIdentity opened_;
  const StoreOptions options_;
  const Sealer sealer_;

  // The writer's thread only.
  Database write_side_;
  RecordWriter writer_;

  std::mutex reader_mutex_;
  Database read_side_;
  RecordReader reader_;
  ServiceReader services_;
  VerdictReader verdicts_;
  OverrideReader override_reader_;

  std::mutex decisions_mutex_;
  Database decisions_;
  OverrideWriter override_writer_;

  mutable std::mutex queue_mutex_;
  std::condition_variable arrived_;
  std::deque<Pending> queue_;
  std::size_t queued_bytes_ = 0;
  bool writer_waits_ = false;
  bool stopping_ = false;

  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> records_{0};
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace

Result<std::unique_ptr<StateStore>> open_sqlite_store(const std::string& path, std::string_view key,
                                                      const StoreOptions& options) {
  Result<Sealer> sealer = Sealer::make(key);
  if (!sealer) return tl::unexpected(std::move(sealer.error()));
  Result<Database> write_side = open_for_writing(path, *sealer, options.lock_wait_ms);
  if (!write_side) return tl::unexpected(std::move(write_side.error()));
  Result<Database> read_side = open_for_reading(path, options.lock_wait_ms);
  if (!read_side) return tl::unexpected(std::move(read_side.error()));
  Result<RecordWriter> writer = RecordWriter::make(*write_side);
  if (!writer) return tl::unexpected(std::move(writer.error()));
  Result<RecordReader> reader = RecordReader::make(*read_side);
  if (!reader) return tl::unexpected(std::move(reader.error()));
  Result<ServiceReader> services = ServiceReader::make(*read_side);
  if (!services) return tl::unexpected(std::move(services.error()));
  Result<VerdictReader> verdicts = VerdictReader::make(*read_side);
  if (!verdicts) return tl::unexpected(std::move(verdicts.error()));
  Result<OverrideReader> override_reader = OverrideReader::make(*read_side);
  if (!override_reader) return tl::unexpected(std::move(override_reader.error()));
  // Decisions are few: a connection of their own, so that a claim never waits for one.
  Result<Database> decisions = open_beside(path, options.lock_wait_ms);
  if (!decisions) return tl::unexpected(std::move(decisions.error()));
  Result<OverrideWriter> override_writer = OverrideWriter::make(*decisions);
  if (!override_writer) return tl::unexpected(std::move(override_writer.error()));
  try {
    return std::make_unique<SqliteStore>(
        path, options, std::move(*sealer), std::move(*write_side), std::move(*writer), std::move(*read_side),
        std::move(*reader), std::move(*services), std::move(*verdicts), std::move(*override_reader),
        std::move(*decisions), std::move(*override_writer));
  } catch (const std::exception&) {
    return fail(ErrorKind::environment, path, "the writer thread of the state store could not be started");
  }
}

}  // namespace chargelint::data::state

namespace chargelint::data {

Result<std::unique_ptr<StateStore>> StateStore::open(const std::string& path, std::string_view key) {
  return state::open_sqlite_store(path, key, state::StoreOptions{});
}

}  // namespace chargelint::data
