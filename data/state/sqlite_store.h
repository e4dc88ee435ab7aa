// The limits of the SQLite state store, for tests; everybody else calls StateStore::open.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "data/state/store.h"

namespace chargelint::data::state {

struct StoreOptions {
  int lock_wait_ms = 5000;  // for another process that holds the file
  std::size_t most_queued = 16384;
  std::size_t most_queued_bytes = std::size_t{64} * 1024 * 1024;  // one record is always taken
  std::size_t most_in_batch = 512;
  std::size_t most_batch_bytes = std::size_t{16} * 1024 * 1024;
};

[[nodiscard]] Result<std::unique_ptr<StateStore>> open_sqlite_store(const std::string& path,
                                                                    std::string_view key,
                                                                    const StoreOptions& options);

}  // namespace chargelint::data::state
