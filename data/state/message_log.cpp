#include "data/state/message_log.h"

#include <filesystem>
#include <mutex>
#include <utility>

#include "data/state/database.h"
#include "data/state/history.h"
#include "data/state/overrides.h"
#include "data/state/schema.h"
#include "data/state/sealing.h"
#include "data/state/services.h"

namespace chargelint::data {
namespace {

constexpr int kLockWaitMilliseconds = 5000;
constexpr std::string_view kMessageColumn = "message.message_sealed";
constexpr std::string_view kNext =
    "SELECT id, received_ms, protocol, message_sealed, snapshot FROM message "
    "WHERE id > $1 AND received_ms >= $2 AND received_ms < $3 ORDER BY id LIMIT $4";

class SqliteMessageLog final : public MessageLog {
 public:
  SqliteMessageLog(std::string path, const LogPeriod& period, state::Sealer sealer, state::Database database,
                   state::Statement statement, state::ServiceReader services, state::OverrideReader overrides)
      : path_(std::move(path)),
        period_(period),
        sealer_(std::move(sealer)),
        database_(std::move(database)),
        next_(std::move(statement)),
        services_(std::move(services)),
        overrides_(std::move(overrides)) {}

  Result<StoredServices> services(const HistoryQuery& query) override {
    const std::lock_guard lock(mutex_);
    return services_.read(sealer_, query);
  }

  Result<std::vector<Override>> active_overrides(const OverrideSubject& subject,
                                                 std::int64_t at_ms) override {
    const std::lock_guard lock(mutex_);
    return overrides_.active(sealer_, subject, at_ms);
  }

  // A statement a block: between two blocks nothing is held that a writer would wait for.
  Result<std::vector<LoggedMessage>> next(std::size_t most) override {
    const std::lock_guard lock(mutex_);
    std::vector<LoggedMessage> messages;
    next_.bind(1, last_id_);
    next_.bind(2, period_.since_ms);
    next_.bind(3, period_.until_ms);
    next_.bind(4, static_cast<std::int64_t>(most));
    Result<bool> row = next_.step();
    for (; row && *row; row = next_.step()) {
      LoggedMessage message;
      message.id = last_id_ = next_.integer(0);
      message.received_ms = next_.integer(1);
      message.protocol = next_.bytes(2);
      Result<std::string> opened = sealer_.open(kMessageColumn, next_.bytes(3));
      if (!opened) {
        next_.reset();
        Error error = opened.error();
        error.where = path_ + ", message " + std::to_string(message.id);
        return tl::unexpected(std::move(error));
      }
      message.message = std::move(*opened);
      message.snapshot = next_.bytes(4);
      messages.push_back(std::move(message));
    }
    next_.reset();
    if (!row) return tl::unexpected(row.error());
    return messages;
  }

 private:
  std::mutex mutex_;
  std::string path_;
  LogPeriod period_;
  state::Sealer sealer_;
  state::Database database_;
  state::Statement next_;
  state::ServiceReader services_;
  state::OverrideReader overrides_;
  std::int64_t last_id_ = 0;
};

}  // namespace

Result<std::unique_ptr<MessageLog>> MessageLog::open(const std::string& path, std::string_view key,
                                                     const LogPeriod& period) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return fail(ErrorKind::environment, path,
                "the state store is not there; `chargelint serve` makes it with the first message");
  }
  Result<state::Sealer> sealer = state::Sealer::make(key);
  if (!sealer) return tl::unexpected(std::move(sealer.error()));
  Result<state::Database> database = state::open_for_inspection(path, *sealer, kLockWaitMilliseconds);
  if (!database) return tl::unexpected(std::move(database.error()));
  Result<state::Statement> statement = database->prepare(kNext);
  if (!statement) return tl::unexpected(std::move(statement.error()));
  Result<state::ServiceReader> services = state::ServiceReader::make(*database);
  Result<state::OverrideReader> overrides = state::OverrideReader::make(*database);
  if (!services || !overrides) {
    return fail(ErrorKind::environment, path,
                "the state store is one of an older version; `chargelint serve` brings it up to date");
  }
  return std::make_unique<SqliteMessageLog>(path, period, std::move(*sealer), std::move(*database),
                                            std::move(*statement), std::move(*services),
                                            std::move(*overrides));
}

}  // namespace chargelint::data
