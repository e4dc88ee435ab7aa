// When what the store knows changed, and the snapshot of a past moment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rules/base/result.h"

namespace chargelint::data {

struct Knowledge {
  std::optional<std::int64_t> changed_ms;  // the last change at or before the moment; none: nothing was known
  std::optional<std::int64_t> first_ms;    // the first change of all; none: the store is empty
  bool newest = false;                     // nothing has changed since
};

// What the store at `store_path` knew at `known_ms`. A missing store is ErrorKind::environment.
[[nodiscard]] Result<Knowledge> knowledge_at(const std::string& store_path, std::int64_t known_ms);

// The snapshot of that moment, compiled into `path`.
[[nodiscard]] Result<void> compile_known(const std::string& store_path, std::int64_t known_ms,
                                         const std::string& path);

// "2026-07-01T09:30:00Z", for people who ask when something was learned.
[[nodiscard]] std::string moment_text(std::int64_t milliseconds);

}  // namespace chargelint::data
