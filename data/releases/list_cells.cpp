// Cells of HCPCS files and of lists.
#include "data/releases/list_cells.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kCodeSize = 5;

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
bool is_alphanumeric(char character) {
  return is_digit(character) || (character >= 'a' && character <= 'z') ||
         (character >= 'A' && character <= 'Z');
}

// Control characters, blanks and the no-break space become one blank; none at the ends.
std::string single_blanks(std::string_view text) {
  std::string words;
  words.reserve(text.size());
  bool gap = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool hard = text[at] == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0';
    if (hard || static_cast<unsigned char>(text[at]) <= 0x20 || text[at] == '\x7F') {
      gap = true;
      if (hard) ++at;
      continue;
    }
    if (gap && !words.empty()) words.push_back(' ');
    gap = false;
    words.push_back(text[at]);
  }
  return words;
}

struct Reference {
  std::string_view name;
  char32_t character;
};
constexpr std::array kReferences = std::to_array<Reference>({
    {"nbsp", 0xA0},    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
    {"apos", '\''},    {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019},
    {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bull", 0x2022},  {"middot", 0xB7},  {"hellip", 0x2026},
    {"trade", 0x2122}, {"reg", 0xAE},     {"copy", 0xA9},    {"ge", 0x2265},    {"le", 0x2264},
    {"deg", 0xB0},     {"micro", 0xB5},   {"plusmn", 0xB1},  {"sect", 0xA7},    {"times", 0xD7},
    {"frac12", 0xBD},  {"eacute", 0xE9},  {"uuml", 0xFC},    {"ouml", 0xF6},    {"alpha", 0x3B1},
    {"beta", 0x3B2},   {"gamma", 0x3B3},  {"mu", 0x3BC},     {"sup2", 0xB2},    {"dagger", 0x2020},
});

// The characters that a reference stands for; nothing when it is none.
std::optional<std::string> referenced(std::string_view name) {
  char32_t character = 0;
  if (name.starts_with('#')) {
    name.remove_prefix(1);
    const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
    if (hexadecimal) name.remove_prefix(1);
    std::uint32_t value = 0;
    const auto [end, failure] =
        std::from_chars(name.data(), name.data() + name.size(), value, hexadecimal ? 16 : 10);
    const bool surrogate = value >= 0xD800 && value < 0xE000;
    if (failure != std::errc{} || end != name.data() + name.size() || value == 0 || value > 0x10FFFF ||
        surrogate) {
      return std::nullopt;
    }
    // Pages written in Windows-1252 name its characters by their bytes.
    if (value >= 0x80 && value < 0xA0) return to_utf8(std::string(1, static_cast<char>(value)));
    character = value;
  }
  for (const Reference& one : kReferences) {
    if (one.name == name) character = one.character;
  }
  if (character == 0) return std::nullopt;
  std::string text;
  append_as_utf8(text, character);
  return text;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || !is_digit(text.front()) || failure != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// "1/31/2024".
std::optional<Date> american_day(std::string_view text) {
  const std::size_t first = text.find('/');
  const std::size_t second = first == std::string_view::npos ? first : text.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto month = number(text.substr(0, first));
  const auto day = number(text.substr(first + 1, second - first - 1));
  const auto year = number(text.substr(second + 1));
  if (!month || !day || !year || text.size() - second != 5) return std::nullopt;
  return Date::from_ymd(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

}  // namespace

std::string column_name(std::string_view cell) {
  std::string name;
  for (const char character : folded(cell)) {
    if (is_alphanumeric(character)) name.push_back(character);
  }
  return name;
}

NamedColumns::NamedColumns(const std::vector<std::string_view>& header) {
  names_.reserve(header.size());
  for (const std::string_view cell : header) names_.push_back(column_name(cell));
}

std::optional<std::size_t> NamedColumns::find(std::span<const std::string_view> names) const {
  for (const std::string_view name : names) {
    const auto at = std::find(names_.begin(), names_.end(), name);
    if (at != names_.end()) return static_cast<std::size_t>(at - names_.begin());
  }
  return std::nullopt;
}

std::string_view cell_at(const std::vector<std::string_view>& cells, std::optional<std::size_t> column) {
  return column && *column < cells.size() ? cells[*column] : std::string_view{};
}

std::optional<Date> written_day(std::string_view text) {
  text = trimmed(text);
  if (text.size() == 10 && text.ends_with(".0")) text.remove_suffix(2);
  if (text.size() == 8 && std::all_of(text.begin(), text.end(), is_digit)) return compact_day(text);
  // A time of day behind a blank or a T.
  text = text.substr(0, std::min(text.find_first_of(" T"), text.size()));
  if (text.size() == 10 && text[4] == '-') return Date::parse_iso(text);
  return american_day(text);
}

std::optional<Date> day_or_open(const SourceText& text, std::uint32_t line, std::string_view cell,
                                std::string_view column) {
  if (cell.empty() || cell == "0" || cell == "00000000") return std::nullopt;
  const auto day = written_day(cell);
  if (!day) {
    refuse_row(text, line, "the " + std::string(column) + " is no day; expected YYYYMMDD or nothing");
  }
  if (*day == *Date::from_ymd(9999, 12, 31)) return std::nullopt;
  return day;
}

std::string clean_words(std::string_view text) {
  return single_blanks(to_utf8(text));
}

std::string without_markup(std::string_view text) {
  const std::string utf8 = to_utf8(text);
  std::string plain;
  plain.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const char next = at + 1 < utf8.size() ? utf8[at + 1] : ' ';
    if (utf8[at] == '<' && (next == '/' || next == '!' || (is_alphanumeric(next) && !is_digit(next)))) {
      const std::size_t end = utf8.find('>', at);
      if (end != std::string::npos) {
        // Bold and the like within a word leave no gap; blocks and line breaks do.
        const std::string tag = folded(std::string_view(utf8).substr(at + 1, end - at - 1));
        const std::string_view name = std::string_view(tag).substr(tag.starts_with('/') ? 1 : 0);
        const bool within = name == "b" || name == "i" || name == "u" || name == "em" || name == "sup" ||
                            name == "sub" || name.starts_with("strong") || name.starts_with("span") ||
                            name.starts_with("font") || name.starts_with("a ") || name == "a";
        if (!within) plain.push_back(' ');
        at = end;
        continue;
      }
    }
    if (utf8[at] == '&') {
      const std::size_t end = utf8.find(';', at);
      if (end != std::string::npos && end - at <= 10) {
        if (const auto character = referenced(std::string_view(utf8).substr(at + 1, end - at - 1))) {
          plain += *character;
          at = end;
          continue;
        }
      }
    }
    plain.push_back(utf8[at]);
  }
  return single_blanks(plain);
}

std::string procedure_code(std::string_view cell) {
  if (cell.ends_with(".0")) cell.remove_suffix(2);
  if (cell.empty() || cell.size() > kCodeSize) return {};
  std::string code(cell);
  if (code.size() < kCodeSize && std::all_of(code.begin(), code.end(), is_digit)) {
    code.insert(0, kCodeSize - code.size(), '0');
  }
  const auto parsed = Hcpcs::parse(code);
  return parsed ? parsed->text().str() : std::string();
}

void FactRows::add(std::uint32_t line, Subject subject, std::string_view code, std::string_view attribute,
                   std::string_view value, std::string_view detail, std::optional<Date> from,
                   std::optional<Date> to) {
  if (value.empty()) return;
  rows_.cells.insert(rows_.cells.end(),
                     {pack_brief(subject_text(subject)), pack_brief(code), rows_.texts.id(attribute),
                      rows_.texts.id(value), rows_.texts.id(detail), day_cell(from), day_cell(to)});
  rows_.lines.push_back(line);
}

RowBatch& rows_of(ParsedFile& file, Source source, Table table) {
  for (ParsedPart& part : file.parts) {
    if (part.source == source && part.table == table) return part.rows;
  }
  ParsedPart& fresh = file.parts.emplace_back();
  fresh.source = source;
  fresh.table = fresh.rows.table = table;
  return fresh.rows;
}

ReleaseIdentity release_or_undated(ReleaseKind kind, const SourceText& text,
                                   const std::string& release_option) {
  for (const std::string& name : {text.name(), text.archive_name()}) {
    if (auto release = release_from_name(kind, name)) return *release;
  }
  if (!release_option.empty()) {
    if (auto release = release_from_option(kind, release_option)) return *release;
  }
  ReleaseIdentity undated;
  undated.name = "undated";
  return undated;
}

}  // namespace chargelint::data
