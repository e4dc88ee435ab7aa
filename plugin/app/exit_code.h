// What the process tells the shell: the worst thing that happened decides.
#pragma once

namespace chargelint::plugin {

enum class ExitCode : int {
  done = 0,         // nothing at error severity
  findings = 1,     // at least one finding at error severity
  bad_input = 2,    // bad input or usage; one line on stderr says what
  environment = 3,  // store missing, port taken
};

[[nodiscard]] constexpr ExitCode worse_of(ExitCode left, ExitCode right) {
  return left < right ? right : left;
}

}  // namespace chargelint::plugin
