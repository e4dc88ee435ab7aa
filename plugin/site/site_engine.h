// An engine with the built-in rules and a site's own.
#pragma once

#include <memory>

#include "rules/engine/engine.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {

// `site` may be null.
[[nodiscard]] inline std::shared_ptr<const Engine> engine_with(std::shared_ptr<const SiteRules> site) {
  const auto rules = with_site_rules(all_rules(), site.get());
  EngineOptions options;
  options.site = std::move(site);
  return std::make_shared<const Engine>(rules, std::move(options));
}

}  // namespace chargelint::plugin
