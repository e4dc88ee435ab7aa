// The reference snapshot in use. A verdict holds the one it started with; a reload swaps in the next.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "rules/base/result.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {

class ReferenceHolder {
 public:
  explicit ReferenceHolder(std::shared_ptr<const Reference> reference) : reference_(std::move(reference)) {}
  [[nodiscard]] std::shared_ptr<const Reference> get() const {
    const std::lock_guard lock(mutex_);
    return reference_;
  }
  void set(std::shared_ptr<const Reference> reference) {
    {
      const std::lock_guard lock(mutex_);
      reference_.swap(reference);
    }
    // The former snapshot is unmapped here, outside the lock, unless a verdict still holds it.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Reference> reference_;
};

// The snapshot beside the store of record. A missing one is an environment error that says what to run.
[[nodiscard]] Result<std::shared_ptr<const Reference>> open_reference(const std::string& store_path);

}  // namespace chargelint::plugin
