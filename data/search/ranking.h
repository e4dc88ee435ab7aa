// How well a name answers a reading of the query.
#pragma once

#include <span>

#include "data/search/documents.h"
#include "data/search/index_file.h"
#include "data/search/meaning.h"

namespace chargelint::data {

// 0 to about 1.3: how much of the query the name answers, how little else it says, where the name is from.
[[nodiscard]] double name_score(const Reading& reading, std::span<const NameWord> words, Origin origin,
                                const Vocabulary& vocabulary);
// What the code itself brings: headers stand behind their codes, ended codes behind those in force.
[[nodiscard]] double document_factor(const DocumentEntry& document, bool active);
// The query words that a name answers with a corrected spelling, put right; empty when there are none.
[[nodiscard]] std::string corrected_text(const Reading& reading, std::span<const NameWord> words,
                                         const Vocabulary& vocabulary);

}  // namespace chargelint::data
