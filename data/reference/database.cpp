// SQLite by its C interface: millions of rows a run, so nothing stands between.
#include "data/reference/database.h"

#include <sqlite3.h>

#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

constexpr int kLockWaitMilliseconds = 5000;

[[noreturn]] void refuse_sqlite(sqlite3* connection, int code) {
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    refuse(ErrorKind::environment, "",
           "the reference store is in use by another import; try again when it has ended");
  }
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
    refuse(ErrorKind::environment, "", "not a reference store, or a damaged one");
  }
  refuse(ErrorKind::environment, "",
         std::string("the reference store failed: ") +
             (connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code)));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Statement::bind(int position, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), position, value);
}

void Statement::bind(int position, std::string_view text) {
  sqlite3_bind_text(statement_.get(), position, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void Statement::bind_bytes(int position, std::string_view bytes) {
  sqlite3_bind_blob(statement_.get(), position, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
}

void Statement::bind_null(int position) {
  sqlite3_bind_null(statement_.get(), position);
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  refuse_sqlite(sqlite3_db_handle(statement_.get()), code);
}

void Statement::run() {
  step();
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* const characters = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (characters == nullptr) return {};
  return {characters, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::string_view Statement::bytes(int column) const {
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

Database::Database(const std::string& path, bool create)
    : Database(path, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0)) {}

Database Database::read_only(const std::string& path) {
  return {path, SQLITE_OPEN_READONLY};
}

Database::Database(const std::string& path, int access) {
  sqlite3* opened = nullptr;
  const int flags = access | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
  connection_.reset(opened);
  if (code != SQLITE_OK) {
    refuse(ErrorKind::environment, path,
           std::string("the reference store cannot be opened: ") + sqlite3_errmsg(opened));
  }
  sqlite3_busy_timeout(opened, kLockWaitMilliseconds);
}

void Database::run(const std::string& sql) {
  const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) refuse_sqlite(connection_.get(), code);
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) refuse_sqlite(connection_.get(), code);
  Statement statement;
  statement.statement_.reset(prepared);
  return statement;
}

std::int64_t Database::integer(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::int64_t Database::last_id() const {
  return sqlite3_last_insert_rowid(connection_.get());
}

Transaction::Transaction(Database& database, bool writes) : database_(database) {
  database_.run(writes ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.run("ROLLBACK");
  } catch (const Refusal&) {
    // SQLite rolled back by itself; there is nothing left to undo.
  }
}

void Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace chargelint::data
