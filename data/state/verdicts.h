// What was found in stored messages, by visit or by the store's own number. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "data/state/database.h"
#include "data/state/sealing.h"
#include "data/state/store.h"

namespace chargelint::data::state {

class VerdictReader {
 public:
  [[nodiscard]] static Result<VerdictReader> make(Database& database);
  [[nodiscard]] Result<std::optional<StoredVerdict>> of_visit(const Sealer& sealer, std::string_view visit);
  [[nodiscard]] Result<std::optional<StoredVerdict>> of_message(const Sealer& sealer, std::int64_t number);

 private:
  VerdictReader(Statement by_visit, Statement by_number, Statement findings)
      : by_visit_(std::move(by_visit)), by_number_(std::move(by_number)), findings_(std::move(findings)) {}
  [[nodiscard]] Result<std::optional<StoredVerdict>> read(const Sealer& sealer, Statement& message);
  Statement by_visit_, by_number_, findings_;
};

}  // namespace chargelint::data::state
