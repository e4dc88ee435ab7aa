#include "plugin/app/options.h"

#include <algorithm>
#include <charconv>

#include "plugin/app/nearest.h"

namespace chargelint::plugin {
namespace {

std::string unknown_option(std::string_view name, std::span<const OptionSpec> specs) {
  std::vector<std::string_view> names;
  names.reserve(specs.size());
  for (const OptionSpec& spec : specs) names.push_back(spec.name);
  std::string text = "unknown option --" + std::string(name);
  if (const std::string_view close = nearest(name, names); !close.empty()) {
    text += "; the nearest known one is --" + std::string(close);
  }
  return text;
}

}  // namespace

Result<Options> Options::parse(std::span<const std::string> arguments, std::span<const OptionSpec> specs) {
  Options options;
  bool only_operands = false;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const std::string& argument = arguments[index];
    if (only_operands || argument.size() < 2 || argument[0] != '-') {
      options.operands_.push_back(argument);
      continue;
    }
    if (argument == "--") {
      only_operands = true;
      continue;
    }
    std::string_view name = argument;
    name.remove_prefix(argument.starts_with("--") ? 2 : 1);
    std::optional<std::string_view> given;
    if (const std::size_t equals = name.find('='); equals != std::string_view::npos) {
      given = name.substr(equals + 1);
      name = name.substr(0, equals);
    }
    if (argument == "-h") name = "help";
    const auto spec = std::find_if(specs.begin(), specs.end(),
                                   [name](const OptionSpec& candidate) { return candidate.name == name; });
    if (spec == specs.end()) return fail(ErrorKind::usage, "", unknown_option(name, specs));
    if (spec->argument.empty()) {
      if (given) {
        return fail(ErrorKind::usage, "", "option --" + std::string(name) + " takes no value");
      }
      options.values_.emplace_back(name, "");
      continue;
    }
    if (!given) {
      if (index + 1 == arguments.size()) {
        return fail(ErrorKind::usage, "",
                    "option --" + std::string(name) + " needs a value: " + std::string(spec->argument));
      }
      given = arguments[++index];
    }
    options.values_.emplace_back(name, *given);
  }
  return options;
}

std::optional<std::string_view> Options::value(std::string_view name) const {
  for (auto entry = values_.rbegin(); entry != values_.rend(); ++entry) {
    if (entry->first == name) return entry->second;
  }
  return std::nullopt;
}

std::vector<std::string> Options::values(std::string_view name) const {
  std::vector<std::string> all;
  for (const auto& [option, value] : values_) {
    if (option == name) all.push_back(value);
  }
  return all;
}

Result<unsigned> number_option(const Options& options, std::string_view name, unsigned fallback,
                               unsigned least, unsigned most) {
  const auto text = options.value(name);
  if (!text) return fallback;
  unsigned number = 0;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (problem != std::errc{} || end != text->data() + text->size() || number < least || number > most) {
    return fail(ErrorKind::usage, "",
                "option --" + std::string(name) + ": expected a number from " + std::to_string(least) +
                    " to " + std::to_string(most));
  }
  return number;
}

Result<std::size_t> choice_option(const Options& options, std::string_view name,
                                  std::span<const std::string_view> choices, std::size_t fallback) {
  const auto text = options.value(name);
  if (!text) return fallback;
  const auto found = std::find(choices.begin(), choices.end(), *text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  std::string expected;
  for (const std::string_view choice : choices) {
    if (!expected.empty()) expected += ", ";
    expected += choice;
  }
  return fail(ErrorKind::usage, "",
              "option --" + std::string(name) + ": unknown value \"" + std::string(*text) +
                  "\"; expected one of " + expected);
}

}  // namespace chargelint::plugin
