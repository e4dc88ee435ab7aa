// The wording of findings: templates filled with the finding's arguments, in two voices. Deterministic.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/claim/claim.h"
#include "rules/engine/finding.h"
#include "rules/engine/rule.h"
#include "rules/ports/reference.h"

namespace chargelint {

// One sentence under 140 characters (cut at a word if a list is longer). Rules that are not for clinicians
// give the first sentence of the biller's text.
[[nodiscard]] std::string clinician_text(const Finding& finding);
// What, why and what to do.
[[nodiscard]] std::string biller_text(const Finding& finding);
[[nodiscard]] std::string fix_title(const Fix& fix, const Finding& finding);  // "Append XS to line 2"
[[nodiscard]] std::string edit_value(const Edit& edit);  // the JSON `value`: "XS", "1", "62325"
[[nodiscard]] std::string reason_text(const NotEvaluated& gap, const Reference& reference);

// The evidence row as named fields, in the order of the published table; null for "no date", "none".
struct EvidenceField {
  std::string_view name;
  std::variant<std::monostate, std::string, std::int64_t> value;
};
[[nodiscard]] std::vector<EvidenceField> evidence_fields(const Evidence& evidence,
                                                         const Reference& reference);

}  // namespace chargelint
