// Lines, cells and records of the published text forms.
#include "data/releases/text_scan.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace chargelint::data {
namespace {

constexpr char kControlZ = '\x1A';

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

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || !is_digit(text.front()) || failure != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> hundredths(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view decimals = point < text.size() ? text.substr(point + 1) : std::string_view{};
  if (whole.empty() && decimals.empty()) return std::nullopt;
  while (decimals.size() > 2 && decimals.back() == '0') decimals.remove_suffix(1);
  if (decimals.size() > 2 || whole.size() > 7) return std::nullopt;
  std::int64_t value = 0;
  for (const char character : whole) {
    if (!is_digit(character)) return std::nullopt;
    value = value * 10 + (character - '0');
  }
  for (std::size_t index = 0; index < 2; ++index) {
    const char character = index < decimals.size() ? decimals[index] : '0';
    if (!is_digit(character)) return std::nullopt;
    value = value * 10 + (character - '0');
  }
  return negative ? -value : value;
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

bool RecordScanner::blank() const {
  return std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return cell.empty(); });
}

}  // namespace chargelint::data
