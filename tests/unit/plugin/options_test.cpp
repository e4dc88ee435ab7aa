// Command-line options: forms, operands, and refusals that name the nearest known option.
#include "plugin/app/options.h"

#include <gtest/gtest.h>

#include <array>

#include "plugin/app/nearest.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kSpecs{OptionSpec{"format", "NAME", ""}, OptionSpec{"jobs", "N", ""},
                            OptionSpec{"show-phi", "", ""}, OptionSpec{"help", "", ""}};

Result<Options> parse(std::vector<std::string> arguments) {
  return Options::parse(arguments, kSpecs);
}

TEST(CommandOptions, ReadsValuesFlagsAndOperands) {
  const auto options =
      parse({"a.hl7", "--format", "json", "--jobs=4", "--show-phi", "-", "--", "--odd-name"});
  ASSERT_TRUE(options) << options.error().what;
  EXPECT_EQ(options->value("format"), "json");
  EXPECT_EQ(options->value("jobs"), "4");
  EXPECT_TRUE(options->has("show-phi"));
  EXPECT_FALSE(options->has("help"));
  EXPECT_EQ(options->operands(), (std::vector<std::string>{"a.hl7", "-", "--odd-name"}));
}

TEST(CommandOptions, TheLastOfAnOptionGivenTwiceCounts) {
  const auto options = parse({"--format", "json", "--format", "text"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->value("format"), "text");
}

struct Refusal {
  const char* name;
  std::vector<std::string> arguments;
  const char* says;
};
class RefusedOptions : public ::testing::TestWithParam<Refusal> {};
TEST_P(RefusedOptions, SayWhatIsWrong) {
  const auto options = parse(GetParam().arguments);
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().kind, ErrorKind::usage);
  EXPECT_EQ(options.error().what, GetParam().says);
}
INSTANTIATE_TEST_SUITE_P(
    All, RefusedOptions,
    ::testing::Values(
        Refusal{"Unknown", {"--formt", "x"}, "unknown option --formt; the nearest known one is --format"},
        Refusal{"UnknownWithValue", {"--job=1"}, "unknown option --job; the nearest known one is --jobs"},
        Refusal{"NoValue", {"--format"}, "option --format needs a value: NAME"},
        Refusal{"FlagWithValue", {"--show-phi=yes"}, "option --show-phi takes no value"}),
    [](const auto& info) { return info.param.name; });

TEST(CommandOptions, NumbersAndChoicesAreChecked) {
  const auto options = parse({"--jobs", "0", "--format", "xml"});
  ASSERT_TRUE(options);
  const auto jobs = number_option(*options, "jobs", 1, 1, 256);
  ASSERT_FALSE(jobs);
  EXPECT_EQ(jobs.error().what, "option --jobs: expected a number from 1 to 256");
  constexpr std::array<std::string_view, 2> kFormats{"text", "json"};
  const auto format = choice_option(*options, "format", kFormats, 0);
  ASSERT_FALSE(format);
  EXPECT_EQ(format.error().what, "option --format: unknown value \"xml\"; expected one of text, json");
  EXPECT_EQ(number_option(*parse({}), "jobs", 7, 1, 256).value(), 7U);
  EXPECT_EQ(choice_option(*parse({"--format", "json"}), "format", kFormats, 0).value(), 1U);
  EXPECT_FALSE(number_option(*parse({"--jobs", "4x"}), "jobs", 1, 1, 256));
}

TEST(NearestName, CountsInsertionsDeletionsSubstitutionsAndSwaps) {
  EXPECT_EQ(edit_distance("check", "check"), 0U);
  EXPECT_EQ(edit_distance("chek", "check"), 1U);
  EXPECT_EQ(edit_distance("chcek", "check"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  constexpr std::array<std::string_view, 3> kNames{"serve", "check", "read"};
  EXPECT_EQ(nearest("serv", kNames), "serve");
  EXPECT_EQ(nearest("chekc", kNames), "check");
  EXPECT_EQ(nearest("x", {}), "");
}

}  // namespace
}  // namespace chargelint::plugin
