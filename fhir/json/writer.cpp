#include "fhir/json/writer.h"

#include <array>
#include <charconv>
#include <cstddef>

#include "fhir/json/utf8.h"

namespace chargelint::fhir {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kHexDigits = "0123456789abcdef";

constexpr bool is_plain(unsigned char byte) {
  return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0; byte < plain.size(); ++byte) {
    plain[byte] = is_plain(static_cast<unsigned char>(byte));
  }
  return plain;
}();

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

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t index = 0;
  while (index < text.size()) {
    const std::size_t start = index;
    while (index < text.size() && kPlain[static_cast<unsigned char>(text[index])]) ++index;
    out.append(text, start, index - start);
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

}  // namespace

void JsonWriter::separate() {
  if (!after_key_ && !first_) *out_ += ',';
  after_key_ = false;
  first_ = false;
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
  separate();
  append_quoted(*out_, name);
  *out_ += ':';
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  append_quoted(*out_, text);
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
