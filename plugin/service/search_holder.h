// The search index in use: the one beside the store, as long as it belongs to the snapshot in use.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "data/reference/catalogue.h"
#include "data/search/search_index.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

class SearchHolder {
 public:
  explicit SearchHolder(std::string store_path) : store_path_(std::move(store_path)) {}
  // The index of the snapshot with that digest; null when there is none (yet): it is looked for again, at
  // most once a second. Thread-safe.
  [[nodiscard]] std::shared_ptr<const data::SearchIndex> of(std::string_view digest);
  // Makes the index of this snapshot in the background when it is not there; an import makes its own. Called
  // once, at the start; the end waits for it.
  void make_missing(std::shared_ptr<const data::Catalogue> reference);

 private:
  std::string store_path_;
  std::mutex mutex_;
  std::shared_ptr<const data::SearchIndex> index_;
  std::string looked_for_;
  std::chrono::steady_clock::time_point looked_at_;
  std::jthread maker_;
};

// For commands: the index beside the store, made first when it is missing or another snapshot's.
[[nodiscard]] Result<std::shared_ptr<const data::SearchIndex>> open_search(const std::string& store_path,
                                                                           const data::Catalogue& reference);
// Of past knowledge: made into a file of its own beside the current one, which holds the last that was asked
// for.
[[nodiscard]] Result<std::shared_ptr<const data::SearchIndex>> open_known_search(
    const std::string& store_path, const data::Catalogue& reference);

}  // namespace chargelint::plugin
