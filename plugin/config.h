// The configuration: built-in defaults, then a YAML file, then the environment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/date.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

struct HttpConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  unsigned threads = 0;  // 0: one a core
  std::size_t max_body = std::size_t{16} * 1024 * 1024;
  unsigned max_connections = 1024;
  unsigned request_seconds = 30;  // for reading a whole request, and for writing an answer
  unsigned idle_seconds = 60;     // between requests of one connection
};

struct MllpConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 2575;
  unsigned threads = 1;
  std::size_t max_message = std::size_t{16} * 1024 * 1024;
  unsigned max_connections = 1024;
  unsigned max_per_address = 256;       // of them from one address
  unsigned between_bytes_seconds = 30;  // of a message that has begun
  unsigned frame_seconds = 120;         // for a whole message, and for writing an answer
  bool hold_on_error = false;           // answer AE, not AA, when a finding is at error severity
  // ERR segments for senders of versions before 2.5 too; off for engines that take any ERR for a failure.
  bool errors_before_2_5 = true;
  std::string profile;            // of every message of the port; empty: by the sender
  unsigned release = 1;           // of MLLP; 2: 06 (stored) or 15 (not stored) before the answer
  bool sequence_numbers = false;  // MSH-13 and MSA-4 by the sequence number protocol
  struct Tls {
    std::string certificate;  // PEM; empty: no TLS
    std::string key;          // empty: in the certificate's file
    std::string client_ca;    // PEM; with it clients must show a certificate of that authority
  };
  Tls tls;
  // Ports with settings of their own; without any, the one above.
  struct Listener {
    std::string address = "127.0.0.1";
    std::uint16_t port = 2575;
    std::string profile;
    unsigned release = 1;
    Tls tls;
  };
  std::vector<Listener> listen;
  [[nodiscard]] std::vector<Listener> listeners() const {
    return listen.empty() ? std::vector<Listener>{{address, port, profile, release, tls}} : listen;
  }
};

struct HistoryConfig {
  // From that day on every service of a patient came to this service; without it, nothing is said to be
  // complete.
  std::optional<Date> complete_since;
};

struct Config {
  HttpConfig http;
  MllpConfig mllp;
  HistoryConfig history;
  std::string reference = "/var/lib/chargelint/reference.db";
  std::string reference_sources;  // a table of release addresses of the site's own; empty: the one that ships
  // How often the service looks whether an import has made a new snapshot; 0: only SIGHUP reloads.
  unsigned reference_reload_seconds = 0;
  std::string state = "/var/lib/chargelint/state.db";
  std::string rules = "/etc/chargelint/rules.yaml";
  std::string profiles = "/etc/chargelint/profiles";  // a folder of senders' profiles
  std::string key_file = "/var/lib/chargelint/key";
  std::string log_level = "information";
  unsigned drain_seconds = 10;
  std::string source;  // the file it was read from; empty: defaults
};

// std::getenv, or a test's own.
using Environment = std::function<const char*(const char* name)>;

// `path`: what --config named, which then must be there. Else the first of `search` that exists, else the
// defaults. An unknown key is an error that names the nearest known one, with file and line.
[[nodiscard]] Result<Config> load_config(std::optional<std::string_view> path,
                                         std::span<const std::string> search, const Environment& environment);
[[nodiscard]] std::vector<std::string> default_config_files();

// "http.max_body" -> "CHARGELINT_HTTP_MAX_BODY".
[[nodiscard]] std::string environment_name(std::string_view key);
[[nodiscard]] std::vector<std::string_view> config_keys();

}  // namespace chargelint::plugin
