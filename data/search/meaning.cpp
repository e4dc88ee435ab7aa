// Readings are built word by word: a word stands for itself and its relatives, for what it abbreviates, or
// for what other people call the same thing.
#include "data/search/meaning.h"

#include <algorithm>
#include <array>

#include "data/search/equivalents.h"

namespace chargelint::data {
namespace {

constexpr double kRelative = 0.85;    // diabetic for diabetes
constexpr double kEquivalent = 0.88;  // renal for kidney
constexpr double kOneSlip = 0.8;
constexpr double kTwoSlips = 0.6;

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char one) { return one >= '0' && one <= '9'; });
}

unsigned slips_allowed(std::string_view word) {
  if (word.size() < 4 || is_number(word)) return 0;
  return word.size() < 6 ? 1 : 2;
}

}  // namespace

double Position::answered_by(WordId word, const Vocabulary& vocabulary) const {
  const auto choice = std::lower_bound(choices.begin(), choices.end(), word,
                                       [](const Choice& one, WordId wanted) { return one.word < wanted; });
  const double direct = choice != choices.end() && choice->word == word ? choice->weight : 0;
  if (word < beginning.first || word >= beginning.second) return direct;
  const double part = double(typed.size()) / double(vocabulary.text(word).size());
  return std::max(direct, part >= 1 ? 1.0 : 0.75 + 0.2 * part);
}

std::vector<Reading> Interpreter::readings(std::string_view text, bool open) const {
  std::vector<Word> words = words_of(text, true);
  if (words.size() > kMostWords) words.resize(kMostWords);
  std::vector<Reading> found;
  Reading empty;
  read(words, 0, open, empty, found);
  for (Reading& reading : found) {
    const auto needed = [](const Position& one) { return !one.optional; };
    if (std::any_of(reading.positions.begin(), reading.positions.end(), needed)) continue;
    for (Position& one : reading.positions) one.optional = false;
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Reading& left, const Reading& right) { return left.weight > right.weight; });
  return found;
}

void Interpreter::read_on(const std::vector<Word>& words, std::size_t next, bool open,
                          const std::vector<Position>& added, double weight, Reading& sofar,
                          std::vector<Reading>& found) const {
  const double before = sofar.weight;
  const std::size_t size = sofar.positions.size();
  sofar.positions.insert(sofar.positions.end(), added.begin(), added.end());
  sofar.weight *= weight;
  read(words, next, open, sofar, found);
  sofar.positions.resize(size);
  sofar.weight = before;
}

void Interpreter::read(const std::vector<Word>& words, std::size_t at, bool open, Reading& sofar,
                       std::vector<Reading>& found) const {
  if (found.size() >= kMostReadings) return;
  if (at == words.size()) {
    if (!sofar.positions.empty()) found.push_back(sofar);
    return;
  }
  const std::string& word = words[at].text;
  bool abbreviated = false;
  const auto [first, last] = abbreviations_.equal_range(word);
  for (auto one = first; one != last; ++one) {
    const auto meant = expansion(one->second);
    if (meant.empty()) continue;
    abbreviated = true;
    read_on(words, at + 1, open, meant, 1, sofar, found);
  }
  const bool end = at + 1 == words.size();
  const auto own = positions_of(words[at], open && end);
  const bool known = std::all_of(own.begin(), own.end(), [](const Position& one) { return one.known(); });
  const bool as_typed = own.size() == 1 && !own.front().corrected;
  if (!abbreviated || (known && as_typed)) {
    read_on(words, at + 1, open, own, abbreviated ? 0.85 : 1, sofar, found);
  }
  // "post op", "wheel chair"
  if (!end && vocabulary_.find(word + words[at + 1].text)) {
    const auto joined = positions_of({word + words[at + 1].text, Weight::full}, false);
    read_on(words, at + 2, open, joined, 0.95, sofar, found);
  }
  const std::string pair = end ? std::string() : word + " " + words[at + 1].text;
  for (const Equivalent& one : equivalents()) {
    const bool both = !pair.empty() && one.typed == pair;
    if (!both && (one.typed != word || one.meant.find(' ') == std::string_view::npos)) continue;
    const auto meant = expansion(one.meant);
    if (!meant.empty()) read_on(words, at + (both ? 2 : 1), open, meant, 0.95, sofar, found);
  }
}

// Every word of an expansion must be known, or it finds nothing.
std::vector<Position> Interpreter::expansion(std::string_view text) const {
  std::vector<Position> positions;
  for (const Word& word : words_of(text, true)) {
    auto own = positions_of(word, false);
    if (own.size() != 1 || !own.front().known() || own.front().corrected) {
      if (word.weight == Weight::full) return {};
      continue;
    }
    positions.push_back(std::move(own.front()));
  }
  return positions;
}

