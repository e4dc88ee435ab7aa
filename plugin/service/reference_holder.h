// The reference snapshot in use, and past ones on demand. A verdict holds the one it started with; a reload
// swaps in the next.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "data/reference/catalogue.h"
#include "plugin/service/known_reference.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

class ReferenceHolder {
 public:
  // `store_path`: where past knowledge is read from; empty: there is none.
  explicit ReferenceHolder(std::shared_ptr<const data::Catalogue> reference, std::string store_path = {})
      : reference_(std::move(reference)), known_(std::move(store_path)) {}

  [[nodiscard]] std::shared_ptr<const data::Catalogue> get() const {
    const std::lock_guard lock(mutex_);
    return reference_;
  }
  // As it was known at that moment (known_moment). The first to ask for one waits while it is compiled.
  [[nodiscard]] Result<std::shared_ptr<const data::Catalogue>> known(std::int64_t known_ms) const {
    return known_.at(known_ms);
  }
  void set(std::shared_ptr<const data::Catalogue> reference) {
    {
      const std::lock_guard lock(mutex_);
      reference_.swap(reference);
    }
    known_.clear();  // what was the newest knowledge may be the past now
    // The former snapshot is unmapped here, outside the lock, unless a verdict still holds it.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const data::Catalogue> reference_;
  mutable KnownReferences known_;
};

// The snapshot beside the store of record. A missing one is an environment error that says what to run.
[[nodiscard]] Result<std::shared_ptr<const data::Catalogue>> open_reference(const std::string& store_path);

}  // namespace chargelint::plugin
