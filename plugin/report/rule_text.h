// A rule's header for people and programs: the rule list and `explain`.
#pragma once

#include <string>

#include "fhir/json/writer.h"
#include "rules/engine/rule.h"

namespace chargelint::plugin {

// One line: id, severity, title.
void append_rule_row(std::string& out, const RuleInfo& rule);
void append_rule_page(std::string& out, const RuleInfo& rule);
void write_rule_json(fhir::JsonWriter& json, const RuleInfo& rule);

}  // namespace chargelint::plugin
