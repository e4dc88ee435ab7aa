// The table of release addresses: which release is the newest on a day, and what an address is for it.
#include "data/update/sources.h"

#include <tuple>

#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

UpdateSource source_each(UpdateSource::Each each, unsigned back) {
  UpdateSource source;
  source.each = each;
  source.back = back;
  return source;
}

std::vector<std::string> names(const UpdateSource& source, std::string_view on) {
  std::vector<std::string> all;
  for (const ReleaseSlot& slot : release_slots(source, day(on))) all.push_back(slot.name);
  return all;
}

TEST(UpdateSources, TellTheNewestReleasesOfADay) {
  using Each = UpdateSource::Each;
  struct Case {
    Each each;
    unsigned back;
    std::string_view on;
    std::vector<std::string> expected;
  };
  for (const Case& one : {Case{Each::quarter, 1, "2026-07-01", {"2026Q3", "2026Q2"}},
                          Case{Each::quarter, 1, "2026-06-30", {"2026Q2", "2026Q1"}},
                          Case{Each::quarter, 2, "2026-01-01", {"2026Q1", "2025Q4", "2025Q3"}},
                          Case{Each::year, 0, "2026-12-31", {"2026"}},
                          Case{Each::fiscal_year, 1, "2026-09-30", {"2026", "2025"}},
                          Case{Each::fiscal_year, 1, "2026-10-01", {"2027", "2026"}},
                          Case{Each::once, 3, "2026-10-01", {"newest"}}}) {
    EXPECT_EQ(names(source_each(one.each, one.back), one.on), one.expected) << one.on;
  }
}

TEST(UpdateSources, FillAnAddressForARelease) {
  const auto fill = [](std::string_view on, std::string_view pattern) {
    return release_slots(source_each(UpdateSource::Each::quarter, 0), day(on)).front().fill(pattern);
  };
  EXPECT_EQ(fill("2026-08-15", "{year}q{quarter}-v{version} rvu{yy}{letter} {month}-{mon} {fy}"),
            "2026q3-v322 rvu26c july-jul 2026");
  EXPECT_EQ(fill("2025-11-24", "v{version} {month} {fy}"), "v313 october 2026");
}

TEST(UpdateSources, MatchPatternsWithAsterisks) {
  for (const auto& [pattern, text, expected] : std::vector<std::tuple<std::string, std::string, bool>>{
           {"https://a/rvu26c-*.zip", "https://a/rvu26c-updated-06-30-2026.zip", true},
           {"https://a/rvu26c-*.zip", "https://a/RVU26C-updated-06/30/2026.ZIP", true},
           {"https://a/rvu26c-*.zip", "https://a/rvu26d-x.zip", false},
           {"https://a/*q3*add*.zip", "https://a/2026q3-add-on.zip", true},
           {"*aab", "aaab", true},
           {"a*", "a", true},
           {"a", "ab", false}}) {
    EXPECT_EQ(matches_pattern(pattern, text), expected) << pattern << " " << text;
  }
}

TEST(UpdateSources, FindALinkBehindALicencePage) {
  const std::string page = "https://www.cms.gov/tables/x";
  EXPECT_EQ(
      matching_link("<a href=/files/unquoted.zip>no</a><a href=\"/license/ama?file=/files/zip/a-1.zip\">",
                    page, "https://www.cms.gov/files/zip/a-*.zip"),
      "https://www.cms.gov/files/zip/a-1.zip");
  EXPECT_EQ(matching_link("<a href='https://elsewhere.org/files/zip/a-1.zip'>", page,
                          "https://www.cms.gov/files/zip/a-*.zip"),
            "");
  EXPECT_EQ(matching_link("<a href=\"/files/zip/a-1.zip", page, "*"), "");
}

TEST(UpdateSources, TheTableInTheBinaryIsOfTheFormAndAsksForTheLicencesOfCpt) {
  const UpdateSources table = read_update_sources("");
  EXPECT_GE(table.sources.size(), 15U);
  for (const UpdateSource& source : table.sources) {
    EXPECT_EQ(source.license.empty() || table.licenses.contains(source.license), true) << source.name;
    for (const ReleaseSlot& slot : release_slots(source, day("2026-08-15"))) {
      for (const auto& choices : source.files) {
        for (const std::string& pattern : choices) {
          EXPECT_EQ(slot.fill(pattern).find('{'), std::string::npos) << pattern;
          EXPECT_TRUE(pattern.starts_with("https://")) << pattern;
        }
      }
    }
  }
}

}  // namespace
}  // namespace chargelint::data::testing
