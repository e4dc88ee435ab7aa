#include "fhir/json/writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>

#include "fhir/json/utf8.h"

namespace chargelint::fhir {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kHexDigits = "0123456789abcdef";

constexpr bool is_plain(unsigned char byte) {
  return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

constexpr std::uint64_t in_each_byte(std::uint64_t value) {
  return value * 0x0101010101010101U;
}

// Eight bytes at once: whether one may not be plain. A byte of 0x80 and above says so by its own high bit;
// below that no sum or difference reaches into the next byte.
bool some_need_care(std::uint64_t bytes) {
  constexpr std::uint64_t kHigh = in_each_byte(0x80);
  const auto zero_byte = [](std::uint64_t word) { return (word - in_each_byte(1)) & ~word; };
  const std::uint64_t below_space = bytes - in_each_byte(0x20);
  const std::uint64_t quote = zero_byte(bytes ^ in_each_byte('"'));
  const std::uint64_t backslash = zero_byte(bytes ^ in_each_byte('\\'));
  const std::uint64_t last = zero_byte(bytes ^ in_each_byte(0x7F));
  return ((bytes | below_space | quote | backslash | last) & kHigh) != 0;
}

// How many bytes from the start may be copied as they stand.
std::size_t plain_length(std::string_view text) {
  std::size_t index = 0;
  for (; index + 8 <= text.size(); index += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + index, sizeof bytes);
    if (some_need_care(bytes)) break;
  }
  while (index < text.size() && is_plain(static_cast<unsigned char>(text[index]))) ++index;
  return index;
}

void append_escape(std::string& out, unsigned char byte) {
  switch (byte) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHexDigits[byte >> 4U];
      out += kHexDigits[byte & 0xFU];
  }
}

void append_with_escapes(std::string& out, std::string_view text) {
  out += '"';
  std::size_t index = 0;
  while (index < text.size()) {
    const std::size_t plain = plain_length(text.substr(index));
    out.append(text, index, plain);
    index += plain;
    if (index == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[index]);
    if (byte < 0x80) {
      append_escape(out, byte);
      ++index;
      continue;
    }
    const std::size_t length = utf8_length(text.substr(index));
    out.append(length == 0 ? kReplacement : text.substr(index, length));
    index += length == 0 ? 1 : length;
  }
  out += '"';
}

// Most texts are short and plain: put together on the stack, appended in one go.
void append_quoted(std::string& out, bool comma, std::string_view text, std::string_view after) {
  constexpr std::size_t kShort = 120;
  std::array<char, kShort + 8> piece;
  if (text.size() > kShort || plain_length(text) != text.size()) {
    if (comma) out += ',';
    append_with_escapes(out, text);
    out += after;
    return;
  }
  char* end = piece.data();
  if (comma) *end++ = ',';
  *end++ = '"';
  end = std::copy(text.begin(), text.end(), end);
  *end++ = '"';
  end = std::copy(after.begin(), after.end(), end);
  out.append(piece.data(), static_cast<std::size_t>(end - piece.data()));
}

}  // namespace

bool JsonWriter::comma_due() {
  const bool due = !after_key_ && !first_;
  after_key_ = false;
  first_ = false;
  return due;
}

void JsonWriter::separate() {
  if (comma_due()) *out_ += ',';
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  *out_ += '{';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  *out_ += '}';
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  separate();
  *out_ += '[';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  *out_ += ']';
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  append_quoted(*out_, comma_due(), name, ":");
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  append_quoted(*out_, comma_due(), text, {});
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  separate();
  std::array<char, 24> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out_->append(digits.data(), written.ptr);
  return *this;
}

JsonWriter& JsonWriter::value(bool flag) {
  return raw(flag ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  *out_ += json;
  return *this;
}

}  // namespace chargelint::fhir
