// The raw SQLite interface instead of Poco::Data: the statements of one record cost 15 us here and 75 us
// there.
#include "data/state/database.h"

#include <sqlite3.h>

#include <utility>

namespace chargelint::data::state {
namespace {

std::string_view sentence(int status) {
  switch (status & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another process holds the state store and did not let go in time";
    case SQLITE_FULL:
      return "the disk of the state store is full";
    case SQLITE_IOERR:
      return "the state store's disk refused a read or a write";
    case SQLITE_READONLY:
      return "the state store is read-only for this process";
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return "the state store or its -wal file cannot be opened by this process";
    case SQLITE_CORRUPT:
      return "the state store is damaged; restore it from a backup";
    case SQLITE_NOTADB:
      return "the file is not a SQLite database";
    case SQLITE_TOOBIG:
      return "a value is larger than the state store can hold";
    default:
      return {};
  }
}

tl::unexpected<Error> failure(int status) {
  const std::string_view known = sentence(status);
  return fail(ErrorKind::environment, "state store",
              known.empty() ? "SQLite reported: " + std::string(sqlite3_errstr(status)) : std::string(known));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* connection, sqlite3_stmt* statement)
    : connection_(connection), statement_(statement) {}

void Statement::bind(int placeholder, std::int64_t value) {
  if (const int status = sqlite3_bind_int64(statement_.get(), placeholder, value); status != SQLITE_OK) {
    bind_status_ = status;
  }
}

void Statement::bind_text(int placeholder, std::string_view value) {
  // A null pointer would bind NULL.
  const char* const data = value.data() == nullptr ? "" : value.data();
  if (const int status =
          sqlite3_bind_text64(statement_.get(), placeholder, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
      status != SQLITE_OK) {
    bind_status_ = status;
  }
}

void Statement::bind_blob(int placeholder, std::string_view value) {
  const char* const data = value.data() == nullptr ? "" : value.data();
  if (const int status =
          sqlite3_bind_blob64(statement_.get(), placeholder, data, value.size(), SQLITE_STATIC);
      status != SQLITE_OK) {
    bind_status_ = status;
  }
}

void Statement::bind_null(int placeholder) {
  if (const int status = sqlite3_bind_null(statement_.get(), placeholder); status != SQLITE_OK) {
    bind_status_ = status;
  }
}

Result<bool> Statement::step() {
  if (bind_status_ != SQLITE_OK) {
    const int status = std::exchange(bind_status_, SQLITE_OK);
    return failure(status);
  }
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default: {
      const int status = sqlite3_extended_errcode(connection_);
      reset();
      return failure(status);
    }
  }
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

Result<void> Statement::run() {
  const Result<bool> row = step();
  reset();
  if (!row) return tl::unexpected(row.error());
  return {};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const {
  const void* const data = sqlite3_column_blob(statement_.get(), column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

Result<Database> Database::open(const std::string& path, int lock_wait_ms) {
  sqlite3* connection = nullptr;
  const int status =
      sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(connection);
  if (status != SQLITE_OK) return failure(status);
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_busy_timeout(connection, lock_wait_ms);
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int status = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (status != SQLITE_OK) return failure(status);
  return Statement(connection_.get(), statement);
}

Result<void> Database::run(const std::string& sql) {
  const int status = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return failure(status);
  return {};
}

Result<std::string> Database::text(std::string_view sql) {
  Result<Statement> statement = prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  const Result<bool> row = statement->step();
  if (!row) return tl::unexpected(row.error());
  return *row ? std::string(statement->bytes(0)) : std::string();
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  Result<Statement> statement = prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  const Result<bool> row = statement->step();
  if (!row) return tl::unexpected(row.error());
  return *row ? statement->integer(0) : 0;
}

void Database::roll_back() {
  if (sqlite3_get_autocommit(connection_.get()) == 0) {
    sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

}  // namespace chargelint::data::state
