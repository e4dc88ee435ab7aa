// Writing a laid-out snapshot: checksum, digest, a temporary name, and the rename into place.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "data/reference/digest.h"
#include "data/reference/refusal.h"
#include "data/reference/snapshot_checksum.h"
#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_format.h"
#include "data/reference/snapshot_layout.h"

namespace chargelint::data {
namespace {

using namespace snapshot;

// Sections begin where a line of memory does: see PairLine.
std::size_t up_to_line(std::size_t size) {
  return (size + 63) / 64 * 64;
}

class OutputFile {
 public:
  explicit OutputFile(std::string path) : path_(std::move(path)) {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor_ < 0) fail("cannot be written");
  }
  ~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(const void* bytes, std::size_t size) {
    const auto* at = static_cast<const char*>(bytes);
    while (size > 0) {
      const ssize_t written = ::write(descriptor_, at, size);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot be written");
      at += written;
      size -= static_cast<std::size_t>(written);
    }
  }
  void sync() {
    if (::fsync(descriptor_) != 0) fail("cannot be made durable");
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail("cannot be written");
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    refuse(ErrorKind::environment, path_, what + ": " + std::strerror(errno));
  }
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace

std::string write_snapshot_aside(SnapshotContent content, const std::string& path) {
  std::vector<std::pair<Section, Bytes>> sections = Layouter(content).lay_out();
  Header header;
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  header.version = kVersion;
  header.sections = static_cast<std::uint32_t>(sections.size());
  Bytes table(up_to_line(sizeof(Header) + sections.size() * sizeof(Section)) - sizeof(Header));
  std::uint64_t offset = sizeof(Header) + table.size();
  std::byte* entry = table.data();
  for (auto& [section, bytes] : sections) {
    bytes.resize(up_to_line(bytes.size()));
    section.offset = offset;
    offset += bytes.size();
    std::memcpy(entry, &section, sizeof(section));
    entry += sizeof(section);
  }
  header.file_size = offset;

  Digest digest;
  const auto text = [](const void* bytes, std::size_t size) {
    return std::string_view(static_cast<const char*>(bytes), size);
  };
  digest.add(text(table.data(), table.size()));
  for (const auto& [section, bytes] : sections) digest.add(text(bytes.data(), bytes.size()));
  const Digest::Bytes digest_bytes = digest.finish();
  std::memcpy(header.digest, digest_bytes.data(), digest_bytes.size());

  Checksum checksum;
  checksum.add(table.data(), table.size());
  for (const auto& [section, bytes] : sections) checksum.add(bytes.data(), bytes.size());
  header.checksum = checksum.finish(header);

  std::string temporary = path + ".new." + std::to_string(::getpid());
  OutputFile file(temporary);
  file.write(&header, sizeof(header));
  file.write(table.data(), table.size());
  for (const auto& [section, bytes] : sections) file.write(bytes.data(), bytes.size());
  file.sync();
  return temporary;
}

void put_in_place(const std::string& temporary, const std::string& path) {
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const std::string reason = std::strerror(errno);
    ::unlink(temporary.c_str());
    refuse(ErrorKind::environment, path, "cannot be put in place: " + reason);
  }
  // The name is durable only once its folder is.
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    ::fsync(descriptor);
    ::close(descriptor);
  }
}

void write_snapshot(SnapshotContent content, const std::string& path) {
  put_in_place(write_snapshot_aside(std::move(content), path), path);
}

}  // namespace chargelint::data
