// The HTTP/1.1 edge: bounded headers, bodies and connections, one deadline a request, answers that may come
// later and from another thread, and a drain that finishes what was begun.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "plugin/http/message.h"
#include "rules/base/result.h"

namespace chargelint::plugin::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 picks a free one
  unsigned threads = 0;       // 0: one a core
  std::size_t max_header = std::size_t{16} * 1024;
  std::size_t max_body = std::size_t{16} * 1024 * 1024;
  unsigned max_connections = 1024;
  std::chrono::milliseconds request_deadline{30000};  // from a request's first byte to its last; not renewed
  std::chrono::milliseconds idle_deadline{60000};     // between requests
};

struct ServerCounters {
  std::uint64_t connections = 0, open_connections = 0, requests = 0, refused = 0, timeouts = 0;
};

class Server {
 public:
  // A taken port is an environment error that names it.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler,
                                                             ErrorPage page);
  virtual ~Server() = default;  // stops at once
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  [[nodiscard]] virtual ServerCounters counters() const = 0;
  // Accepts nothing new, closes idle connections at once, finishes requests that were begun; returns when
  // done or at the deadline.
  virtual void drain(std::chrono::milliseconds deadline) = 0;
};

[[nodiscard]] std::string library_version();  // of Boost

}  // namespace chargelint::plugin::http
