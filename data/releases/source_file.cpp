// From a path to texts: what is packed is unpacked, what is a workbook is handed over sheet by sheet.
#include "data/releases/source_file.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "data/reference/digest.h"
#include "data/reference/refusal.h"
#include "data/releases/text_scan.h"
#include "data/releases/workbook.h"

namespace chargelint::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlockBytes = 8U << 20U;
constexpr std::size_t kMostMembers = 10'000;

// Where a text comes from.
struct Place {
  std::string label;
  std::string name;
  std::string archive_name;
  std::string folder;
  std::string path;  // of the file on the disk; empty within an archive
};

class PlacedText : public SourceText {
 public:
  explicit PlacedText(Place place) : place_(std::move(place)) {}
  [[nodiscard]] const std::string& label() const override { return place_.label; }
  [[nodiscard]] const std::string& name() const override { return place_.name; }
  [[nodiscard]] const std::string& archive_name() const override { return place_.archive_name; }
  [[nodiscard]] std::string_view folder() const override { return place_.folder; }
  [[nodiscard]] std::vector<std::string> beside() const override {
    std::vector<std::string> names;
    if (place_.path.empty()) return names;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(fs::absolute(place_.path).parent_path(), failure)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

 protected:
  [[nodiscard]] const Place& place() const { return place_; }

 private:
  Place place_;
};

// Read as far as it is asked for. Text of UTF-16 comes as UTF-8.
class StreamedText final : public PlacedText {
 public:
  StreamedText(ArchiveReader& archive, Place place) : PlacedText(std::move(place)), archive_(archive) {}

  std::string_view head() override {
    read_up_to(kHeadBytes);
    return std::string_view(content_).substr(0, kHeadBytes);
  }
  const std::string& content() override {
    while (!ended_) read_up_to(content_.size() + kBlockBytes);
    return content_;
  }
  std::string digest() override {
    if (!place().path.empty()) return sha256_hex_of_file(place().path);
    return original_digest_ ? *original_digest_ : sha256_hex(content());
  }

 private:
  void read_up_to(std::size_t wanted) {
    while (!ended_ && content_.size() < wanted) {
      const std::size_t have = content_.size();
      const std::size_t block = std::min(wanted - have, std::size_t{1} << 20U);
      if (content_.capacity() < have + block) content_.reserve((have + block) * 2);
      content_.resize(have + block);
      const std::size_t got = archive_.read(content_.data() + have, block);
      content_.resize(have + got);
      ended_ = got == 0;
      if (content_.size() > kMaxContentBytes) {
        refuse(ErrorKind::too_large, label(),
               "unpacks to more than 1 GiB; no published release is that large");
      }
      if (have == 0 && is_utf16(content_)) {
        content_ += archive_.rest();
        ended_ = true;
        original_digest_ = sha256_hex(content_);
        auto text = utf16_to_utf8(content_);
        if (!text) refuse(ErrorKind::malformed, label(), "is UTF-16 text that is damaged or cut off");
        content_ = std::move(*text);
      }
    }
  }

  ArchiveReader& archive_;
  bool ended_ = false;
  std::string content_;
  std::optional<std::string> original_digest_;
};

class SheetText final : public PlacedText {
 public:
  SheetText(const Workbook& book, std::size_t sheet, Place place, std::string digest)
      : PlacedText(std::move(place)), sheet_(book.name(sheet)), digest_(std::move(digest)) {
    content_ = book.text(sheet);
    if (book.size() > 1) digest_ = sha256_hex(digest_ + ":" + sheet_);
  }
  [[nodiscard]] std::string_view sheet() const override { return sheet_; }
  std::string_view head() override { return std::string_view(content_).substr(0, kHeadBytes); }
  const std::string& content() override { return content_; }
  std::string digest() override { return digest_; }

 private:
  std::string sheet_;
  std::string digest_;
  std::string content_;
};

enum class ZipKind : std::uint8_t { archive, workbook, document };

// Word, Excel and the like are zips that begin with one of these members.
ZipKind kind_of(ArchiveReader archive) {
  bool office = false;
  while (archive.next()) {
    for (const std::string_view start :
         {"[Content_Types].xml", "mimetype", "_rels/", "docProps/", "customXml/", "xl/", "word/", "ppt/"}) {
      office = office || archive.member().starts_with(start);
    }
    if (!office) return ZipKind::archive;
    if (archive.member().starts_with("xl/")) return ZipKind::workbook;
  }
  return office ? ZipKind::document : ZipKind::archive;
}

class Walk {
 public:
  using Form = ArchiveReader::Form;
  explicit Walk(const std::function<void(SourceText&)>& take) : take_(take) {}

