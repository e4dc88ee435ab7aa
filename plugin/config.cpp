#include "plugin/config.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <set>

#include "plugin/app/nearest.h"

namespace chargelint::plugin {
namespace {

// What was expected, when the text was not it.
using Expected = std::optional<std::string>;
using Setter = Expected (*)(Config&, std::string_view);

struct Key {
  std::string_view name;
  Setter set;
};

template <class Number>
Expected set_number(Number& target, std::string_view text, unsigned long long least,
                    unsigned long long most) {
  unsigned long long number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size() || number < least || number > most) {
    return "a number from " + std::to_string(least) + " to " + std::to_string(most);
  }
  target = static_cast<Number>(number);
  return std::nullopt;
}

// Bytes, with an optional binary suffix: 1048576, 512K, 16M, 1G.
Expected set_size(std::size_t& target, std::string_view text) {
  std::size_t scale = 1;
  if (!text.empty()) {
    switch (std::toupper(static_cast<unsigned char>(text.back()))) {
      case 'K':
        scale = std::size_t{1} << 10U;
        break;
      case 'M':
        scale = std::size_t{1} << 20U;
        break;
      case 'G':
        scale = std::size_t{1} << 30U;
        break;
      default:
        break;
    }
  }
  if (scale != 1) text.remove_suffix(1);
  constexpr std::size_t kMost = std::size_t{4} << 30U;
  std::size_t number = 0;
  if (set_number(number, text, 1, kMost) || number > kMost / scale)
    return "a size in bytes, or 512K, 16M, 1G; at most 4G";
  target = number * scale;
  return std::nullopt;
}

Expected set_flag(bool& target, std::string_view text) {
  if (text == "true" || text == "yes" || text == "1") {
    target = true;
  } else if (text == "false" || text == "no" || text == "0") {
    target = false;
  } else {
    return "true or false";
  }
  return std::nullopt;
}

Expected set_text(std::string& target, std::string_view text) {
  if (text.empty()) return "a text that is not empty";
  target = text;
  return std::nullopt;
}

Expected set_date(std::optional<Date>& target, std::string_view text) {
  target = text.size() == 10 ? Date::parse_iso(text) : std::nullopt;
  if (!target) return "a date such as 2026-01-31";
  return std::nullopt;
}

Expected set_level(std::string& target, std::string_view text) {
  constexpr std::array<std::string_view, 5> kLevels{"debug", "information", "warning", "error", "none"};
  if (std::find(kLevels.begin(), kLevels.end(), text) == kLevels.end()) {
    return "debug, information, warning, error or none";
  }
  target = text;
  return std::nullopt;
}

constexpr std::array kKeys{
    Key{"http.address",
        [](Config& config, std::string_view text) { return set_text(config.http.address, text); }},
    Key{"http.port",
        [](Config& config, std::string_view text) { return set_number(config.http.port, text, 0, 65535); }},
    Key{"http.threads",
        [](Config& config, std::string_view text) { return set_number(config.http.threads, text, 0, 256); }},
    Key{"http.max_body",
        [](Config& config, std::string_view text) { return set_size(config.http.max_body, text); }},
    Key{"http.max_connections",
        [](Config& config, std::string_view text) {
          return set_number(config.http.max_connections, text, 1, 1000000);
        }},
    Key{"http.request_seconds",
        [](Config& config, std::string_view text) {
          return set_number(config.http.request_seconds, text, 1, 3600);
        }},
    Key{"http.idle_seconds",
        [](Config& config, std::string_view text) {
          return set_number(config.http.idle_seconds, text, 1, 86400);
        }},
    Key{"mllp.address",
        [](Config& config, std::string_view text) { return set_text(config.mllp.address, text); }},
    Key{"mllp.port",
        [](Config& config, std::string_view text) { return set_number(config.mllp.port, text, 0, 65535); }},
    Key{"mllp.threads",
        [](Config& config, std::string_view text) { return set_number(config.mllp.threads, text, 1, 256); }},
    Key{"mllp.max_message",
        [](Config& config, std::string_view text) { return set_size(config.mllp.max_message, text); }},
    Key{"mllp.max_connections",
        [](Config& config, std::string_view text) {
          return set_number(config.mllp.max_connections, text, 1, 1000000);
        }},
    Key{"mllp.hold_on_error",
        [](Config& config, std::string_view text) { return set_flag(config.mllp.hold_on_error, text); }},
    Key{"mllp.errors_before_2_5",
        [](Config& config, std::string_view text) { return set_flag(config.mllp.errors_before_2_5, text); }},
    Key{"mllp.max_per_address",
        [](Config& config, std::string_view text) {
          return set_number(config.mllp.max_per_address, text, 1, 1000000);
        }},
    Key{"mllp.between_bytes_seconds",
        [](Config& config, std::string_view text) {
          return set_number(config.mllp.between_bytes_seconds, text, 1, 3600);
        }},
    Key{"mllp.frame_seconds",
        [](Config& config, std::string_view text) {
          return set_number(config.mllp.frame_seconds, text, 1, 86400);
        }},
    Key{"mllp.profile",
        [](Config& config, std::string_view text) { return set_text(config.mllp.profile, text); }},
    Key{"mllp.release",
        [](Config& config, std::string_view text) { return set_number(config.mllp.release, text, 1, 2); }},
    Key{"mllp.sequence_numbers",
        [](Config& config, std::string_view text) { return set_flag(config.mllp.sequence_numbers, text); }},
    Key{"mllp.tls.certificate",
        [](Config& config, std::string_view text) { return set_text(config.mllp.tls.certificate, text); }},
    Key{"mllp.tls.key",
        [](Config& config, std::string_view text) { return set_text(config.mllp.tls.key, text); }},
    Key{"mllp.tls.client_ca",
        [](Config& config, std::string_view text) { return set_text(config.mllp.tls.client_ca, text); }},
    Key{"history.complete_since",
        [](Config& config, std::string_view text) { return set_date(config.history.complete_since, text); }},
    Key{"reference", [](Config& config, std::string_view text) { return set_text(config.reference, text); }},
    Key{"reference_sources",
        [](Config& config, std::string_view text) { return set_text(config.reference_sources, text); }},
    Key{"reference_reload_seconds",
        [](Config& config, std::string_view text) {
          return set_number(config.reference_reload_seconds, text, 0, 86400);
        }},
    Key{"state", [](Config& config, std::string_view text) { return set_text(config.state, text); }},
    Key{"rules", [](Config& config, std::string_view text) { return set_text(config.rules, text); }},
    Key{"profiles", [](Config& config, std::string_view text) { return set_text(config.profiles, text); }},
    Key{"key_file", [](Config& config, std::string_view text) { return set_text(config.key_file, text); }},
    Key{"log.level", [](Config& config, std::string_view text) { return set_level(config.log_level, text); }},
    Key{"drain_seconds",
        [](Config& config, std::string_view text) { return set_number(config.drain_seconds, text, 0, 600); }},
};

bool is_section(std::string_view path) {
  return std::any_of(kKeys.begin(), kKeys.end(), [path](const Key& key) {
    return key.name.size() > path.size() && key.name.starts_with(path) && key.name[path.size()] == '.';
  });
}

// What a misspelt key may have meant: a key or the section above some.
std::vector<std::string_view> key_and_section_names() {
  std::vector<std::string_view> names = config_keys();
  for (const Key& key : kKeys) {
    const std::string_view section = key.name.substr(0, key.name.find('.'));
    if (section != key.name) names.push_back(section);
  }
  names.push_back("mllp.listen");
  return names;
}

std::string place(const std::string& file, const YAML::Node& node) {
  return file + ":" + std::to_string(node.Mark().line + 1);
}

Result<void> apply(Config& config, const std::string& where, std::string_view path, std::string_view text) {
  const auto key = std::find_if(kKeys.begin(), kKeys.end(),
                                [path](const Key& candidate) { return candidate.name == path; });
  if (key == kKeys.end()) {
    const auto names = key_and_section_names();
    return fail(ErrorKind::usage, where,
                "unknown key \"" + std::string(path) + "\"; the nearest known one is \"" +
                    std::string(nearest(path, names)) + "\"");
  }
  if (const Expected expected = key->set(config, text)) {
    return fail(ErrorKind::usage, where, std::string(path) + ": expected " + *expected);
  }
  return {};
}

Result<void> apply_map(Config& config, const std::string& file, const std::string& prefix,
                       const YAML::Node& map);

// mllp.listen (or mllp itself as a list): one port an entry, with the keys that a port can have of its own.
Result<void> apply_listeners(Config& config, const std::string& file, const YAML::Node& list) {
  constexpr std::array<std::string_view, 5> kOfAPort{"address", "port", "profile", "release", "tls"};
  for (const auto& entry : list) {
    if (!entry.IsMap()) {
      return fail(ErrorKind::usage, place(file, entry),
                  "mllp.listen: expected a port, such as { port: 2576, profile: epic-pb }");
    }
    for (const auto& pair : entry) {
      const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
      if (std::find(kOfAPort.begin(), kOfAPort.end(), key) != kOfAPort.end()) continue;
      return fail(ErrorKind::usage, place(file, pair.first),
                  "unknown key \"" + key + "\" of mllp.listen; the nearest known one is \"" +
                      std::string(nearest(key, kOfAPort)) + "\"");
    }
    if (!entry["port"]) return fail(ErrorKind::usage, place(file, entry), "mllp.listen: expected a port");
    Config one;
    if (auto done = apply_map(one, file, "mllp.", entry); !done) return done;
    config.mllp.listen.push_back(one.mllp.listeners().front());
  }
  return {};
}

// A key or an authority says nothing without the certificate that they belong to.
Result<void> check_listeners(const Config& config) {
  for (const MllpConfig::Listener& listener : config.mllp.listeners()) {
    const MllpConfig::Tls& tls = listener.tls;
    if (tls.certificate.empty() && !(tls.key.empty() && tls.client_ca.empty())) {
      return fail(ErrorKind::usage, config.source, "mllp.tls: expected a certificate beside the other keys");
    }
  }
  return {};
}

Result<void> apply_map(Config& config, const std::string& file, const std::string& prefix,
                       const YAML::Node& map) {
  std::set<std::string> seen;
  for (const auto& entry : map) {
    const std::string where = place(file, entry.first);
    if (!entry.first.IsScalar()) return fail(ErrorKind::usage, where, "expected a key with a plain name");
    const std::string path = prefix + entry.first.Scalar();
    if (!seen.insert(path).second)
      return fail(ErrorKind::usage, where, "key \"" + path + "\" is there twice");
    Result<void> done;
    if ((path == "mllp" || path == "mllp.listen") && entry.second.IsSequence()) {
      done = apply_listeners(config, file, entry.second);
    } else if (is_section(path)) {
      if (entry.second.IsNull()) continue;
      if (!entry.second.IsMap()) {
        return fail(ErrorKind::usage, where,
                    path + ": expected keys below it, such as \"address\" and \"port\"");
      }
      done = apply_map(config, file, path + ".", entry.second);
    } else if (entry.second.IsScalar() || entry.second.IsNull()) {
      done = apply(config, where, path, entry.second.IsNull() ? "" : entry.second.Scalar());
    } else {
      // An unknown name is the likelier mistake than a list in the place of a value.
      const auto names = config_keys();
      done = std::find(names.begin(), names.end(), path) == names.end()
                 ? apply(config, where, path, "")
                 : fail(ErrorKind::usage, where, path + ": expected one value");
    }
    if (!done) return done;
  }
  return {};
}

Result<void> apply_file(Config& config, const std::string& file) {
  try {
    const YAML::Node root = YAML::LoadFile(file);
    config.source = file;
    if (root.IsNull()) return {};
    if (!root.IsMap()) return fail(ErrorKind::usage, place(file, root), "expected keys and values");
    return apply_map(config, file, "", root);
  } catch (const YAML::BadFile&) {
    return fail(ErrorKind::usage, file, "the configuration file can't be read");
  } catch (const YAML::Exception& problem) {
    return fail(ErrorKind::usage, file + ":" + std::to_string(problem.mark.line + 1),
                "this is not YAML: " + problem.msg);
  }
}

}  // namespace

