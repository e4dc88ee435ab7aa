// The verdict for a person at a terminal.
#pragma once

#include <string>

#include "plugin/report/common.h"

namespace chargelint::plugin {

void append_verdict_text(std::string& out, const VerdictReport& report, bool coloured);

}  // namespace chargelint::plugin
