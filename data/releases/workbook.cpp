// The parts of an .xlsx that hold its cells; the rest of the container is passed over.
#include "data/releases/workbook.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>

#include "data/reference/refusal.h"
#include "data/releases/archive_reader.h"
#include "data/releases/text_scan.h"
#include "data/releases/xml_events.h"
#include "rules/base/date.h"

namespace chargelint::data {
namespace {

// A spreadsheet holds no more.
constexpr std::size_t kMostRows = std::size_t{1} << 20U;
constexpr std::size_t kMostColumns = std::size_t{1} << 14U;

std::optional<std::size_t> number(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  const auto value = whole_number(*text);
  return value ? std::optional(static_cast<std::size_t>(*value)) : std::nullopt;
}

// Line breaks, tabs and no-break spaces become blanks; "_x000D_" is how a workbook writes a character that
// XML cannot hold.
std::string on_one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char character = text[at];
    if (character == '_' && at + 6 < text.size() && text[at + 1] == 'x' && text[at + 6] == '_') {
      unsigned code = 0;
      const char* const first = text.data() + at + 2;
      const auto [end, failure] = std::from_chars(first, first + 4, code, 16);
      if (failure == std::errc{} && end == first + 4 && (code < 0xD800 || code > 0xDFFF)) {
        append_as_utf8(line, code < 0x20 ? U' ' : static_cast<char32_t>(code));
        at += 6;
        continue;
      }
    }
    if (character == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
    if (text.substr(at, 2) == "\xC2\xA0") {  // a no-break space
      line += ' ';
      ++at;
      continue;
    }
    line += static_cast<unsigned char>(character) < 0x20 ? ' ' : character;
  }
  return line;
}

// A day is counted from 1899-12-30, as if 1900 had been a leap year, or from 1904-01-01.
std::optional<std::string> moment(std::string_view text, Workbook::Look look, bool from_1904) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!(value >= 0) || value > 2'958'465.999) return std::nullopt;  // 9999-12-31
  auto days = static_cast<std::int32_t>(value);
  auto seconds = static_cast<std::int32_t>(std::lround((value - days) * 86'400));
  if (seconds == 86'400) {
    ++days;
    seconds = 0;
  }
  constexpr std::int32_t kFrom1900 = -25'569;
  constexpr std::int32_t kFrom1904 = -24'107;
  const std::int32_t first = from_1904 ? kFrom1904 : days < 60 ? kFrom1900 + 1 : kFrom1900;
  std::string written;
  if (look == Workbook::Look::day) written = Date::from_days(first + days).iso().str();
  if (seconds != 0 || look == Workbook::Look::time) {
    std::array<char, 16> clock{};
    std::snprintf(clock.data(), clock.size(), "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
                  seconds % 60);
    if (!written.empty()) written += ' ';
    written += clock.data();
  }
  return written;
}

// By the letters of a format's code that stand outside quotes and brackets.
Workbook::Look look_of_format(std::string_view code) {
  bool day = false;
  bool time = false;
  for (std::size_t at = 0; at < code.size(); ++at) {
    switch (code[at]) {
      case '"':
        at = std::min(code.find('"', at + 1), code.size());
        break;
      case '[':
        at = std::min(code.find(']', at + 1), code.size());
        break;
      case '\\':
      case '_':
      case '*':
        ++at;
        break;
      case ';':  // what follows is for other signs
        at = code.size();
        break;
      case 'd':
      case 'D':
      case 'y':
      case 'Y':
        day = true;
        break;
      case 'h':
      case 'H':
      case 's':
      case 'S':
        time = true;
        break;
      case 'G':  // "General"
        if (code.substr(at).starts_with("General")) at += 6;
        break;
      default:
        break;
    }
  }
  if (!day && !time && code.find_first_of("mM") != std::string_view::npos &&
      code.find_first_of("0#?") == std::string_view::npos &&
      code.find_first_of("\"[") == std::string_view::npos && code != "General") {
    day = true;  // a month alone
  }
  return day ? Workbook::Look::day : time ? Workbook::Look::time : Workbook::Look::number;
}

Workbook::Look look_of_built_in(std::size_t format) {
  if ((format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 31) ||
      (format >= 34 && format <= 36) || (format >= 50 && format <= 58)) {
    return Workbook::Look::day;
  }
  if ((format >= 18 && format <= 21) || (format >= 45 && format <= 47) || format == 32 || format == 33) {
    return Workbook::Look::time;
  }
  return Workbook::Look::number;
}

// The workbook part: the names of its sheets, each with the relation that leads to its part.
class BookListener final : public XmlListener {
 public:
  void opened(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const std::string_view value = attributes.find("date1904").value_or("0");
      from_1904 = value == "1" || value == "true";
    } else if (name == "sheet") {
      sheets.emplace_back(attributes.find("name").value_or(""), attributes.find("id", true).value_or(""));
    }
  }
  void closed(std::string_view /*name*/) override {}
  void text(std::string_view /*text*/) override {}

  std::vector<std::pair<std::string, std::string>> sheets;
  bool from_1904 = false;
};

