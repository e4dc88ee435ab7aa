// The codes in a query: "m54.5", "99213-25", "modifier 59", "J18".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/search/index_file.h"

namespace chargelint::data {

// The documents of an index by code.
class CodeList {
 public:
  CodeList() = default;
  CodeList(std::span<const DocumentEntry> documents, std::span<const std::uint32_t> by_code)
      : documents_(documents), by_code_(by_code) {}
  // Document numbers of a whole code, by kind.
  [[nodiscard]] std::vector<std::uint32_t> find(std::string_view key) const;
  // …of the codes that begin so, in order.
  [[nodiscard]] std::span<const std::uint32_t> beginning(std::string_view key) const;
  [[nodiscard]] SearchKind kind(std::uint32_t document) const {
    return static_cast<SearchKind>(documents_[document].kind);
  }

 private:
  [[nodiscard]] std::size_t lower_bound(std::uint64_t code) const;
  std::span<const DocumentEntry> documents_;
  std::span<const std::uint32_t> by_code_;
};

struct TypedCodes {
  std::vector<std::uint32_t> whole;  // codes typed in full, in their order
  std::string prefix;                // the one thing typed, when it may be the beginning of a code
  std::string words;                 // what is left to look up as words
  std::optional<SearchKind> kind;    // "modifier", "cpt", "icd10": named in the query
};
[[nodiscard]] TypedCodes codes_typed(std::string_view text, const CodeList& codes);

}  // namespace chargelint::data
