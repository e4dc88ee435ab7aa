// Reading back what the state store holds: its messages in the order they were stored, a block at a time,
// beside a service that runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/state/store.h"
#include "rules/base/result.h"

namespace chargelint::data {

struct LoggedMessage {
  std::int64_t id = 0;  // the store's own number
  std::int64_t received_ms = 0;
  std::string protocol;  // "mllp", "hl7-http"
  std::string message;   // as received, decrypted
  std::string snapshot;  // digest of the reference it was judged with
};

// Messages received within [since_ms, until_ms).
struct LogPeriod {
  std::int64_t since_ms = 0;
  std::int64_t until_ms = std::numeric_limits<std::int64_t>::max();
};

class MessageLog {
 public:
  // `path`: a file that a StateStore has made; no row of it is written. `key`: 32 bytes, the one it was made
  // with.
  [[nodiscard]] static Result<std::unique_ptr<MessageLog>> open(const std::string& path, std::string_view key,
                                                                const LogPeriod& period);
  virtual ~MessageLog() = default;

  // Up to `most` further messages; none: that was the last. Those that are stored meanwhile come too.
  // `malformed` when a stored value was changed.
  [[nodiscard]] virtual Result<std::vector<LoggedMessage>> next(std::size_t most) = 0;

  // As StateStore's, for judging a message as it was judged when it came. Thread-safe.
  [[nodiscard]] virtual Result<StoredServices> services(const HistoryQuery& query) = 0;
  [[nodiscard]] virtual Result<std::vector<Override>> active_overrides(const OverrideSubject& subject,
                                                                       std::int64_t at_ms) = 0;
};

}  // namespace chargelint::data
