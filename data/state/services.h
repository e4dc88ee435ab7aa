// The stored services of a patient, by the keyed hash of the identifier. Not thread-safe.
#pragma once

#include "data/state/database.h"
#include "data/state/history.h"
#include "data/state/sealing.h"
#include "data/state/store.h"

namespace chargelint::data::state {

class ServiceReader {
 public:
  [[nodiscard]] static Result<ServiceReader> make(Database& database);
  [[nodiscard]] Result<StoredServices> read(const Sealer& sealer, const HistoryQuery& query);

 private:
  ServiceReader(Statement select, Statement older) : select_(std::move(select)), older_(std::move(older)) {}
  [[nodiscard]] Result<void> read_older(const Sealer& sealer, std::string_view from, std::string_view to,
                                        PriorMessage& message);
  Statement select_, older_;
};

}  // namespace chargelint::data::state
