// The mapped snapshot file and its sections, checked against the header and against one another: what is read
// without a check later is checked here, once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "data/reference/snapshot_format.h"
#include "rules/base/code.h"

namespace chargelint::data::snapshot {

class Mapping {
 public:
  explicit Mapping(const std::string& path);
  ~Mapping();
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  [[nodiscard]] const std::byte* data() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  const std::byte* bytes_ = nullptr;
  std::size_t size_ = 0;
};

// Rows in runs: those of number n begin at starts[n] and end where the next begin.
template <class Row>
struct Runs {
  std::span<const Row> rows;
  std::span<const std::uint32_t> starts;
  [[nodiscard]] std::span<const Row> of(std::size_t number) const {
    return rows.subspan(starts[number], starts[number + 1] - starts[number]);
  }
};

// Rows by a 64-bit key: sorted keys, and a hash table of their numbers (plus one; 0 is free).
template <class Row>
struct KeyedRuns {
  std::span<const std::uint64_t> keys;
  std::span<const std::uint32_t> slots;
  Runs<Row> runs;
  [[nodiscard]] std::optional<std::uint32_t> number(std::uint64_t key) const {
    const std::size_t mask = slots.size() - 1;
    for (std::size_t at = mixed(key) & mask;; at = (at + 1) & mask) {
      const std::uint32_t slot = slots[at];
      if (slot == 0) return std::nullopt;
      if (keys[slot - 1] == key) return slot - 1;
    }
  }
  [[nodiscard]] std::span<const Row> of(std::uint64_t key) const {
    const auto found = number(key);
    return found ? runs.of(*found) : std::span<const Row>{};
  }
};

class Sections {
 public:
  // Refuses what is no snapshot, of another version, cut off or damaged.
  Sections(const Mapping& mapping, const std::string& path);

  [[nodiscard]] const std::string& digest() const { return digest_; }
  [[noreturn]] void wrong(const std::string& what) const;

  template <class Row>
  [[nodiscard]] std::span<const Row> rows(SectionId id) const {
    const Section section = find(id);
    const bool fits = section.element_size == sizeof(Row) && section.offset % alignof(Row) == 0 &&
                      section.offset <= mapping_.size() &&
                      section.count <= (mapping_.size() - section.offset) / sizeof(Row);
    if (!fits) wrong("has section " + std::to_string(section.id) + " out of its bounds");
    return {reinterpret_cast<const Row*>(mapping_.data() + section.offset), section.count};
  }
  template <class Row>
  [[nodiscard]] Runs<Row> runs(SectionId rows_id, SectionId starts_id, std::size_t numbers) const {
    Runs<Row> table{rows<Row>(rows_id), rows<std::uint32_t>(starts_id)};
    check_starts(table.starts, numbers, table.rows.size());
    return table;
  }
  template <class Row>
  [[nodiscard]] KeyedRuns<Row> keyed(SectionId keys_id, SectionId slots_id, SectionId starts_id,
                                     SectionId rows_id) const {
    KeyedRuns<Row> table;
    table.keys = rows<std::uint64_t>(keys_id);
    table.slots = rows<std::uint32_t>(slots_id);
    check_slots(table.slots.size(), table.keys.size());
    check_below(table.slots, table.keys.size() + 1);
    table.runs = runs<Row>(rows_id, starts_id, table.keys.size());
    return table;
  }

  // One more start than there are numbers, rising, the last at the end.
  void check_starts(std::span<const std::uint32_t> starts, std::size_t numbers, std::size_t end) const;
  // At least one slot stays free, or a search for an unknown key would not end.
  void check_slots(std::size_t slots, std::size_t keys) const;
  void check_below(std::span<const std::uint32_t> numbers, std::size_t end) const;

 private:
  [[nodiscard]] Section find(SectionId id) const;

  const Mapping& mapping_;
  const std::string& path_;
  std::string digest_;
  std::size_t count_ = 0;
};

}  // namespace chargelint::data::snapshot
