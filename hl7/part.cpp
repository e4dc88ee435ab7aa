// Fields, repetitions, components and subcomponents of a message, and the decoding of escapes.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "hl7/bytes.h"
#include "hl7/charset.h"
#include "hl7/message.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kLongestEscape = 4096;  // \X..\ with an image in it is not text
constexpr int kMostLines = 20;                // of one \.sp\ command

// The `number`-th piece between separators, from 1. A separator of 0 separates nothing.
std::string_view piece(std::string_view text, char separator, std::size_t number) {
  if (number == 0 || text.empty()) return {};
  if (separator == '\0') return number == 1 ? text : std::string_view();
  const char* begin = text.data();
  const char* const end = begin + text.size();
  for (;;) {
    const char* const next = find_byte(begin, end, separator);
    if (number == 1) return {begin, static_cast<std::size_t>(next - begin)};
    if (next == end) return {};
    begin = next + 1;
    --number;
  }
}

std::size_t pieces(std::string_view text, char separator) {
  if (text.empty()) return 0;
  if (separator == '\0') return 1;
  const char* const end = text.data() + text.size();
  std::size_t count = 1;
  for (const char* at = find_byte(text.data(), end, separator); at != end;
       at = find_byte(at + 1, end, separator)) {
    ++count;
  }
  return count;
}

std::optional<unsigned> hex_value(char character) {
  if (is_digit(character)) return static_cast<unsigned>(character - '0');
  const char upper = to_upper(character);
  if (upper >= 'A' && upper <= 'F') return static_cast<unsigned>(upper - 'A' + 10);
  return std::nullopt;
}

// \Xhh..\: any number of bytes. An odd count is read as if a zero stood before it, and the NUL that gives is
// dropped.
bool decode_hex(std::string_view digits, std::string& out) {
  if (digits.empty()) return false;
  for (const char digit : digits) {
    if (!hex_value(digit)) return false;
  }
  const bool odd = digits.size() % 2 == 1;
  std::size_t position = 0;
  if (odd) {
    const unsigned first = *hex_value(digits[0]);
    if (first != 0) out += static_cast<char>(first);
    position = 1;
  }
  for (; position + 1 < digits.size(); position += 2) {
    out += static_cast<char>(*hex_value(digits[position]) * 16 + *hex_value(digits[position + 1]));
  }
  return true;
}

// \.br\ and its kin. The ones that only indent or fill are left out of the text.
bool decode_formatting(std::string_view command, std::string& out) {
  const std::string_view name = command.substr(0, 3);
  if (name == ".br" || name == ".ce") {
    out += '\n';
    return true;
  }
  if (name == ".sp" || name == ".sk") {
    int count = 0;
    for (const char digit : trimmed(command.substr(3))) {
      if (is_digit(digit) && count < kMostLines) count = count * 10 + (digit - '0');
    }
    out.append(static_cast<std::size_t>(std::clamp(count, 1, kMostLines)), name == ".sp" ? '\n' : ' ');
    return true;
  }
  return name == ".in" || name == ".ti" || name == ".fi" || name == ".nf";
}

// \Cxxyy\ and \Mxxyyzz\: the bytes that switch to another character set. Nothing when it is no such escape,
// or the set is not known.
std::optional<std::string> set_switch(std::string_view body) {
  const bool single = body.size() == 5 && body[0] == 'C';
  const bool several = (body.size() == 5 || body.size() == 7) && body[0] == 'M';
  std::string sequence;
  if (!(single || several) || !decode_hex(body.substr(1), sequence)) return std::nullopt;
  if (sequence.size() > 2 && sequence.back() == '\0') sequence.pop_back();
  if (!switched_text(sequence, "")) return std::nullopt;
  return sequence;
}

bool is_kept_as_sent(std::string_view body) {
  if (body.empty() || body.size() > 20) return false;
  if (body[0] != 'Z' && body[0] != 'C' && body[0] != 'M') return false;
  return std::all_of(body.begin(), body.end(), is_alphanumeric);
}

