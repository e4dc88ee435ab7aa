// The table of release addresses (data/releases/sources.yaml): which files make up a release, and what an
// address is for a given quarter or year.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/base/date.h"

namespace chargelint::data {

struct ReleaseLicense {
  std::string name;
  std::string page;
};

struct UpdateSource {
  enum class Each : std::uint8_t { quarter, year, fiscal_year, once };
  std::string name;
  Each each = Each::quarter;
  unsigned back = 1;
  std::string license;                          // key of UpdateSources::licenses; empty: none is asked for
  std::string page;                             // pattern; for addresses with a `*`
  std::vector<std::vector<std::string>> files;  // patterns; of each list the first that is there
  std::map<std::string, std::string, std::less<>> sha256;  // by file name
};

struct UpdateSources {
  std::map<std::string, ReleaseLicense, std::less<>> licenses;
  std::vector<UpdateSource> sources;
};

// The file at `path`; the one in the binary when it is empty. Refuses what is not of the form.
[[nodiscard]] UpdateSources read_update_sources(const std::string& path);

// One release of a source: its name and what stands for the words in braces.
struct ReleaseSlot {
  std::string name;  // "2026Q3", "2026", "newest"
  std::vector<std::pair<std::string, std::string>> words;
  [[nodiscard]] std::string fill(std::string_view pattern) const;
};
// The newest that can be published on that day first.
[[nodiscard]] std::vector<ReleaseSlot> release_slots(const UpdateSource& source, Date today);

// Whether a text is what the pattern says; `*` stands for anything. Case is not told apart.
[[nodiscard]] bool matches_pattern(std::string_view pattern, std::string_view text);
// The first link of a page that matches, made absolute by the page's own address; empty when none does. A
// link behind a licence page (…?file=/files/…) counts as the file it leads to.
[[nodiscard]] std::string matching_link(std::string_view html, const std::string& page,
                                        std::string_view pattern);

}  // namespace chargelint::data
