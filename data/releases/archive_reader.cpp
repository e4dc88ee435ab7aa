// Streams by libarchive.
#include "data/releases/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>

#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kBlockBytes = 1U << 20U;

[[noreturn]] void refuse_damaged(const std::string& label) {
  refuse(ErrorKind::malformed, label,
         "cannot be unpacked: the file is damaged or cut off, or its download was not completed");
}

}  // namespace

void ArchiveReader::Free::operator()(archive* reader) const {
  archive_read_free(reader);
}

ArchiveReader::ArchiveReader(std::string label, Form form)
    : reader_(archive_read_new()), label_(std::move(label)) {
  if (form == Form::zip) {
    archive_read_support_format_zip(reader_.get());
  } else {
    archive_read_support_filter_gzip(reader_.get());
    archive_read_support_format_raw(reader_.get());
  }
}

ArchiveReader ArchiveReader::of_file(const std::string& path, Form form) {
  ArchiveReader reader(path, form);
  if (archive_read_open_filename(reader.reader_.get(), path.c_str(), kBlockBytes) != ARCHIVE_OK) {
    refuse(ErrorKind::malformed, path, "cannot be read: the file is empty, damaged or cut off; get it again");
  }
  return reader;
}

ArchiveReader ArchiveReader::of_bytes(std::string_view bytes, const std::string& label, Form form) {
  ArchiveReader reader(label, form);
  if (archive_read_open_memory(reader.reader_.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    refuse_damaged(label);
  }
  return reader;
}

bool ArchiveReader::next() {
  archive_entry* entry = nullptr;
  const int code = archive_read_next_header(reader_.get(), &entry);
  if (code == ARCHIVE_EOF) return false;
  if (code < ARCHIVE_WARN) refuse_damaged(label_);
  member_.clear();
  if (archive_format(reader_.get()) == ARCHIVE_FORMAT_RAW) return true;
  const char* const name = archive_entry_pathname(entry);
  member_ = name != nullptr ? name : "?";
  std::replace(member_.begin(), member_.end(), '\\', '/');
  if (archive_entry_is_data_encrypted(entry) != 0) {
    refuse(ErrorKind::unsupported, label_ + ":" + member_,
           "is encrypted; give the file as it is published, without a password");
  }
  return true;
}

std::string ArchiveReader::where() const {
  return member_.empty() ? label_ : label_ + ":" + member_;
}

std::size_t ArchiveReader::read(char* to, std::size_t size) {
  const auto got = archive_read_data(reader_.get(), to, size);
  if (got < 0) refuse_damaged(where());
  return static_cast<std::size_t>(got);
}

std::string ArchiveReader::rest(std::size_t most) {
  std::string bytes;
  while (true) {
    const std::size_t have = bytes.size();
    if (bytes.capacity() < have + kBlockBytes) bytes.reserve((have + kBlockBytes) * 2);
    bytes.resize(have + kBlockBytes);
    const std::size_t got = read(bytes.data() + have, kBlockBytes);
    bytes.resize(have + got);
    if (got == 0) return bytes;
    if (bytes.size() > most) {
      refuse(
          ErrorKind::too_large, where(),
          "unpacks to more than " + std::to_string(most >> 20U) + " MiB; no published release is that large");
    }
  }
}

bool begins_as_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

bool ends_as_zip(std::string_view last_bytes) {
  constexpr std::size_t kRecord = 22;  // its last two bytes count those of a comment that follows
  const std::size_t at = last_bytes.rfind("PK\x05\x06");
  if (at == std::string_view::npos || at + kRecord > last_bytes.size()) return false;
  const auto byte = [&](std::size_t index) {
    return std::size_t{static_cast<unsigned char>(last_bytes[at + index])};
  };
  return at + kRecord + byte(20) + (byte(21) << 8U) <= last_bytes.size();
}

bool begins_as_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1F\x8B");
}

}  // namespace chargelint::data
