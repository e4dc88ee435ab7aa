// The page of `explain`: what a rule checks and why, how loud it is, the row that proves it, a claim that
// fails and one that is right, what to do, how often it speaks, how to quiet it.
#pragma once

#include <string>

#include "fhir/json/writer.h"
#include "plugin/report/rule_example.h"
#include "rules/engine/rule.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {

// Which tables the examples were judged with: those of the machine, or the starter set in the binary where
// the former hold none of the rows.
struct ExplainedExample {
  const RuleExample& example;
  bool starter = false;
};

// `site` may be null; a rule of the site's own has no examples.
void append_rule_page(std::string& out, const Rule& rule, const SiteRules* site,
                      const ExplainedExample& explained);
// The rule as `rules --format json` gives it, with `demonstration` behind.
void write_rule_page_json(fhir::JsonWriter& json, const Rule& rule, const SiteRules* site,
                          const ExplainedExample& explained);

}  // namespace chargelint::plugin
