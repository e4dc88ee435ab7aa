#include "hl7/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "hl7/bytes.h"
#include "hl7/message.h"

namespace chargelint::hl7 {
namespace {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

struct KnownCharset {
  std::string_view written;  // letters and digits only, upper case
  Charset charset;
};

// The sets of table 0211, and what senders write instead. 8859/1 is decoded as Windows-1252, which is what
// they mean by bytes 80-9F.
constexpr std::array<KnownCharset, 61> kKnown = {{
    {"ASCII", {CharsetKind::ascii, ""}},
    {"USASCII", {CharsetKind::ascii, ""}},
    {"ISOIR6", {CharsetKind::ascii, ""}},
    {"UNICODEUTF8", {CharsetKind::utf8, ""}},
    {"UTF8", {CharsetKind::utf8, ""}},
    {"UNICODE", {CharsetKind::utf8, ""}},
    {"UNICODEUTF16", {CharsetKind::wide, "UTF-16"}},
    {"UTF16", {CharsetKind::wide, "UTF-16"}},
    {"UNICODEUTF32", {CharsetKind::wide, "UTF-32"}},
    {"UTF32", {CharsetKind::wide, "UTF-32"}},
    {"88591", {CharsetKind::single, "WINDOWS-1252"}},
    {"LATIN1", {CharsetKind::single, "WINDOWS-1252"}},
    {"ISOIR100", {CharsetKind::single, "WINDOWS-1252"}},
    {"WINDOWS1252", {CharsetKind::single, "WINDOWS-1252"}},
    {"CP1252", {CharsetKind::single, "WINDOWS-1252"}},
    {"WINDOWS1250", {CharsetKind::single, "WINDOWS-1250"}},
    {"WINDOWS1251", {CharsetKind::single, "WINDOWS-1251"}},
    {"88592", {CharsetKind::single, "ISO-8859-2"}},
    {"ISOIR101", {CharsetKind::single, "ISO-8859-2"}},
    {"88593", {CharsetKind::single, "ISO-8859-3"}},
    {"ISOIR109", {CharsetKind::single, "ISO-8859-3"}},
    {"88594", {CharsetKind::single, "ISO-8859-4"}},
    {"ISOIR110", {CharsetKind::single, "ISO-8859-4"}},
    {"88595", {CharsetKind::single, "ISO-8859-5"}},
    {"ISOIR144", {CharsetKind::single, "ISO-8859-5"}},
    {"88596", {CharsetKind::single, "ISO-8859-6"}},
    {"ISOIR127", {CharsetKind::single, "ISO-8859-6"}},
    {"88597", {CharsetKind::single, "ISO-8859-7"}},
    {"ISOIR126", {CharsetKind::single, "ISO-8859-7"}},
    {"88598", {CharsetKind::single, "ISO-8859-8"}},
    {"ISOIR138", {CharsetKind::single, "ISO-8859-8"}},
    {"88599", {CharsetKind::single, "ISO-8859-9"}},
    {"ISOIR148", {CharsetKind::single, "ISO-8859-9"}},
    {"885910", {CharsetKind::single, "ISO-8859-10"}},
    {"885911", {CharsetKind::single, "ISO-8859-11"}},
    {"ISOIR166", {CharsetKind::single, "ISO-8859-11"}},
    {"885913", {CharsetKind::single, "ISO-8859-13"}},
    {"885914", {CharsetKind::single, "ISO-8859-14"}},
    {"885915", {CharsetKind::single, "ISO-8859-15"}},
    {"LATIN9", {CharsetKind::single, "ISO-8859-15"}},
    {"885916", {CharsetKind::single, "ISO-8859-16"}},
    {"GB180302000", {CharsetKind::several, "GB18030"}},
    {"GB18030", {CharsetKind::several, "GB18030"}},
    {"GBK", {CharsetKind::several, "GB18030"}},
    {"GB2312", {CharsetKind::several, "GB18030"}},
    {"BIG5", {CharsetKind::several, "BIG5"}},
    {"KSX1001", {CharsetKind::several, "CP949"}},
    {"ISOIR149", {CharsetKind::several, "CP949"}},
    {"EUCKR", {CharsetKind::several, "CP949"}},
    {"CNS116431992", {CharsetKind::several, "EUC-TW"}},
    {"EUCTW", {CharsetKind::several, "EUC-TW"}},
    {"SHIFTJIS", {CharsetKind::several, "SHIFT_JIS"}},
    {"SJIS", {CharsetKind::several, "SHIFT_JIS"}},
    {"EUCJP", {CharsetKind::several, "EUC-JP"}},
    {"ISOIR13", {CharsetKind::several, "SHIFT_JIS"}},
    {"ISOIR14", {CharsetKind::several, "SHIFT_JIS"}},
    {"JISX0201", {CharsetKind::several, "SHIFT_JIS"}},
    {"ISOIR87", {CharsetKind::shifted, "ISO-2022-JP-2"}},
    {"ISOIR159", {CharsetKind::shifted, "ISO-2022-JP-2"}},
    {"ISO2022JP", {CharsetKind::shifted, "ISO-2022-JP-2"}},
    {"JISX0208", {CharsetKind::shifted, "ISO-2022-JP-2"}},
}};

class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  [[nodiscard]] bool is_open() const {
    return handle_ != reinterpret_cast<iconv_t>(-1);  // NOLINT: the documented error value
  }
  [[nodiscard]] iconv_t handle() const { return handle_; }