class RelationListener final : public XmlListener {
 public:
  void opened(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship") return;
    const auto type = attributes.find("Type").value_or("");
    all.push_back(
        {std::string(attributes.find("Id").value_or("")),
         std::string(type.substr(type.rfind('/') == std::string_view::npos ? 0 : type.rfind('/') + 1)),
         std::string(attributes.find("Target").value_or(""))});
  }
  void closed(std::string_view /*name*/) override {}
  void text(std::string_view /*text*/) override {}

  struct Relation {
    std::string id, type, target;
  };
  std::vector<Relation> all;
};

class StyleListener final : public XmlListener {
 public:
  void opened(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      const auto id = number(attributes.find("numFmtId"));
      if (id) formats_[*id] = look_of_format(attributes.find("formatCode").value_or(""));
    } else if (name == "cellXfs") {
      within_ = true;
    } else if (name == "xf" && within_) {
      const std::size_t id = number(attributes.find("numFmtId")).value_or(0);
      const auto own = formats_.find(id);
      looks.push_back(own != formats_.end() ? own->second : look_of_built_in(id));
    }
  }
  void closed(std::string_view name) override {
    if (name == "cellXfs") within_ = false;
  }
  void text(std::string_view /*text*/) override {}

  std::vector<Workbook::Look> looks;

 private:
  std::map<std::size_t, Workbook::Look> formats_;
  bool within_ = false;
};

// Runs of rich text are joined; readings (rPh) are not text of the cell.
class StringListener final : public XmlListener {
 public:
  explicit StringListener(Workbook::Strings& strings) : strings_(strings) {}
  void opened(std::string_view name, const XmlAttributes& /*attributes*/) override {
    if (name == "si") joined_.clear();
    if (name == "rPh") reading_ = true;
    if (name == "t") taking_ = !reading_;
  }
  void closed(std::string_view name) override {
    if (name == "t") taking_ = false;
    if (name == "rPh") reading_ = false;
    if (name == "si") strings_.add(on_one_line(joined_));
  }
  void text(std::string_view text) override {
    if (taking_) joined_ += text;
  }

 private:
  Workbook::Strings& strings_;
  std::string joined_;
  bool reading_ = false;
  bool taking_ = false;
};

class SheetListener final : public XmlListener {
 public:
  SheetListener(const std::string& label, const Workbook::Strings& strings,
                const std::vector<Workbook::Look>& looks, bool from_1904)
      : label_(label), strings_(strings), looks_(looks), from_1904_(from_1904) {}

  void opened(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheetData") within_ = true;
    if (!within_) return;
    if (name == "row") {
      const std::size_t at =
          attributes.find("r") ? number(attributes.find("r")).value_or(0) : rows_.size() + 1;
      if (at <= rows_.size() || at > kMostRows) wrong("row " + std::to_string(at) + " is out of order");
      while (rows_.size() + 1 < at) end_row();
      column_ = 0;
    } else if (name == "c") {
      const auto place = attributes.find("r");
      if (place) column_ = column_of(*place);
      if (column_ >= kMostColumns) wrong("a cell lies beyond the last column");
      style_ = number(attributes.find("s")).value_or(0);
      type_ = attributes.find("t").value_or("n");
      value_.clear();
    } else if (name == "v" || (name == "t" && !reading_)) {
      taking_ = true;
    } else if (name == "rPh") {
      reading_ = true;
    }
  }
  void closed(std::string_view name) override {
    if (name == "sheetData") within_ = false;
    if (!within_) return;
    if (name == "v" || name == "t") {
      taking_ = false;
    } else if (name == "rPh") {
      reading_ = false;
    } else if (name == "c") {
      put();
      ++column_;
    } else if (name == "row") {
      end_row();
    }
  }
  void text(std::string_view text) override {
    if (taking_) value_ += text;
  }

