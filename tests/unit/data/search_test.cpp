// The search over a small store: codes as they are typed, words, filters, the index file itself.
#include "data/search/search_index.h"

#include <thread>

#include "data/reference/catalogue.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

constexpr const char* kCodes =
    "# chargelint codes starter\n"
    "code\twords\tadded\tended\ttos\tbetos\tapc_status\tasc_indicator\tsource\n"
    "62323\tEpidural shot, low back, with imaging\t2017-01-01\t\t\t\t\t\town table\n"
    "62311\tEpidural shot, low back\t2000-01-01\t2016-12-31\t\t\t\t\town table\n"
    "99213\tOffice visit, known patient, level 3\t\t\t\t\t\t\town table\n"
    "99214\tOffice visit, known patient, level 4\t\t\t\t\t\t\town table\n"
    "J1885\tKetorolac\t\t\t\t\t\t\town table\n";
constexpr const char* kSynonyms =
    "# chargelint synonyms starter\nsubject\tcode\twords\tsource\n"
    "procedure\t62323\tepidural steroid injection\town table\n"
    "procedure\tJ1885\ttoradol\town table\n"
    "diagnosis\tS72009A\tbroken hip\town table\n"
    "modifier\t50\tbilateral procedure\town table\n";
constexpr const char* kAbbreviations =
    "# chargelint abbreviations starter\nabbreviation\twords\tsource\n"
    "ESI\tepidural steroid injection\town table\n"
    "DM2\ttype 2 diabetes\town table\n"
    "CKD\tchronic kidney disease\town table\n";
constexpr const char* kModifiers =
    "# chargelint modifiers starter\nmodifier\teffective\tend\tclasses\torder\twords\tsource\n"
    "25\t\t\tncci_bypass\t\tSeparate visit on the day of a procedure\town table\n"
    "50\t\t\t\t\tBoth sides in one session\town table\n"
    "59\t\t\tncci_bypass\t\tDistinct from the other service\town table\n";
constexpr const char* kPlaces =
    "# chargelint places starter\nplace\teffective\tend\tfacility\tgroups\twords\tsource\n"
    "11\t\t\tN\t\tOffice\town table\n"
    "50\t\t\tN\t\tFederally qualified health center\town table\n";

std::vector<OrderLine> diagnoses() {
  return {{"E11", false, "Type 2 diabetes mellitus"},
          {"E112", false, "Type 2 diabetes mellitus with kidney complications"},
          {"E1122", true, "Type 2 diabetes mellitus with diabetic chronic kidney disease"},
          {"E118", true, "Type 2 diabetes mellitus with unspecified complications"},
          {"E119", true, "Type 2 diabetes mellitus without complications"},
          {"I10", true, "Essential (primary) hypertension"},
          {"I159", true, "Other secondary hypertension"},
          {"M545", false, "Low back pain"},
          {"M5450", true, "Low back pain, unspecified"},
          {"M5451", true, "Vertebrogenic low back pain"},
          {"M5459", true, "Other low back pain"},
          {"M48061", true, "Spinal stenosis, lumbar region without neurogenic claudication"},
          {"M48062", true, "Spinal stenosis, lumbar region with neurogenic claudication"},
          {"N183", true, "Chronic kidney disease, stage 3"},
          {"S72001A", true, "Fracture of unspecified part of neck of right femur"},
          {"S72002A", true, "Fracture of unspecified part of neck of left femur"},
          {"S72009A", true, "Fracture of unspecified part of neck of unspecified femur"}};
}