 private:
  iconv_t handle_;
};

// The length of the UTF-8 sequence that starts at `position`, 0 when there is none.
std::size_t utf8_length(std::string_view bytes, std::size_t position) {
  const auto at = [bytes](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
  const unsigned char first = at(position);
  std::size_t length = 0;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) length = 2;
  if (first >= 0xE0 && first <= 0xEF) length = 3;
  if (first >= 0xF0 && first <= 0xF4) length = 4;
  if (length == 0 || position + length > bytes.size()) return 0;
  for (std::size_t index = position + 1; index < position + length; ++index) {
    if ((at(index) & 0xC0U) != 0x80) return 0;
  }
  const unsigned char second = at(position + 1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F))
    return 0;  // too long; a surrogate
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return length;
}

std::string with_replacements(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + 16);
  for (std::size_t position = 0; position < bytes.size();) {
    const std::size_t length = utf8_length(bytes, position);
    if (length == 0) {
      out += kReplacementCharacter;
      ++position;
    } else {
      out.append(bytes, position, length);
      position += length;
    }
  }
  return out;
}

// MSH-18 of the first MSH, read without an index: the bytes may not be ready to be split.
struct DeclaredSets {
  std::string_view first;
  bool shifted = false;  // one of those that come in by escape sequences
  const char* shifted_name = "";
};
DeclaredSets declared_sets(std::string_view bytes) {
  std::size_t start = skip_preamble(bytes, 0);
  if (bytes.substr(start, 3) != "MSH") {
    do {
      start = bytes.find("MSH", start + 1);
      if (start == std::string_view::npos) return {};
    } while (bytes[start - 1] != '\r' && bytes[start - 1] != '\n' && bytes[start - 1] != kStartBlock);
  }
  const std::size_t end = bytes.find('\r', start);
  std::string_view line = bytes.substr(start, end == std::string_view::npos ? end : end - start);
  line = line.substr(0, line.find('\n'));
  if (line.size() < 5 || !is_separator(line[3])) return {};
  Delimiters delimiters;
  delimiters.field = line[3];
  delimiters.repetition = line[5 < line.size() && line[5] != line[3] ? 5 : 3];
  const Part field = Segment(line, delimiters).field(18);
  DeclaredSets sets;
  if (delimiters.repetition == delimiters.field) {
    sets.first = field.raw();
    return sets;
  }
  constexpr std::size_t kMostSets = 8;
  sets.first = field.repetition(1).raw();
  for (std::size_t number = 1; number <= std::min(field.repetitions(), kMostSets); ++number) {
    const Charset charset = charset_of(field.repetition(number).raw());
    if (charset.kind != CharsetKind::shifted) continue;
    sets.shifted = true;
    sets.shifted_name = charset.name;
  }
  return sets;
}

