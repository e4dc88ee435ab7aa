// The command line: finds the command, reads its options and the configuration, runs it.
#pragma once

#include <span>
#include <string>

#include "plugin/cli/command.h"

namespace chargelint::plugin {

// `arguments` without the program's own name.
[[nodiscard]] ExitCode run_app(std::span<const std::string> arguments, Streams& streams,
                               const Environment& environment);

}  // namespace chargelint::plugin
