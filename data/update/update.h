// `reference update`: the newest official releases, downloaded from their publishers and imported together.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/reference/store.h"
#include "rules/base/date.h"
#include "rules/base/result.h"

namespace chargelint::data {

struct UpdateOptions {
  std::string sources_file;       // empty: the table in the binary
  std::string folder;             // downloads are kept there: <folder>/<source>/<release>/<file>
  std::string base_url;           // takes the place of scheme and host, for mirrors: "http://127.0.0.1:8080"
  bool accept_licenses = false;   // of every publisher that asks
  bool dry_run = false;           // says what would be fetched; nothing is
  Date today;                     // decides which release is the newest
  std::vector<std::string> only;  // names of sources, or their beginnings; empty: all
  std::int64_t now_ms = 0;        // knowledge time of the import
};

enum class UpdateState : std::uint8_t {
  fetched,    // downloaded
  unchanged,  // what lies in the folder is still the newest
  missing,    // no release found
  refused,    // its licence was not accepted
  failed,     // could not be downloaded
  planned,    // dry run
};

struct UpdatedSource {
  std::string source;
  UpdateState state = UpdateState::missing;
  std::string release;             // by the calendar: "2026Q3"
  std::vector<std::string> files;  // where they lie; of a dry run, the addresses
  std::string note;                // one sentence: why not, or which newer release is not there yet
};

struct UpdateReport {
  std::vector<UpdatedSource> sources;
  std::optional<ImportReport> import;  // nothing when there was nothing to import
  [[nodiscard]] bool all_well() const;
};

// "ncci-ptp-practitioner: medicare-ncci-….zip", bytes done, bytes in all (0: not known).
using UpdateProgress = std::function<void(const std::string& what, std::uint64_t done, std::uint64_t total)>;

// What cannot be had is said source by source; an error is what concerns them all (the table, the folder) or
// what the import refused.
[[nodiscard]] Result<UpdateReport> update_reference(ReferenceStore& store, const UpdateOptions& options,
                                                    const UpdateProgress& progress);

}  // namespace chargelint::data
