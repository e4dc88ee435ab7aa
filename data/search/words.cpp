// Tokens, spellings and endings of the words of coding. Nothing here knows of codes.
#include "data/search/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chargelint::data {
namespace {

constexpr bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
constexpr bool is_letter(char character) {
  return character >= 'a' && character <= 'z';
}
constexpr bool is_word(char character) {
  return is_digit(character) || is_letter(character);
}

// The second byte of U+00C0 to U+00FF as plain letters; ' ' where there is none.
constexpr std::string_view kLatin = "aaaaaaaceeeeiiiidnooooo ouuuuy saaaaaaaceeeeiiiidnooooo ouuuuy y";

// Lower case, accents dropped, one byte a character; what is no letter of ours becomes a blank.
std::string plain(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 1);
  for (std::size_t index = 0; index < text.size(); ++index) {
    const auto byte = static_cast<unsigned char>(text[index]);
    if (byte < 0x80U) {
      out.push_back(text[index] >= 'A' && text[index] <= 'Z' ? static_cast<char>(text[index] + 32)
                                                             : text[index]);
    } else if (byte == 0xC3U && index + 1 < text.size() &&
               (static_cast<unsigned char>(text[index + 1]) & 0xC0U) == 0x80U) {
      out.push_back(kLatin[static_cast<unsigned char>(text[++index]) & 0x3FU]);
    } else if (byte >= 0xC0U) {
      // A typographic apostrophe is one.
      const bool apostrophe = text.substr(index, 3) == "\xE2\x80\x99";
      while (index + 1 < text.size() && (static_cast<unsigned char>(text[index + 1]) & 0xC0U) == 0x80U)
        ++index;
      out.push_back(apostrophe ? '\'' : ' ');
    } else {
      out.push_back(' ');
    }
  }
  return out;
}

// One spelling: the American one, which the publishers write.
constexpr auto kSpellings = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"haem", "hem"},     {"aemi", "emi"},        {"anae", "ane"},           {"paed", "ped"},
     {"gynae", "gyne"},   {"rrhoea", "rrhea"},    {"oedem", "edem"},         {"oesoph", "esoph"},
     {"foet", "fet"},     {"caec", "cec"},        {"faec", "fec"},           {"coelia", "celia"},
     {"tumour", "tumor"}, {"colour", "color"},    {"labour", "labor"},       {"odour", "odor"},
     {"fibre", "fiber"},  {"centre", "center"},   {"litre", "liter"},        {"titre", "titer"},
     {"sulph", "sulf"},   {"aetiol", "etiol"},    {"pnoea", "pnea"},         {"oestr", "estr"},
     {"leuco", "leuko"},  {"isation", "ization"}, {"chilblain", "chilblain"}});

void spell(std::string& word) {
  if (word.size() < 4) {
    if (word == "ii") word = "2";
    if (word == "iii") word = "3";
    return;
  }
  for (const auto& [british, american] : kSpellings) {
    if (const std::size_t at = word.find(british); at != std::string::npos)
      word.replace(at, british.size(), american);
  }
}

constexpr auto kLinking =
    std::to_array<std::string_view>({"a", "an", "and", "any", "as", "at", "by", "for", "from", "in", "into",
                                     "is", "of", "on", "or", "per", "the", "to"});
constexpr auto kHardly = std::to_array<std::string_view>(
    {"classified", "closed", "elsewhere", "encounter", "initial", "nec", "nos", "not", "organism", "site",
     "specified", "uncomplicated", "unspecified", "without"});
constexpr auto kHalf = std::to_array<std::string_view>({"due", "each", "female", "other", "with"});

