// Lines, cells and records of the published text forms.
#include "data/releases/text_scan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace chargelint::data {
namespace {

constexpr char kControlZ = '\x1A';
// Windows-1252 from 0x80 to 0x9F; five of them stand for nothing and become the sign for that.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
bool is_blank(char character) {
  return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& character : lower) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return lower;
}

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

void append_as_utf8(std::string& to, char32_t character) {
  const auto code = static_cast<std::uint32_t>(character);
  const auto more = [&](unsigned shift) { to += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80) {
    to += static_cast<char>(code);
  } else if (code < 0x800) {
    to += static_cast<char>(0xC0U | (code >> 6U));
    more(0);
  } else if (code < 0x10000) {
    to += static_cast<char>(0xE0U | (code >> 12U));
    more(6);
    more(0);
  } else {
    to += static_cast<char>(0xF0U | (code >> 18U));
    more(12);
    more(6);
    more(0);
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    std::size_t size = 1;
    if (lead >= 0x80) {
      size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
      if (lead < 0xC2 || lead > 0xF4 || at + size > text.size()) return false;
      for (std::size_t next = 1; next < size; ++next) {
        if ((static_cast<unsigned char>(text[at + next]) & 0xC0U) != 0x80U) return false;
      }
    }
    at += size;
  }
  return true;
}

std::string to_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string utf8;
  utf8.reserve(text.size() + 16);
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    append_as_utf8(utf8, byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : char32_t{byte});
  }
  return utf8;
}

bool is_utf16(std::string_view text) {
  using namespace std::string_view_literals;
  return (text.starts_with("\xFF\xFE"sv) && !text.starts_with("\xFF\xFE<"sv)) ||
         (text.starts_with("\xFE\xFF"sv) && !text.starts_with("\xFE\xFF\0<"sv));
}

std::optional<std::string> utf16_to_utf8(std::string_view text) {
  if (text.size() < 2 || text.size() % 2 != 0) return std::nullopt;
  const std::size_t high = text[0] == '\xFF' ? 1 : 0;  // where the greater byte of two stands
  const auto unit = [&](std::size_t at) {
    return static_cast<char32_t>((static_cast<unsigned char>(text[at + high]) << 8U) |
                                 static_cast<unsigned char>(text[at + 1 - high]));
  };
  std::string utf8;
  utf8.reserve(text.size() / 2 + 16);
  for (std::size_t at = 2; at < text.size(); at += 2) {
    const char32_t first = unit(at);
    if (first < 0xD800 || first > 0xDFFF) {
      append_as_utf8(utf8, first);
      continue;
    }
    at += 2;
    if (first > 0xDBFF || at >= text.size()) return std::nullopt;
    const char32_t second = unit(at);
    if (second < 0xDC00 || second > 0xDFFF) return std::nullopt;
    append_as_utf8(utf8, 0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00));
  }
  return utf8;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || !is_digit(text.front()) || failure != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> decimal(std::string_view text, std::size_t decimals) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view part = point < text.size() ? text.substr(point + 1) : std::string_view{};
  if (whole.empty() && part.empty()) return std::nullopt;
  while (part.size() > decimals && part.back() == '0') part.remove_suffix(1);
  if (part.size() > decimals || whole.size() > 9) return std::nullopt;
  std::int64_t value = 0;
  for (const char character : whole) {
    if (!is_digit(character)) return std::nullopt;
    value = value * 10 + (character - '0');
  }
  for (std::size_t index = 0; index < decimals; ++index) {
    const char character = index < part.size() ? part[index] : '0';
    if (!is_digit(character)) return std::nullopt;
    value = value * 10 + (character - '0');
  }
  return negative ? -value : value;
}

std::optional<std::int64_t> hundredths(std::string_view text) {
  return decimal(text, 2);
}

