// The facts that a finding rests on, as one number (GOV-004): overridden once, the same facts stay silent and
// changed facts speak again.
#pragma once

#include <cstdint>
#include <string_view>

#include "rules/claim/claim.h"
#include "rules/engine/finding.h"
#include "rules/engine/rule.h"

namespace chargelint {

// What a person has settled: this rule on these facts.
struct Override {
  std::string_view rule;  // its id
  std::uint64_t facts = 0;
};

// False where the charge could not be read as it was meant: then there are no facts to settle, and the answer
// must say so.
[[nodiscard]] bool may_be_overridden(std::string_view rule, Severity severity);

// Of the rule's id, what the finding names, the code, modifiers, units, dates, place, diagnoses and
// practitioner of each line concerned, and the key of the row it rests on. The order and the numbers of
// lines, and the order of modifiers, do not count; nor does what a fix or a message says. Never 0.
[[nodiscard]] std::uint64_t fact_hash(const Finding& finding, const Claim& claim);

}  // namespace chargelint
