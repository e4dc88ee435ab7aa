// Applies a fix to a claim: for the dry run, and for whoever writes the mended claim.
#pragma once

#include "rules/claim/claim.h"
#include "rules/engine/finding.h"

namespace chargelint {

// Edits `claim` in place. An edit that names a line which is not there changes nothing.
void apply_fix(Claim& claim, const Fix& fix);

[[nodiscard]] bool same_edits(const Fix& left, const Fix& right);

}  // namespace chargelint
