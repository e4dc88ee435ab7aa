// Opens the state file: makes it on first use, brings its schema up to date, and refuses another key's store.
#pragma once

#include <string>

#include "data/state/database.h"
#include "data/state/sealing.h"

namespace chargelint::data::state {

// A connection for writing: WAL, synchronous=FULL, schema current, key checked.
[[nodiscard]] Result<Database> open_for_writing(const std::string& path, const Sealer& sealer,
                                                int lock_wait_ms);
// Another one to a file that this process has open already. The file itself must not be opened and closed
// again: that would give up every lock that SQLite holds on it, and a stranger would remove the log in use.
[[nodiscard]] Result<Database> open_beside(const std::string& path, int lock_wait_ms);
// A connection to a file that open_for_writing has prepared; it cannot write.
[[nodiscard]] Result<Database> open_for_reading(const std::string& path, int lock_wait_ms);
// Likewise to a file that any process may have made: it must be a state store of this version, made with this
// key.
[[nodiscard]] Result<Database> open_for_inspection(const std::string& path, const Sealer& sealer,
                                                   int lock_wait_ms);

}  // namespace chargelint::data::state
