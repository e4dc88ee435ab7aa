// The reference store of record: SQLite, with valid time and knowledge time on every row. Imports official
// releases, tells what it holds, compiles the snapshot.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rules/base/date.h"
#include "rules/base/result.h"
#include "rules/ports/reference.h"

namespace chargelint::data {

struct ImportOptions {
  std::string release;           // --release 2024Q2, for files whose release can't be told
  std::optional<bool> complete;  // --complete / --partial overrule
  std::int64_t now_ms = 0;       // knowledge time of this import, epoch milliseconds
};

struct ImportedFile {
  std::string path;    // "folder/file.zip:member" for members
  std::string source;  // source_name(); empty: the file's kind is not known (named, not an error)
  std::string release;
  std::uint64_t rows = 0;
  std::optional<std::uint64_t> published_rows;  // of the file, where they are not one for one the store's
  bool complete = false;
  bool unchanged = false;            // the same bytes were imported before
  std::vector<std::string> remarks;  // what of it was not taken, and why
};

struct NotImported {
  std::string path;
  std::string why;  // "is of no kind that is imported"
};

struct ImportReport {
  std::vector<ImportedFile> files;  // taken
  std::vector<NotImported> unknown;
  std::uint64_t added = 0, ended = 0, kept = 0;
};

// `done` of `total` bytes; called from the importing thread.
using ImportProgress = std::function<void(const std::string& path, std::uint64_t done, std::uint64_t total)>;

struct SourceStatus {
  std::string source;
  struct Release {
    std::string table;  // a release may fill several
    std::string name;
    std::string file;
    Period force;
    std::uint64_t rows = 0;
    bool complete = false;
    std::string digest;
    std::int64_t loaded_ms = 0;
    std::optional<std::int64_t> superseded_ms;
  };
  std::vector<Release> releases;
  std::uint64_t rows_current = 0;
};

class ReferenceStore {
 public:
  // Creates the file when `create`; else a missing file is ErrorKind::not_found.
  [[nodiscard]] static Result<std::unique_ptr<ReferenceStore>> open(const std::string& path, bool create);
  virtual ~ReferenceStore() = default;

  // Files, folders (their files, sorted) or archives. One transaction for all; on any refused file nothing is
  // taken and the error says file and line. The snapshot is compiled afterwards and renamed into place.
  [[nodiscard]] virtual Result<ImportReport> import(const std::vector<std::string>& paths,
                                                    const ImportOptions& options,
                                                    const ImportProgress& progress) = 0;
  // The starter tables that travel in the binary (data/starter), as an import like any other.
  [[nodiscard]] virtual Result<ImportReport> import_starter(const ImportOptions& options) = 0;
  [[nodiscard]] virtual Result<std::vector<SourceStatus>> status() = 0;
  // The store as it was known at `known_ms` (now when absent), compiled to `path`: same input, same bytes.
  [[nodiscard]] virtual Result<void> compile(const std::string& path,
                                             std::optional<std::int64_t> known_ms) = 0;
};

}  // namespace chargelint::data
