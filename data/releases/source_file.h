// Reading a release file as it is published: plain, .gz, or the members of a .zip, one after another.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace chargelint::data {

inline constexpr std::size_t kHeadBytes = 64U << 10U;
inline constexpr std::size_t kMaxContentBytes = std::size_t{1} << 30U;  // unpacked, one file or member

// One text within a file: the file itself, or a member of an archive.
class SourceText {
 public:
  virtual ~SourceText() = default;
  [[nodiscard]] virtual const std::string& label() const = 0;         // "folder/file.zip:member"
  [[nodiscard]] virtual const std::string& name() const = 0;          // the file's or the member's own name
  [[nodiscard]] virtual const std::string& archive_name() const = 0;  // empty outside archives
  [[nodiscard]] virtual std::string_view head() = 0;                  // the first 64 KB
  [[nodiscard]] virtual const std::string& content() = 0;
  // SHA-256: of the file as it lies on the disk, or of the member's content.
  [[nodiscard]] virtual std::string digest() = 0;
};

// Calls `take` for each. Refuses what cannot be read to its end. An office document counts as one text, not
// as the archive it also is.
void read_source_file(const std::string& path, const std::function<void(SourceText&)>& take);

}  // namespace chargelint::data
