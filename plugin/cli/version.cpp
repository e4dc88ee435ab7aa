// chargelint version: version, compiler, and the versions of what it stands on.
#include "plugin/version.h"

#include <Poco/Environment.h>
#include <yaml-cpp/yaml.h>

#include "plugin/cli/command.h"
#include "plugin/http/server.h"

namespace chargelint::plugin {

std::string_view version() {
  return CHARGELINT_VERSION;
}

namespace {

std::string poco_version() {
  const Poco::UInt32 packed = Poco::Environment::libraryVersion();
  return std::to_string(packed >> 24U) + "." + std::to_string((packed >> 16U) & 255U) + "." +
         std::to_string((packed >> 8U) & 255U);
}

ExitCode run_version(const Invocation& invocation) {
  invocation.streams.out << "chargelint " << version() << '\n'
#ifdef NDEBUG
                         << "build release, g++ " << __VERSION__ << '\n'
#else
                         << "build debug, g++ " << __VERSION__ << '\n'
#endif
                         << "Boost " << http::library_version() << '\n'
                         << "POCO " << poco_version() << '\n';
  return ExitCode::done;
}

}  // namespace

const Command kVersionCommand{"version", "",          "version of the program and of what it stands on",
                              {},        run_version, false};

}  // namespace chargelint::plugin
