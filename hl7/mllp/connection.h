// One MLLP connection and the worker thread that serves it. Private to the server: names Asio types.
#pragma once

#include <utility>  // before Asio 1.74, which needs std::exchange and does not include it

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "hl7/mllp/framing.h"
#include "hl7/mllp/server.h"
#include "hl7/mllp/tls.h"

namespace chargelint::hl7 {

using Clock = std::chrono::steady_clock;
class Connection;

// How many connections each address has.
class AddressCounts {
 public:
  // False: it has as many as it may.
  bool add(const std::string& address, std::size_t most);
  void remove(const std::string& address);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> counts_;
};

// What all workers of a server share.
struct ServerShared {
  MllpOptions options;
  MllpHandler handler;
  MllpRefusal refusal;
  TlsContext tls;  // null: plain
  AddressCounts addresses;
  std::atomic<std::uint64_t> connections{0}, open_connections{0}, frames{0}, answers{0}, refused{0},
      skipped{0}, timeouts{0};
};

// The way back to a worker from any thread. Its context is gone once the worker stops, and answers that come
// later go nowhere.
class Mailbox {
 public:
  explicit Mailbox(boost::asio::io_context& context) : context_(&context) {}
  void deliver(const std::weak_ptr<Connection>& connection, std::uint64_t sequence, Answer answer);
  void close();

 private:
  std::mutex mutex_;
  boost::asio::io_context* context_;
};

class Worker {
 public:
  Worker(ServerShared& shared, boost::asio::ip::tcp::acceptor::native_handle_type listener, bool is_v6);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  void run();    // the thread's body
  void drain();  // from any thread
  void stop();   // from any thread; run() returns at once

  [[nodiscard]] ServerShared& shared() { return shared_; }
  [[nodiscard]] const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
  [[nodiscard]] std::vector<char>& read_buffer() { return read_buffer_; }
  [[nodiscard]] bool draining() const { return draining_; }
  void forget(const std::shared_ptr<Connection>& connection) { connections_.erase(connection); }

 private:
  void accept();
  void take(boost::asio::ip::tcp::socket socket);
  void tick();

  ServerShared& shared_;
  boost::asio::io_context context_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer accept_again_;
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<char> read_buffer_;
  std::unordered_set<std::shared_ptr<Connection>> connections_;
  bool draining_ = false;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Worker& worker, boost::asio::ip::tcp::socket socket, std::string address);
  void start();
  void answer(std::uint64_t sequence, Answer answer);
  void check_deadlines(Clock::time_point now);
  void drain();
  void close();

 private:
  enum class State : std::uint8_t {
    open,
    finishing,  // reads no more; closes when every answer is written
    lingering,  // has said goodbye; waits for the peer to close, so that its answers are not lost
    closed,
  };
  struct Slot {
    std::size_t bytes = 0;  // of the frame it answers
    bool answered = false;
    std::deque<std::string> frames;  // what is still to be written of the answer
    bool closes = false;
  };
  void shake_hands();
  void read();
  void read_tls();
  void on_readable();
  void on_input(const boost::system::error_code& problem, std::string_view input);
  // Runs what a handler does; the connection closes when it throws.
  template <class Action>
  void guarded(const Action& action);
  void take_input(std::string_view input);
  void hand_over(std::string content);
  void refuse_frame();
  void write();
  void on_written();
  void drop_front();
  void settle();  // what may go on after an answer or the end of input
  [[nodiscard]] bool may_read() const;
  void linger();

  Worker& worker_;
  boost::asio::ip::tcp::socket socket_;
  std::unique_ptr<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  std::vector<char> tls_buffer_;
  std::string address_;
  bool shaking_hands_ = false;
  FrameReader frames_;
  State state_ = State::open;
  bool waiting_ = false;  // for the socket to become readable
  bool peer_closed_ = false;
  std::string backlog_;  // read, but beyond what may be in flight
  std::deque<Slot> slots_;
  std::uint64_t first_sequence_ = 0;  // of slots_.front()
  std::size_t bytes_in_flight_ = 0;
  bool writing_ = false;
  std::string writing_frame_;
  std::uint64_t counted_skipped_ = 0;
  std::uint64_t counted_truncated_ = 0;
  Clock::time_point last_byte_, frame_began_, write_began_, linger_began_;
};

}  // namespace chargelint::hl7
