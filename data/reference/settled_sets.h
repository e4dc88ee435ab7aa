// Rows of which a key has several at once: facts of a code, notes of a stem, lists that name a diagnosis.
//
// What a release says of a key is one set. A later release that speaks of the key takes the set's place from
// its first day; a later complete release ends it even where it is silent. Where rows carry their own dates
// the latest set stands alone. Equal rows whose periods touch become one, which begins with the first.
#pragma once

#include <algorithm>
#include <compare>
#include <vector>

#include "data/reference/compiling.h"

namespace chargelint::data {

// `Said` is everything of a row but its key and its period.
template <class Key, class Said>
class SettledSets {
 public:
  void add(Key key, Said said, RowBase base, const Speaker& speaker) {
    entries_.push_back({std::move(key), std::move(said), base, false, &speaker});
  }

  // Calls `take(key, said, base)` for each row that is left.
  template <class Take>
  void settle(Take take) {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& left, const Entry& right) {
      if (const auto order = compare_sets(left, right); order != 0) return order < 0;
      return left.speaker->order < right.speaker->order;
    });
    for (std::size_t first = 0; first < entries_.size();) {
      std::size_t end = first;
      while (end < entries_.size() && compare_sets(entries_[first], entries_[end]) == 0) ++end;
      settle_set(first, end);
      merge_equal(first, end, take);
      first = end;
    }
    entries_ = {};
  }

 private:
  struct Entry {
    Key key;
    Said said;
    RowBase row;
    bool dropped = false;
    const Speaker* speaker = nullptr;
  };

  static std::strong_ordering compare_sets(const Entry& left, const Entry& right) {
    const StoredRelease& one = *left.speaker->release;
    const StoredRelease& other = *right.speaker->release;
    if (one.source != other.source) return one.source <=> other.source;
    if (one.part != other.part) return one.part <=> other.part;
    return left.key <=> right.key;
  }

  void settle_set(std::size_t first, std::size_t end) {
    const Speaker* last = entries_[end - 1].speaker;
    const Speaker* next = nullptr;  // the one that speaks of this key after the one at hand
    for (std::size_t index = end; index-- > first;) {
      Entry& entry = entries_[index];
      if (index + 1 < end && entries_[index + 1].speaker != entry.speaker) next = entries_[index + 1].speaker;
      if (last->cumulative) {
        entry.dropped = entry.speaker != last;
        continue;
      }
      RowBase& row = entry.row;
      if (entry.speaker->follows) row.from_days = std::max(row.from_days, entry.speaker->force.from.days());
      if (next != nullptr) {
        const std::int32_t taken = next->release->first.days();
        entry.dropped = taken <= row.from_days;
        if (!entry.dropped) row.to_days = std::min(row.to_days, taken - 1);
      }
      entry.dropped = entry.dropped || row.from_days > row.to_days;
    }
  }

  template <class Take>
  void merge_equal(std::size_t first, std::size_t end, Take& take) {
    const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto stop = entries_.begin() + static_cast<std::ptrdiff_t>(end);
    std::sort(begin, stop, [](const Entry& left, const Entry& right) {
      if (const auto order = left.said <=> right.said; order != 0) return order < 0;
      if (left.row.from_days != right.row.from_days) return left.row.from_days < right.row.from_days;
      return left.speaker->order < right.speaker->order;
    });
    Entry* open = nullptr;
    for (auto entry = begin; entry != stop; ++entry) {
      if (entry->dropped) continue;
      if (open != nullptr && open->said == entry->said &&
          std::int64_t{entry->row.from_days} <= std::int64_t{open->row.to_days} + 1) {
        open->row.to_days = std::max(open->row.to_days, entry->row.to_days);
        continue;
      }
      if (open != nullptr) take(open->key, open->said, open->row);
      open = &*entry;
    }
    if (open != nullptr) take(open->key, open->said, open->row);
  }

  std::vector<Entry> entries_;
};

}  // namespace chargelint::data
