// The information of words (rare ones say more) is what is weighed; see Vocabulary::information.
#include "data/search/ranking.h"

#include <algorithm>
#include <array>

namespace chargelint::data {
namespace {

constexpr double kOptionalShare = 0.25;  // of a word that need not be there
constexpr double kLeast = 0.4;           // of a name that holds the query among many other words
constexpr double kWhole = 0.15;          // for a name that is just the query
constexpr double kNegated = 0.6;         // for "without claudication" where claudication was asked for
constexpr double kInOrder = 0.05;        // for words in the order they were typed

double origin_factor(Origin origin) {
  switch (origin) {
    case Origin::title:
      return 1.0;
    case Origin::also_called:
      return 1.0;
    case Origin::of_header:
      return 0.99;
    case Origin::short_title:
      return 0.95;
    case Origin::inclusion:
      return 0.93;
    case Origin::index_term:
      return 0.92;
    case Origin::drug_term:
      return 0.65;
  }
  return 0.9;
}

}  // namespace

double name_score(const Reading& reading, std::span<const NameWord> words, Origin origin,
                  const Vocabulary& vocabulary) {
  constexpr std::size_t kMostWords = 64;
  words = words.first(std::min(words.size(), kMostWords));
  std::array<bool, kMostWords> used{};
  double asked = 0;
  double answered = 0;
  std::size_t in_order = 0;
  std::size_t last_place = 0;
  std::size_t answered_words = 0;
  bool all = true;
  const bool negative = std::any_of(reading.positions.begin(), reading.positions.end(),
                                    [](const Position& position) { return position.typed == "without"; });
  for (const Position& position : reading.positions) {
    const double weight = position.information * (position.optional ? kOptionalShare : 1.0);
    double best = 0;
    std::size_t place = 0;
    for (std::size_t index = 0; index < words.size(); ++index) {
      double match = position.answered_by(words[index].word(), vocabulary);
      if (words[index].weight() == Weight::negated && !negative) match *= kNegated;
      if (match <= 0) continue;
      used[index] = true;
      if (match > best) {
        best = match;
        place = index + 1;
      }
    }
    asked += weight;
    answered += weight * best;
    all = all && best > 0.95;
    if (best > 0) {
      ++answered_words;
      if (place > last_place) ++in_order;
      last_place = place;
    }
  }
  if (answered <= 0 || asked <= 0) return 0;
  double said = 0;
  double rest = 0;
  for (std::size_t index = 0; index < words.size(); ++index) {
    const double information = vocabulary.information(words[index].word());
    if (used[index]) {
      said += information;
      continue;
    }
    // "Hypertension, hypertensive": the same thing said twice.
    const std::uint32_t root = vocabulary.root(words[index].word());
    bool again = false;
    for (std::size_t other = 0; other < words.size() && !again; ++other) {
      again = used[other] && vocabulary.root(words[other].word()) == root;
    }
    if (!again) rest += information * share_of(words[index].weight());
  }
  const double covered = answered / asked;
  const double compact = said / (said + rest);
  double score = covered * covered * (kLeast + (1 - kLeast) * compact) * origin_factor(origin);
  if (all && compact > 0.93) score += kWhole * compact;
  if (answered_words > 0) score += kInOrder * covered * double(in_order) / double(reading.positions.size());
  return score * reading.weight;
}

double document_factor(const DocumentEntry& document, bool active) {
  double factor = document.everyday != 0 ? 1.06 : 1.0;
  if (document.billable == 0) factor *= document.has_default != 0 ? 0.9 : 0.93;
  if (static_cast<SearchKind>(document.kind) == SearchKind::section) factor *= 0.8;
  if (static_cast<SearchKind>(document.kind) == SearchKind::modifier) factor *= 0.96;
  if (static_cast<SearchKind>(document.kind) == SearchKind::place) factor *= 0.92;
  if (document.measure != 0) factor *= 0.75;
  return active ? factor : factor * 0.6;
}

std::string corrected_text(const Reading& reading, std::span<const NameWord> words,
                           const Vocabulary& vocabulary) {
  std::string text;
  bool corrected = false;
  for (const Position& position : reading.positions) {
    std::string_view best = position.typed;
    double weight = 0;
    for (const NameWord word : words) {
      const auto choice =
          std::lower_bound(position.choices.begin(), position.choices.end(), word.word(),
                           [](const Choice& one, WordId wanted) { return one.word < wanted; });
      if (choice == position.choices.end() || choice->word != word.word() || choice->weight <= weight)
        continue;
      weight = choice->weight;
      best = choice->corrected ? vocabulary.text(word.word()) : std::string_view(position.typed);
    }
    corrected = corrected || best != position.typed;
    if (!text.empty()) text.push_back(' ');
    text += best;
  }
  return corrected ? text : std::string();
}

}  // namespace chargelint::data
