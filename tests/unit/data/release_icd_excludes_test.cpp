// Pairs of diagnoses that were checked by hand against the real tabular list: tests/cases/excludes.
#include <fstream>
#include <sstream>

#include "data/releases/text_scan.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kReal =
    CHARGELINT_SOURCE_DIR "/../shared/reference-data/icd10cm/icd10cm_tabular_2021.xml.gz";
const std::string kCases = CHARGELINT_SOURCE_DIR "/tests/cases/excludes/excludes1-2021.pairs";

struct Pair {
  bool excludes = false;
  std::string one;
  std::string other;
  std::string words;
  int line = 0;
};

std::vector<Pair> pairs_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<Pair> pairs;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t first = line.find("::");
    const std::size_t second = line.find("::", first + 2);
    std::istringstream head(line.substr(0, first));
    std::string sign;
    Pair pair;
    pair.line = number;
    head >> sign >> pair.one >> pair.other;
    pair.excludes = sign == "+";
    if (second != std::string::npos) pair.words = trimmed(std::string_view(line).substr(second + 2));
    EXPECT_TRUE(sign == "+" || sign == "-") << path << ":" << number;
    EXPECT_TRUE(first != std::string::npos && (!pair.excludes || !pair.words.empty()))
        << path << ":" << number;
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

class ExcludesTest : public StoreFixture {};

TEST_F(ExcludesTest, PairsCheckedByHandAgainstTheTabularList) {
  if (!std::filesystem::exists(kReal)) {
    GTEST_SKIP()
        << "SKIPPED: icd10cm_tabular_2021.xml.gz is not beside the source tree (../shared/reference-data)";
  }
  const std::vector<Pair> pairs = pairs_of(kCases);
  ASSERT_GE(pairs.size(), 40U);
  const auto report = import({kReal}, std::nullopt);
  ASSERT_TRUE(report) << to_string(report.error());
  const auto reference = snapshot();
  ASSERT_TRUE(reference);
  for (const Pair& pair : pairs) {
    const std::string where =
        "excludes1-2021.pairs:" + std::to_string(pair.line) + " " + pair.one + " " + pair.other;
    const DiagnosisRelation* const found =
        excludes1_on(*reference, icd(pair.one), icd(pair.other), day("2021-03-01"));
    ASSERT_EQ(found != nullptr, pair.excludes)
        << where << (found != nullptr ? ": " + std::string(reference->text(found->note)) : "");
    if (found != nullptr) {
      EXPECT_NE(reference->text(found->note).find(pair.words), std::string_view::npos)
          << where << ": " << reference->text(found->note);
    }
    const bool reversed =
        excludes1_on(*reference, icd(pair.other), icd(pair.one), day("2021-03-01")) != nullptr;
    EXPECT_EQ(reversed, pair.excludes) << where << ", the other way round";
  }
}

}  // namespace
}  // namespace chargelint::data::testing
