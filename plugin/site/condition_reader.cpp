#include "plugin/site/condition_reader.h"

#include <algorithm>
#include <array>

namespace chargelint::plugin {
namespace {

using Kind = SiteCondition::Kind;
constexpr int kDeepest = 12;
constexpr std::int32_t kMostDays = 3 * 366;

std::vector<std::string_view> known_words(Asked asked) {
  std::vector<std::string_view> words{"all", "any", "not"};
  if (asked == Asked::claim) words.insert(words.end(), {"claim_has", "prior_has"});
  for (const SiteFieldInfo& field : site_fields()) {
    const bool there = asked == Asked::claim || (asked == Asked::other_line && field.of_line) ||
                       (asked == Asked::earlier && field.of_prior);
    if (there) words.push_back(field.name);
  }
  return words;
}

bool is_number(SiteForm form) {
  return form == SiteForm::decimal || form == SiteForm::whole || form == SiteForm::money ||
         form == SiteForm::date;
}

// "units: { over: 2 }", "age: { at_least: 18, under: 65 }", "date: { from: 2026-01-01, until: 2026-06-30 }"
void read_bounds(YamlReader& reader, const YAML::Node& node, const SiteFieldInfo& field,
                 SiteCondition& test) {
  constexpr std::array<std::string_view, 6> kBounds{"over", "under", "at_least", "at_most", "from", "until"};
  if (!is_number(field.form)) {
    return reader.refuse(node, std::string(field.name) + ": expected " + site_value_hint(field));
  }
  if (!reader.check_map(node, kBounds, field.name)) return;
  SiteRange range;
  for (const auto& entry : node) {
    const std::string bound = entry.first.Scalar();
    const std::string written = reader.text(entry.second, field.name);
    const auto value = parse_site_range(field, written);
    if (!value) {
      return reader.refuse(
          entry.second, std::string(field.name) + " \"" + written + "\": expected " + site_value_hint(field));
    }
    if (bound == "over") range.low = std::max(range.low, value->high + 1);
    if (bound == "at_least" || bound == "from") range.low = std::max(range.low, value->low);
    if (bound == "under") range.high = std::min(range.high, value->low - 1);
    if (bound == "at_most" || bound == "until") range.high = std::min(range.high, value->high);
  }
  // An empty range stays: the condition is then told to be one that nothing fulfils.
  test.ranges.push_back(range);
}

SiteCondition read_test(YamlReader& reader, const YAML::Node& node, const SiteFieldInfo& field) {
  SiteCondition test;
  test.kind = Kind::test;
  test.field = field.field;
  test.where = reader.place(node);
  if (node.IsMap()) {
    read_bounds(reader, node, field, test);
    return test;
  }
  const auto values = reader.texts(node, field.name);
  for (const std::string& value : values) {
    if (field.form == SiteForm::text) {
      if (value.empty()) reader.refuse(node, std::string(field.name) + ": expected a text that is not empty");
      test.texts.push_back(value);
      continue;
    }
    if (const auto range = parse_site_range(field, value)) {
      test.ranges.push_back(*range);
    } else {
      reader.refuse(node, std::string(field.name) + " \"" + value + "\": expected " + site_value_hint(field));
    }
  }
  return test;
}

SiteCondition read_group(YamlReader& reader, const YAML::Node& node, Kind kind, Asked asked, int depth) {
  SiteCondition group;
  group.kind = kind;
  group.where = reader.place(node);
  if (!node.IsSequence() || node.size() == 0) {
    reader.refuse(node, "all and any: expected a list of conditions");
    return group;
  }
  for (const auto& part : node) group.parts.push_back(read_condition(reader, part, asked, depth + 1));
  return group;
}

SiteCondition read_elsewhere(YamlReader& reader, const YAML::Node& node, Kind kind, int depth) {
  SiteCondition made;
  made.kind = kind;
  made.where = reader.place(node);
  if (!node.IsMap()) {
    reader.refuse(node, "claim_has and prior_has: expected conditions on that service");
    return made;
  }
  if (kind == Kind::prior_has) {
    const auto days = node["within_days"];
    const auto range =
        days && days.IsScalar() ? parse_site_range(site_field(SiteField::age), days.Scalar()) : std::nullopt;
    if (!range || range->low < 0 || range->low > std::int64_t{kMostDays} * 1000) {
      reader.refuse(days ? days : node,
                    "prior_has: expected within_days, a whole number up to " + std::to_string(kMostDays));
    } else {
      made.within_days = static_cast<std::int32_t>(range->low / 1000);
    }
  }
  SiteCondition inner;
  inner.kind = Kind::all;
  inner.where = made.where;
  const Asked asked = kind == Kind::prior_has ? Asked::earlier : Asked::other_line;
  for (const auto& entry : node) {
    if (entry.first.IsScalar() && entry.first.Scalar() == "within_days" && kind == Kind::prior_has) continue;
    YAML::Node single(YAML::NodeType::Map);
    single.force_insert(entry.first, entry.second);
    inner.parts.push_back(read_condition(reader, single, asked, depth + 1));
  }
  if (inner.parts.empty()) reader.refuse(node, "expected at least one condition on that service");
  made.parts.push_back(std::move(inner));
  return made;
}

}  // namespace

SiteCondition read_condition(YamlReader& reader, const YAML::Node& node, Asked asked, int depth) {
  SiteCondition whole;
  whole.kind = Kind::all;
  whole.where = reader.place(node);
  if (depth > kDeepest) {
    reader.refuse(node, "conditions are nested too deep");
    return whole;
  }
  const auto words = known_words(asked);
  if (!node.IsMap() || node.size() == 0) {
    reader.refuse(node, "a condition: expected a field and its value, all, any or not");
    return whole;
  }
  for (const auto& entry : node) {
    const std::string word = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
    const std::string spelled = word == "plan" ? "payer_id" : word;
    if (std::find(words.begin(), words.end(), spelled) == words.end()) {
      reader.refuse(entry.first, "unknown field \"" + word + "\"" + nearest_known(word, words));
      continue;
    }
    if (word == "all" || word == "any") {
      whole.parts.push_back(
          read_group(reader, entry.second, word == "all" ? Kind::all : Kind::any, asked, depth));
    } else if (word == "not") {
      SiteCondition negated;
      negated.kind = Kind::negated;
      negated.where = reader.place(entry.first);
      negated.parts.push_back(read_condition(reader, entry.second, asked, depth + 1));
      whole.parts.push_back(std::move(negated));
    } else if (word == "claim_has" || word == "prior_has") {
      const Kind kind = word == "claim_has" ? Kind::claim_has : Kind::prior_has;
      whole.parts.push_back(read_elsewhere(reader, entry.second, kind, depth));
    } else {
      whole.parts.push_back(read_test(reader, entry.second, *find_site_field(spelled)));
    }
  }
  return whole;
}

}  // namespace chargelint::plugin
