// The statements over the tables of overrides. Not thread-safe.
#pragma once

#include <cstddef>
#include <vector>

#include "data/state/database.h"
#include "data/state/sealing.h"
#include "data/state/store.h"

namespace chargelint::data::state {

// Over a connection that may write; each call is a transaction of its own.
class OverrideWriter {
 public:
  [[nodiscard]] static Result<OverrideWriter> make(Database& database);
  [[nodiscard]] Result<std::int64_t> add(Database& database, const Sealer& sealer, const Override& made);
  // False: there is none in force with that id.
  [[nodiscard]] Result<bool> end(Database& database, std::int64_t id, std::string_view user,
                                 std::string_view role, std::int64_t now_ms);

 private:
  OverrideWriter(Statement insert, Statement end, Statement audit)
      : insert_(std::move(insert)), end_(std::move(end)), audit_(std::move(audit)) {}
  [[nodiscard]] Result<void> note(std::int64_t id, std::string_view action, std::string_view user,
                                  std::string_view role, std::int64_t at_ms);
  Statement insert_, end_, audit_;
};

class OverrideReader {
 public:
  [[nodiscard]] static Result<OverrideReader> make(Database& database);
  [[nodiscard]] Result<std::vector<Override>> active(const Sealer& sealer, const OverrideSubject& subject,
                                                     std::int64_t at_ms);
  [[nodiscard]] Result<std::vector<Override>> all(const Sealer& sealer, std::size_t most);
  [[nodiscard]] Result<std::vector<OverrideAudit>> audit();

 private:
  OverrideReader(Statement any, Statement active, Statement all, Statement audit)
      : any_(std::move(any)), active_(std::move(active)), all_(std::move(all)), audit_(std::move(audit)) {}
  [[nodiscard]] Result<std::vector<Override>> rows(const Sealer& sealer, Statement& select);
  Statement any_, active_, all_, audit_;
};

}  // namespace chargelint::data::state
