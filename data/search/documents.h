// What is searched: every code of a catalogue with the names it goes by.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/reference/catalogue.h"
#include "data/search/search_index.h"

namespace chargelint::data {

// Where a name of a code comes from; it counts for a little in the ranking.
enum class Origin : std::uint8_t {
  title,
  short_title,
  also_called,
  inclusion,
  index_term,
  of_header,
  drug_term
};

struct Name {
  Origin origin = Origin::title;
  std::string text;
};

struct Document {
  SearchKind kind = SearchKind::cpt;
  std::string key;    // upper case, without the dot
  std::string title;  // the first of the names, when there is one
  Period life;
  bool billable = true;
  bool everyday = false;  // our own tables name it
  bool measure = false;   // reported for quality programs, not charged
  std::vector<Name> names;
};

// By kind, then by key.
[[nodiscard]] std::vector<Document> documents_of(const Catalogue& catalogue);
// Abbreviations and their words, as the catalogue's facts give them, in order.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> abbreviations_of(const Catalogue& catalogue);

// As it is written: a dot after the third character of a diagnosis.
[[nodiscard]] std::string written_code(SearchKind kind, std::string_view key);

}  // namespace chargelint::data
