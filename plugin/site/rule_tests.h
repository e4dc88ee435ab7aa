// Runs the cases that a site's rules file holds.
#pragma once

#include <string>
#include <vector>

#include "plugin/site/rules_file.h"

namespace chargelint::plugin {

struct SiteTestResult {
  const SiteTest* test = nullptr;
  std::string problem;  // empty: the case holds
};

// Of a file that is not refused, in its order.
[[nodiscard]] std::vector<SiteTestResult> run_site_tests(const SiteFile& file);

}  // namespace chargelint::plugin
