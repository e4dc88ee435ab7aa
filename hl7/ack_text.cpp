#include "hl7/ack_text.h"

#include <array>
#include <utility>

#include "hl7/bytes.h"
#include "hl7/charset.h"

namespace chargelint::hl7 {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kPlain = {{
    {"\u2013", "-"},
    {"\u2014", "-"},
    {"\u2010", "-"},
    {"\u2011", "-"},
    {"\u2018", "'"},
    {"\u2019", "'"},
    {"\u201C", "\""},
    {"\u201D", "\""},
    {"\u2026", "..."},
    {"\u00A0", " "},
    {"\u00A7", "section "},
    {"\u00D7", "x"},
    {"\u2264", "<="},
    {"\u2265", ">="},
    {"\u2192", "->"},
    {"\u00B7", "-"},
}};

bool is_continuation(char character) {
  return (static_cast<unsigned char>(character) & 0xC0U) == 0x80;
}

}  // namespace

std::string_view hl7_error_text(std::uint16_t code) {
  switch (code) {
    case 0:
      return "Message accepted";
    case 100:
      return "Segment sequence error";
    case 101:
      return "Required field missing";
    case 102:
      return "Data type error";
    case 103:
      return "Table value not found";
    case 104:
      return "Value too long";
    case 200:
      return "Unsupported message type";
    case 201:
      return "Unsupported event code";
    case 202:
      return "Unsupported processing id";
    case 203:
      return "Unsupported version id";
    case 204:
      return "Unknown key identifier";
    case 205:
      return "Duplicate key identifier";
    case 206:
      return "Application record locked";
    default:
      return "Application internal error";
  }
}

std::string shortened(std::string_view text, std::size_t size) {
  if (text.size() <= size) return std::string(text);
  constexpr std::string_view kCut = "...";
  if (size <= kCut.size()) return {};
  std::size_t end = size - kCut.size();
  while (end > 0 && is_continuation(text[end])) --end;
  return std::string(text.substr(0, end)) + std::string(kCut);
}

std::string as_ascii(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    if (static_cast<unsigned char>(text[position]) < 0x80) {
      out += text[position++];
      continue;
    }
    std::string_view plain = "?";
    for (const auto& [character, replacement] : kPlain) {
      if (text.substr(position).starts_with(character)) plain = replacement;
    }
    out += plain;
    ++position;
    while (position < text.size() && is_continuation(text[position])) ++position;
  }
  return out;
}

AckText::AckText(const Delimiters& delimiters, std::string_view msh18) : delimiters_(delimiters) {
  const Charset charset = charset_of(msh18);
  is_utf8_ = charset.kind == CharsetKind::utf8;
  // Framing bytes and separators are single bytes: an answer to a two-byte set is plain ASCII.
  declares_set_ = charset.kind != CharsetKind::wide;
  const bool is_encoded = charset.kind == CharsetKind::single || charset.kind == CharsetKind::several ||
                          charset.kind == CharsetKind::shifted;
  if (is_encoded) encoding_ = charset.name;
}

void AckText::append_character(std::string& out, char character) const {
  if (static_cast<unsigned char>(character) < ' ' || character == 0x7F) {
    out += ' ';
    return;
  }
  char escape = '\0';
  if (character == delimiters_.field) {
    escape = 'F';
  } else if (character == delimiters_.component) {
    escape = 'S';
  } else if (character == delimiters_.repetition) {
    escape = 'R';
  } else if (character == delimiters_.subcomponent) {
    escape = 'T';
  } else if (character == delimiters_.escape) {
    escape = 'E';
  } else if (character == delimiters_.truncation) {
    escape = 'P';
  }
  if (escape == '\0') {
    out += character;
  } else if (delimiters_.escape == '\0') {
    out += ' ';
  } else {
    out += delimiters_.escape;
    out += escape;
    out += delimiters_.escape;
  }
}

void AckText::append(std::string& out, std::string_view text) const {
  if (is_utf8_ && is_utf8(text)) {
    for (const char character : text) append_character(out, character);
    return;
  }
  const std::string plain = as_ascii(text);
  for (const char character : plain) append_character(out, character);
}

void AckText::echo(std::string& out, std::string_view raw, std::size_t size) const {
  raw = raw.substr(0, size);
  const std::size_t start = out.size();
  if (!declares_set_) {
    out += as_ascii(raw);
  } else if (encoding_ != nullptr && !is_ascii(raw) && is_utf8(raw)) {
    out += recode(raw, encoding_, "UTF-8", "?").value_or(as_ascii(raw));
  } else {
    out += raw;
  }
  for (std::size_t index = start; index < out.size(); ++index) {
    if (static_cast<unsigned char>(out[index]) < ' ') out[index] = ' ';
  }
}

}  // namespace chargelint::hl7
