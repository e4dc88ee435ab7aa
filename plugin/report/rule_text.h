// A rule's header for people and programs: the rule list. The page that `explain` prints is in rule_page.h.
#pragma once

#include <string>

#include "fhir/json/writer.h"
#include "rules/engine/rule.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {

// `site`: the site's own rules and settings, which are then told; may be null.
// One line: id, severity, title.
void append_rule_row(std::string& out, const Rule& rule, const SiteRules* site);
void write_rule_json(fhir::JsonWriter& json, const Rule& rule, const SiteRules* site);
// The same without the braces around it.
void write_rule_members(fhir::JsonWriter& json, const Rule& rule, const SiteRules* site);

}  // namespace chargelint::plugin
