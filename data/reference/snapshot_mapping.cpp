// Mapping of a snapshot and the checks of its frame.
#include "data/reference/snapshot_mapping.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "data/reference/digest.h"
#include "data/reference/refusal.h"
#include "data/reference/snapshot_checksum.h"

namespace chargelint::data::snapshot {
Mapping::Mapping(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    refuse(errno == ENOENT ? ErrorKind::not_found : ErrorKind::environment, path,
           std::string("the reference snapshot cannot be opened: ") + std::strerror(errno));
  }
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0;
  size_ = known && status.st_size > 0 ? static_cast<std::size_t>(status.st_size) : 0;
  int failure = 0;
  if (size_ >= sizeof(Header)) {
    void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor, 0);
    if (mapped != MAP_FAILED) {
      bytes_ = static_cast<const std::byte*>(mapped);
    } else {
      failure = errno;
    }
  }
  ::close(descriptor);
  if (size_ < sizeof(Header)) refuse(ErrorKind::malformed, path, "too short to be a reference snapshot");
  if (bytes_ == nullptr) {
    refuse(ErrorKind::environment, path,
           std::string("the snapshot cannot be mapped: ") + std::strerror(failure));
  }
}

Mapping::~Mapping() {
  if (bytes_ != nullptr) ::munmap(const_cast<std::byte*>(bytes_), size_);
}

Sections::Sections(const Mapping& mapping, const std::string& path) : mapping_(mapping), path_(path) {
  Header header;
  std::memcpy(&header, mapping.data(), sizeof(header));
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) wrong("is not a reference snapshot");
  if (header.version != kVersion) {
    wrong("has format version " + std::to_string(header.version) + "; this program reads version " +
          std::to_string(kVersion) +
          ": import into its store with this program, if only the starter tables again, and it is compiled "
          "anew");
  }
  if (header.file_size != mapping.size()) {
    wrong("is cut off or grown: " + std::to_string(mapping.size()) + " bytes, written with " +
          std::to_string(header.file_size));
  }
  count_ = header.sections;
  if (count_ > kMostSections || sizeof(Header) + count_ * sizeof(Section) > mapping.size()) {
    wrong("has more sections than its version can hold");
  }
  if (checksum_of({mapping.data(), mapping.size()}) != header.checksum)
    wrong("is damaged: its checksum does not match");
  Digest::Bytes digest{};
  std::memcpy(digest.data(), header.digest, digest.size());
  digest_ = hex(digest);
}

void Sections::wrong(const std::string& what) const {
  refuse(ErrorKind::malformed, path_, "the reference snapshot " + what);
}

Section Sections::find(SectionId id) const {
  for (std::size_t index = 0; index < count_; ++index) {
    Section section;
    std::memcpy(&section, mapping_.data() + sizeof(Header) + index * sizeof(Section), sizeof(section));
    if (section.id == static_cast<std::uint32_t>(id)) return section;
  }
  wrong("lacks section " + std::to_string(static_cast<std::uint32_t>(id)));
}

void Sections::check_starts(std::span<const std::uint32_t> starts, std::size_t numbers,
                            std::size_t end) const {
  if (starts.size() != numbers + 1 || starts.front() != 0 || starts.back() != end ||
      !std::is_sorted(starts.begin(), starts.end())) {
    wrong("has an index that does not fit its rows");
  }
}

void Sections::check_slots(std::size_t slots, std::size_t keys) const {
  if (slots != slots_for(keys)) wrong("has an index of another size than its keys need");
}

void Sections::check_below(std::span<const std::uint32_t> numbers, std::size_t end) const {
  std::uint32_t most = 0;
  for (const std::uint32_t number : numbers) most = std::max(most, number);
  if (!numbers.empty() && most >= end) wrong("has an index out of its bounds");
}

}  // namespace chargelint::data::snapshot
