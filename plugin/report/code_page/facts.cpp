#include "plugin/report/code_page/facts.h"

#include <algorithm>

namespace chargelint::plugin {
namespace {

using data::Fact;
namespace attribute = data::attribute;

enum class Standing : std::uint8_t { none, nearest, covers };

Standing standing_of(const Reference& reference, const Fact& fact, Source source, Date on) {
  if (fact.period().contains(on)) return Standing::covers;
  const Coverage coverage = reference.coverage(source, on);
  const auto releases = reference.releases();
  if (!coverage.nearest || coverage.release >= releases.size()) return Standing::none;
  const Period force = releases[coverage.release].force;
  return fact.period().contains(std::clamp(on, force.from, std::max(force.from, force.to)))
             ? Standing::nearest
             : Standing::none;
}

// Imported before our own, covering before nearest.
int rank_of(Source source, Standing standing) {
  return (source == Source::code_words ? 0 : 2) + (standing == Standing::covers ? 1 : 0);
}

}  // namespace

Origin origin_of(const Reference& reference, const RowBase& row, bool nearest) {
  const auto releases = reference.releases();
  if (row.release >= releases.size()) return {{}, {}, row.period(), nearest};
  const ReleaseInfo& release = releases[row.release];
  return {source_name(release.source), release.name, row.period(), nearest};
}

Origin origin_of(const Reference& reference, Source source, Date on) {
  const Coverage coverage = reference.coverage(source, on);
  const auto releases = reference.releases();
  if (!coverage.loaded || coverage.release >= releases.size()) return {source_name(source), {}, {}, false};
  const ReleaseInfo& release = releases[coverage.release];
  return {source_name(source), release.name, release.force, coverage.nearest};
}

std::vector<FactView> Facts::all(std::string_view attribute) const {
  const auto releases = catalogue_.releases();
  std::vector<FactView> found;
  int best = 0;
  Source best_source = Source::code_words;
  for (const Fact& fact : facts_) {
    if (catalogue_.text(fact.attribute) != attribute || fact.release >= releases.size()) continue;
    const Source source = releases[fact.release].source;
    const Standing standing = standing_of(catalogue_, fact, source, on_);
    if (standing == Standing::none) continue;
    const int rank = rank_of(source, standing) + 1;
    if (rank < best) continue;
    if (rank > best || source != best_source) {
      // Another source of the same rank takes over: values of two sources are not mixed.
      found.clear();
      best = rank;
      best_source = source;
    }
    found.push_back({attribute, catalogue_.text(fact.value), catalogue_.text(fact.detail),
                     origin_of(catalogue_, fact, standing == Standing::nearest)});
  }
  return found;
}

FactView Facts::one(std::string_view attribute) const {
  const auto found = all(attribute);
  if (found.empty()) return {};
  return *std::max_element(found.begin(), found.end(), [](const FactView& left, const FactView& right) {
    return left.origin.period.from < right.origin.period.from;
  });
}

std::vector<FactView> Facts::show_all(std::string_view attribute) {
  hide(attribute);
  return all(attribute);
}

FactView Facts::show(std::string_view attribute) {
  hide(attribute);
  return one(attribute);
}

std::vector<std::string_view> Facts::not_shown() const {
  const auto holds = [](const std::vector<std::string_view>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<std::string_view> names;
  for (const Fact& fact : facts_) {
    const std::string_view name = catalogue_.text(fact.attribute);
    if (!holds(names, name) && !holds(shown_, name)) names.push_back(name);
  }
  return names;
}

std::string title_of(const data::Catalogue& catalogue, Hcpcs code, Date on) {
  const auto text = code.text();
  const FactView title = Facts(catalogue, data::Subject::procedure, text, on).one(attribute::kTitle);
  return std::string(title.value.empty() ? catalogue.words(code) : title.value);
}

std::string title_of(const data::Catalogue& catalogue, IcdCode code, Date on) {
  const auto text = code.undotted();
  const FactView title = Facts(catalogue, data::Subject::diagnosis, text, on).one(attribute::kTitle);
  return std::string(title.value.empty() ? catalogue.words(code) : title.value);
}

std::string title_of(const data::Catalogue& catalogue, Modifier modifier, Date on) {
  const auto text = modifier.text();
  const FactView title = Facts(catalogue, data::Subject::modifier, text, on).one(attribute::kTitle);
  return std::string(title.value.empty() ? catalogue.words(modifier) : title.value);
}

}  // namespace chargelint::plugin
