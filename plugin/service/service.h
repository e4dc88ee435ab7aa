// The running service: reference, state store, engine, MLLP and HTTP servers, and their orderly end.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "plugin/config.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

class Service {
 public:
  // Opens everything that can fail, and listens. `key_variable`: environment variable that may hold the key.
  [[nodiscard]] static Result<std::unique_ptr<Service>> start(const Config& config, const char* key_variable);
  virtual ~Service() = default;  // as drain(), if that was not called
  [[nodiscard]] virtual std::uint16_t http_port() const = 0;
  [[nodiscard]] virtual std::uint16_t mllp_port() const = 0;  // of the first MLLP listener
  // Every MLLP listener, with the port that it has.
  [[nodiscard]] virtual std::vector<MllpConfig::Listener> mllp_listeners() const = 0;
  // The current snapshot of the reference store; verdicts that were begun keep theirs.
  [[nodiscard]] virtual Result<void> reload() = 0;
  // The same when another snapshot lies in the place of the one in use; whether it did.
  [[nodiscard]] virtual Result<bool> reload_if_replaced() = 0;
  // The site's rules file as it is now; one with a fault is refused, each fault logged, and the former rules
  // stay.
  [[nodiscard]] virtual Result<void> reload_rules() = 0;
  // Stops accepting, answers what was begun, commits, closes; within the configured time.
  virtual void drain() = 0;
};

}  // namespace chargelint::plugin