std::vector<std::string> default_config_files() {
  return {"chargelint.yaml", "/etc/chargelint/chargelint.yaml"};
}

std::string environment_name(std::string_view key) {
  std::string name = "CHARGELINT_";
  for (const char character : key) {
    name += character == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
  }
  return name;
}

std::vector<std::string_view> config_keys() {
  std::vector<std::string_view> names;
  names.reserve(kKeys.size());
  for (const Key& key : kKeys) names.push_back(key.name);
  return names;
}

Result<Config> load_config(std::optional<std::string_view> path, std::span<const std::string> search,
                           const Environment& environment) {
  Config config;
  std::string file;
  if (path) {
    file = *path;
  } else {
    std::error_code ignored;
    const auto found = std::find_if(search.begin(), search.end(), [&ignored](const std::string& candidate) {
      return std::filesystem::exists(candidate, ignored);
    });
    if (found != search.end()) file = *found;
  }
  if (!file.empty()) {
    if (auto done = apply_file(config, file); !done) return tl::unexpected(done.error());
  }
  // Only the names of our keys are looked up: an orchestrator puts variables of its own under the service's
  // name.
  for (const Key& key : kKeys) {
    const std::string name = environment_name(key.name);
    const char* const value = environment(name.c_str());
    if (value == nullptr) continue;
    if (auto done = apply(config, "environment variable " + name, key.name, value); !done) {
      return tl::unexpected(done.error());
    }
  }
  if (auto done = check_listeners(config); !done) return tl::unexpected(done.error());
  return config;
}

}  // namespace chargelint::plugin
