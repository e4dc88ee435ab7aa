// A small reader of the notes' habits of naming codes.
#include "data/releases/icd10cm_note.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
bool is_capital(char character) {
  return character >= 'A' && character <= 'Z';
}
bool is_code_character(char character) {
  return is_digit(character) || is_capital(character);
}
bool is_word_character(char character) {
  return is_code_character(character) || (character >= 'a' && character <= 'z') || character == '\'' ||
         static_cast<unsigned char>(character) >= 0x80;
}

struct Token {
  enum class Kind : std::uint8_t { code, suffix, word, dash, dot, separator, other };
  Kind kind = Kind::other;
  std::string text;       // a code without its dot, a word in lower case, a suffix without its dot
  std::size_t count = 1;  // of dashes
  bool spaced = false;    // a blank stands before it
};
using Tokens = std::span<const Token>;

bool is(Tokens tokens, std::size_t at, Token::Kind kind) {
  return at < tokens.size() && tokens[at].kind == kind;
}
bool is_word(Tokens tokens, std::size_t at, std::string_view word) {
  return is(tokens, at, Token::Kind::word) && tokens[at].text == word;
}
template <std::size_t Size>
bool is_one_of(Tokens tokens, std::size_t at, const std::array<std::string_view, Size>& words) {
  return is(tokens, at, Token::Kind::word) &&
         std::find(words.begin(), words.end(), tokens[at].text) != words.end();
}

// Bytes of a dash in any of its forms at the beginning; 0 when there is none.
std::size_t dash_size(std::string_view text) {
  if (text.starts_with('-')) return 1;
  for (const std::string_view form :
       {"\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"}) {
    if (text.starts_with(form)) return form.size();
  }
  return 0;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : rest_(text) {}

  std::vector<Token> tokens() {
    std::vector<Token> found;
    bool spaced = false;
    std::size_t marked = 0;
    while (!rest_.empty()) {
      if (found.size() > marked) {
        found[marked++].spaced = spaced;
        spaced = false;
      }
      if (const std::size_t dash = dash_size(rest_); dash > 0) {
        Token token{Token::Kind::dash, {}, 0};
        for (std::size_t size = dash; size > 0; size = dash_size(rest_)) {
          rest_.remove_prefix(size);
          ++token.count;
        }
        found.push_back(std::move(token));
      } else if (is_word_character(rest_.front())) {
        found.push_back(word_or_code());
      } else if (rest_.front() == '.') {
        found.push_back(dot_or_suffix());
      } else {
        const char character = rest_.front();
        rest_.remove_prefix(1);
        if (character == ' ' || character == '\t') {
          spaced = true;
          continue;
        }
        const bool separates = std::string_view(",;/&").find(character) != std::string_view::npos;
        found.push_back({separates ? Token::Kind::separator : Token::Kind::other, {}, 1});
      }
    }
    if (found.size() > marked) found[marked].spaced = spaced;
    return found;
  }

 private:
  // How many characters make a word from `from` on.
  [[nodiscard]] std::size_t word_size(std::size_t from) const {
    std::size_t size = 0;
    while (from + size < rest_.size() && is_word_character(rest_[from + size]) &&
           dash_size(rest_.substr(from + size)) == 0) {
      ++size;
    }
    return size;
  }

  Token word_or_code() {
    const std::size_t size = word_size(0);
    const std::string_view word = rest_.substr(0, size);
    const bool category = size == 3 && is_capital(word[0]) && is_code_character(word[1]) &&
                          is_code_character(word[2]) && (is_digit(word[1]) || is_digit(word[2]));
    if (!category) {
      Token token{Token::Kind::word, folded(word), 1};
      rest_.remove_prefix(size);
      return token;
    }
    Token token{Token::Kind::code, std::string(word), 1};
    rest_.remove_prefix(size);
    if (!rest_.starts_with('.')) return token;
    const std::size_t decimals = word_size(1);
    if (decimals == 0 || decimals > 4) return token;
    std::string tail(rest_.substr(1, decimals));
    std::replace(tail.begin(), tail.end(), 'x', 'X');  // the placeholder as older editions print it
    if (!std::all_of(tail.begin(), tail.end(), is_code_character)) return token;
    token.text += tail;
    rest_.remove_prefix(1 + decimals);
    return token;
  }

  Token dot_or_suffix() {
    rest_.remove_prefix(1);
    const std::size_t size = word_size(0);
    const std::string_view tail = rest_.substr(0, size);
    if (size == 0 || size > 4 || !std::all_of(tail.begin(), tail.end(), is_code_character)) {
      return {Token::Kind::dot, {}, 1};
    }
    Token token{Token::Kind::suffix, std::string(tail), 1};
    rest_.remove_prefix(size);
    return token;
  }

  std::string_view rest_;
};

