// What readers of a site's YAML share: faults with file and line, known keys, values of a known form.
#pragma once

#include <yaml-cpp/yaml.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/date.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {

class YamlReader {
 public:
  YamlReader(std::string name, std::vector<SiteFault>& faults) : name_(std::move(name)), faults_(faults) {}

  [[nodiscard]] std::string place(const YAML::Node& node) const;
  void refuse(const YAML::Node& node, std::string what);
  // A map with none but these keys, each once; else what is wrong is noted.
  [[nodiscard]] bool check_map(const YAML::Node& node, std::span<const std::string_view> keys,
                               std::string_view what);
  // One value; empty and noted when it is none.
  [[nodiscard]] std::string text(const YAML::Node& node, std::string_view what);
  // One value or a list of them.
  [[nodiscard]] std::vector<std::string> texts(const YAML::Node& node, std::string_view what);
  [[nodiscard]] std::optional<Date> date(const YAML::Node& node, std::string_view what);
  [[nodiscard]] std::optional<Severity> severity(const YAML::Node& node);
  // `from` and `until` of a map, both included.
  [[nodiscard]] Period period(const YAML::Node& map);

 private:
  std::string name_;
  std::vector<SiteFault>& faults_;
};

// The nearest known word, in words; empty when there is none.
[[nodiscard]] std::string nearest_known(std::string_view word, std::span<const std::string_view> known);

}  // namespace chargelint::plugin
