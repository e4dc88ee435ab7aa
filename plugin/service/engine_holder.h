// The engine in use: the rules with the site's own. A verdict holds the one it started with; a reload swaps
// in the next.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "rules/engine/engine.h"

namespace chargelint::plugin {

class EngineHolder {
 public:
  explicit EngineHolder(std::shared_ptr<const Engine> engine) : engine_(std::move(engine)) {}

  [[nodiscard]] std::shared_ptr<const Engine> get() const {
    const std::lock_guard lock(mutex_);
    return engine_;
  }
  void set(std::shared_ptr<const Engine> engine) {
    const std::lock_guard lock(mutex_);
    engine_.swap(engine);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Engine> engine_;
};

}  // namespace chargelint::plugin
