// The program. Everything that decides anything is in the library, where tests reach it.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "plugin/app/app.h"

int main(int count, char** values) {
  using chargelint::plugin::ExitCode;
  try {
    const std::vector<std::string> arguments(values + 1, values + count);
    std::ios::sync_with_stdio(false);
    chargelint::plugin::Streams streams{std::cin, std::cout, std::cerr, isatty(STDOUT_FILENO) == 1,
                                        isatty(STDERR_FILENO) == 1};
    const ExitCode code = chargelint::plugin::run_app(
        arguments, streams, [](const char* name) -> const char* { return std::getenv(name); });
    std::cout.flush();
    return static_cast<int>(code);
  } catch (const std::exception& problem) {
    std::cerr << "chargelint: " << problem.what() << '\n';
    return static_cast<int>(ExitCode::environment);
  }
}