constexpr std::array<std::string_view, 13> kLeads = {
    "code", "codes", "category", "categories", "subcategory", "subcategories", "from", "in", "see",
    "also", "any",   "of",       "a"};
constexpr std::array<std::string_view, 2> kJoins = {"and", "or"};
constexpr std::array<std::string_view, 3> kUntil = {"to", "through", "thru"};
constexpr std::array<std::string_view, 5> kButNot = {"except", "excluding", "excludes", "not", "than"};

// ---- "with …"

std::optional<std::size_t> place_of(Tokens tokens, std::size_t at) {
  static constexpr std::array<std::array<std::string_view, 3>, 4> kPlaces = {{{"fourth", "4th", "four"},
                                                                              {"fifth", "5th", "five"},
                                                                              {"sixth", "6th", "six"},
                                                                              {"seventh", "7th", "seven"}}};
  for (std::size_t index = 0; index < kPlaces.size(); ++index) {
    if (is_one_of(tokens, at, kPlaces[index])) return index + 4;
  }
  return std::nullopt;
}

// "1-4 or 6", ".17, .27, .97", ".51-.52", "-23", ".61-", "B or C": up to the end of the tokens, or nothing.
std::optional<std::vector<std::pair<std::string, std::string>>> values_of(Tokens tokens) {
  std::vector<std::pair<std::string, std::string>> values;
  std::size_t at = 0;
  const auto value = [&]() -> std::optional<std::string> {
    if (at >= tokens.size()) return std::nullopt;
    const Token& token = tokens[at];
    const bool short_word = token.kind == Token::Kind::word && token.text.size() <= 4 &&
                            (token.text.size() == 1 || is_digit(token.text[0]));
    if (token.kind != Token::Kind::suffix && !short_word) return std::nullopt;
    ++at;
    std::string text = token.text;
    for (char& character : text) {
      if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
    }
    return text;
  };
  while (at < tokens.size()) {
    if (is(tokens, at, Token::Kind::separator) || is(tokens, at, Token::Kind::dot) ||
        is_one_of(tokens, at, kJoins)) {
      ++at;
      continue;
    }
    if (is(tokens, at, Token::Kind::dash)) ++at;
    auto first = value();
    if (!first) return std::nullopt;
    std::string last = *first;
    if (is(tokens, at, Token::Kind::dash) || is_one_of(tokens, at, kUntil)) {
      ++at;
      if (const auto until = value()) {
        if (until->size() != first->size() || *until < *first) return std::nullopt;
        last = *until;
      }
    }
    values.emplace_back(std::move(*first), std::move(last));
  }
  if (values.empty()) return std::nullopt;
  return values;
}

