// What is in force, as CSV files for audit and for other systems.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/base/date.h"
#include "rules/base/result.h"
#include "rules/ports/reference.h"

namespace chargelint::data {

struct ExportOptions {
  Date on;                               // rows in force on that day
  std::optional<std::int64_t> known_ms;  // as known then; now when absent
  std::vector<Source> sources;           // empty: all
  bool licensed = false;                 // with the descriptors of a licensee's own files
};

struct ExportedFile {
  std::string file;  // its name in the folder
  std::string source;
  std::string table;
  std::string release;
  std::uint64_t rows = 0;
};

struct ExportReport {
  std::vector<ExportedFile> files;
  std::vector<std::string> left_out;  // sources whose text is licensed
};

// One "<source>.<table>.csv" a table, and "releases.csv" that lists them. The folder is made; a file of that
// name is replaced, whole.
[[nodiscard]] Result<ExportReport> export_reference(const std::string& store_path, const std::string& folder,
                                                    const ExportOptions& options);

}  // namespace chargelint::data
