// The configuration: defaults, file, environment, and errors that say where.
#include "plugin/config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "support.h"

namespace chargelint::plugin {
namespace {

class Configuration : public ::testing::Test {
 protected:
  std::string write(const std::string& text, const std::string& name = "chargelint.yaml") {
    const std::string path = folder_.file(name);
    std::ofstream(path) << text;
    return path;
  }
  Result<Config> load(const std::string& text) { return load_config(write(text), {}, environment()); }
  Environment environment() {
    return [this](const char* name) -> const char* {
      const auto found = variables_.find(name);
      return found == variables_.end() ? nullptr : found->second.c_str();
    };
  }
  testing::TemporaryFolder folder_;
  std::map<std::string, std::string> variables_;
};

TEST_F(Configuration, HasTheDefaultsOfTheContract) {
  const auto config = load_config(std::nullopt, {}, environment());
  ASSERT_TRUE(config);
  EXPECT_EQ(config->http.address, "127.0.0.1");
  EXPECT_EQ(config->http.port, 8080);
  EXPECT_EQ(config->mllp.address, "127.0.0.1");
  EXPECT_EQ(config->mllp.port, 2575);
  EXPECT_EQ(config->reference, "/var/lib/chargelint/reference.db");
  EXPECT_EQ(config->reference_reload_seconds, 0U);
  EXPECT_EQ(config->state, "/var/lib/chargelint/state.db");
  EXPECT_EQ(config->rules, "/etc/chargelint/rules.yaml");
  EXPECT_EQ(config->key_file, "/var/lib/chargelint/key");
  EXPECT_EQ(config->http.max_body, 16U * 1024 * 1024);
  EXPECT_FALSE(config->mllp.hold_on_error);
}

TEST_F(Configuration, ReadsTheFile) {
  const auto config = load(
      "http: { address: 0.0.0.0, port: 80, max_body: 2M }\n"
      "mllp:\n  port: 6661\n  hold_on_error: true\n"
      "reference: /data/ref.db\n"
      "reference_reload_seconds: 30\n"
      "log: { level: warning }\n");
  ASSERT_TRUE(config) << to_string(config.error());
  EXPECT_EQ(config->http.address, "0.0.0.0");
  EXPECT_EQ(config->http.port, 80);
  EXPECT_EQ(config->http.max_body, 2U * 1024 * 1024);
  EXPECT_EQ(config->mllp.address, "127.0.0.1") << "what the file does not say keeps its default";
  EXPECT_EQ(config->mllp.port, 6661);
  EXPECT_TRUE(config->mllp.hold_on_error);
  EXPECT_EQ(config->reference, "/data/ref.db");
  EXPECT_EQ(config->reference_reload_seconds, 30U);
  EXPECT_EQ(config->log_level, "warning");
}

TEST_F(Configuration, ReadsSeveralPortsForMessages) {
  for (const char* const text :
       {"mllp:\n  max_message: 1M\n  listen:\n    - { port: 2576, profile: epic-pb }\n    - { address: "
        "'::1', port: 2577 }\n",
        "mllp:\n  - { port: 2576, profile: epic-pb }\n  - { address: '::1', port: 2577 }\n"}) {
    const auto config = load(text);
    ASSERT_TRUE(config) << to_string(config.error());
    const auto listeners = config->mllp.listeners();
    ASSERT_EQ(listeners.size(), 2U);
    EXPECT_EQ(listeners[0].port, 2576);
    EXPECT_EQ(listeners[0].address, "127.0.0.1");
    EXPECT_EQ(listeners[0].profile, "epic-pb");
    EXPECT_EQ(listeners[1].address, "::1");
    EXPECT_EQ(listeners[1].profile, "");
  }
  const auto one = load("mllp: { port: 2576, profile: nextgen }\nprofiles: /etc/profiles\n");
  ASSERT_TRUE(one) << to_string(one.error());
  ASSERT_EQ(one->mllp.listeners().size(), 1U);
  EXPECT_EQ(one->mllp.listeners()[0].profile, "nextgen");
  EXPECT_EQ(one->profiles, "/etc/profiles");
}

TEST_F(Configuration, AMistakeInAPortIsNamed) {
  struct Case {
    const char* text;
    const char* says;
  };
  const Case cases[] = {{"mllp:\n  listen:\n    - { prot: 2576 }\n",
                         ":3: unknown key \"prot\" of mllp.listen; the nearest known one is \"port\""},
                        {"mllp:\n  listen:\n    - { port: many }\n", ":3: mllp.port: expected a number"},
                        {"mllp:\n  listen:\n    - { profile: x }\n", ":3: mllp.listen: expected a port"},
                        {"mllp:\n  listen:\n    - 2576\n", ":3: mllp.listen: expected a port"}};
  for (const Case& test_case : cases) {
    const auto config = load(test_case.text);
    ASSERT_FALSE(config) << test_case.text;
    EXPECT_NE(to_string(config.error()).find(test_case.says), std::string::npos) << to_string(config.error());
  }
}

TEST_F(Configuration, TheEnvironmentOverridesTheFile) {
  variables_["CHARGELINT_HTTP_PORT"] = "9999";
  variables_["CHARGELINT_KEY_FILE"] = "/run/key";
  variables_["CHARGELINT_SERVICE_HOST"] = "10.0.0.1";  // an orchestrator's own
  const auto config = load("http: { port: 80 }\n");
  ASSERT_TRUE(config) << to_string(config.error());
  EXPECT_EQ(config->http.port, 9999);
  EXPECT_EQ(config->key_file, "/run/key");
}

TEST_F(Configuration, ABadVariableIsNamed) {
  variables_["CHARGELINT_HTTP_PORT"] = "tcp://10.0.0.1:80";
  const auto config = load("");
  ASSERT_FALSE(config);
  EXPECT_EQ(to_string(config.error()),
            "environment variable CHARGELINT_HTTP_PORT: http.port: expected a number from 0 to 65535");
}

TEST_F(Configuration, EveryKeyHasItsVariable) {
  EXPECT_EQ(environment_name("http.max_body"), "CHARGELINT_HTTP_MAX_BODY");
  EXPECT_EQ(environment_name("key_file"), "CHARGELINT_KEY_FILE");
  for (const std::string_view key : config_keys()) {
    variables_.clear();
    variables_[environment_name(key)] = "";
    EXPECT_FALSE(load("")) << key << " takes an empty value";
  }
}

TEST_F(Configuration, SearchesInOrder) {
  const std::string second = write("http: { port: 2 }\n", "second.yaml");
  const std::vector<std::string> search{folder_.file("first.yaml"), second};
  EXPECT_EQ(load_config(std::nullopt, search, environment())->http.port, 2);
  write("http: { port: 1 }\n", "first.yaml");
  EXPECT_EQ(load_config(std::nullopt, search, environment())->http.port, 1);
}

TEST_F(Configuration, ANamedFileMustBeThere) {
  const auto config = load_config(folder_.file("absent.yaml"), {}, environment());
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().what, "the configuration file can't be read");
}

struct BadConfig {
  const char* name;
  const char* text;
  const char* says;  // after the file's path
};
class BadConfigurations : public Configuration, public ::testing::WithParamInterface<BadConfig> {};
TEST_P(BadConfigurations, SayFileLineAndWhatWasExpected) {
  const auto config = load(GetParam().text);
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().kind, ErrorKind::usage);
  EXPECT_EQ(to_string(config.error()), folder_.file("chargelint.yaml") + GetParam().says);
}
INSTANTIATE_TEST_SUITE_P(
    All, BadConfigurations,
    ::testing::Values(
        BadConfig{"UnknownBelow", "http:\n  port: 1\n  prot: 2\n",
                  ":3: unknown key \"http.prot\"; the nearest known one is \"http.port\""},
        BadConfig{"UnknownAbove", "\nrefrence: x\n",
                  ":2: unknown key \"refrence\"; the nearest known one is \"reference\""},
        BadConfig{"UnknownSection", "htp: { port: 1 }\n",
                  ":1: unknown key \"htp\"; the nearest known one is \"http\""},
        BadConfig{"NoNumber", "http: { port: many }\n", ":1: http.port: expected a number from 0 to 65535"},
        BadConfig{"TooLarge", "http: { port: 65536 }\n", ":1: http.port: expected a number from 0 to 65535"},
        BadConfig{"NoFlag", "mllp: { hold_on_error: perhaps }\n",
                  ":1: mllp.hold_on_error: expected true or false"},
        BadConfig{"NoSize", "http: { max_body: 12T }\n",
                  ":1: http.max_body: expected a size in bytes, or 512K, 16M, 1G; at most 4G"},
        BadConfig{"ValueForSection", "http: 8080\n",
                  ":1: http: expected keys below it, such as \"address\" and \"port\""},
        BadConfig{"ListForValue", "reference: [a, b]\n", ":1: reference: expected one value"},
        BadConfig{"Twice", "state: a\nstate: b\n", ":2: key \"state\" is there twice"},
        BadConfig{"List", "- a\n", ":1: expected keys and values"}),
    [](const auto& info) { return info.param.name; });

TEST_F(Configuration, BrokenYamlIsRefusedWithItsLine) {
  const auto config = load("http:\n  port: [1\n");
  ASSERT_FALSE(config);
  EXPECT_NE(to_string(config.error()).find("this is not YAML"), std::string::npos)
      << to_string(config.error());
}

}  // namespace
}  // namespace chargelint::plugin
