// chargelint read: how each message was understood, for mapping a new sender.
#include <array>

#include "plugin/cli/command.h"
#include "plugin/cli/profile_option.h"
#include "plugin/input/input.h"
#include "plugin/report/reading.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"format", "NAME", "text (default) or json (one object a line)"},
    OptionSpec{"show-phi", "", "patient identifiers too"},
    OptionSpec{"profile", "NAME", "of every message: a profile's name or file (default: by MSH-3 and MSH-4)"},
};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};

ExitCode run_read(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (auto enough = need_operands(options, 1, SIZE_MAX, "at least one FILE (`-` is standard input)");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(options, kFormats);
  if (!format) return report_error(invocation, format.error());
  auto reader = profile_reader(invocation);
  if (!reader) return report_error(invocation, reader.error());
  Streams& streams = invocation.streams;
  ExitCode worst = ExitCode::done;
  for (const std::string& name : options.operands()) {
    const auto report = [&](const std::string& position, const Error& error) {
      streams.out.flush();
      streams.err << name << ": " << position << (position.empty() ? "" : ": ") << to_string(error) << '\n';
      worst = ExitCode::bad_input;
    };
    const auto file = load_input(name, streams.in);
    if (!file) {
      report("", file.error());
      continue;
    }
    for (const InputUnit& unit : (*file)->units) {
      const auto claim = reader->read(unit);
      if (!claim) {
        report(unit.position, claim.error());
        continue;
      }
      std::string text;
      const ReadingOptions reading{name, options.has("show-phi")};
      if (*format == 1) {
        append_reading_json(text, *claim, reading);
        text += '\n';
      } else {
        append_reading_text(text, *claim, reading);
      }
      streams.out << text;
    }
  }
  return worst;
}

}  // namespace

const Command kReadCommand{"read", "FILE...",
                           "tells how each message was understood, each value with its place", kOptions,
                           run_read};

}  // namespace chargelint::plugin