const char* wide_set(std::string_view bytes) {
  if (bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4)) ||
      bytes.starts_with(std::string_view("M\0\0\0", 4))) {
    return "UTF-32LE";
  }
  if (bytes.starts_with(std::string_view("\0\0\xFE\xFF", 4)) ||
      bytes.starts_with(std::string_view("\0\0\0M", 4))) {
    return "UTF-32BE";
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with(std::string_view("M\0S\0", 4)) ||
      bytes.starts_with(std::string_view("\x0B\0M\0", 4)) ||
      bytes.starts_with(std::string_view("F\0H\0", 4)) || bytes.starts_with(std::string_view("B\0H\0", 4))) {
    return "UTF-16LE";
  }
  if (bytes.starts_with("\xFE\xFF") || bytes.starts_with(std::string_view("\0M\0S", 4)) ||
      bytes.starts_with(std::string_view("\0\x0B\0M", 4)) ||
      bytes.starts_with(std::string_view("\0F\0H", 4)) || bytes.starts_with(std::string_view("\0B\0H", 4))) {
    return "UTF-16BE";
  }
  return nullptr;
}

Result<std::string> decoded(std::string_view bytes, const char* set) {
  auto text = recode(bytes, "UTF-8", set, kReplacementCharacter);
  if (!text) return fail(ErrorKind::unsupported, "MSH-18", "this system can't decode the character set");
  if (text->starts_with(kByteOrderMark)) text->erase(0, kByteOrderMark.size());
  return std::move(*text);
}

}  // namespace

Charset charset_of(std::string_view msh18) {
  std::string folded;
  for (const char character : msh18.substr(0, 40)) {
    if (is_alphanumeric(character)) folded += to_upper(character);
  }
  if (folded.empty()) return {};
  const auto find = [](std::string_view written) -> const KnownCharset* {
    for (const KnownCharset& known : kKnown) {
      if (known.written == written) return &known;
    }
    return nullptr;
  };
  const KnownCharset* known = find(folded);
  // "ISO-8859-1", "ISO8859/1".
  if (known == nullptr && folded.starts_with("ISO")) known = find(std::string_view(folded).substr(3));
  return known != nullptr ? known->charset : Charset{CharsetKind::unknown, ""};
}

bool is_known_charset(std::string_view set) {
  const CharsetKind kind = charset_of(set).kind;
  return kind != CharsetKind::unknown && kind != CharsetKind::unstated;
}

bool is_ascii(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  std::size_t position = 0;
  std::uint64_t seen = 0;
  for (; position + 8 <= bytes.size(); position += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + position, sizeof(word));
    seen |= word;
  }
  for (; position < bytes.size(); ++position) {
    if (static_cast<unsigned char>(bytes[position]) >= 0x80) return false;
  }
  return (seen & kHighBits) == 0;
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t position = 0; position < bytes.size();) {
    const std::size_t length = utf8_length(bytes, position);
    if (length == 0) return false;
    position += length;
  }
  return true;
}

