#include "plugin/service/search_holder.h"

#include "plugin/log.h"

namespace chargelint::plugin {

std::shared_ptr<const data::SearchIndex> SearchHolder::of(std::string_view digest) {
  constexpr std::chrono::seconds kPause(1);
  const std::lock_guard lock(mutex_);
  if (index_ && index_->digest() == digest) return index_;
  const auto now = std::chrono::steady_clock::now();
  if (looked_for_ == digest && now - looked_at_ < kPause) return nullptr;
  looked_for_ = digest;
  looked_at_ = now;
  auto opened = data::SearchIndex::open(data::search_path(store_path_));
  if (!opened || (*opened)->digest() != digest) return nullptr;
  index_ = std::move(*opened);
  return index_;
}

void SearchHolder::make_missing(std::shared_ptr<const data::Catalogue> reference) {
  if (of(reference->digest()) != nullptr) return;
  maker_ = std::jthread([path = store_path_, reference = std::move(reference)] {
    if (const auto made = open_search(path, *reference); !made) log::warning(to_string(made.error()));
  });
}

namespace {

Result<std::shared_ptr<const data::SearchIndex>> open_or_make(const std::string& path,
                                                              const data::Catalogue& reference) {
  auto index = data::SearchIndex::open(path);
  if (index && (*index)->digest() == reference.digest()) return index;
  if (auto built = data::build_search(reference, path); !built) {
    Error error = built.error();
    error.what = "the search index is not there and can't be made: " + error.what;
    return tl::unexpected(std::move(error));
  }
  return data::SearchIndex::open(path);
}

}  // namespace

Result<std::shared_ptr<const data::SearchIndex>> open_search(const std::string& store_path,
                                                             const data::Catalogue& reference) {
  return open_or_make(data::search_path(store_path), reference);
}

Result<std::shared_ptr<const data::SearchIndex>> open_known_search(const std::string& store_path,
                                                                   const data::Catalogue& reference) {
  const std::string path = data::search_path(store_path);
  if (auto current = data::SearchIndex::open(path); current && (*current)->digest() == reference.digest()) {
    return current;
  }
  return open_or_make(path + ".known", reference);
}

}  // namespace chargelint::plugin
