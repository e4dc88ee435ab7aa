// The inside of the compiler: which releases speak, and each table's way from stored rows to rows of a
// snapshot.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/reference/release_book.h"
#include "data/reference/snapshot_content.h"
#include "data/reference/table_store.h"
#include "rules/ports/table_names.h"

namespace chargelint::data {

// A stored release that speaks in the snapshot.
struct Speaker {
  const StoredRelease* release = nullptr;
  ReleaseId number = 0;     // of the release as the snapshot names it: all tables and files of one
  std::size_t order = 0;    // its rows win over those of a lower order
  Period force;             // until the next complete release of the same table
  bool cumulative = false;  // its rows carry their own dates
  bool follows = false;     // a complete release speaks for the time before it
  // Where several begin on one day: a complete release over the starter, a partial one over both.
  [[nodiscard]] int rank() const { return release->starter ? 0 : release->complete ? 1 : 2; }
};

// The standing releases as known at a moment, and which of them answers for a row.
class Speakers {
 public:
  Speakers(const ReleaseBook& book, std::optional<std::int64_t> known_ms);

  [[nodiscard]] const std::vector<Speaker>& all() const { return speakers_; }
  [[nodiscard]] const std::vector<SnapshotContent::Release>& releases() const { return releases_; }
  // Of a row that this release brought; null: it has no say.
  [[nodiscard]] const Speaker* of(std::int64_t release) const {
    const auto found = of_rows_.find(release);
    return found == of_rows_.end() ? nullptr : found->second;
  }
  // Of the rows that carry this release number, the highest rank.
  [[nodiscard]] int rank(ReleaseId number) const { return ranks_[number]; }

 private:
  void choose(const ReleaseBook& book, std::optional<std::int64_t> known_ms);
  void number(const ReleaseBook& book);

  std::vector<Speaker> speakers_;  // in their order
  std::vector<SnapshotContent::Release> releases_;
  std::vector<int> ranks_;
  std::unordered_map<std::int64_t, const Speaker*> of_rows_;
};

class Compiler {
 public:
  Compiler(Database& database, std::optional<std::int64_t> known_ms);
  [[nodiscard]] SnapshotContent compile();

 private:
  struct Row {
    std::span<const std::int64_t> cells;
    const Speaker* speaker = nullptr;
    Period period;
  };

  // Every known row of a table whose release speaks. Texts go to the content's own.
  void each_row(Table table, const std::function<void(const Row& row)>& take);
  [[nodiscard]] const std::string& text(std::int64_t cell) const { return content_.texts.text(cell); }
  template <class Target>
  static void set_base(Target& target, const Row& row) {
    target.from_days = row.period.from.days();
    target.to_days = row.period.to.days();
    target.release = row.speaker->number;
  }
  void add_ptp();
  void number_rationales();
  [[nodiscard]] std::uint8_t rationale_number(const std::string& words) const;
  void add_mue();
  void add_fee_schedule();
  void add_add_on();
  void add_procedures();
  void add_diagnoses();
  void add_sides();
  void add_diagnosis_edits();
  void add_relations();
  void add_facts();
  void add_modifiers();
  void add_code_words();
  void add_places();
  void add_own_lists();
  void add_own_numbers();

  Database& database_;
  std::optional<std::int64_t> known_ms_;
  ReleaseBook book_;
  RationaleBook rationale_book_;
  Speakers speakers_;
  SnapshotContent content_;
};

// One row a key and day: what begins later ends what went before; of two that begin together the higher rank
// speaks.
template <class Target, class Key>
void settle_periods(std::vector<Target>& rows, const Speakers& speakers, Key key_of) {
  std::sort(rows.begin(), rows.end(), [&](const Target& left, const Target& right) {
    return std::make_tuple(key_of(left), left.from_days, speakers.rank(left.release), left.release) <
           std::make_tuple(key_of(right), right.from_days, speakers.rank(right.release), right.release);
  });
  std::vector<Target> settled;
  settled.reserve(rows.size());
  for (std::size_t index = 0; index < rows.size(); ++index) {
    Target row = rows[index];
    if (index + 1 < rows.size() && key_of(rows[index + 1]) == key_of(row)) {
      if (rows[index + 1].from_days == row.from_days) continue;
      row.to_days = std::min(row.to_days, rows[index + 1].from_days - 1);
    }
    if (row.from_days <= row.to_days) settled.push_back(row);
  }
  rows = std::move(settled);
}

// Cells of the store as values of the snapshot.
[[nodiscard]] std::uint32_t hcpcs_of(std::int64_t cell);
[[nodiscard]] std::uint16_t modifier_of(std::int64_t cell);
// A diagnosis code or the beginning of one: briefs hold seven characters, IcdCode eight.
[[nodiscard]] inline std::uint64_t diagnosis_of(std::int64_t cell) {
  return static_cast<std::uint64_t>(cell) << 8U;
}
[[nodiscard]] char character_of(std::int64_t cell);
// A name that a row of the store uses, as its enumerator.
[[noreturn]] void refuse_name(const std::string& name);
template <class Found>
[[nodiscard]] auto named(const Found& found, const std::string& name) {
  if (!found) refuse_name(name);
  return *found;
}

// Names between blanks, as bits.
template <class Enum>
[[nodiscard]] std::uint32_t bits_named(std::string_view names) {
  std::uint32_t bits = 0;
  while (!names.empty()) {
    const std::size_t size = std::min(names.find(' '), names.size());
    if (size > 0) {
      const std::string name(names.substr(0, size));
      bits |= static_cast<std::uint32_t>(named(table_named<Enum>(name), name));
    }
    names.remove_prefix(std::min(size + 1, names.size()));
  }
  return bits;
}

}  // namespace chargelint::data