class Search : public StoreFixture {
 protected:
  void SetUp() override {
    StoreFixture::SetUp();
    const auto report =
        import({folder_.write("in/codes.tsv", kCodes), folder_.write("in/synonyms.tsv", kSynonyms),
                folder_.write("in/abbreviations.tsv", kAbbreviations),
                folder_.write("in/modifiers.tsv", kModifiers), folder_.write("in/places.tsv", kPlaces),
                folder_.write("in/icd10cm_order_2026.txt", order_text(diagnoses()))},
               std::nullopt);
    ASSERT_TRUE(report) << to_string(report.error());
    ASSERT_TRUE(report->unknown.empty()) << report->unknown.front().path;
    const auto built = build_search_beside(path());
    ASSERT_TRUE(built) << to_string(built.error());
    auto opened = SearchIndex::open(search_path(path()));
    ASSERT_TRUE(opened) << to_string(opened.error());
    index_ = *opened;
  }
  [[nodiscard]] SearchPage page(SearchQuery query) const {
    query.today = day("2026-11-24");
    auto found = index_->search(query);
    EXPECT_TRUE(found) << to_string(found.error());
    return found ? *found : SearchPage{};
  }
  [[nodiscard]] SearchPage page(std::string_view text) const {
    SearchQuery query;
    query.text = text;
    return page(query);
  }
  [[nodiscard]] static std::string codes(const SearchPage& page, std::size_t most = 99) {
    std::string text;
    for (std::size_t index = 0; index < std::min(most, page.hits.size()); ++index) {
      text += (text.empty() ? "" : " ") + page.hits[index].code;
    }
    return text;
  }
  [[nodiscard]] std::string first(std::string_view text) const { return codes(page(text), 1); }

  std::shared_ptr<const SearchIndex> index_;
};

TEST_F(Search, TakesCodesHoweverTheyAreTyped) {
  for (const auto& [typed, code] : std::vector<std::pair<std::string, std::string>>{{"M54.50", "M54.50"},
                                                                                    {"m5450", "M54.50"},
                                                                                    {"M54.5", "M54.5"},
                                                                                    {" j1885 ", "J1885"},
                                                                                    {"99213-25", "99213"},
                                                                                    {"cpt 62323", "62323"},
                                                                                    {"-59", "59"},
                                                                                    {"59", "59"},
                                                                                    {"modifier 50", "50"},
                                                                                    {"992", "99213"},
                                                                                    {"e11.", "E11"}}) {
    EXPECT_EQ(first(typed), code) << typed;
  }
  EXPECT_EQ(codes(page("99213-25")), "99213 25");
  EXPECT_EQ(codes(page("99214 I10")), "99214 I10");
  EXPECT_EQ(page("place of service 50").hits.at(0).kind, SearchKind::place);
  EXPECT_EQ(page("50").hits.at(0).kind, SearchKind::modifier);
}

TEST_F(Search, PutsTheDefaultOfABareNameFirst) {
  EXPECT_EQ(first("type 2 diabetes mellitus"), "E11.9");
  EXPECT_EQ(first("low back pain"), "M54.50");
  EXPECT_EQ(first("hypertension"), "I10");
  EXPECT_EQ(first("spinal stenosis with neurogenic claudication"), "M48.062");
  EXPECT_EQ(first("spinal stenosis without neurogenic claudication"), "M48.061");
}

TEST_F(Search, KnowsAbbreviationsSynonymsAndMisspellings) {
  EXPECT_EQ(first("ESI"), "62323");
  EXPECT_EQ(first("DM2"), "E11.9");
  EXPECT_EQ(first("dm2 with ckd"), "E11.22");
  EXPECT_EQ(first("ckd stage 3"), "N18.3");
  EXPECT_EQ(first("toradol"), "J1885");
  EXPECT_EQ(page("toradol").hits.at(0).matched, "toradol");
  EXPECT_EQ(first("bilateral procedure"), "50");
  EXPECT_EQ(first("broken hip"), "S72.009A");
  EXPECT_EQ(first("broken hip left"), "S72.002A") << "the side is said of the unspecified code's name";
  EXPECT_EQ(first("hypertention"), "I10");
  EXPECT_EQ(page("hypertention").corrected, "hypertension");
  EXPECT_EQ(page("hypertension").corrected, "");
  EXPECT_EQ(first("epidurl steriod injection"), "62323");
}

TEST_F(Search, FollowsTheTypist) {
  const std::string query = "office visit level 4";
  for (std::size_t size = 1; size <= query.size(); ++size) {
    EXPECT_FALSE(page(query.substr(0, size)).hits.empty()) << query.substr(0, size);
  }
  EXPECT_EQ(first("hyperten"), "I10");
  EXPECT_TRUE(page("xylophone").hits.empty());
  EXPECT_TRUE(page("").hits.empty());
  EXPECT_TRUE(page("\"*) OR (").hits.empty()) << "nothing typed reaches the query language";
  EXPECT_TRUE(page(std::string(5000, 'x')).hits.empty());
  EXPECT_TRUE(page(std::string(300, '-') + " \xC3\x28 \xF0").hits.empty()) << "bytes that are no text";
}

