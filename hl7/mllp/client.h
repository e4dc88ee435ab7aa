// One MLLP connection as its sender sees it: connects, sends a message, waits for the answer. Blocks, within
// deadlines.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rules/base/result.h"

namespace chargelint::hl7 {

struct ClientTls {
  std::string authority;    // PEM; empty: those of the system
  std::string certificate;  // PEM, for servers that ask for one
  std::string key;          // empty: in the certificate's file
  bool verify = true;       // the server's certificate and name
};

struct ClientOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 2575;
  std::chrono::milliseconds timeout{10000};  // for connecting, for sending, and for each answer
  std::size_t largest_answer = std::size_t{16} * 1024 * 1024;
  std::optional<ClientTls> tls;
};

// "host:port", "[::1]:2575"; an IPv6 address needs its brackets.
[[nodiscard]] Result<ClientOptions> parse_peer(std::string_view text);

class MllpClient {
 public:
  [[nodiscard]] static Result<std::unique_ptr<MllpClient>> connect(const ClientOptions& options);
  virtual ~MllpClient() = default;
  // Puts the content into a frame. After an error the connection is of no more use.
  [[nodiscard]] virtual Result<void> send(std::string_view content) = 0;
  // The next answer without its frame; the commit blocks of release 2 are passed over.
  [[nodiscard]] virtual Result<std::string> receive() = 0;
};

}  // namespace chargelint::hl7
