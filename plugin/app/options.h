// The options and operands of one command line.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/base/result.h"

namespace chargelint::plugin {

struct OptionSpec {
  std::string_view name;      // without the dashes
  std::string_view argument;  // what it takes, for the help: "FILE"; empty: a flag
  std::string_view help;
};

class Options {
 public:
  // `--name value`, `--name=value`, flags; `--` ends the options; `-` is an operand (standard input). An
  // option that is not known is refused by naming the nearest one that is.
  [[nodiscard]] static Result<Options> parse(std::span<const std::string> arguments,
                                             std::span<const OptionSpec> specs);

  [[nodiscard]] bool has(std::string_view name) const { return value(name).has_value(); }
  // The last one given; a flag that was given has an empty value.
  [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const;
  // All that were given, in their order.
  [[nodiscard]] std::vector<std::string> values(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
  std::vector<std::string> operands_;
};

// A whole number within bounds, or an error that names the option.
[[nodiscard]] Result<unsigned> number_option(const Options& options, std::string_view name, unsigned fallback,
                                             unsigned least, unsigned most);
// One of the names, as its index; the fallback when the option was not given.
[[nodiscard]] Result<std::size_t> choice_option(const Options& options, std::string_view name,
                                                std::span<const std::string_view> choices,
                                                std::size_t fallback);

}  // namespace chargelint::plugin
