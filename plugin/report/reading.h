// How a message was understood: the normalized claim, each value with where it was found.
#pragma once

#include <string>
#include <string_view>

#include "rules/claim/claim.h"

namespace chargelint::plugin {

struct ReadingOptions {
  std::string_view input;
  bool show_phi = false;  // else patient identifiers are left out
};

// Appends the contract's object without a line end.
void append_reading_json(std::string& out, const Claim& claim, const ReadingOptions& options);
void append_reading_text(std::string& out, const Claim& claim, const ReadingOptions& options);

}  // namespace chargelint::plugin