// Decodes the body of one escape into `out`; false when it is none.
bool decode(std::string_view body, const Delimiters& delimiters, std::string& out) {
  const auto put = [&out](char character, char otherwise) {
    out += character == '\0' ? otherwise : character;
    return true;
  };
  if (body.size() == 1) {
    switch (body[0]) {
      case 'F':
        return put(delimiters.field, '|');
      case 'S':
        return put(delimiters.component, '^');
      case 'T':
        return put(delimiters.subcomponent, '&');
      case 'R':
        return put(delimiters.repetition, '~');
      case 'E':
        return put(delimiters.escape, '\\');
      case 'H':
      case 'N':
        return true;
      case 'P':
        if (delimiters.truncation == '\0') return false;
        return put(delimiters.truncation, '#');
      default:
        return false;
    }
  }
  if (body.empty()) return false;
  if (body[0] == 'X') return decode_hex(body.substr(1), out);
  if (body[0] == '.') return decode_formatting(body, out);
  return false;
}

}  // namespace

std::size_t Part::repetitions() const {
  return pieces(raw_, delimiters_.repetition);
}
Part Part::repetition(std::size_t number) const {
  return {piece(raw_, delimiters_.repetition, number), delimiters_};
}
std::size_t Part::components() const {
  return pieces(raw_, delimiters_.component);
}
Part Part::component(std::size_t number) const {
  return {piece(raw_, delimiters_.component, number), delimiters_};
}
std::size_t Part::subcomponents() const {
  return pieces(raw_, delimiters_.subcomponent);
}
Part Part::subcomponent(std::size_t number) const {
  return {piece(raw_, delimiters_.subcomponent, number), delimiters_};
}

bool Part::has_escape() const {
  return delimiters_.escape != '\0' && raw_.find(delimiters_.escape) != std::string_view::npos;
}

std::string Part::text() const {
  const std::string_view raw = is_truncated() ? raw_.substr(0, raw_.size() - 1) : raw_;
  if (!has_escape()) return std::string(raw);
  std::string out;
  out.reserve(raw.size());
  std::string set;  // that the bytes are in, where the sender switched to one
  const auto put = [&](std::string_view bytes) {
    const auto switched = set.empty() || bytes.empty() ? std::nullopt : switched_text(set, bytes);
    out += switched ? std::string_view(*switched) : bytes;
  };
  std::size_t position = 0;
  while (position < raw.size()) {
    const std::size_t start = raw.find(delimiters_.escape, position);
    if (start == std::string_view::npos) break;
    put(raw.substr(position, start - position));
    const std::size_t end = raw.substr(0, start + kLongestEscape).find(delimiters_.escape, start + 1);
    if (end == std::string_view::npos) {
      out += raw[start];
      position = start + 1;
      continue;
    }
    const std::string_view body = raw.substr(start + 1, end - start - 1);
    if (auto next = set_switch(body)) {
      set = std::move(*next);
      position = end + 1;
    } else if (decode(body, delimiters_, out)) {
      position = end + 1;
    } else if (is_kept_as_sent(body)) {
      out.append(raw, start, end + 1 - start);
      position = end + 1;
    } else {
      out += raw[start];
      position = start + 1;
    }
  }
  if (position < raw.size()) put(raw.substr(position));
  return out;
}

Part Segment::field(std::size_t number) const {
  if (raw_.size() < 4) return {};
  const bool is_header = has_id(raw_, "MSH") || has_id(raw_, "FHS") || has_id(raw_, "BHS");
  const std::string_view behind_id = raw_.substr(4);
  if (!is_header) return {piece(behind_id, delimiters_.field, number), delimiters_};
  if (number == 0) return {};
  if (number == 1) return {raw_.substr(3, 1), delimiters_};
  return {piece(behind_id, delimiters_.field, number - 1), delimiters_};
}

}  // namespace chargelint::hl7
