// What the findings of the SHAPE rules have in common: the place and the element that a reader noted.
#pragma once

#include "rules/engine/rule.h"

namespace chargelint {

inline Finding& add_for_fact(RuleOutput& output, const ShapeFact& fact) {
  Finding& finding = output.add();
  if (fact.line != 0) finding.lines.push_back(fact.line);
  finding.location = fact.at;
  finding.other_location = fact.other_at;
  finding.hl7_code = fact.hl7_code;
  finding.arguments.push_back({"element", fact.element});
  finding.arguments.push_back({"line", std::int64_t{fact.line}});
  return finding;
}

}  // namespace chargelint
