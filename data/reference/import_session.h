// One import: parsed files are put together into releases, and each release is merged into the store.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/reference/import_files.h"
#include "data/reference/release_book.h"
#include "data/reference/table_store.h"

namespace chargelint::data {

// The files of this import that make one release of one table.
struct ReleaseGroup {
  StoredRelease release;  // as it will stand; of pair edits completeness and rows are settled while merging
  bool never_complete = false;
  struct Member {
    ParsedFile* file = nullptr;
    ParsedPart* part = nullptr;
    std::size_t reported = 0;  // its place in the report
  };
  std::vector<Member> members;
  RowBatch rows;                  // of all members together; not of pair edits
  std::vector<StoredFile> files;  // likewise
  [[nodiscard]] bool shipped() const { return members.front().file->shipped; }
};

// Files of one release that say different things of one key.
[[noreturn]] void refuse_conflict(const ReleaseGroup& group, const Conflict& conflict);

class ImportSession {
 public:
  // Within an open transaction.
  ImportSession(Database& database, const ImportOptions& options, ProgressMeter& meter);
  [[nodiscard]] ImportReport take(std::vector<ParsedInput>& inputs);

 private:
  [[nodiscard]] std::vector<ReleaseGroup> grouped(std::vector<ParsedInput>& inputs);
  // Decides it once for all tables of a release.
  void settle_completeness(std::span<ReleaseGroup> publication) const;
  void merge(ReleaseGroup& group);
  [[nodiscard]] bool is_unchanged(const ReleaseGroup& group) const;
  void merge_rows(ReleaseGroup& group);
  struct Succession;  // what an incoming release does to those that stand
  [[nodiscard]] Succession succession_of(const ReleaseGroup& group) const;
  void merge_ptp(ReleaseGroup& group);
  [[nodiscard]] bool settled_complete(const StoredRelease& release, unsigned parts) const;

  Database& database_;
  const ImportOptions& options_;
  ProgressMeter& meter_;
  ReleaseBook book_;
  RationaleBook rationales_;
  std::int64_t now_ms_;
  ImportReport report_;
};

}  // namespace chargelint::data