// The tokens behind "with".
std::optional<Narrowing> narrowing_of(Tokens tokens) {
  Narrowing narrowing;
  const auto character = std::find_if(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == Token::Kind::word && (token.text == "character" || token.text == "characters");
  });
  if (character == tokens.end()) {
    if (auto values = values_of(tokens)) {
      narrowing.kind = Narrowing::Kind::appended;
      narrowing.values = std::move(*values);
      return narrowing;
    }
    narrowing.kind = Narrowing::Kind::titled;
    narrowing.words = "with";
    for (const Token& token : tokens) {
      if (token.kind != Token::Kind::word) return std::nullopt;
      narrowing.words += " " + token.text;
    }
    if (tokens.empty()) return std::nullopt;
    return narrowing;
  }
  const Tokens before(tokens.begin(), character);
  const Tokens behind(character + 1, tokens.end());
  bool consecutive = false;
  bool final = false;
  for (std::size_t at = 0; at < before.size(); ++at) {
    if (const auto place = place_of(before, at)) {
      narrowing.places.push_back(*place);
    } else if (is_word(before, at, "final")) {
      final = true;
    } else if (is_one_of(before, at, kUntil) || is_word(before, at, "and")) {
      consecutive = !narrowing.places.empty();
    } else if (is(before, at, Token::Kind::word) && before[at].text != "or" && before[at].text != "a" &&
               before[at].text != "the") {
      if (!narrowing.words.empty()) narrowing.words += ' ';
      narrowing.words += before[at].text;
    }
  }
  const bool seventh = narrowing.places == std::vector<std::size_t>{7};
  if (!narrowing.words.empty()) {
    if (!seventh || !behind.empty()) return std::nullopt;
    narrowing.kind = Narrowing::Kind::meaning;
    return narrowing;
  }
  // "with fifth or sixth character to indicate intent": a complete code, whichever.
  if (is_word(behind, 0, "to") && is_word(behind, 1, "indicate")) return Narrowing{};
  auto values = values_of(behind);
  if (!values || (final != narrowing.places.empty())) return std::nullopt;
  narrowing.values = std::move(*values);
  if (final) {
    narrowing.kind = Narrowing::Kind::ending;
    return narrowing;
  }
  const std::size_t size = consecutive ? narrowing.places.back() - narrowing.places.front() + 1 : 1;
  for (const auto& [first, last] : narrowing.values) {
    if (first.size() != size) return std::nullopt;
  }
  const bool alternatives = narrowing.places.size() > 1 && !consecutive;
  narrowing.kind = seventh        ? Narrowing::Kind::seventh
                   : alternatives ? Narrowing::Kind::at_end
                                  : Narrowing::Kind::at_place;
  if (!seventh && std::find(narrowing.places.begin(), narrowing.places.end(), 7U) != narrowing.places.end()) {
    return std::nullopt;
  }
  return narrowing;
}

// ---- codes one after another

struct CodeList {
  NamedCodes codes;
  std::size_t end = 0;  // the token behind it
  std::string unclear;
};

// The dots and dashes that a stem ends with: "S02.-", "T39.0-", "I69.". Stops before a dash that makes a
// range.
std::size_t behind_stem(Tokens tokens, std::size_t at) {
  const bool dotted = is(tokens, at, Token::Kind::dot);
  if (dotted && is(tokens, at + 1, Token::Kind::dash)) return at + 2;
  if (dotted && (at + 1 == tokens.size() || is_word(tokens, at + 1, "with"))) return at + 1;
  if (is(tokens, at, Token::Kind::dash) && tokens[at].count == 1 && !is(tokens, at + 1, Token::Kind::code)) {
    return at + 1;
  }
  return at;
}

// From a code on, as far as codes follow one another.
CodeList code_list(Tokens tokens, std::size_t at) {
  CodeList list;
  while (is(tokens, at, Token::Kind::code)) {
    CodeSpan span{tokens[at].text, {}};
    const std::size_t stem_end = behind_stem(tokens, at + 1);
    // "F10.-F19.-" is a range, its dash printed once.
    const bool run_together =
        stem_end > at + 1 && is(tokens, stem_end, Token::Kind::code) && !tokens[stem_end].spaced;
    at = stem_end;
    if (is(tokens, at, Token::Kind::suffix)) {
      list.unclear = "a code is followed by a further ending";
      return list;
    }
    const bool joined = is(tokens, at, Token::Kind::dash) || is_one_of(tokens, at, kUntil);
    if (run_together || (joined && is(tokens, at + 1, Token::Kind::code))) {
      at += run_together ? 0 : 1;
      span.last = tokens[at].text;
      at = behind_stem(tokens, at + 1);
    }
    list.codes.spans.push_back(std::move(span));
    list.end = at;
    if (is(tokens, at, Token::Kind::code)) {
      list.unclear = "two codes stand without a sign between them";
      return list;
    }
    while (is(tokens, at, Token::Kind::separator) || is(tokens, at, Token::Kind::dot) ||
           is_one_of(tokens, at, kJoins)) {
      ++at;
    }
    if (is_word(tokens, at, "with")) {
      list.end = at;
      break;
    }
    std::size_t next = at;
    while (is_one_of(tokens, next, kLeads)) ++next;
    if (is(tokens, next, Token::Kind::code)) at = next;
  }
  if (is_word(tokens, list.end, "with")) {
    if (auto narrowing = narrowing_of(tokens.subspan(list.end + 1))) {
      list.codes.narrowing = std::move(*narrowing);
      list.end = tokens.size();
    } else {
      list.unclear = "what narrows the codes is said in words";
    }
  }
  return list;
}

