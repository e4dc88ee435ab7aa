// The reference as it was known at a past moment: compiled from the store on demand, into a file beside it
// that is used again while it is among the last few.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "data/reference/catalogue.h"
#include "plugin/config.h"
#include "rules/base/date.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

// Epoch milliseconds, both included: the day of "2026-07-01" (UTC), the second of "2026-07-01T12:00:00Z".
struct Moment {
  std::int64_t first_ms = 0;
  std::int64_t last_ms = 0;
};
[[nodiscard]] Result<Moment> moment_of(std::string_view text);
// A moment of knowledge: what was known at its end.
[[nodiscard]] Result<std::int64_t> known_moment(std::string_view text);
[[nodiscard]] std::int64_t end_of_day(Date day);

// The store as it was known then. Where nothing has changed since, that is the current snapshot.
[[nodiscard]] Result<std::shared_ptr<const data::Catalogue>> open_known(const std::string& store_path,
                                                                        std::int64_t known_ms);
[[nodiscard]] Result<std::shared_ptr<const data::Catalogue>> open_known(const Config& config, Date day);
// For commands: --known as it was typed; without it the current snapshot.
[[nodiscard]] Result<std::shared_ptr<const data::Catalogue>> open_reference_known(
    const std::string& store_path, std::optional<std::string_view> known);

// The past references that a service holds open, the last few that were asked for. Thread-safe. The first to
// ask for one waits some seconds while it is compiled, and others with it.
class KnownReferences {
 public:
  explicit KnownReferences(std::string store_path) : store_path_(std::move(store_path)) {}
  [[nodiscard]] Result<std::shared_ptr<const data::Catalogue>> at(std::int64_t known_ms);
  // Forgets what was opened: the store has changed.
  void clear();

 private:
  struct Entry {
    std::int64_t known_ms = 0;
    std::shared_ptr<const data::Catalogue> reference;
  };
  std::string store_path_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // the last used first
};

}  // namespace chargelint::plugin