std::optional<std::string> recode(std::string_view bytes, const char* to, const char* from,
                                  std::string_view replacement) {
  const Converter converter(to, from);
  if (!converter.is_open()) return std::nullopt;
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  std::array<char, 4096> chunk{};
  char* in = const_cast<char*>(bytes.data());  // NOLINT: iconv does not write to its input
  std::size_t in_left = bytes.size();
  while (in_left > 0) {
    char* to_write = chunk.data();
    std::size_t room = chunk.size();
    const std::size_t result = iconv(converter.handle(), &in, &in_left, &to_write, &room);
    out.append(chunk.data(), chunk.size() - room);
    if (result != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
    out += replacement;
    ++in;
    --in_left;
  }
  // Back to the set that a text begins with, where the target has several.
  char* to_write = chunk.data();
  std::size_t room = chunk.size();
  iconv(converter.handle(), nullptr, nullptr, &to_write, &room);
  out.append(chunk.data(), chunk.size() - room);
  return out;
}

namespace {

// Sets of one byte a character have a character for nearly every byte: text that is UTF-8 throughout is that,
// whatever is declared.
Result<std::string> in_set(std::string_view bytes, const Charset& charset) {
  switch (charset.kind) {
    case CharsetKind::single:
      if (is_utf8(bytes)) return std::string();
      return decoded(bytes, charset.name);
    case CharsetKind::several: {
      auto text = decoded(bytes, charset.name);
      const bool wrong = text && text->find(kReplacementCharacter) != std::string::npos;
      if (wrong && is_utf8(bytes)) return std::string();
      return text;
    }
    case CharsetKind::shifted:
      if (is_utf8(bytes) && bytes.find('\x1B') == std::string_view::npos) return std::string();
      return decoded(bytes, charset.name);
    case CharsetKind::utf8:
      if (is_utf8(bytes)) return std::string();
      return with_replacements(bytes);
    case CharsetKind::unknown:
    case CharsetKind::wide:  // says so, but the bytes are not
    case CharsetKind::ascii:
    case CharsetKind::unstated:
      break;
  }
  if (is_utf8(bytes)) return std::string();
  return decoded(bytes, "WINDOWS-1252");
}

}  // namespace

Result<std::string> to_utf8(std::string_view bytes) {
  if (const char* const set = wide_set(bytes); set != nullptr) return decoded(bytes, set);
  const bool ascii = is_ascii(bytes);
  // ISO 2022 text is made of seven-bit bytes; only its escape sequences tell it.
  const bool may_shift = bytes.find('\x1B') != std::string_view::npos;
  if (ascii && !may_shift) return std::string();
  const DeclaredSets sets = declared_sets(bytes);
  if (may_shift && sets.shifted) return decoded(bytes, sets.shifted_name);
  if (ascii) return std::string();
  return in_set(bytes, charset_of(sets.first));
}

Result<std::string> to_utf8(std::string_view bytes, std::string_view set) {
  if (const char* const wide = wide_set(bytes); wide != nullptr) return decoded(bytes, wide);
  const Charset charset = charset_of(set);
  if (is_ascii(bytes) && charset.kind != CharsetKind::shifted) return std::string();
  return in_set(bytes, charset);
}

std::optional<std::string> switched_text(std::string_view sequence, std::string_view bytes) {
  if (sequence.size() < 2) return std::nullopt;
  // A right half of ISO 8859 (ESC - F), by its final byte.
  constexpr std::array<std::pair<char, const char*>, 10> kRightHalves = {{{'A', "ISO-8859-1"},
                                                                          {'B', "ISO-8859-2"},
                                                                          {'C', "ISO-8859-3"},
                                                                          {'D', "ISO-8859-4"},
                                                                          {'F', "ISO-8859-7"},
                                                                          {'G', "ISO-8859-6"},
                                                                          {'H', "ISO-8859-8"},
                                                                          {'L', "ISO-8859-5"},
                                                                          {'M', "ISO-8859-9"},
                                                                          {'b', "ISO-8859-15"}}};
  if (sequence.size() == 2 && sequence[0] == '-') {
    for (const auto& [final_byte, name] : kRightHalves) {
      if (sequence[1] == final_byte)
        return is_utf8(bytes) ? std::string(bytes) : recode(bytes, "UTF-8", name, kReplacementCharacter);
    }
    return std::nullopt;
  }
  // What the Japanese, Chinese and Korean sets are switched to by: one converter knows them all.
  constexpr std::array<std::string_view, 8> kShifts = {"(B", "(J", "(I", "$@", "$B", "$A", "$(C", "$(D"};
  if (std::find(kShifts.begin(), kShifts.end(), sequence) == kShifts.end()) return std::nullopt;
  if (sequence == "(B") return std::string(bytes);
  const std::string shifted = '\x1B' + std::string(sequence) + std::string(bytes) + "\x1B(B";
  return recode(shifted, "UTF-8", sequence == "(I" ? "ISO-2022-JP-3" : "ISO-2022-JP-2",
                kReplacementCharacter);
}

}  // namespace chargelint::hl7
