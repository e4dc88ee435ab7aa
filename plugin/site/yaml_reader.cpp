#include "plugin/site/yaml_reader.h"

#include <algorithm>
#include <set>

#include "plugin/app/nearest.h"

namespace chargelint::plugin {

std::string nearest_known(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view close = nearest(word, known);
  return close.empty() ? std::string() : "; the nearest known one is \"" + std::string(close) + "\"";
}

std::string YamlReader::place(const YAML::Node& node) const {
  return name_ + ":" + std::to_string(node.Mark().line + 1);
}

void YamlReader::refuse(const YAML::Node& node, std::string what) {
  faults_.push_back({place(node), std::move(what), true});
}

bool YamlReader::check_map(const YAML::Node& node, std::span<const std::string_view> keys,
                           std::string_view what) {
  if (!node.IsMap()) {
    refuse(node, std::string(what) + ": expected keys and values");
    return false;
  }
  bool good = true;
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      refuse(entry.first, "unknown key \"" + key + "\" of " + std::string(what) + nearest_known(key, keys));
      good = false;
    } else if (!seen.insert(key).second) {
      refuse(entry.first, "key \"" + key + "\" is there twice");
      good = false;
    }
  }
  return good;
}

std::string YamlReader::text(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar()) return node.Scalar();
  refuse(node, std::string(what) + ": expected one value");
  return {};
}

std::vector<std::string> YamlReader::texts(const YAML::Node& node, std::string_view what) {
  std::vector<std::string> values;
  if (node.IsScalar()) {
    values.push_back(node.Scalar());
  } else if (node.IsSequence()) {
    for (const auto& item : node) values.push_back(text(item, what));
  }
  if (values.empty()) refuse(node, std::string(what) + ": expected a value or a list of values");
  return values;
}

std::optional<Date> YamlReader::date(const YAML::Node& node, std::string_view what) {
  const std::string written = text(node, what);
  const auto read = written.size() == 10 ? Date::parse_iso(written) : std::nullopt;
  if (!read) refuse(node, std::string(what) + ": expected a date as 2026-05-04");
  return read;
}

std::optional<Severity> YamlReader::severity(const YAML::Node& node) {
  const std::string written = text(node, "severity");
  for (const Severity known : {Severity::off, Severity::info, Severity::warning, Severity::error}) {
    if (written == severity_name(known)) return known;
  }
  refuse(node, "severity \"" + written + "\": expected off, info, warning or error");
  return std::nullopt;
}

Period YamlReader::period(const YAML::Node& map) {
  Period period;
  if (const auto from = map["from"]) period.from = date(from, "from").value_or(period.from);
  if (const auto until = map["until"]) period.to = date(until, "until").value_or(period.to);
  return period;
}

}  // namespace chargelint::plugin