bool has_code(Tokens tokens) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const Token& token) { return token.kind == Token::Kind::code; });
}

// What stands between parentheses: codes and nothing else, or no codes.
CodeList in_parentheses(Tokens tokens) {
  std::size_t at = 0;
  while (is_one_of(tokens, at, kLeads)) ++at;
  CodeList list = code_list(tokens, at);
  list.codes.in_parentheses = true;
  while (is(tokens, list.end, Token::Kind::separator) || is(tokens, list.end, Token::Kind::dot)) ++list.end;
  if (list.unclear.empty() && list.end < tokens.size()) list.unclear = "codes and words are mixed";
  return list;
}

// "(T36-T50) with fifth or sixth character 6": the narrowing stands behind the parenthesis.
bool narrow_from_behind(std::string_view rest, CodeList& list) {
  const std::vector<Token> tokens = Lexer(rest.substr(0, rest.find('('))).tokens();
  const bool speaks_of_characters = std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.text == "character" || token.text == "characters";
  });
  if (!is_word(tokens, 0, "with") || !speaks_of_characters) return true;
  auto narrowing = narrowing_of(Tokens(tokens).subspan(1));
  if (narrowing) list.codes.narrowing = std::move(*narrowing);
  return narrowing.has_value();
}

void read_running_text(Tokens tokens, NoteReading& reading) {
  for (std::size_t at = 0; at < tokens.size();) {
    if (tokens[at].kind != Token::Kind::code) {
      ++at;
      continue;
    }
    CodeList list = code_list(tokens, at);
    if (list.unclear.empty() && at > 0 && is_one_of(tokens, at - 1, kButNot)) {
      list.unclear = "codes are taken out in words";
    }
    if (!list.unclear.empty()) {
      reading.unclear = list.unclear;
      return;
    }
    at = std::max(list.end, at + 1);
    reading.groups.push_back(std::move(list.codes));
  }
}

}  // namespace

NoteReading read_note(std::string_view note) {
  NoteReading reading;
  reading.restricts = folded(note.substr(0, 9)) == "for codes" || folded(note.substr(0, 9)) == "for code ";
  std::string running;
  for (std::size_t at = 0; at <= note.size();) {
    const std::size_t end = std::min(note.find_first_of("()", at), note.size());
    const std::string_view piece = note.substr(at, end - at);
    const bool inside = at > 0 && note[at - 1] == '(';
    at = end + 1;
    const std::vector<Token> tokens = Lexer(piece).tokens();
    if (!inside || !has_code(tokens)) {
      running.append(piece).append(" ");
      continue;
    }
    CodeList list = in_parentheses(tokens);
    if (list.unclear.empty() && end < note.size() && list.codes.narrowing.kind == Narrowing::Kind::none &&
        !narrow_from_behind(note.substr(end + 1), list)) {
      list.unclear = "what narrows the codes is said in words";
    }
    if (!list.unclear.empty()) {
      reading.groups.clear();
      reading.unclear = list.unclear;
      return reading;
    }
    reading.groups.push_back(std::move(list.codes));
  }
  if (reading.groups.empty()) read_running_text(Lexer(running).tokens(), reading);
  if (!reading.unclear.empty()) reading.groups.clear();
  return reading;
}

}  // namespace chargelint::data
