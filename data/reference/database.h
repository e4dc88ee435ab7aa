// A thin owner of one SQLite connection and its prepared statements. Failures are refusals
// (data/reference/refusal.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace chargelint::data {

class Statement {
 public:
  // Positions count from 1, as in SQL. Text must live until the statement is stepped.
  void bind(int position, std::int64_t value);
  void bind(int position, std::string_view text);
  void bind_bytes(int position, std::string_view bytes);  // as text: must live
  void bind_null(int position);
  // The next row; false when there is none. `run` is for statements without rows, and makes it ready for the
  // next use.
  bool step();
  void run();
  void reset();

  // Columns count from 0.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // `create`: made when missing.
  Database(const std::string& path, bool create);
  // For reading alone: a file that this process may not write will do.
  [[nodiscard]] static Database read_only(const std::string& path);

  void run(const std::string& sql);
  [[nodiscard]] Statement prepare(std::string_view sql);
  [[nodiscard]] std::int64_t integer(std::string_view sql);
  [[nodiscard]] std::int64_t last_id() const;

 private:
  Database(const std::string& path, int access);
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

// Rolled back unless committed. `writes`: takes the one writer's place at once, or refuses.
class Transaction {
 public:
  Transaction(Database& database, bool writes);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace chargelint::data