  // Every row as wide as the widest, down to the last that holds something.
  std::string finished() {
    while (!rows_.empty() && rows_.back().cells == 0) rows_.pop_back();
    std::size_t widest = 0;
    for (const Row& row : rows_) widest = std::max(widest, row.cells);
    const std::size_t most = cells_.size() + rows_.size() * (widest + 1);
    if (most > kMaxContentBytes) {
      refuse(ErrorKind::too_large, label_, "is wider and longer than 1 GiB of text; no published release is");
    }
    std::string text;
    text.reserve(most);
    std::size_t from = 0;
    for (const Row& row : rows_) {
      text.append(cells_, from, row.end - from);
      if (row.cells > 0) text.append(widest - row.cells, ',');
      text += '\n';
      from = row.end;
    }
    return text;
  }

 private:
  struct Row {
    std::size_t end = 0;  // in cells_
    std::size_t cells = 0;
  };

  [[noreturn]] void wrong(const std::string& what) const {
    refuse(ErrorKind::malformed, label_ + ":" + std::to_string(rows_.size() + 1),
           what + "; expected a workbook as a spreadsheet program saves it");
  }
  [[nodiscard]] std::size_t column_of(std::string_view place) const {
    std::size_t column = 0;
    std::size_t at = 0;
    for (; at < place.size() && at < 4 && place[at] >= 'A' && place[at] <= 'Z'; ++at) {
      column = column * 26 + static_cast<std::size_t>(place[at] - 'A') + 1;
    }
    if (column == 0) wrong("a cell has no place");
    if (column <= filled_) wrong("the cells of a row are out of order");
    return column - 1;
  }
  void put() {
    const std::string cell = shown();
    if (trimmed(cell).empty()) return;
    cells_.append(column_ - filled_ + (filled_ > 0 ? 1 : 0), ',');  // one for each column passed, one between
    filled_ = column_ + 1;
    if (cell.find_first_of(",\"") == std::string::npos) {
      cells_ += cell;
    } else {
      cells_ += '"';
      for (const char character : cell) {
        cells_ += character;
        if (character == '"') cells_ += '"';
      }
      cells_ += '"';
    }
    if (cells_.size() > kMaxContentBytes) {
      refuse(ErrorKind::too_large, label_, "holds more than 1 GiB of text; no published release does");
    }
  }
  [[nodiscard]] std::string shown() const {
    if (type_ == "s") {
      const auto index = whole_number(trimmed(value_));
      if (value_.empty()) return {};
      if (!index || static_cast<std::size_t>(*index) >= strings_.size()) {
        wrong("a cell names a text that the workbook does not hold");
      }
      return std::string(strings_[static_cast<std::size_t>(*index)]);
    }
    if (type_ == "inlineStr" || type_ == "str") return on_one_line(value_);
    if (type_ == "b") return value_ == "1" ? "TRUE" : value_ == "0" ? "FALSE" : value_;
    if (type_ == "d") return value_.substr(0, value_.find("T00:00:00"));
    if (type_ == "e") return value_;
    const std::string_view value = trimmed(value_);
    if (value.empty()) return {};
    const Workbook::Look look = style_ < looks_.size() ? looks_[style_] : Workbook::Look::number;
    if (look != Workbook::Look::number) {
      if (auto day = moment(value, look, from_1904_)) return *day;
    }
    auto plain = shown_number(value);
    if (!plain) wrong("a cell of numbers holds none");
    return *plain;
  }
  void end_row() {
    rows_.push_back({cells_.size(), filled_});
    filled_ = 0;
  }

