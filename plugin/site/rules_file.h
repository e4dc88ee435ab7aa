// The site's rules file (`rules:` of the configuration): YAML to the plain values of
// rules/engine/site_rules.h. Every fault is found when the file is read, each with its line.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/date.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {

// A case of the file itself, in the notation of tests/cases/README.md.
struct SiteTest {
  std::string where;
  std::string rule;
  bool fires = false;
  std::string title;
  std::string context;
  std::string lines;
};

struct SiteFile {
  std::shared_ptr<const SiteRules> rules;  // null: no file, or one that is refused
  std::vector<SiteFault> faults;           // in the order of the file
  std::vector<SiteTest> tests;
  bool there = false;
  [[nodiscard]] bool refused() const { return there && rules == nullptr; }
};

// `today` tells what has expired; without it nobody asks. A file that is not there has no rules.
[[nodiscard]] SiteFile load_site_rules(const std::string& file, std::optional<Date> today);
// `name` stands in front of the line in each fault.
[[nodiscard]] SiteFile read_site_rules(const std::string& text, const std::string& name,
                                       std::optional<Date> today);

// "rules.yaml:12: …", one line a fault.
[[nodiscard]] std::string fault_text(const SiteFault& fault);

}  // namespace chargelint::plugin
