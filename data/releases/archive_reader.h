// A zip, a gzip or a plain file, member by member and as a stream, by libarchive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct archive;

namespace chargelint::data {

inline constexpr std::size_t kMaxContentBytes = std::size_t{1} << 30U;  // unpacked, one file or member

class ArchiveReader {
 public:
  enum class Form : bool { zip, stream };  // a stream: one text, perhaps by gzip
  [[nodiscard]] static ArchiveReader of_file(const std::string& path, Form form);
  // `bytes` outlive the reader; `label` names them in a refusal.
  [[nodiscard]] static ArchiveReader of_bytes(std::string_view bytes, const std::string& label, Form form);

  // On to the next file within; false when there is none. Refuses what is damaged or cut off.
  bool next();
  [[nodiscard]] const std::string& member() const { return member_; }  // its path in the zip
  // How many bytes of the member were read; 0 at its end.
  std::size_t read(char* to, std::size_t size);
  // The whole of it, at most `most` bytes.
  [[nodiscard]] std::string rest(std::size_t most = kMaxContentBytes);

 private:
  struct Free {
    void operator()(archive* reader) const;
  };
  ArchiveReader(std::string label, Form form);
  [[nodiscard]] std::string where() const;

  std::unique_ptr<archive, Free> reader_;
  std::string label_;
  std::string member_;
};

// A zip begins so, and one that was downloaded to its end has its table of contents behind the members.
[[nodiscard]] bool begins_as_zip(std::string_view bytes);
[[nodiscard]] bool ends_as_zip(std::string_view last_bytes);
inline constexpr std::size_t kZipEndBytes = (64U << 10U) + 22;
[[nodiscard]] bool begins_as_gzip(std::string_view bytes);

}  // namespace chargelint::data
