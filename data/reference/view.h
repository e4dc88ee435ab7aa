// One side of a comparison, or what an export writes: the rows that speak for each source, from a store or
// straight from release files.
//
// Tables without row dates are seen as they stand on one date: the newest release's first day unless another
// is asked for. Cumulative tables are seen whole.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/releases/rows.h"
#include "rules/base/date.h"

namespace chargelint::data {

struct ViewPart {
  Source source = Source::ptp_practitioner;
  Table table = Table::ptp_edit;
  std::string release;  // the newest that speaks
  std::uint64_t rows = 0;
  bool complete = false;
  bool starter = false;
  bool effective_known = true;  // false: effective dates are placeholders
};

struct ViewRows {
  RowBatch batch;
  std::vector<std::string> releases;  // one a row
};

using TakePtp = std::function<void(Source source, const PtpRow& row, std::string_view release)>;

class View {
 public:
  View() = default;
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  virtual ~View() = default;

  // By source, then table.
  [[nodiscard]] virtual const std::vector<ViewPart>& parts() const = 0;
  // Not of pair edits. The dates that a row has only from its release are left out when `own_dates`, else
  // they are those on which it is in force. Appends to what is there: texts share the batch's numbers.
  virtual void read(const ViewPart& part, bool own_dates, ViewRows& rows) = 0;
  // Of these sources, in the order they are kept in. Rationales are numbered by rationales().
  virtual void each_ptp(const std::vector<Source>& sources, const TakePtp& take) = 0;
  [[nodiscard]] virtual const std::vector<std::string>& rationales() const = 0;

  [[nodiscard]] const ViewPart* part(Source source, Table table) const;
};

struct StoreViewOptions {
  std::optional<std::int64_t> known_ms;  // now when absent
  std::optional<Date> on;                // only rows in force on that day
  // A release's name instead of a day: the first day of each source's release of that name, and no other
  // source.
  std::string release;
  std::optional<Source> release_source;
};
// Of a store that ReferenceStore::open accepts.
[[nodiscard]] std::unique_ptr<View> view_store(const std::string& store_path, StoreViewOptions options);

struct FileViewOptions {
  std::string release;           // as --release of an import
  std::optional<bool> complete;  // as --complete, --partial
};
// Release files, folders or archives, parsed as an import would. Of several releases of one table the newest
// speaks. A file that no importer knows is refused.
[[nodiscard]] std::unique_ptr<View> view_files(const std::vector<std::string>& paths,
                                               const FileViewOptions& options);

}  // namespace chargelint::data
