// The vocabulary keeps its words in one string, so that opening an index is a few copies.
#include "data/search/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>

#include "data/search/words.h"

namespace chargelint::data {
namespace {

// Longer words are none that a person types.
constexpr std::size_t kLongest = 40;

std::uint32_t letters_of(std::string_view word) {
  std::uint32_t letters = 0;
  for (const char character : word) {
    letters |= 1U << (character >= 'a' && character <= 'z' ? static_cast<unsigned>(character - 'a')
                                                           : 26U + static_cast<unsigned>(character) % 6U);
  }
  return letters;
}

void append(std::string& bytes, const std::vector<std::uint32_t>& numbers) {
  bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(std::uint32_t));
}

bool take(std::string_view& bytes, std::vector<std::uint32_t>& numbers, std::size_t count) {
  const std::size_t size = count * sizeof(std::uint32_t);
  if (bytes.size() < size) return false;
  numbers.resize(count);
  if (count > 0) std::memcpy(numbers.data(), bytes.data(), size);
  bytes.remove_prefix(size);
  return true;
}

}  // namespace

Vocabulary::Vocabulary(const std::vector<Entry>& entries, std::uint32_t rows) : rows_(rows) {
  std::map<std::string, std::uint32_t, std::less<>> roots;
  starts_.push_back(0);
  for (const Entry& entry : entries) {
    texts_ += entry.text;
    starts_.push_back(static_cast<std::uint32_t>(texts_.size()));
    counts_.push_back(entry.rows);
    const auto next = static_cast<std::uint32_t>(roots.size());
    roots_.push_back(roots.emplace(root_of(entry.text), next).first->second);
  }
  complete();
}

std::string Vocabulary::packed() const {
  std::string bytes;
  append(bytes, {static_cast<std::uint32_t>(size()), rows_});
  append(bytes, starts_);
  append(bytes, counts_);
  append(bytes, roots_);
  return bytes + texts_;
}

std::optional<Vocabulary> Vocabulary::unpacked(std::string_view bytes) {
  Vocabulary words;
  std::vector<std::uint32_t> head;
  if (!take(bytes, head, 2) || head[0] > bytes.size()) return std::nullopt;
  words.rows_ = head[1];
  if (!take(bytes, words.starts_, std::size_t{head[0]} + 1) || !take(bytes, words.counts_, head[0]) ||
      !take(bytes, words.roots_, head[0])) {
    return std::nullopt;
  }
  if (words.starts_.front() != 0 || words.starts_.back() != bytes.size() ||
      !std::is_sorted(words.starts_.begin(), words.starts_.end()) ||
      std::any_of(words.roots_.begin(), words.roots_.end(),
                  [&](std::uint32_t root) { return root >= head[0]; })) {
    return std::nullopt;
  }
  words.texts_ = bytes;
  words.complete();
  return words;
}

void Vocabulary::complete() {
  information_.resize(size());
  letters_.resize(size());
  for (WordId word = 0; word < size(); ++word) {
    information_[word] = static_cast<float>(std::log(1.0 + double(rows_) / std::max(counts_[word], 1U)));
    letters_[word] = letters_of(text(word));
  }
  most_information_ = std::log(1.0 + double(std::max(rows_, 1U)));
  const std::size_t roots = roots_.empty() ? 0 : *std::max_element(roots_.begin(), roots_.end()) + 1;
  member_starts_.assign(roots + 1, 0);
  for (const std::uint32_t root : roots_) ++member_starts_[root + 1];
  std::partial_sum(member_starts_.begin(), member_starts_.end(), member_starts_.begin());
  members_.resize(size());
  std::vector<std::uint32_t> next(member_starts_.begin(), member_starts_.end());
  for (WordId word = 0; word < size(); ++word) members_[next[roots_[word]]++] = word;
}

std::optional<WordId> Vocabulary::find(std::string_view word) const {
  const auto [first, last] = beginning(word);
  if (first < last && text(first) == word) return first;
  return std::nullopt;
}

std::pair<WordId, WordId> Vocabulary::beginning(std::string_view prefix) const {
  const auto bound = [&](bool above) {
    WordId low = 0;
    auto high = static_cast<WordId>(size());
    while (low < high) {
      const WordId middle = low + (high - low) / 2;
      const int order = text(middle).substr(0, prefix.size()).compare(prefix);
      if (order < 0 || (above && order == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  return {bound(false), bound(true)};
}

std::span<const WordId> Vocabulary::family(WordId word) const {
  const std::uint32_t root = roots_[word];
  return std::span(members_).subspan(member_starts_[root], member_starts_[root + 1] - member_starts_[root]);
}

unsigned keystrokes(std::string_view typed, std::string_view word, unsigned most, bool as_prefix) {
  if (typed.size() > kLongest) return most + 1;
  if (as_prefix) word = word.substr(0, typed.size() + most);
  if (word.size() > kLongest) return most + 1;
  std::array<std::array<unsigned, kLongest + 1>, 3> rows{};
  for (std::size_t column = 0; column <= word.size(); ++column)
    rows[0][column] = static_cast<unsigned>(column);
  for (std::size_t row = 1; row <= typed.size(); ++row) {
    auto& now = rows[row % 3];
    const auto& before = rows[(row - 1) % 3];
    now[0] = static_cast<unsigned>(row);
    unsigned least = now[0];
    for (std::size_t column = 1; column <= word.size(); ++column) {
      const unsigned other = typed[row - 1] == word[column - 1] ? 0U : 1U;
      now[column] = std::min({before[column] + 1, now[column - 1] + 1, before[column - 1] + other});
      if (row > 1 && column > 1 && typed[row - 1] == word[column - 2] && typed[row - 2] == word[column - 1]) {
        now[column] = std::min(now[column], rows[(row - 2) % 3][column - 2] + 1);
      }
      least = std::min(least, now[column]);
    }
    if (least > most + 1) return most + 1;
  }
  const auto& last = rows[typed.size() % 3];
  if (!as_prefix) return std::min(last[word.size()], most + 1);
  return std::min(
      *std::min_element(last.begin(), last.begin() + static_cast<std::ptrdiff_t>(word.size()) + 1), most + 1);
}

std::vector<Vocabulary::Near> Vocabulary::near(std::string_view typed, unsigned most, std::size_t count,
                                               bool as_prefix) const {
  std::vector<Near> found;
  const std::uint32_t letters = letters_of(typed);
  for (WordId word = 0; word < size(); ++word) {
    const std::string_view known = text(word);
    if (known.size() + most < typed.size() || known.size() < 3) continue;
    if (!as_prefix && known.size() > typed.size() + most) continue;
    // Each keystroke brings in or loses one letter at most.
    if (static_cast<unsigned>(std::popcount(letters & ~letters_[word])) > most) continue;
    if (!as_prefix && static_cast<unsigned>(std::popcount(letters_[word] & ~letters)) > most) continue;
    const unsigned distance = keystrokes(typed, known, most, as_prefix);
    if (distance <= most) found.push_back({word, distance});
  }
  std::sort(found.begin(), found.end(), [&](const Near& left, const Near& right) {
    if (left.distance != right.distance) return left.distance < right.distance;
    // People get the first letter right.
    const bool left_first = text(left.word).front() == typed.front();
    const bool right_first = text(right.word).front() == typed.front();
    if (left_first != right_first) return left_first;
    return counts_[left.word] != counts_[right.word] ? counts_[left.word] > counts_[right.word]
                                                     : left.word < right.word;
  });
  if (found.size() > count) found.resize(count);
  return found;
}

}  // namespace chargelint::data
