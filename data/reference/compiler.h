// From the store of record to what a snapshot says.
#pragma once

#include <cstdint>
#include <optional>

#include "data/reference/database.h"
#include "data/reference/snapshot_content.h"

namespace chargelint::data {

// As known at `known_ms`; now when absent.
[[nodiscard]] SnapshotContent compile_content(Database& database, std::optional<std::int64_t> known_ms);

}  // namespace chargelint::data
