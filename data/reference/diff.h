// What changes between two states of the reference: two stores, two moments of knowledge, two releases, or
// release files that are not in any store.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/base/result.h"
#include "rules/ports/reference.h"

namespace chargelint::data {

// One side. Either `paths` of release files, or a store with at most one of the two ways to look at it.
struct DiffOperand {
  std::vector<std::string> paths;
  std::string store;
  std::optional<std::int64_t> known_ms;
  std::string release;  // rows in force on the first day of the release of that name
  std::optional<Source> release_source;
};

struct DiffOptions {
  std::vector<std::string> codes;  // only rows that concern one of them; empty: all
  std::vector<Source> sources;     // empty: all
  std::string release;             // for files whose release can't be told
  std::optional<bool> complete;    // overrules, for files
};

// `ended`: no longer there, or there with an end that it did not have before.
enum class ChangeKind : std::uint8_t { added, ended, changed };
[[nodiscard]] std::string_view change_name(ChangeKind kind);

using RowFields = std::vector<std::pair<std::string_view, std::string>>;  // column, value

struct RowChange {
  ChangeKind kind = ChangeKind::added;
  RowFields key;
  std::vector<std::string_view> columns;  // that differ, when the row is on both sides
  RowFields before;                       // without the key; empty when it was not there
  RowFields after;
};

struct TableDiff {
  std::string source;
  std::string table;
  std::string before_release;  // empty: the source is not on this side
  std::string after_release;
  std::uint64_t added = 0;
  std::uint64_t ended = 0;
  std::uint64_t changed = 0;
  std::uint64_t same = 0;
  std::string note;  // why something is not counted
};

// Called for each table of each source, in order: the counts first, then its rows by key. `wants_rows` may
// refuse further rows of the table.
class DiffReport {
 public:
  virtual ~DiffReport() = default;
  virtual void table(const TableDiff& diff) = 0;
  virtual void row(const TableDiff& diff, const RowChange& change) = 0;
  [[nodiscard]] virtual bool wants_rows() const = 0;
};

[[nodiscard]] Result<void> diff_reference(const DiffOperand& before, const DiffOperand& after,
                                          const DiffOptions& options, DiffReport& report);

}  // namespace chargelint::data
