// What the words of a query may mean: each word's relatives, expansions and likely spellings.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/search/vocabulary.h"
#include "data/search/words.h"

namespace chargelint::data {

// A word of the vocabulary that may stand for a typed one.
struct Choice {
  WordId word = 0;
  double weight = 1;  // how surely it is what was meant
  bool corrected = false;
};

// One word of the query as understood.
struct Position {
  std::string typed;
  bool optional = false;                      // "with": welcome, not required
  std::vector<Choice> choices;                // by word
  std::pair<WordId, WordId> beginning{0, 0};  // words that go on from what was typed
  double information = 0;
  bool corrected = false;

  [[nodiscard]] bool known() const { return !choices.empty() || beginning.first < beginning.second; }
  // How well a word of a name answers it; 0: not at all.
  [[nodiscard]] double answered_by(WordId word, const Vocabulary& vocabulary) const;
};

// One reading of the query.
struct Reading {
  std::vector<Position> positions;
  double weight = 1;
};

using Abbreviations = std::multimap<std::string, std::string, std::less<>>;  // lower case, letters and digits

class Interpreter {
 public:
  Interpreter(const Vocabulary& vocabulary, const Abbreviations& abbreviations)
      : vocabulary_(vocabulary), abbreviations_(abbreviations) {}

  // `open`: the last word may go on. The likeliest first, at most `kMostReadings`.
  [[nodiscard]] std::vector<Reading> readings(std::string_view text, bool open) const;
  // The same reading with words such as "test" and "procedure" welcome, not required; nothing when it has
  // none.
  [[nodiscard]] std::optional<Reading> without_general_words(const Reading& reading) const;
  // The same reading with misspellings of known words thought of too.
  [[nodiscard]] Reading respelled(const Reading& reading) const;

 private:
  static constexpr std::size_t kMostReadings = 8;
  static constexpr std::size_t kMostWords = 12;

  void read(const std::vector<Word>& words, std::size_t at, bool open, Reading& sofar,
            std::vector<Reading>& found) const;
  void read_on(const std::vector<Word>& words, std::size_t next, bool open,
               const std::vector<Position>& added, double weight, Reading& sofar,
               std::vector<Reading>& found) const;
  [[nodiscard]] std::vector<Position> positions_of(const Word& word, bool open) const;
  [[nodiscard]] std::vector<Position> expansion(std::string_view words) const;
  void add_relatives(Position& position) const;
  void add_spellings(Position& position, unsigned most, bool open, double weight) const;
  [[nodiscard]] std::optional<std::pair<std::string, std::string>> two_words(std::string_view word) const;
  void settle(Position& position) const;

  const Vocabulary& vocabulary_;
  const Abbreviations& abbreviations_;
};

}  // namespace chargelint::data
