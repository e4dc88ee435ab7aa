// Which of several published values stands on a date: an imported one before the starter set's, one that
// covers the date before the nearest, a later one before an earlier.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/reference/catalogue.h"
#include "plugin/report/code_page/page.h"

namespace chargelint::plugin {

struct FactView {
  std::string_view attribute;
  std::string_view value;
  std::string_view detail;
  Origin origin;
};

[[nodiscard]] Origin origin_of(const Reference& reference, const RowBase& row, bool nearest = false);
[[nodiscard]] Origin origin_of(const Reference& reference, Source source, Date on);

class Facts {
 public:
  Facts(const data::Catalogue& catalogue, data::Subject subject, std::string_view code, Date on)
      : catalogue_(catalogue), facts_(catalogue.facts(subject, code)), on_(on) {}

  // Every value of the best source that stands on the date, in the order of the store.
  [[nodiscard]] std::vector<FactView> all(std::string_view attribute) const;
  // The latest of them; an empty value when there is none.
  [[nodiscard]] FactView one(std::string_view attribute) const;
  // The same, and the attribute counts as shown.
  [[nodiscard]] std::vector<FactView> show_all(std::string_view attribute);
  [[nodiscard]] FactView show(std::string_view attribute);
  void hide(std::string_view attribute) { shown_.push_back(attribute); }
  // The names of the attributes that were not shown, each once.
  [[nodiscard]] std::vector<std::string_view> not_shown() const;
  [[nodiscard]] Date on() const { return on_; }
  [[nodiscard]] std::span<const data::Fact> rows() const { return facts_; }
  [[nodiscard]] const data::Catalogue& catalogue() const { return catalogue_; }

 private:
  const data::Catalogue& catalogue_;
  std::span<const data::Fact> facts_;
  Date on_;
  std::vector<std::string_view> shown_;
};

// The official title of a code where one was imported, else our own words.
[[nodiscard]] std::string title_of(const data::Catalogue& catalogue, Hcpcs code, Date on);
[[nodiscard]] std::string title_of(const data::Catalogue& catalogue, IcdCode code, Date on);
[[nodiscard]] std::string title_of(const data::Catalogue& catalogue, Modifier modifier, Date on);

}  // namespace chargelint::plugin
