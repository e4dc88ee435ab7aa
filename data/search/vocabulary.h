// Every word of the index in order, with how often it occurs: prefixes, relatives by root, misspellings.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chargelint::data {

using WordId = std::uint32_t;

class Vocabulary {
 public:
  struct Entry {
    std::string text;
    std::uint32_t rows = 0;  // of the index that hold it
  };
  Vocabulary() = default;
  // `entries` in order of their text. `rows`: of the whole index.
  Vocabulary(const std::vector<Entry>& entries, std::uint32_t rows);

  // As kept in the index file.
  [[nodiscard]] std::string packed() const;
  // Nothing when the bytes are not what `packed` writes.
  [[nodiscard]] static std::optional<Vocabulary> unpacked(std::string_view bytes);

  [[nodiscard]] std::size_t size() const { return counts_.size(); }
  [[nodiscard]] std::string_view text(WordId word) const {
    return std::string_view(texts_).substr(starts_[word], starts_[word + 1] - starts_[word]);
  }
  [[nodiscard]] std::uint32_t count(WordId word) const { return counts_[word]; }
  // What a rare word says more than a frequent one.
  [[nodiscard]] double information(WordId word) const { return information_[word]; }
  [[nodiscard]] double most_information() const { return most_information_; }

  [[nodiscard]] std::optional<WordId> find(std::string_view word) const;
  // Words that begin so: [first, second).
  [[nodiscard]] std::pair<WordId, WordId> beginning(std::string_view prefix) const;
  // The root's number, and all words of a root.
  [[nodiscard]] std::uint32_t root(WordId word) const { return roots_[word]; }
  [[nodiscard]] std::span<const WordId> family(WordId word) const;

  struct Near {
    WordId word = 0;
    unsigned distance = 0;
  };
  // Words a few keystrokes away, the nearest and most frequent first. `as_prefix`: the word may go on.
  [[nodiscard]] std::vector<Near> near(std::string_view word, unsigned most, std::size_t count,
                                       bool as_prefix) const;

 private:
  void complete();  // what follows from texts_, starts_, counts_, roots_

  std::string texts_;
  std::vector<std::uint32_t> starts_;  // one more than there are words
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> roots_;
  std::uint32_t rows_ = 0;
  std::vector<float> information_;
  std::vector<std::uint32_t> letters_;  // which letters a word has
  std::vector<WordId> members_;         // by root
  std::vector<std::uint32_t> member_starts_;
  double most_information_ = 1;
};

// Insertions, deletions, substitutions, swaps of neighbours; more than `most`: most + 1. `as_prefix`: to the
// nearest beginning of `word`.
[[nodiscard]] unsigned keystrokes(std::string_view typed, std::string_view word, unsigned most,
                                  bool as_prefix);

}  // namespace chargelint::data
