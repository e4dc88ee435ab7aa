#include "plugin/cli/command.h"

namespace chargelint::plugin {

ExitCode exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::environment:
    case ErrorKind::not_found:
      return ExitCode::environment;
    case ErrorKind::usage:
    case ErrorKind::malformed:
    case ErrorKind::unsupported:
    case ErrorKind::too_large:
    case ErrorKind::conflict:
      return ExitCode::bad_input;
  }
  return ExitCode::environment;
}

ExitCode report_error(const Invocation& invocation, const Error& error) {
  invocation.streams.err << "chargelint: " << to_string(error) << '\n';
  return exit_code_of(error.kind);
}

Result<void> need_operands(const Options& options, std::size_t least, std::size_t most,
                           std::string_view expected) {
  const std::size_t count = options.operands().size();
  if (count >= least && count <= most) return {};
  return fail(ErrorKind::usage, "", "expected " + std::string(expected));
}

Result<std::size_t> format_option(const Options& options, std::span<const std::string_view> formats) {
  return choice_option(options, "format", formats, 0);
}

}  // namespace chargelint::plugin
