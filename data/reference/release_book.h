// The releases of the store: which stand, which replaced which, and whether a new one is complete.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/reference/database.h"
#include "data/releases/importers.h"

namespace chargelint::data {

// Dates in the store: YYYYMMDD; an open end is no value.
[[nodiscard]] std::optional<std::int64_t> stored_day(Date date);
[[nodiscard]] Date day_of_stored(std::int64_t value);

struct StoredRelease {
  std::int64_t id = 0;
  Source source = Source::ptp_practitioner;
  Table table = Table::ptp_edit;
  std::string name;
  int revision = 0;
  int part = 0;  // of a release whose files hold different things: which of them
  bool starter = false;
  Date first = Date::open_start();
  Date last = Date::open_end();
  bool complete = false;
  bool effective_known = true;
  std::uint64_t rows = 0;
  std::uint64_t extent = 0;  // what completeness is judged by: rows, or codes that facts are about
  std::string digest;
  std::optional<std::int64_t> replaced_by;
  std::int64_t loaded_ms = 0;
  std::optional<std::int64_t> superseded_ms;

  [[nodiscard]] bool stands_at(std::optional<std::int64_t> known_ms) const {
    if (!known_ms) return !superseded_ms;
    return loaded_ms <= *known_ms && (!superseded_ms || *superseded_ms > *known_ms);
  }
  // Later in time, then by correction.
  [[nodiscard]] bool newer_than(const StoredRelease& other) const {
    return first != other.first ? first > other.first : revision > other.revision;
  }
};

struct StoredFile {
  std::string name;
  int part = 0;
  std::string digest;
  std::uint64_t rows = 0;
  // Of pair edits the first and the last pair, as PtpRow::pair; 0 when not known.
  std::uint64_t first_pair = 0;
  std::uint64_t last_pair = 0;
};

// Cumulative tables carry row dates: their newest complete release speaks for every date.
[[nodiscard]] bool is_cumulative(Table table);
[[nodiscard]] bool is_cumulative(Source source);

// The columns whose rows are one set: what a partial release says of it takes the place of what stood.
struct SetColumns {
  std::size_t first = 0;
  std::size_t count = 1;
};
[[nodiscard]] SetColumns set_columns(Table table);

class ReleaseBook {
 public:
  explicit ReleaseBook(Database& database);

  [[nodiscard]] const std::map<std::int64_t, StoredRelease>& releases() const { return releases_; }
  [[nodiscard]] const StoredRelease& release(std::int64_t id) const { return releases_.at(id); }
  [[nodiscard]] std::vector<StoredFile> files(std::int64_t release) const;
  // Of one table of one source, those that stand now; official or starter.
  [[nodiscard]] std::vector<StoredRelease> standing(Source source, Table table, bool starter) const;
  // …of the same table, source and part as this release.
  [[nodiscard]] std::vector<StoredRelease> standing_beside(const StoredRelease& release) const;
  // The release that answers for a row which `id` brought: `id`, or what replaced it by then.
  [[nodiscard]] std::int64_t answering(std::int64_t id, std::optional<std::int64_t> known_ms) const;
  [[nodiscard]] std::int64_t last_change_ms() const;

  std::int64_t add(StoredRelease release, const std::vector<StoredFile>& files);
  void supersede(std::int64_t id, std::int64_t by, std::int64_t now_ms);
  // Rows that are known now.
  [[nodiscard]] std::uint64_t row_count(Source source) const;
  void set_row_count(Source source, std::uint64_t rows, std::int64_t now_ms);

 private:
  Database& database_;
  std::map<std::int64_t, StoredRelease> releases_;
};

// The file's own; of several, SHA-256 over their digests in order.
[[nodiscard]] std::string combined_digest(const std::vector<StoredFile>& files);

// Decision 3. `parts`: which of f1 to f4 are there, as bits; `sibling_rows` of the newest complete release,
// if any.
// `extent`: rows, or the codes that facts are about, see extent_table.
[[nodiscard]] bool is_complete(Source source, std::uint64_t extent, unsigned parts,
                               std::optional<std::uint64_t> sibling_extent);
// The table whose rows tell whether a source's release is complete, where it fills several; Table::fact means
// the codes that facts are about, no value all rows together.
[[nodiscard]] std::optional<Table> extent_table(Source source);

}  // namespace chargelint::data
