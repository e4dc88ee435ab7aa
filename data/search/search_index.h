// Search over codes and their words: an index file beside the reference store, made from a Catalogue.
//
// The file belongs to one snapshot (its digest is inside) and is never changed, only replaced by rename.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/reference/catalogue.h"
#include "rules/base/date.h"
#include "rules/base/result.h"

namespace chargelint::data {

enum class SearchKind : std::uint8_t { cpt, hcpcs, icd10cm, section, modifier, place };
inline constexpr std::size_t kSearchKinds = 6;
[[nodiscard]] std::string_view search_kind_name(SearchKind kind);  // "cpt", "icd10cm", …
[[nodiscard]] std::optional<SearchKind> search_kind(std::string_view name);

struct SearchQuery {
  std::string_view text;
  std::vector<SearchKind> kinds;  // none: all of them
  std::optional<Date> active_on;  // only codes in force on that day
  Date today;                     // what `active` of a hit means when active_on is not given
  std::string_view family;        // only codes that begin so: "E11", "J", "992"
  std::size_t limit = 20;
  std::size_t offset = 0;
};
inline constexpr std::size_t kMostSearchHits = 1000;  // offset + limit beyond it give nothing
inline constexpr std::size_t kMostSearchText = 400;   // characters of a query that are read

struct SearchHit {
  SearchKind kind = SearchKind::cpt;
  std::string code;     // as it is written: M54.50, 62324, XS
  std::string title;    // may be empty: a code without words
  std::string matched;  // the other name by which it was found; empty: its title or its code
  bool active = false;
  bool billable = true;  // false: a header of ICD-10-CM
  double score = 0;
};

struct SearchPage {
  std::vector<SearchHit> hits;  // the best first
  std::size_t total = 0;
  bool total_is_exact = true;  // false: there are at least so many
  std::string corrected;       // the query as understood when words were misspelled; empty: as typed
};

class SearchIndex {
 public:
  // A missing file is ErrorKind::not_found; one of another version, or damaged, ErrorKind::environment.
  [[nodiscard]] static Result<std::shared_ptr<const SearchIndex>> open(const std::string& path);
  virtual ~SearchIndex() = default;
  // From any thread.
  [[nodiscard]] virtual Result<SearchPage> search(const SearchQuery& query) const = 0;
  [[nodiscard]] virtual std::string_view digest() const = 0;  // of the snapshot it was made from
};

// The index's place beside a store.
[[nodiscard]] std::string search_path(const std::string& store_path);
// Written aside and renamed into place; the same catalogue gives the same bytes.
[[nodiscard]] Result<void> build_search(const Catalogue& catalogue, const std::string& path);
// From the snapshot beside the store, unless the index there is already that snapshot's.
[[nodiscard]] Result<void> build_search_beside(const std::string& store_path);

}  // namespace chargelint::data
