// A SQLite connection and its prepared statements as values. Error texts never hold a stored or bound value.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "rules/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace chargelint::data::state {

class Statement {
 public:
  Statement(sqlite3* connection, sqlite3_stmt* statement);

  // Placeholders count from 1. The bytes must live until the statement has run: nothing is copied.
  void bind(int placeholder, std::int64_t value);
  void bind_text(int placeholder, std::string_view value);
  void bind_blob(int placeholder, std::string_view value);
  void bind_null(int placeholder);

  // True: a row is there to read. Call reset() after the last row that is wanted.
  [[nodiscard]] Result<bool> step();
  void reset();
  // Runs a statement whose rows do not matter, and resets it.
  [[nodiscard]] Result<void> run();

  // Columns count from 0. Views live until the next step or reset.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bind_status_ = 0;
};

class Database {
 public:
  // The file must exist. `lock_wait_ms`: how long a statement waits for another process before it fails.
  [[nodiscard]] static Result<Database> open(const std::string& path, int lock_wait_ms);

  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  // One or more statements without parameters.
  [[nodiscard]] Result<void> run(const std::string& sql);
  [[nodiscard]] Result<std::string> text(
      std::string_view sql);  // first column of the first row; "" without rows
  [[nodiscard]] Result<std::int64_t> integer(std::string_view sql);
  // Ends a transaction that failed; harmless when there is none.
  void roll_back();

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  explicit Database(sqlite3* connection) : connection_(connection) {}
  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace chargelint::data::state
