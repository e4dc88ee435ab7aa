// A header's default is the billable code below it that says nothing more than the header: only words such as
// "unspecified", "without complications" and "initial encounter".
#include "data/search/defaults.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "data/search/words.h"

namespace chargelint::data {
namespace {

struct TitleWord {
  std::uint32_t root = 0;
  Weight weight = Weight::full;
};
using Title = std::vector<TitleWord>;

class Titles {
 public:
  explicit Titles(const std::vector<Document>& documents) {
    titles_.reserve(documents.size());
    for (const Document& document : documents) {
      Title& title = titles_.emplace_back();
      if (document.kind != SearchKind::icd10cm) continue;
      for (const Word& word : words_of(document.title)) title.push_back({number(word.text), word.weight});
    }
  }
  [[nodiscard]] const Title& operator[](std::size_t index) const { return titles_[index]; }

 private:
  std::uint32_t number(const std::string& word) {
    const auto next = static_cast<std::uint32_t>(numbers_.size());
    return numbers_.emplace(root_of(word), next).first->second;
  }
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::vector<Title> titles_;
};

bool holds(const Title& title, std::uint32_t root) {
  return std::any_of(title.begin(), title.end(), [&](const TitleWord& word) { return word.root == root; });
}

// How far the code is from saying just what the header says, in words; large when it says something else.
double distance(const Title& header, const Title& code) {
  double far = 0;
  for (const TitleWord& word : code) {
    if (holds(header, word.root)) continue;
    far += word.weight == Weight::full ? 10 : word.weight == Weight::half ? 5 : 0.01;
  }
  for (const TitleWord& word : header) {
    if (!holds(code, word.root)) far += word.weight == Weight::full ? 10 : 0.02;
  }
  return far;
}

}  // namespace

std::vector<std::optional<std::size_t>> default_codes(const std::vector<Document>& documents) {
  constexpr double kSame = 1;
  const Titles titles(documents);
  std::vector<std::optional<std::size_t>> found(documents.size());
  for (std::size_t header = 0; header < documents.size(); ++header) {
    const Document& above = documents[header];
    if (above.kind != SearchKind::icd10cm || above.billable || above.title.empty()) continue;
    double least = kSame;
    for (std::size_t below = header + 1; below < documents.size(); ++below) {
      const Document& code = documents[below];
      if (code.kind != above.kind || !code.key.starts_with(above.key)) break;
      if (!code.billable || !code.life.to.is_open()) continue;
      const double far = distance(titles[header], titles[below]);
      if (far < least) {
        least = far;
        found[header] = below;
      }
    }
  }
  return found;
}

}  // namespace chargelint::data
