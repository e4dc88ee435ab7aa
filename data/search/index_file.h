// What an index file holds beside its full-text tables, as the builder writes and the search reads it.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/search/search_index.h"
#include "data/search/vocabulary.h"
#include "data/search/words.h"

namespace chargelint::data {

// Another number: the file is made anew.
inline constexpr std::string_view kSearchVersion = "chargelint-search-4";

// Rows are numbered so that those which say little beside what is sought come first: the full-text tables
// hand rows over in that order, and a search can stop after the first few hundred.
inline constexpr std::string_view kSearchSchema = R"(
CREATE TABLE part(name TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE document(id INTEGER PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE name(id INTEGER PRIMARY KEY, document INTEGER NOT NULL, origin INTEGER NOT NULL,
                  words BLOB NOT NULL, text TEXT NOT NULL);
CREATE VIRTUAL TABLE name_words USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii',
                                           prefix='1 2 3');
CREATE VIRTUAL TABLE document_words USING fts5(words, content='', detail=none, columnsize=0,
                                               tokenize='ascii', prefix='1 2 3');
)";

// Words that no text holds stand for the kind and the code of a row: filters within the full-text tables.
inline constexpr std::string_view kKindMark = "\xC2\xB5";  // and the kind's number
inline constexpr std::string_view kCodeMark = "\xC2\xB6";  // and the code in lower case

struct DocumentEntry {
  std::uint64_t code = 0;  // its key, left aligned, so that numbers are in the order of the text
  std::int32_t from_days = 0;
  std::int32_t to_days = 0;
  std::uint8_t kind = 0;
  std::uint8_t billable = 1;
  std::uint8_t everyday = 0;
  std::uint8_t has_default = 0;  // a header that has a code of its own for "not further specified"
  std::uint8_t measure = 0;
  std::array<std::uint8_t, 3> reserved{};
};
static_assert(sizeof(DocumentEntry) == 24);

[[nodiscard]] inline std::uint64_t pack_key(std::string_view key) {
  std::uint64_t packed = 0;
  for (std::size_t index = 0; index < 8; ++index) {
    packed = (packed << 8U) | (index < key.size() ? static_cast<unsigned char>(key[index]) : 0U);
  }
  return packed;
}
[[nodiscard]] inline std::string unpack_key(std::uint64_t packed) {
  std::string key;
  for (int shift = 56; shift >= 0; shift -= 8) {
    const auto character = static_cast<char>((packed >> static_cast<unsigned>(shift)) & 0xFFU);
    if (character == '\0') break;
    key.push_back(character);
  }
  return key;
}

// A word of a name: its number, and how much it says.
struct NameWord {
  std::uint32_t packed = 0;
  NameWord() = default;
  NameWord(WordId word, Weight weight) : packed((word << 2U) | static_cast<std::uint32_t>(weight)) {}
  [[nodiscard]] WordId word() const { return packed >> 2U; }
  [[nodiscard]] Weight weight() const { return static_cast<Weight>(packed & 3U); }
};

template <class Item>
[[nodiscard]] std::string_view bytes_of(const std::vector<Item>& items) {
  return {reinterpret_cast<const char*>(items.data()), items.size() * sizeof(Item)};
}
template <class Item>
[[nodiscard]] std::vector<Item> items_of(std::string_view bytes) {
  std::vector<Item> items(bytes.size() / sizeof(Item));
  if (!items.empty()) std::memcpy(items.data(), bytes.data(), items.size() * sizeof(Item));
  return items;
}

// How much of a word's information counts when nobody asked for it.
[[nodiscard]] inline double share_of(Weight weight) {
  constexpr std::array<double, 4> kShares = {1.0, 0.5, 0.05, 0.05};
  return kShares[static_cast<std::size_t>(weight)];
}

}  // namespace chargelint::data