  const std::string& label_;
  const Workbook::Strings& strings_;
  const std::vector<Workbook::Look>& looks_;
  bool from_1904_;
  std::string cells_;
  std::vector<Row> rows_;
  std::size_t filled_ = 0;  // columns of the row that are written
  std::size_t column_ = 0;
  std::size_t style_ = 0;
  std::string type_;
  std::string value_;
  bool within_ = false;  // the rows: elements of the same names follow them
  bool taking_ = false;
  bool reading_ = false;
};

// "../xl/worksheets/sheet1.xml", "/xl/…" and "worksheets/…" as the path of a member.
std::string path_of(const std::string& folder, std::string target) {
  std::replace(target.begin(), target.end(), '\\', '/');
  if (target.starts_with('/')) return target.substr(1);
  std::string base = folder;
  while (target.starts_with("../") || target.starts_with("./")) {
    if (target.starts_with("../")) {
      const std::size_t cut = base.size() < 2 ? std::string::npos : base.rfind('/', base.size() - 2);
      base = cut == std::string::npos ? "" : base.substr(0, cut + 1);
    }
    target.erase(0, target.find('/') + 1);
  }
  return base + target;
}

std::string folder_of(const std::string& path) {
  const std::size_t cut = path.rfind('/');
  return cut == std::string::npos ? "" : path.substr(0, cut + 1);
}

// Reads the part at `path`; false when there is none. Names differ in case between producers.
bool read_part(std::string_view bytes, const std::string& label, const std::string& path,
               XmlListener& listener) {
  const std::string wanted = folded(path);
  ArchiveReader archive = ArchiveReader::of_bytes(bytes, label, ArchiveReader::Form::zip);
  while (archive.next()) {
    if (folded(archive.member()) != wanted) continue;
    std::size_t total = 0;
    read_xml(
        [&](char* to, std::size_t size) {
          const std::size_t got = archive.read(to, size);
          total += got;
          if (total > 4 * kMaxContentBytes) {
            refuse(ErrorKind::too_large, label, "unpacks to more than 4 GiB; no published workbook does");
          }
          return got;
        },
        label, listener);
    return true;
  }
  return false;
}

}  // namespace

Workbook::Workbook(std::string_view bytes, std::string label) : bytes_(bytes), label_(std::move(label)) {
  RelationListener package;
  std::string book_path = "xl/workbook.xml";
  if (read_part(bytes_, label_, "_rels/.rels", package)) {
    for (const auto& relation : package.all) {
      if (relation.type == "officeDocument") book_path = path_of("", relation.target);
    }
  }
  BookListener book;
  if (!read_part(bytes_, label_, book_path, book) || book.sheets.empty()) {
    refuse(ErrorKind::unsupported, label_,
           "is an office document without sheets; expected the published text, or an Excel workbook (.xlsx)");
  }
  from_1904_ = book.from_1904;
  const std::string folder = folder_of(book_path);
  RelationListener relations;
  const std::string file = book_path.substr(folder.size());
  if (!read_part(bytes_, label_, folder + "_rels/" + file + ".rels", relations)) {
    refuse(ErrorKind::malformed, label_, "is a damaged workbook: it does not say where its sheets are");
  }
  StyleListener styles;
  for (const auto& relation : relations.all) {
    if (relation.type == "sharedStrings") {
      StringListener listener(strings_);
      static_cast<void>(read_part(bytes_, label_, path_of(folder, relation.target), listener));
    } else if (relation.type == "styles") {
      static_cast<void>(read_part(bytes_, label_, path_of(folder, relation.target), styles));
    }
  }
  looks_ = std::move(styles.looks);
  for (const auto& [name, id] : book.sheets) {
    for (const auto& relation : relations.all) {
      if (relation.id == id && relation.type == "worksheet") {
        sheets_.push_back({name, path_of(folder, relation.target)});
      }
    }
  }
}

std::string Workbook::text(std::size_t sheet) const {
  const std::string label = label_ + ":" + sheets_[sheet].name;
  SheetListener listener(label, strings_, looks_, from_1904_);
  if (!read_part(bytes_, label_, sheets_[sheet].part, listener)) {
    refuse(ErrorKind::malformed, label, "is a damaged workbook: the sheet is not in it");
  }
  return listener.finished();
}

}  // namespace chargelint::data
