#include "fhir/json/fault.h"

#include <charconv>
#include <system_error>
#include <vector>

#include "fhir/json/utf8.h"

namespace chargelint::fhir {
namespace {

constexpr bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
constexpr bool is_hex_digit(char character) {
  return is_digit(character) || (character >= 'a' && character <= 'f') ||
         (character >= 'A' && character <= 'F');
}

// A strict JSON reader that keeps nothing but its place. The stack of open brackets is explicit.
class Scanner {
 public:
  Scanner(std::string_view text, std::size_t deepest) : text_(text), deepest_(deepest) {}

  std::optional<JsonFault> scan() {
    Expect expect = Expect::value;
    while (expect != Expect::nothing) {
      skip_space();
      if (at_end()) return fault("the text ends early");
      expect = step(expect);
      if (fault_) return fault_;
    }
    skip_space();
    if (!at_end()) return fault("more text after the end of the document");
    return std::nullopt;
  }

 private:
  enum class Expect { value, value_or_end, name, name_or_end, comma_or_end, nothing };

  Expect step(Expect expect) {
    const char next = text_[offset_];
    switch (expect) {
      case Expect::comma_or_end:
        if (next == closing()) return close();
        if (next != ',') return refuse("a comma or a closing bracket was expected");
        ++offset_;
        return open_.back() == '{' ? Expect::name : Expect::value;
      case Expect::name_or_end:
        if (next == '}') return close();
        [[fallthrough]];
      case Expect::name:
        if (next != '"') return refuse("a member name in quotes was expected");
        if (!text()) return Expect::nothing;
        skip_space();
        if (at_end()) return refuse("the text ends early");
        if (text_[offset_] != ':') return refuse("a colon was expected");
        ++offset_;
        return Expect::value;
      case Expect::value_or_end:
        if (next == ']') return close();
        [[fallthrough]];
      default:
        return value(next);
    }
  }

  Expect value(char next) {
    if (next == '{' || next == '[') {
      if (open_.size() == deepest_) return refuse("nested too deep");
      open_.push_back(next);
      ++offset_;
      return next == '{' ? Expect::name_or_end : Expect::value_or_end;
    }
    const bool good = next == '"'                     ? text()
                      : next == '-' || is_digit(next) ? number()
                                                      : word("true") || word("false") || word("null");
    if (!good) return refuse("a value was expected");
    return after_value();
  }

  Expect close() {
    open_.pop_back();
    ++offset_;
    return after_value();
  }
  [[nodiscard]] Expect after_value() const { return open_.empty() ? Expect::nothing : Expect::comma_or_end; }
  [[nodiscard]] char closing() const { return open_.back() == '{' ? '}' : ']'; }

  bool text() {
    ++offset_;
    while (!at_end()) {
      const auto byte = static_cast<unsigned char>(text_[offset_]);
      if (byte == '"') {
        ++offset_;
        return true;
      }
      if (byte < 0x20) return stop("a control character in a text");
      if (byte == '\\' && !escape()) return false;
      if (byte != '\\') ++offset_;
    }
    return stop("the text ends early");
  }

  bool escape() {
    const std::size_t start = offset_++;
    if (at_end()) return stop("the text ends early");
    const char kind = text_[offset_++];
    if (kind != 'u') {
      if (std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos) return true;
      offset_ = start;
      return stop("an escape that JSON does not have");
    }
    const auto unit = hex_unit();
    const bool low_follows = text_.substr(offset_, 2) == "\\u";
    if (unit && (*unit & 0xFC00U) == 0xD800U && low_follows) {
      offset_ += 2;
      const auto low = hex_unit();
      if (low && (*low & 0xFC00U) == 0xDC00U) return true;
    } else if (unit && (*unit & 0xF800U) != 0xD800U) {
      return true;
    }
    offset_ = start;
    return stop("an escape that is no character");
  }

  std::optional<unsigned> hex_unit() {
    unsigned unit = 0;
    for (int count = 0; count < 4; ++count, ++offset_) {
      if (at_end() || !is_hex_digit(text_[offset_])) return std::nullopt;
      const char digit = text_[offset_];
      unit = unit << 4U | static_cast<unsigned>(is_digit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    return unit;
  }

  bool number() {
    const std::size_t start = offset_;
    if (text_[offset_] == '-') ++offset_;
    const bool leading_zero = !at_end() && text_[offset_] == '0';
    const std::size_t whole = digits();
    bool good = whole == 1 || (whole > 1 && !leading_zero);
    if (good && !at_end() && text_[offset_] == '.') {
      ++offset_;
      good = digits() > 0;
    }
    if (good && !at_end() && (text_[offset_] == 'e' || text_[offset_] == 'E')) {
      ++offset_;
      if (!at_end() && (text_[offset_] == '+' || text_[offset_] == '-')) ++offset_;
      good = digits() > 0;
    }
    double ignored = 0;
    const auto read = std::from_chars(text_.data() + start, text_.data() + offset_, ignored);
    const bool fits = read.ec != std::errc::result_out_of_range;
    if (good && fits) return true;
    offset_ = start;
    return stop(good ? "a number out of range" : "not a number as JSON writes it");
  }
  std::size_t digits() {
    const std::size_t start = offset_;
    while (!at_end() && is_digit(text_[offset_])) ++offset_;
    return offset_ - start;
  }

  bool word(std::string_view wanted) {
    if (!text_.substr(offset_).starts_with(wanted)) return false;
    offset_ += wanted.size();
    return true;
  }
  void skip_space() {
    while (!at_end() && std::string_view(" \t\r\n").find(text_[offset_]) != std::string_view::npos) ++offset_;
  }
  [[nodiscard]] bool at_end() const { return offset_ == text_.size(); }
  std::optional<JsonFault> fault(std::string_view what) {
    if (!fault_) fault_ = JsonFault{offset_, what};
    return fault_;
  }
  bool stop(std::string_view what) {
    fault(what);
    return false;
  }
  Expect refuse(std::string_view what) {
    fault(what);
    return Expect::nothing;
  }

  std::string_view text_;
  std::size_t deepest_;
  std::size_t offset_ = 0;
  std::vector<char> open_;
  std::optional<JsonFault> fault_;
};

}  // namespace

std::optional<std::size_t> find_bad_utf8(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t length = utf8_length(text.substr(offset));
    if (length == 0) return offset;
    offset += length;
  }
  return std::nullopt;
}

std::optional<JsonFault> find_fault(std::string_view text, std::size_t deepest) {
  if (const auto offset = find_bad_utf8(text)) return JsonFault{*offset, "not UTF-8"};
  return Scanner(text, deepest).scan();
}

}  // namespace chargelint::fhir
