// MLLP release 1 over TCP: bounded frames, deadlines, many messages in one segment, answers in the order of
// arrival on a connection, one write an answer.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/base/result.h"

namespace chargelint::hl7 {

struct TlsOptions {
  std::string certificate;       // PEM, with the chain
  std::string key;               // empty: in the certificate's file
  std::string client_authority;  // PEM; with it a client must show a certificate of that authority
};

struct MllpOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 2575;  // 0 picks a free one
  unsigned threads = 1;
  std::size_t largest_message = std::size_t{16} * 1024 * 1024;
  std::size_t most_connections = 1024;
  std::size_t most_per_address = 0;  // of them from one address; 0: as many as there may be
  std::size_t most_in_flight = 64;   // per connection: reading pauses beyond it
  std::chrono::seconds between_bytes{30};
  std::chrono::seconds whole_frame{120};
  std::optional<TlsOptions> tls;
};

// What goes back for one frame: nothing, an answer, or several in their order (each becomes a frame).
struct Answer {
  Answer() = default;
  explicit Answer(std::string text) {
    if (!text.empty()) texts.push_back(std::move(text));
  }
  std::vector<std::string> texts;
  bool closes =
      false;  // the connection ends behind it: nothing positive can be said, and the sender is to know
};
// Gives the answer to the connection it came from. Called once, from any thread.
using Respond = std::function<void(Answer answer)>;
// Takes one frame's content. Must not block; must not throw.
using MllpHandler = std::function<void(std::string frame, Respond respond)>;
// An answer for a frame that is given up (too large): its first bytes and why. The connection closes
// afterwards.
using MllpRefusal = std::function<std::string(std::string_view beginning, std::string_view reason)>;

struct MllpCounters {
  std::uint64_t connections = 0, open_connections = 0, frames = 0, answers = 0, refused = 0,
                skipped_bytes = 0, timeouts = 0;
};

class MllpServer {
 public:
  [[nodiscard]] static Result<std::unique_ptr<MllpServer>> start(MllpOptions options, MllpHandler handler,
                                                                 MllpRefusal refusal);
  virtual ~MllpServer() = default;  // stops at once
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  [[nodiscard]] virtual MllpCounters counters() const = 0;
  // Accepts nothing new, answers what was read, closes; returns when done or at the deadline.
  virtual void drain(std::chrono::milliseconds deadline) = 0;
};

}  // namespace chargelint::hl7
