#include "plugin/app/app.h"

#include <algorithm>
#include <array>
#include <iomanip>
#include <utility>
#include <vector>

#include "plugin/app/nearest.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kCommands{&kServeCommand,
                               &kCheckCommand,
                               &kReadCommand,
                               &kCodeCommand,
                               &kSearchCommand,
                               &kRulesCommand,
                               &kRulesTestCommand,
                               &kExplainCommand,
                               &kReferenceImportCommand,
                               &kReferenceStatusCommand,
                               &kReferenceVerifyCommand,
                               &kReferenceDiffCommand,
                               &kReferenceExportCommand,
                               &kReferenceUpdateCommand,
                               &kProfileListCommand,
                               &kProfileShowCommand,
                               &kProfileTestCommand,
                               &kReplayCommand,
                               &kOverrideAddCommand,
                               &kOverrideListCommand,
                               &kOverrideEndCommand,
                               &kSendCommand,
                               &kListenCommand,
                               &kVersionCommand};

constexpr std::array kCommonOptions{
    OptionSpec{"config", "FILE",
               "configuration (default chargelint.yaml, then /etc/chargelint/chargelint.yaml)"},
    OptionSpec{"reference", "FILE", "the reference store"},
    OptionSpec{"help", "", "this text"},
};

void print_options(std::ostream& out, std::span<const OptionSpec> specs) {
  for (const OptionSpec& spec : specs) {
    std::string left = "  --" + std::string(spec.name);
    if (!spec.argument.empty()) left += " " + std::string(spec.argument);
    out << std::left << std::setw(30) << left << ' ' << spec.help << '\n';
  }
}

void print_command_help(std::ostream& out, const Command& command) {
  out << "chargelint " << command.name;
  if (!command.operands.empty()) out << ' ' << command.operands;
  out << "\n\n" << command.summary << "\n\n";
  print_options(out, command.options);
  print_options(out, kCommonOptions);
}

void print_help(std::ostream& out) {
  out << "chargelint checks medical charges before they are billed.\n\n";
  for (const Command* const command : kCommands) {
    std::string left = "  chargelint " + std::string(command->name);
    if (!command->operands.empty()) left += " " + std::string(command->operands);
    out << std::left << std::setw(42) << left << ' ' << command->summary << '\n';
  }
  out << "\nEvery command:\n";
  print_options(out, kCommonOptions);
  out << "\nchargelint COMMAND --help tells a command's options. `-` is standard input.\n"
         "Exit codes: 0 nothing at error severity, 1 findings at error severity, 2 bad input or usage,\n"
         "3 environment (store missing, port taken).\n";
}

struct Found {
  const Command* command = nullptr;
  std::vector<std::string> rest;
};

// "expected `reference import`, `reference status` or `reference verify`"
std::string half_a_command(const std::string& first_word) {
  std::vector<std::string> names;
  for (const Command* const command : kCommands) {
    if (command->name.starts_with(first_word + " ")) names.push_back("`" + std::string(command->name) + "`");
  }
  std::string text = "expected ";
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (index > 0) text += index + 1 == names.size() ? " or " : ", ";
    text += names[index];
  }
  return text;
}

// The command may have two words, and options may stand before it.
Result<Found> find_command(std::span<const std::string> arguments) {
  std::vector<std::string> rest;
  std::string name;
  std::size_t index = 0;
  for (; index < arguments.size() && name.empty(); ++index) {
    const std::string& argument = arguments[index];
    if (!argument.starts_with('-') || argument == "-") {
      name = argument;
      continue;
    }
    rest.push_back(argument);
    // The common options that take a value may come first.
    if ((argument == "--config" || argument == "--reference") && index + 1 < arguments.size()) {
      rest.push_back(arguments[++index]);
    }
  }
  if (index < arguments.size()) {
    const std::string two_words = name + " " + arguments[index];
    const auto takes_two =
        std::any_of(kCommands.begin(), kCommands.end(),
                    [&two_words](const Command* command) { return command->name == two_words; });
    if (takes_two) {
      name = two_words;
      ++index;
    }
  }
  rest.insert(rest.end(), arguments.begin() + static_cast<std::ptrdiff_t>(index), arguments.end());
  if (name.empty() || name == "help") return Found{nullptr, std::move(rest)};
  std::vector<std::string_view> names;
  for (const Command* const command : kCommands) {
    if (command->name == name) return Found{command, std::move(rest)};
    names.push_back(command->name);
  }
  if (name == "reference" || name == "override" || name == "profile")
    return fail(ErrorKind::usage, "", half_a_command(name));
  return fail(ErrorKind::usage, "",
              "unknown command \"" + name + "\"; the nearest known one is \"" +
                  std::string(nearest(name, names)) + "\"");
}

ExitCode usage_error(Streams& streams, const Error& error) {
  streams.err << "chargelint: " << to_string(error) << '\n';
  return exit_code_of(error.kind);
}

// `chargelint`, `chargelint --help`, `chargelint --version`, `chargelint help check`.
ExitCode without_command(std::span<const std::string> rest, Streams& streams) {
  if (std::find(rest.begin(), rest.end(), "--version") != rest.end()) {
    const Config config;
    const Options options;
    return kVersionCommand.run(Invocation{options, config, streams});
  }
  for (const Command* const command : kCommands) {
    if (!rest.empty() && command->name == rest.front()) {
      print_command_help(streams.out, *command);
      return ExitCode::done;
    }
  }
  const auto options = Options::parse(rest, kCommonOptions);
  if (!options) return usage_error(streams, options.error());
  print_help(streams.out);
  return ExitCode::done;
}

}  // namespace

ExitCode run_app(std::span<const std::string> arguments, Streams& streams, const Environment& environment) {
  auto found = find_command(arguments);
  if (!found) return usage_error(streams, found.error());
  if (found->command == nullptr) return without_command(found->rest, streams);
  const Command& command = *found->command;

  std::vector<OptionSpec> specs(command.options.begin(), command.options.end());
  specs.insert(specs.end(), kCommonOptions.begin(), kCommonOptions.end());
  const auto options = Options::parse(found->rest, specs);
  if (!options) return usage_error(streams, options.error());
  if (options->has("help")) {
    print_command_help(streams.out, command);
    return ExitCode::done;
  }
  Config config;
  if (command.needs_config) {
    const auto search = default_config_files();
    auto loaded = load_config(options->value("config"), search, environment);
    if (!loaded) return usage_error(streams, loaded.error());
    config = std::move(*loaded);
  }
  if (const auto reference = options->value("reference")) config.reference = *reference;
  return command.run(Invocation{*options, config, streams});
}

}  // namespace chargelint::plugin