TEST_F(Search, Filters) {
  SearchQuery query;
  query.text = "low back";
  query.kinds = {SearchKind::cpt};
  EXPECT_EQ(codes(page(query)), "62323 62311");
  query.active_on = day("2016-05-01");
  EXPECT_EQ(codes(page(query)), "62311");
  query.active_on = day("2026-05-01");
  EXPECT_EQ(codes(page(query)), "62323");
  query = {};
  query.text = "pain";
  query.family = "m54.5";
  EXPECT_EQ(page(query).hits.size(), 4U);
  query.family = "E11";
  EXPECT_TRUE(page(query).hits.empty());
  query.text = "diabetes";
  EXPECT_FALSE(page(query).hits.empty());
  const auto old = page("62311").hits.at(0);
  EXPECT_FALSE(old.active);
  EXPECT_FALSE(page("M54.5").hits.at(0).billable);
}

TEST_F(Search, Pages) {
  SearchQuery query;
  query.text = "diabetes";
  const std::string all = codes(page(query));
  EXPECT_EQ(page(query).total, 5U);
  EXPECT_TRUE(page(query).total_is_exact);
  std::string paged;
  for (query.limit = 2; query.offset < 5; query.offset += 2) {
    paged += (paged.empty() ? "" : " ") + codes(page(query));
  }
  EXPECT_EQ(paged, all);
  query.offset = kMostSearchHits;
  const auto beyond = index_->search(query);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, ErrorKind::too_large);
}

TEST_F(Search, AnswersManyThreadsAlike) {
  const std::string expected = codes(page("diabetes"));
  std::vector<std::string> seen(8);
  {
    std::vector<std::jthread> threads;
    for (std::string& one : seen) {
      threads.emplace_back([this, &one] {
        for (int round = 0; round < 20; ++round) one = codes(page("diabetes"));
      });
    }
  }
  for (const std::string& one : seen) EXPECT_EQ(one, expected);
}

TEST_F(Search, IndexFileIsTheSameForTheSameSnapshotAndReplacedWhole) {
  const auto catalogue = open_catalogue(snapshot_path(path()));
  ASSERT_TRUE(catalogue);
  EXPECT_EQ(index_->digest(), (*catalogue)->digest());
  const std::string other = folder_.at("other.search");
  ASSERT_TRUE(build_search(**catalogue, other));
  EXPECT_EQ(read_bytes(other), read_bytes(search_path(path())));
  const auto written = std::filesystem::last_write_time(search_path(path()));
  ASSERT_TRUE(build_search_beside(path()));
  EXPECT_EQ(std::filesystem::last_write_time(search_path(path())), written)
      << "it was that snapshot's already";
  // What is open stays as it was while another takes its place.
  ASSERT_TRUE(build_search(**catalogue, search_path(path())));
  EXPECT_EQ(first("DM2"), "E11.9");
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(path()).parent_path())) {
    EXPECT_EQ(file.path().string().find(".search."), std::string::npos) << "nothing is left aside";
  }
}

TEST_F(Search, RefusesWhatIsNoIndex) {
  EXPECT_EQ(SearchIndex::open(folder_.at("none.search")).error().kind, ErrorKind::not_found);
  const std::string bytes = read_bytes(search_path(path()));
  for (const auto& [name, content] : std::vector<std::pair<std::string, std::string>>{
           {"empty.search", ""}, {"text.search", "not a database"}, {"half.search", bytes.substr(0, 5000)}}) {
    const auto opened = SearchIndex::open(folder_.write(name, content));
    ASSERT_FALSE(opened) << name;
    EXPECT_EQ(opened.error().kind, ErrorKind::environment) << name;
    EXPECT_NE(opened.error().what.find("cannot be read"), std::string::npos) << opened.error().what;
  }
  EXPECT_EQ(build_search_beside(folder_.at("no-store.db")).error().kind,
            open_catalogue(snapshot_path(folder_.at("no-store.db"))).error().kind);
}

}  // namespace
}  // namespace chargelint::data::testing
