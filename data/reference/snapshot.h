// The compiled reference: one checksummed file, mapped read-only, shared by threads and processes.
#pragma once

#include <memory>
#include <string>

#include "rules/base/result.h"
#include "rules/ports/reference.h"

namespace chargelint::data {

// Verifies header, format version and checksum. Errors name the file and what was wrong.
[[nodiscard]] Result<std::shared_ptr<const Reference>> open_snapshot(const std::string& path);

// Whether there is a file of the format that this program reads; its checksum is not looked at.
[[nodiscard]] bool is_current_snapshot(const std::string& path);

// Where the snapshot of a store of record lies: beside it, "<store>.snapshot".
[[nodiscard]] std::string snapshot_path(const std::string& store_path);

}  // namespace chargelint::data
