// Reading a release file as it is published: plain, .gz, the members of a .zip (and of a zip within it), the
// sheets of a workbook, one after another.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "data/releases/archive_reader.h"

namespace chargelint::data {

inline constexpr std::size_t kHeadBytes = 64U << 10U;

// One text within a file: the file itself, a member of an archive, or a sheet of a workbook as
// comma-separated text.
class SourceText {
 public:
  virtual ~SourceText() = default;
  // "folder/file.zip:member", "file.xlsx:Sheet".
  [[nodiscard]] virtual const std::string& label() const = 0;
  [[nodiscard]] virtual const std::string& name() const = 0;          // the file's or the member's own name
  [[nodiscard]] virtual const std::string& archive_name() const = 0;  // empty outside archives
  [[nodiscard]] virtual std::string_view head() = 0;                  // the first 64 KB
  [[nodiscard]] virtual const std::string& content() = 0;
  // SHA-256: of the file as it lies on the disk, or of the member's content; of a sheet of several, of the
  // workbook's and the sheet's name.
  [[nodiscard]] virtual std::string digest() = 0;

  // A workbook's sheet. Its numbers have lost leading zeros.
  [[nodiscard]] bool is_sheet() const { return !sheet().empty(); }
  [[nodiscard]] virtual std::string_view sheet() const { return {}; }
  // The folder it lies in, on the disk or in the archive: the last component alone.
  [[nodiscard]] virtual std::string_view folder() const { return {}; }
  // Names of the files beside it on the disk, or in the archive.
  [[nodiscard]] virtual std::vector<std::string> beside() const { return {}; }
};

// Calls `take` for each. Refuses what cannot be read to its end, what is empty, and a web page under a
// release's name.
void read_source_file(const std::string& path, const std::function<void(SourceText&)>& take);

// Why bytes that begin so are no release file whatever their name: "is a PDF document; …". Empty: they may
// be one.
[[nodiscard]] std::string_view foreign_kind(std::string_view head);

}  // namespace chargelint::data
