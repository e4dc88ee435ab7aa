// A command of the program: its name, what it takes, and what it does with the streams it is given.
#pragma once

#include <istream>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "plugin/app/exit_code.h"
#include "plugin/app/options.h"
#include "plugin/config.h"

namespace chargelint::plugin {

struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
};

struct Invocation {
  const Options& options;
  const Config& config;
  Streams& streams;
};

struct Command {
  std::string_view name;      // "reference import"
  std::string_view operands;  // for the help: "FILE..."
  std::string_view summary;
  std::span<const OptionSpec> options;
  ExitCode (*run)(const Invocation& invocation);
  bool needs_config = true;  // false: runs even when the configuration is broken
};

// One a file of this folder.
extern const Command kCheckCommand;
extern const Command kReadCommand;
extern const Command kCodeCommand;
extern const Command kSearchCommand;
extern const Command kRulesCommand;
extern const Command kRulesTestCommand;
extern const Command kExplainCommand;
extern const Command kReferenceImportCommand;
extern const Command kReferenceStatusCommand;
extern const Command kReferenceVerifyCommand;
extern const Command kReferenceDiffCommand;
extern const Command kReferenceExportCommand;
extern const Command kReferenceUpdateCommand;
extern const Command kReplayCommand;
extern const Command kOverrideAddCommand;
extern const Command kOverrideListCommand;
extern const Command kOverrideEndCommand;
extern const Command kProfileListCommand;
extern const Command kProfileShowCommand;
extern const Command kProfileTestCommand;
extern const Command kServeCommand;
extern const Command kSendCommand;
extern const Command kListenCommand;
extern const Command kVersionCommand;

// "chargelint: …" on stderr, one line, and the exit code that goes with the kind of error.
ExitCode report_error(const Invocation& invocation, const Error& error);
[[nodiscard]] ExitCode exit_code_of(ErrorKind kind);
// Exit 2 when there is none; for commands that need at least one operand.
[[nodiscard]] Result<void> need_operands(const Options& options, std::size_t least, std::size_t most,
                                         std::string_view expected);
// --format as an index into `formats`.
[[nodiscard]] Result<std::size_t> format_option(const Options& options,
                                                std::span<const std::string_view> formats);

}  // namespace chargelint::plugin
