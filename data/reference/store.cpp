// The store of record over SQLite.
#include "data/reference/store.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <utility>

#include "data/embedded.h"
#include "data/reference/compiler.h"
#include "data/reference/database.h"
#include "data/reference/digest.h"
#include "data/reference/import_session.h"
#include "data/reference/refusal.h"
#include "data/reference/snapshot.h"

namespace chargelint::data {
namespace {

constexpr std::int64_t kApplicationId = 0x434C5246;  // "CLRF": a chargelint reference
// By version: the first makes a store, each further one takes it a version on.
constexpr std::array<std::string_view, 3> kSchemaFiles = {
    "schema/0001_reference.sql", "schema/0002_reference.sql", "schema/0003_reference.sql"};
constexpr std::int64_t kSchemaVersion = kSchemaFiles.size();

// A starter table in the binary, read like a file.
class EmbeddedText final : public SourceText {
 public:
  explicit EmbeddedText(const EmbeddedFile& file) : label_(file.name), content_(file.content) {
    name_ = std::filesystem::path(label_).filename().string();
  }
  [[nodiscard]] const std::string& label() const override { return label_; }
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const std::string& archive_name() const override { return archive_name_; }
  std::string_view head() override { return std::string_view(content_).substr(0, kHeadBytes); }
  const std::string& content() override { return content_; }
  std::string digest() override { return sha256_hex(content_); }

 private:
  std::string label_;
  std::string name_;
  std::string archive_name_;
  std::string content_;
};

// Removed unless it was put in place.
class AsideFile {
 public:
  explicit AsideFile(std::string path) : path_(std::move(path)) {}
  ~AsideFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  AsideFile(const AsideFile&) = delete;
  AsideFile& operator=(const AsideFile&) = delete;
  void put(const std::string& target) { put_in_place(std::exchange(path_, {}), target); }

 private:
  std::string path_;
};

std::string_view embedded_file(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == name) return file.content;
  }
  refuse(ErrorKind::environment, std::string(name), "is missing from this program");
}

class SqliteReferenceStore final : public ReferenceStore {
 public:
  SqliteReferenceStore(std::string path, bool create) : path_(std::move(path)), database_(path_, create) {
    const std::int64_t application = database_.integer("PRAGMA application_id");
    if (application == 0 && create && database_.integer("SELECT count(*) FROM sqlite_master") == 0) {
      database_.run("PRAGMA page_size = 8192; PRAGMA application_id = " + std::to_string(kApplicationId));
    } else if (application != kApplicationId) {
      refuse(ErrorKind::environment, path_, "is not a reference store");
    }
    const std::int64_t version = database_.integer("PRAGMA user_version");
    if (version < kSchemaVersion) {
      bring_up_to_date();
    } else if (version > kSchemaVersion) {
      refuse(ErrorKind::environment, path_,
             "has schema version " + std::to_string(version) + ", this program knows versions up to " +
                 std::to_string(kSchemaVersion) + "; use the newer program");
    }
    database_.run("PRAGMA synchronous = FULL; PRAGMA cache_size = -131072; PRAGMA mmap_size = 1073741824;");
  }

  Result<ImportReport> import(const std::vector<std::string>& paths, const ImportOptions& options,
                              const ImportProgress& progress) override {
    return guarded(path_, [&] {
      std::vector<ParsedInput> inputs = inputs_of(paths);
      std::uint64_t total = 0;
      for (const ParsedInput& input : inputs) total += input.bytes;
      ProgressMeter meter(progress, total);
      parse_inputs(inputs, options.release, meter);
      return store(inputs, options, meter);
    });
  }

  Result<ImportReport> import_starter(const ImportOptions& options) override {
    return guarded(path_, [&] {
      std::vector<ParsedInput> inputs;
      for (const EmbeddedFile& file : embedded_files()) {
        if (!file.name.starts_with("starter/")) continue;
        EmbeddedText text(file);
        ParsedInput input;
        input.path = file.name;
        if (auto parsed = parse_release(text, options.release)) {
          parsed->shipped = true;
          input.files.push_back(std::move(*parsed));
        } else {
          input.unknown.push_back({std::string(file.name), std::string(why_not_imported(text))});
        }
        inputs.push_back(std::move(input));
      }
      const ImportProgress silent;
      ProgressMeter meter(silent, 0);
      return store(inputs, options, meter);
    });
  }

  Result<std::vector<SourceStatus>> status() override {
    return guarded(path_, [&] { return read_status(); });
  }

  Result<void> compile(const std::string& path, std::optional<std::int64_t> known_ms) override {
    return guarded(path_, [&] {
      Transaction transaction(database_, false);
      write_snapshot(compile_content(database_, known_ms), path);
      transaction.commit();
    });
  }

 private:
  // From the version it has, which another process may have changed meanwhile, to this program's.
  void bring_up_to_date() {
    Transaction transaction(database_, true);
    const std::int64_t version = database_.integer("PRAGMA user_version");
    for (std::int64_t next = version; next < kSchemaVersion; ++next) {
      database_.run(std::string(embedded_file(kSchemaFiles.at(static_cast<std::size_t>(next)))));
    }
    database_.run("PRAGMA user_version = " + std::to_string(kSchemaVersion));
    transaction.commit();
  }

  // The snapshot is written aside before the commit and renamed after it: what cannot be compiled is not
  // taken.
  ImportReport store(std::vector<ParsedInput>& inputs, const ImportOptions& options, ProgressMeter& meter) {
    Transaction transaction(database_, true);
    ImportReport report = ImportSession(database_, options, meter).take(inputs);
    const std::string snapshot = snapshot_path(path_);
    const bool unchanged = std::all_of(report.files.begin(), report.files.end(),
                                       [](const ImportedFile& file) { return file.unchanged; });
    if (unchanged && is_current_snapshot(snapshot)) return report;
    AsideFile aside(write_snapshot_aside(compile_content(database_, std::nullopt), snapshot));
    transaction.commit();
    aside.put(snapshot);
    return report;
  }

  std::vector<SourceStatus> read_status() {
    Transaction transaction(database_, false);  // one view of all tables
    const ReleaseBook book(database_);
    std::map<Source, SourceStatus> by_source;
    for (const auto& [id, stored] : book.releases()) {
      SourceStatus::Release release;
      release.table = layout_of(stored.table).name;
      release.name = stored.name;
      for (const StoredFile& file : book.files(id)) {
        if (!release.file.empty()) release.file += ", ";
        release.file += file.name;
      }
      release.force = {stored.first, stored.last};
      release.rows = stored.rows;
      release.complete = stored.complete;
      release.digest = stored.digest;
      release.loaded_ms = stored.loaded_ms;
      release.superseded_ms = stored.superseded_ms;
      by_source[stored.source].releases.push_back(std::move(release));
    }
    transaction.commit();
    std::vector<SourceStatus> sources;
    for (auto& [source, status] : by_source) {
      status.source = source_name(source);
      status.rows_current = book.row_count(source);
      sources.push_back(std::move(status));
    }
    return sources;
  }

  std::string path_;
  Database database_;
};

}  // namespace

Result<std::unique_ptr<ReferenceStore>> ReferenceStore::open(const std::string& path, bool create) {
  if (!create && !std::filesystem::exists(path)) {
    return fail(ErrorKind::not_found, path,
                "no reference store there; make one with: chargelint reference import --starter");
  }
  return guarded(path, [&]() -> std::unique_ptr<ReferenceStore> {
    return std::make_unique<SqliteReferenceStore>(path, create);
  });
}

}  // namespace chargelint::data