std::vector<Position> Interpreter::positions_of(const Word& word, bool open) const {
  Position position;
  position.typed = word.text;
  position.optional = word.weight != Weight::full;
  if (open) position.beginning = vocabulary_.beginning(word.text);
  add_relatives(position);
  const bool typed_right =
      position.known() && std::any_of(position.choices.begin(), position.choices.end(),
                                      [](const Choice& one) { return one.weight > kRelative; });
  const bool goes_on = position.beginning.first < position.beginning.second;
  // Of the same root only, such as "depresion": as likely misspelled.
  if (position.known() && !typed_right && !goes_on && slips_allowed(word.text) > 0) {
    add_spellings(position, 1, false, 1);
  }
  if (!position.known()) {
    if (const auto parts = two_words(word.text)) {
      std::vector<Position> two = positions_of({parts->first, Weight::full}, false);
      const std::vector<Position> rest = positions_of({parts->second, Weight::full}, open);
      two.insert(two.end(), rest.begin(), rest.end());
      return two;
    }
    for (unsigned most = 1; most <= slips_allowed(word.text) && !position.known(); ++most) {
      add_spellings(position, most, false, 1);
      if (!position.known() && open) add_spellings(position, most, true, 0.9);
    }
  }
  settle(position);
  return {std::move(position)};
}

void Interpreter::add_relatives(Position& position) const {
  const std::string singular = singular_of(position.typed);
  const std::string root = root_of(position.typed);
  const auto family_of = [&](WordId known) {
    for (const WordId relative : vocabulary_.family(known)) {
      const std::string_view text = vocabulary_.text(relative);
      const bool same = text == position.typed || text == singular || singular_of(text) == singular;
      if (same || (text.size() >= 5 && position.typed.size() >= 5)) {
        position.choices.push_back({relative, text == position.typed ? 1.0 : same ? 0.98 : kRelative, false});
      }
    }
  };
  if (const auto known = vocabulary_.find(position.typed)) {
    family_of(*known);
  } else {
    // The root's words all begin like it, or nearly.
    const auto [first, last] = vocabulary_.beginning(root);
    for (WordId word = first; word < last; ++word) {
      if (root_of(vocabulary_.text(word)) == root) {
        family_of(word);
        break;
      }
    }
  }
  for (const Equivalent& one : equivalents()) {
    if ((one.typed != position.typed && one.typed != singular) ||
        one.meant.find(' ') != std::string_view::npos) {
      continue;
    }
    if (const auto meant = vocabulary_.find(one.meant))
      position.choices.push_back({*meant, kEquivalent, false});
  }
}

void Interpreter::add_spellings(Position& position, unsigned most, bool open, double weight) const {
  constexpr std::size_t kMost = 5;
  for (const Vocabulary::Near& near : vocabulary_.near(position.typed, most, kMost, open)) {
    if (near.distance == 0) continue;
    const double sure = (near.distance == 1 ? kOneSlip : kTwoSlips) * weight;
    position.choices.push_back({near.word, sure, true});
    position.corrected = true;
  }
}

std::optional<std::pair<std::string, std::string>> Interpreter::two_words(std::string_view word) const {
  constexpr std::size_t kLeast = 3;
  constexpr std::uint32_t kFrequent = 20;  // else rare fragments make words of anything
  std::optional<std::pair<std::string, std::string>> found;
  std::uint32_t best = kFrequent;
  for (std::size_t cut = kLeast; cut + kLeast <= word.size(); ++cut) {
    const auto left = vocabulary_.find(word.substr(0, cut));
    const auto right = vocabulary_.find(word.substr(cut));
    if (!left || !right) continue;
    const std::uint32_t rarer = std::min(vocabulary_.count(*left), vocabulary_.count(*right));
    if (rarer < best) continue;
    best = rarer;
    found = {std::string(word.substr(0, cut)), std::string(word.substr(cut))};
  }
  return found;
}

void Interpreter::settle(Position& position) const {
  auto& choices = position.choices;
  std::sort(choices.begin(), choices.end(), [](const Choice& left, const Choice& right) {
    return left.word != right.word ? left.word < right.word : left.weight > right.weight;
  });
  choices.erase(std::unique(choices.begin(), choices.end(),
                            [](const Choice& left, const Choice& right) { return left.word == right.word; }),
                choices.end());
  // As informative as the word itself, or as the most usual of those it may mean.
  const auto own = vocabulary_.find(position.typed);
  double information = vocabulary_.most_information();
  if (own) {
    information = vocabulary_.information(*own);
  } else {
    for (const Choice& one : choices) information = std::min(information, vocabulary_.information(one.word));
    for (WordId word = position.beginning.first; word < position.beginning.second; ++word) {
      information = std::min(information, vocabulary_.information(word));
    }
  }
  position.information = information;
}

std::optional<Reading> Interpreter::without_general_words(const Reading& reading) const {
  constexpr auto kGeneral = std::to_array<std::string_view>(
      {"care",    "charge",   "device",  "disease",   "disorder", "exam",      "examination",
       "level",   "patient",  "problem", "procedure", "scan",     "service",   "surgery",
       "symptom", "syndrome", "test",    "testing",   "therapy",  "treatment", "visit"});
  Reading other = reading;
  bool changed = false;
  bool needed = false;
  for (Position& position : other.positions) {
    if (position.optional) continue;
    const bool general =
        std::find(kGeneral.begin(), kGeneral.end(), singular_of(position.typed)) != kGeneral.end();
    position.optional = general;
    changed = changed || general;
    needed = needed || !general;
  }
  if (!changed || !needed) return std::nullopt;
  other.weight *= 0.95;
  return other;
}

Reading Interpreter::respelled(const Reading& reading) const {
  Reading other = reading;
  for (Position& position : other.positions) {
    if (position.corrected || position.optional) continue;
    if (const unsigned most = std::min(slips_allowed(position.typed), 1U); most > 0) {
      add_spellings(position, most, false, 0.9);
      settle(position);
    }
  }
  return other;
}

}  // namespace chargelint::data
