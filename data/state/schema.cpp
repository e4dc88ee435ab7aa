// Schema versions are the numbered *_state.sql files; the file's user_version is the last one applied.
#include "data/state/schema.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <string_view>
#include <system_error>
#include <thread>

#include "data/embedded.h"

namespace chargelint::data::state {
namespace {

// "CLST": tells a state store from another SQLite file, such as a reference store.
constexpr std::int64_t kApplicationId = 0x434c5354;
constexpr std::string_view kPrefix = "schema/";
constexpr std::string_view kSuffix = "_state.sql";

int version_of(std::string_view name) {
  int version = 0;
  if (name.starts_with(kPrefix) && name.ends_with(kSuffix)) {
    name.remove_prefix(kPrefix.size());
    std::from_chars(name.data(), name.data() + name.size(), version);
  }
  return version;
}

// Only the owner may read it: the -wal and -shm files take the mode of the main file.
Result<void> make_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    return fail(ErrorKind::environment, path,
                "cannot open the state store: " + std::generic_category().message(errno));
  }
  ::close(file);
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
  return {};
}

Result<void> use_write_ahead_log(Database& database, int lock_wait_ms) {
  // Of a new file. A record is about 5 KB, and each page that is written costs two system calls.
  if (Result<void> set = database.run("PRAGMA page_size=8192"); !set) return set;
  // SQLite does not wait for a lock here when two processes make the same file at the same moment.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(lock_wait_ms);
  for (;;) {
    const Result<std::string> mode = database.text("PRAGMA journal_mode=WAL");
    if (mode && *mode == "wal") return {};
    if (mode) {
      return fail(ErrorKind::environment, "state store",
                  "the file system offers no write-ahead log (a network share?)");
    }
    if (std::chrono::steady_clock::now() >= deadline) return tl::unexpected(mode.error());
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::int64_t newest_version() {
  std::int64_t newest = 0;
  for (const EmbeddedFile& file : embedded_files())
    newest = std::max<std::int64_t>(newest, version_of(file.name));
  return newest;
}

Result<void> check_version(std::int64_t current) {
  if (current <= newest_version()) return {};
  return fail(ErrorKind::environment, "state store",
              "its schema is version " + std::to_string(current) + ", this program knows versions up to " +
                  std::to_string(newest_version()) + "; use the newer program");
}

Result<void> apply_missing(Database& database, std::int64_t current) {
  if (Result<void> known = check_version(current); !known) return known;
  // The names are sorted, so the versions come in order.
  for (const EmbeddedFile& file : embedded_files()) {
    const int version = version_of(file.name);
    if (version <= current) continue;
    if (Result<void> applied = database.run(std::string(file.content)); !applied) return applied;
    if (Result<void> noted = database.run("PRAGMA user_version=" + std::to_string(version)); !noted)
      return noted;
  }
  return {};
}

// Before anything is changed: the file is empty or a state store.
Result<void> check_kind(Database& database) {
  // The tables first: another process may make them, and the id with them, between the two reads.
  const Result<std::int64_t> tables = database.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tl::unexpected(tables.error());
  const Result<std::int64_t> kind = database.integer("PRAGMA application_id");
  if (!kind) return tl::unexpected(kind.error());
  if (*kind == kApplicationId || *tables == 0) return {};
  return fail(ErrorKind::environment, "state store", "the file is a SQLite database, but not a state store");
}

Result<std::string> stored_check(Database& database) {
  return database.text("SELECT value FROM store_setting WHERE name = 'key_check'");
}

tl::unexpected<Error> another_key() {
  return fail(ErrorKind::environment, "state store",
              "it was made with another key; give the key it was made with (key_file)");
}

Result<void> check_key(Database& database, const Sealer& sealer) {
  const Result<std::string> stored = stored_check(database);
  if (!stored) return tl::unexpected(stored.error());
  if (stored->empty()) {
    Result<Statement> insert =
        database.prepare("INSERT INTO store_setting (name, value) VALUES ('key_check', $1)");
    if (!insert) return tl::unexpected(insert.error());
    insert->bind_text(1, sealer.check_value());
    return insert->run();
  }
  if (*stored != sealer.check_value()) return another_key();
  return {};
}

Result<void> prepare_schema(Database& database, const Sealer& sealer) {
  const Result<std::int64_t> version = database.integer("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  return database.run("PRAGMA application_id=" + std::to_string(kApplicationId))
      .and_then([&] { return apply_missing(database, *version); })
      .and_then([&] { return check_key(database, sealer); });
}

Error at(const std::string& path, Error error) {
  error.where = path;
  return error;
}

}  // namespace

Result<Database> open_for_writing(const std::string& path, const Sealer& sealer, int lock_wait_ms) {
  if (path.empty()) return fail(ErrorKind::usage, "state", "the path of the state store is empty");
  if (const Result<void> made = make_file(path); !made) return tl::unexpected(made.error());
  Result<Database> database = Database::open(path, lock_wait_ms);
  if (!database) return tl::unexpected(at(path, database.error()));
  const Result<void> ready =
      check_kind(*database)
          .and_then([&] { return use_write_ahead_log(*database, lock_wait_ms); })
          .and_then([&] { return database->run("PRAGMA synchronous=FULL; BEGIN IMMEDIATE"); })
          .and_then([&] { return prepare_schema(*database, sealer); })
          .and_then([&] { return database->run("COMMIT"); });
  if (!ready) {
    database->roll_back();
    return tl::unexpected(at(path, ready.error()));
  }
  return database;
}

Result<Database> open_beside(const std::string& path, int lock_wait_ms) {
  Result<Database> database = Database::open(path, lock_wait_ms);
  if (!database) return tl::unexpected(at(path, database.error()));
  if (const Result<void> set = database->run("PRAGMA synchronous=FULL"); !set) {
    return tl::unexpected(at(path, set.error()));
  }
  return database;
}

Result<Database> open_for_reading(const std::string& path, int lock_wait_ms) {
  Result<Database> database = Database::open(path, lock_wait_ms);
  if (!database) return tl::unexpected(at(path, database.error()));
  if (const Result<void> set = database->run("PRAGMA query_only=ON"); !set) {
    return tl::unexpected(at(path, set.error()));
  }
  return database;
}

Result<Database> open_for_inspection(const std::string& path, const Sealer& sealer, int lock_wait_ms) {
  Result<Database> database = open_for_reading(path, lock_wait_ms);
  if (!database) return database;
  const Result<void> ready =
      check_kind(*database)
          .and_then([&]() -> Result<void> {
            const Result<std::int64_t> version = database->integer("PRAGMA user_version");
            if (!version) return tl::unexpected(version.error());
            if (*version == 0) {
              return fail(ErrorKind::environment, "state store", "the file is not a state store");
            }
            return check_version(*version);
          })
          .and_then([&]() -> Result<void> {
            const Result<std::string> stored = stored_check(*database);
            if (!stored) return tl::unexpected(stored.error());
            if (*stored != sealer.check_value()) return another_key();
            return {};
          });
  if (!ready) return tl::unexpected(at(path, ready.error()));
  return database;
}

}  // namespace chargelint::data::state
