// A claim written out for a reader: who pays, diagnoses, lines, earlier services. For claims that are made up
// (the examples of `explain`): it prints what a log must not.
#pragma once

#include <string>
#include <string_view>

#include "fhir/json/writer.h"
#include "rules/claim/claim.h"
#include "rules/ports/history.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {

// Each row begins with `indent`. Plain words of codes come from the reference.
void append_claim_text(std::string& out, std::string_view indent, const Claim& claim, const History& history,
                       const Reference& reference);
void write_claim_json(fhir::JsonWriter& json, const Claim& claim, const History& history);

}  // namespace chargelint::plugin