std::optional<std::string> plain_decimal(std::string_view text, std::size_t decimals) {
  text = trimmed(text);
  if (text.starts_with('$')) text.remove_prefix(1);
  std::string plain;
  for (const char character : trimmed(text)) {
    if (character != ',') plain.push_back(character);
  }
  const auto value = decimal(plain, decimals);
  if (!value) return std::nullopt;
  std::string digits = std::to_string(*value < 0 ? -*value : *value);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
  return *value < 0 ? "-" + digits : digits;
}

std::optional<std::string> shown_number(std::string_view text) {
  const bool digits =
      !text.empty() && text.size() <= 15 &&
      std::all_of(text.begin(), text.end(), [](char one) { return one >= '0' && one <= '9'; });
  if (digits && (text[0] != '0' || text.size() == 1)) return std::string(text);
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  std::array<char, 400> buffer{};
  const auto rounded =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific, 14);
  std::from_chars(buffer.data(), rounded.ptr, value);
  const auto shortest =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  if (shortest.ec != std::errc{}) return std::nullopt;
  std::string plain(buffer.data(), shortest.ptr);
  return plain == "-0" ? "0" : plain;
}

std::optional<Date> compact_day(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  int value = 0;
  for (const char character : text) {
    if (!is_digit(character)) return std::nullopt;
    value = value * 10 + (character - '0');
  }
  return Date::from_ymd(value / 10000, static_cast<unsigned>(value / 100 % 100),
                        static_cast<unsigned>(value % 100));
}

bool LineScanner::next() {
  if (rest_.empty() || rest_.front() == kControlZ) return false;
  const void* const found = std::memchr(rest_.data(), '\n', rest_.size());
  if (found == nullptr) {
    line_ = rest_;
    rest_ = {};
  } else {
    const auto size = static_cast<std::size_t>(static_cast<const char*>(found) - rest_.data());
    line_ = rest_.substr(0, size);
    rest_.remove_prefix(size + 1);
  }
  if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
  ++number_;
  return true;
}

std::string_view RecordScanner::quoted_cell() {
  rest_.remove_prefix(1);
  std::string joined;
  bool doubled = false;
  while (true) {
    const std::size_t quote = rest_.find('"');
    const std::string_view part = rest_.substr(0, std::min(quote, rest_.size()));
    next_line_ += static_cast<std::uint32_t>(std::count(part.begin(), part.end(), '\n'));
    if (quote == std::string_view::npos) {
      unterminated_ = true;
      rest_ = {};
      return part;
    }
    rest_.remove_prefix(quote + 1);
    if (rest_.empty() || rest_.front() != '"') {
      if (!doubled) return part;
      joined += part;
      unescaped_.push_back(std::move(joined));
      return unescaped_.back();
    }
    doubled = true;
    joined += part;
    joined += '"';
    rest_.remove_prefix(1);
  }
}

bool RecordScanner::next() {
  cells_.clear();
  unescaped_.clear();
  if (rest_.empty() || rest_.front() == kControlZ) return false;
  line_ = next_line_;
  while (true) {
    if (!rest_.empty() && rest_.front() == '"') {
      cells_.push_back(trimmed(quoted_cell()));
      // Anything between the closing quote and the separator is blank padding.
      rest_.remove_prefix(std::min(rest_.find_first_of(",\n"), rest_.size()));
    } else {
      const std::size_t size = std::min(rest_.find_first_of(",\n"), rest_.size());
      cells_.push_back(trimmed(rest_.substr(0, size)));
      rest_.remove_prefix(size);
    }
    if (rest_.empty()) return true;
    const bool ended = rest_.front() == '\n';
    rest_.remove_prefix(1);
    if (ended) {
      ++next_line_;
      return true;
    }
  }
}

std::vector<std::string_view> tab_cells(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const std::size_t size = std::min(line.find('\t'), line.size());
    cells.push_back(trimmed(line.substr(0, size)));
    if (size == line.size()) return cells;
    line.remove_prefix(size + 1);
  }
}

bool RecordScanner::blank() const {
  return std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return cell.empty(); });
}

}  // namespace chargelint::data
