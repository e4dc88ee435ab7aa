// Reading and writing the rows of the store's tables.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/reference/database.h"
#include "data/releases/rows.h"

namespace chargelint::data {

// Whether a row of that release is wanted.
using WantedRelease = std::function<bool(std::int64_t release)>;

// A row as it is read: the cells live until the next one, their texts are numbered by the reader's pool.
struct StoredRow {
  std::int64_t id = 0;
  std::int64_t release = 0;
  std::span<const std::int64_t> cells;
};
// Rows as known at `known_ms` (now when absent), one by one.
void read_rows(Database& database, Table table, std::optional<std::int64_t> known_ms,
               const WantedRelease& wanted, TextPool& texts,
               const std::function<void(const StoredRow& row)>& take);

// …appended to `batch`, and of each its id and release.
struct StoredRows {
  RowBatch batch;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> releases;
};
void read_rows(Database& database, std::optional<std::int64_t> known_ms, const WantedRelease& wanted,
               StoredRows& rows);

struct StoredPtpRow {
  PtpRow row;
  std::int64_t id = 0;
  std::int64_t release = 0;
};
void read_ptp_rows(Database& database, std::optional<std::int64_t> known_ms,
                   const std::function<void(const StoredPtpRow& row)>& take);

class RowWriter {
 public:
  // `known`: false for rows that another release overrules from the start.
  RowWriter(Database& database, Table table, std::int64_t release, std::int64_t now_ms, bool known = true);
  void add(std::span<const std::int64_t> cells, const TextPool& texts);

 private:
  const Layout& layout_;
  std::vector<FixedText<8>> briefs_;  // what is bound lives until the statement has run
  Statement insert_;
};

// Several rows a statement: half of an insert's time is the statement's own beginning and end.
class PtpWriter {
 public:
  PtpWriter(Database& database, std::int64_t release, std::int64_t now_ms);
  // `known`: false for a row that another release overrules from the start.
  void add(const PtpRow& row, bool known);
  void finish();  // writes what is still held back

 private:
  static constexpr std::size_t kRows = 16;
  static constexpr int kColumns = 8;
  struct Pending {
    PtpRow row;
    bool known = true;
    FixedText<5> column1;
    FixedText<5> column2;
  };
  static std::string insert_sql(std::size_t rows, std::int64_t release, std::int64_t now_ms);
  void bind(Statement& insert, std::size_t index, const Pending& pending) const;

  Statement insert_one_;
  Statement insert_many_;
  std::int64_t now_ms_;
  std::array<Pending, kRows> pending_;
  std::size_t count_ = 0;
};

// Ends what was known of a row.
class RowCloser {
 public:
  RowCloser(Database& database, Table table, std::int64_t now_ms);
  void close(std::int64_t id);

 private:
  Statement update_;
};

// Rationales by the number that rows in memory carry: their place in the store's list.
class RationaleBook {
 public:
  explicit RationaleBook(Database& database);
  [[nodiscard]] std::uint8_t number(const std::string& words);
  [[nodiscard]] const std::vector<std::string>& words() const { return batch_.rationales; }

 private:
  Database& database_;
  PtpBatch batch_;
};

}  // namespace chargelint::data