  void file(const std::string& path) {
    Place place;
    place.label = place.path = path;
    place.name = fs::path(path).filename().string();
    place.folder = fs::absolute(path).parent_path().filename().string();
    if (fs::file_size(path) == 0) refuse_empty(place);
    std::ifstream file(path, std::ios::binary);
    std::string head(4, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (!begins_as_zip(head)) {
      ArchiveReader reader = ArchiveReader::of_file(path, Form::stream);
      if (!reader.next()) refuse_empty(place);
      one(reader, place, 0);
      return;
    }
    file.seekg(0, std::ios::end);
    const auto size = static_cast<std::size_t>(file.tellg());
    std::string tail(std::min(size, kZipEndBytes), '\0');
    file.seekg(static_cast<std::streamoff>(size - tail.size()));
    file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
    check_end(tail, place);
    const ZipKind kind = kind_of(ArchiveReader::of_file(path, Form::zip));
    if (kind == ZipKind::archive) {
      members(ArchiveReader::of_file(path, Form::zip), place, 0);
      return;
    }
    ArchiveReader reader = ArchiveReader::of_file(path, Form::stream);
    if (!reader.next()) refuse_empty(place);
    if (kind == ZipKind::workbook) {
      workbook(reader.rest(), place);
    } else {
      StreamedText text(reader, place);
      take_(text);
    }
  }

 private:
  // `depth`: archives around it.
  void members(ArchiveReader archive, const Place& place, int depth) {
    std::size_t count = 0;
    while (archive.next()) {
      if (++count > kMostMembers) {
        refuse(ErrorKind::too_large, place.label, "holds more than 10000 files; no published archive does");
      }
      const std::string& member = archive.member();
      if (member.ends_with('/') || member.starts_with("__MACOSX/")) continue;
      const fs::path path(member);
      Place within;
      within.label = place.label + ":" + member;
      within.name = path.filename().string();
      within.archive_name = place.archive_name.empty() ? place.name : place.archive_name + "/" + place.name;
      within.folder = path.parent_path().filename().string();
      one(archive, within, depth + 1);
    }
  }

  void one(ArchiveReader& reader, const Place& place, int depth) {
    StreamedText text(reader, place);
    const std::string_view head = text.head();
    if (begins_as_zip(head)) {
      const std::string& bytes = text.content();
      check_end(std::string_view(bytes).substr(bytes.size() - std::min(bytes.size(), kZipEndBytes)), place);
      switch (kind_of(ArchiveReader::of_bytes(bytes, place.label, Form::zip))) {
        case ZipKind::workbook:
          workbook(bytes, place);
          return;
        case ZipKind::archive:
          if (depth > 1) refuse_depth(place);
          members(ArchiveReader::of_bytes(bytes, place.label, Form::zip), place, depth);
          return;
        case ZipKind::document:
          break;
      }
    } else if (begins_as_gzip(head)) {
      if (depth > 2) refuse_depth(place);
      ArchiveReader reader_within = ArchiveReader::of_bytes(text.content(), place.label, Form::stream);
      if (reader_within.next()) one(reader_within, place, depth + 1);
      return;
    } else if (depth == 0) {
      if (head.empty()) refuse_empty(place);
      const std::string_view foreign = foreign_kind(head);
      if (foreign.starts_with("is a web page")) {
        refuse(ErrorKind::malformed, place.label, std::string(foreign));
      }
    }
    take_(text);
  }

  void workbook(const std::string& bytes, const Place& place) {
    const std::string digest = place.path.empty() ? sha256_hex(bytes) : sha256_hex_of_file(place.path);
    const Workbook book(bytes, place.label);
    for (std::size_t sheet = 0; sheet < book.size(); ++sheet) {
      Place one = place;
      one.label += ":" + book.name(sheet);
      SheetText text(book, sheet, std::move(one), digest);
      take_(text);
    }
  }

  [[noreturn]] static void refuse_empty(const Place& place) {
    refuse(ErrorKind::malformed, place.label, "is empty: the download was not completed; get the file again");
  }
  [[noreturn]] static void refuse_depth(const Place& place) {
    refuse(ErrorKind::unsupported, place.label,
           "is an archive within an archive within an archive; unpack it first");
  }
  static void check_end(std::string_view tail, const Place& place) {
    if (ends_as_zip(tail)) return;
    refuse(ErrorKind::malformed, place.label,
           "is a zip that is cut off: its download was not completed; get the file again");
  }

  const std::function<void(SourceText&)>& take_;
};

}  // namespace

void read_source_file(const std::string& path, const std::function<void(SourceText&)>& take) {
  std::error_code failure;
  if (!fs::is_regular_file(path, failure) || failure) {
    refuse(ErrorKind::not_found, path, "no such file, or not readable");
  }
  Walk(take).file(path);
}

std::string_view foreign_kind(std::string_view head) {
  const std::string start = folded(trimmed(without_byte_order_mark(head.substr(0, 4096))));
  if (start.starts_with('<') &&
      (start.find("<html") != std::string::npos || start.find("<!doctype html") != std::string::npos)) {
    return "is a web page, not a release file: the download was not completed or needs a licence to be "
           "accepted on the publisher's page";
  }
  if (begins_as_zip(head)) {
    return "is a document of an office program without sheets; expected the published text or a workbook";
  }
  if (head.starts_with("%PDF-")) return "is a PDF document; expected the table itself, as text or workbook";
  if (head.starts_with("\xD0\xCF\x11\xE0")) {
    return "is a workbook or document of the old Excel and Word format; expected the published text, or the "
           "workbook saved as .xlsx";
  }
  if (head.starts_with("{\\rtf")) return "is a word processor's document; expected the table itself";
  if (head.starts_with("Rar!") || head.starts_with("7z\xBC\xAF")) {
    return "is an archive of a kind that no publisher uses; expected .zip or .gz";
  }
  if (head.starts_with("\x89PNG") || head.starts_with("GIF8") || head.starts_with("\xFF\xD8\xFF")) {
    return "is a picture; expected the table itself";
  }
  if (head.find('\0') != std::string_view::npos)
    return "holds bytes that are no text; expected a release file";
  return {};
}

}  // namespace chargelint::data