template <std::size_t Size>
bool among(const std::array<std::string_view, Size>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Cuts the text into raw tokens and the marks between them that end what "without" reaches.
class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(plain(text)) {}

  bool next() {
    marks_ = 0;
    const std::size_t before = at_;
    adjoined_ = false;
    while (at_ < text_.size() && !is_word(text_[at_])) {
      const char mark = text_[at_++];
      if (mark == ',' || mark == ';') marks_ |= kStop;
      if (mark == '(' || mark == '[') ++depth_;
      if ((mark == ')' || mark == ']') && depth_ > 0) --depth_;
    }
    if (at_ >= text_.size()) return false;
    adjoined_ = at_ == before && before > 0;
    word_.clear();
    if (joined_letters()) return true;
    take();
    return true;
  }
  [[nodiscard]] std::string& word() { return word_; }
  [[nodiscard]] bool stopped() const { return (marks_ & kStop) != 0; }
  // "3a": its letter is no article.
  [[nodiscard]] bool adjoined() const { return adjoined_; }
  [[nodiscard]] bool in_brackets() const { return depth_ > 0; }

 private:
  static constexpr unsigned kStop = 1;

  [[nodiscard]] char at(std::size_t index) const { return index < text_.size() ? text_[index] : ' '; }

  // "I&D", "E/M", "w/o", "b-12": single letters around a mark are one word; "w/" is "with".
  bool joined_letters() {
    if (!is_letter(at(at_)) || is_word(at(at_ + 1))) return false;
    const char mark = at(at_ + 1);
    if (at(at_) == 'w' && mark == '/') {
      const bool without = at(at_ + 2) == 'o' && !is_word(at(at_ + 3));
      word_ = without ? "without" : "with";
      at_ += without ? 3 : 2;
      return true;
    }
    if ((mark == '&' || mark == '/') && is_letter(at(at_ + 2)) && !is_word(at(at_ + 3))) {
      word_ = {at(at_), at(at_ + 2)};
      at_ += 3;
      return true;
    }
    const std::size_t rest = mark == '-' || mark == ' ' ? at_ + 2 : text_.size();
    if (at(at_) == 'x' && text_.compare(std::min(rest, text_.size()), 3, "ray") == 0) {
      word_ = "xray";
      at_ = rest + 3;
      if (at(at_) == 's') ++at_;
      return true;
    }
    if (mark == '-' && is_digit(at(at_ + 2))) {
      word_.push_back(at(at_));
      at_ += 2;
      while (is_digit(at(at_))) word_.push_back(text_[at_++]);
      return true;
    }
    return false;
  }

  void take() {
    if (is_digit(text_[at_])) {
      while (true) {
        const char character = at(at_);
        if (is_digit(character)) {
          word_.push_back(character);
        } else if (character == '.' && is_digit(at(at_ + 1))) {
          word_.push_back('p');
        } else if (character != ',' || !is_digit(at(at_ + 1)) || !is_digit(at(at_ + 2)) ||
                   !is_digit(at(at_ + 3))) {
          break;
        }
        ++at_;
      }
      return;
    }
    while (is_word(at(at_))) word_.push_back(text_[at_++]);
    // Crohn's, patient's
    if (at(at_) == '\'' && at(at_ + 1) == 's' && !is_word(at(at_ + 2))) at_ += 2;
    if (at(at_) == '\'' && is_letter(at(at_ + 1))) {
      ++at_;
      while (is_word(at(at_))) word_.push_back(text_[at_++]);
    }
    if (word_ == "w") word_ = "with";
    if (word_ == "xrays") word_ = "xray";
  }

  std::string text_;
  std::size_t at_ = 0;
  std::string word_;
  unsigned marks_ = 0;
  bool adjoined_ = false;
  int depth_ = 0;
};

bool strip(std::string& word, std::string_view ending, std::size_t least) {
  if (word.size() < ending.size() + least || !word.ends_with(ending)) return false;
  word.resize(word.size() - ending.size());
  return true;
}

}  // namespace

std::vector<Word> words_of(std::string_view text, bool as_query) {
  enum class Reach : std::uint8_t { none, one, all };
  std::vector<Word> words;
  Reach reach = Reach::none;
  std::string last_linking;
  Cutter cutter(text);
  while (cutter.next()) {
    std::string& word = cutter.word();
    spell(word);
    if (cutter.stopped() || word == "with" || word == "and") reach = Reach::none;
    if (among(kLinking, word) && !cutter.adjoined()) {
      last_linking = std::move(word);
      continue;
    }
    last_linking.clear();
    Weight weight = among(kHardly, word) ? Weight::hardly : among(kHalf, word) ? Weight::half : Weight::full;
    if (!as_query) {
      if (reach != Reach::none || cutter.in_brackets()) weight = Weight::hardly;
      if (reach == Reach::all) weight = Weight::negated;
      if (reach == Reach::one) reach = Reach::none;
      if (word == "without") reach = Reach::all;
      if ((word == "unspecified" || word == "not") && reach == Reach::none) reach = Reach::one;
    }
    words.push_back({std::move(word), weight});
  }
  // "of" may be the beginning of "office".
  if (as_query && !last_linking.empty()) words.push_back({std::move(last_linking), Weight::hardly});
  return words;
}

std::string singular_of(std::string_view text) {
  std::string word(text);
  if (word.size() < 4 || word.back() != 's') {
    if (word.size() > 5 && word.ends_with("ae")) word.pop_back();
    return word;
  }
  if (word.ends_with("ss") || word.ends_with("us") || word.ends_with("is")) return word;
  if (word.size() > 4 && word.ends_with("ies")) {
    word.resize(word.size() - 3);
    word.push_back('y');
    return word;
  }
  if (word.size() > 6 && (word.ends_with("oses") || word.ends_with("eses") || word == "metastases")) {
    word[word.size() - 2] = 'i';
    return word;
  }
  for (const std::string_view ending : {"sses", "xes", "ches", "shes"}) {
    if (word.ends_with(ending)) {
      word.resize(word.size() - 2);
      return word;
    }
  }
  word.pop_back();
  return word;
}

std::string root_of(std::string_view text) {
  // The longest first; what is left must still be a word's root.
  constexpr auto kEndings = std::to_array<std::string_view>(
      {"ization", "ations", "ically", "ities", "ation", "ition", "ments", "ating", "ancy", "ency", "ment",
       "ated",    "ates",   "atic",   "ical",  "ious",  "ions",  "ity",   "ive",   "ing",  "ion",  "ies",
       "ant",     "ent",    "ate",    "ous",   "ial",   "ers",   "ia",    "ic",    "al",   "ed",   "er",
       "es",      "is",     "or",     "ly",    "y",     "e",     "s",     "a"});
  std::string word = singular_of(text);
  if (strip(word, "age", 5)) return word;  // drainage, but not massage
  for (const std::string_view ending : kEndings) {
    if (strip(word, ending, 4)) break;
  }
  return word;
}

}  // namespace chargelint::data
