// The proof of a finding in one line: the very row it rests on, and the citation.
#pragma once

#include <string>

#include "rules/engine/finding.h"
#include "rules/engine/rule.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {

// "ncci-ptp-practitioner 2026Q3: column1 45385, column2 45380, …"
[[nodiscard]] std::string evidence_text(const Evidence& evidence, const Reference& reference);
// "NCCI Policy Manual for Medicare Services, chapter I, section E.1"; empty when the rule cites nothing.
[[nodiscard]] std::string citation_text(const RuleInfo& rule);
// " [row: …] [source: …]", to stand behind the biller's text where a protocol has one field for both.
[[nodiscard]] std::string proof_text(const Finding& finding, const Reference& reference);

}  // namespace chargelint::plugin
