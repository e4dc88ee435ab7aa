// Streams by libarchive.
#include "data/releases/source_file.h"

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <memory>
#include <string>

#include "data/reference/digest.h"
#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kBlockBytes = 1U << 20U;

struct FreeArchive {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeArchive>;

// The container of xlsx, docx and the like opens with one of these members.
bool is_office_member(std::string_view member) {
  return member == "[Content_Types].xml" || member == "mimetype" || member.starts_with("_rels/") ||
         member.starts_with("docProps/") || member.starts_with("xl/") || member.starts_with("word/");
}

class ArchiveText final : public SourceText {
 public:
  ArchiveText(archive* reader, const std::string& path, const std::string& member)
      : reader_(reader), path_(path) {
    const std::string file = std::filesystem::path(path).filename().string();
    if (member.empty()) {
      label_ = path;
      name_ = file;
      return;
    }
    in_archive_ = true;
    label_ = path + ":" + member;
    name_ = std::filesystem::path(member).filename().string();
    archive_name_ = file;
  }
  [[nodiscard]] const std::string& label() const override { return label_; }
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const std::string& archive_name() const override { return archive_name_; }

  std::string_view head() override {
    read_up_to(kHeadBytes);
    return std::string_view(content_).substr(0, kHeadBytes);
  }
  const std::string& content() override {
    while (!ended_) read_up_to(content_.size() + 8 * kBlockBytes);
    return content_;
  }
  std::string digest() override { return in_archive_ ? sha256_hex(content()) : sha256_hex_of_file(path_); }

 private:
  void read_up_to(std::size_t wanted) {
    while (!ended_ && content_.size() < wanted) {
      const std::size_t have = content_.size();
      const std::size_t block = wanted - have < kBlockBytes ? wanted - have : kBlockBytes;
      if (content_.capacity() < have + block) content_.reserve((have + block) * 2);
      content_.resize(have + block);
      const auto got = archive_read_data(reader_, content_.data() + have, block);
      if (got < 0) {
        refuse(ErrorKind::malformed, label_, "cannot be unpacked: the file is damaged or cut off");
      }
      content_.resize(have + static_cast<std::size_t>(got));
      if (got == 0) ended_ = true;
      if (content_.size() > kMaxContentBytes) {
        refuse(ErrorKind::too_large, label_,
               "unpacks to more than 1 GiB; no published release is that large");
      }
    }
  }

  archive* reader_;
  const std::string& path_;
  bool in_archive_ = false;
  bool ended_ = false;
  std::string label_;
  std::string name_;
  std::string archive_name_;
  std::string content_;
};

// A file that is read by no one: named, and nothing more.
class NamedOnly final : public SourceText {
 public:
  explicit NamedOnly(const std::string& path) : label_(path) {}
  [[nodiscard]] const std::string& label() const override { return label_; }
  [[nodiscard]] const std::string& name() const override { return label_; }
  [[nodiscard]] const std::string& archive_name() const override { return nothing_; }
  std::string_view head() override { return {}; }
  const std::string& content() override { return nothing_; }
  std::string digest() override { return {}; }

 private:
  std::string label_;
  std::string nothing_;
};

}  // namespace

void read_source_file(const std::string& path, const std::function<void(SourceText&)>& take) {
  std::error_code failure;
  const auto bytes = std::filesystem::file_size(path, failure);
  if (failure) refuse(ErrorKind::not_found, path, "no such file, or not readable");
  NamedOnly named(path);
  if (bytes == 0) {
    take(named);
    return;
  }
  const Reader reader(archive_read_new());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_format_zip(reader.get());
  archive_read_support_format_raw(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), kBlockBytes) != ARCHIVE_OK) {
    refuse(ErrorKind::malformed, path, "cannot be read: the file is damaged or not readable");
  }
  bool first = true;
  while (true) {
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(reader.get(), &entry);
    if (code == ARCHIVE_EOF) return;
    if (code < ARCHIVE_WARN) {
      refuse(ErrorKind::malformed, path, "cannot be unpacked: the file is damaged or cut off");
    }
    const bool packed = archive_format(reader.get()) != ARCHIVE_FORMAT_RAW;
    const char* const entry_name = packed ? archive_entry_pathname(entry) : nullptr;
    const std::string member = packed ? std::string(entry_name != nullptr ? entry_name : "?") : std::string();
    if (first && packed && is_office_member(member)) {
      take(named);
      return;
    }
    first = false;
    if (packed && (member.ends_with('/') || member.starts_with("__MACOSX/"))) continue;
    ArchiveText text(reader.get(), path, member);
    take(text);
    if (!packed) return;
  }
}

}  // namespace chargelint::data
