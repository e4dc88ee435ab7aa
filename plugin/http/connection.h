// One connection of the HTTP server. Only http/*.cpp include this: it names Boost types.
#pragma once

#include <utility>  // Asio 1.74 forgets it

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "plugin/http/message.h"
#include "plugin/http/server.h"

namespace chargelint::plugin::http {

class Connection;

struct Shared {
  ServerOptions options;
  Handler handler;
  ErrorPage page;
  std::atomic<std::uint64_t> connections{0}, requests{0}, refused{0}, timeouts{0}, open{0};
};

// One thread's event loop and the connections that live on it; touched by that thread alone. Answers that
// come late hold it, so that posting to it is always safe.
struct Loop {
  Loop(std::shared_ptr<Shared> shared_state, unsigned share_of_connections)
      : context(1),
        acceptor(context),
        pause(context),
        shared(std::move(shared_state)),
        limit(share_of_connections) {}
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor acceptor;
  boost::asio::steady_timer pause;
  std::shared_ptr<Shared> shared;
  std::unordered_set<Connection*> connections;
  unsigned limit;
  bool accepting = false;
  bool draining = false;
  std::atomic<bool> stopped{false};  // no thread runs the loop any more
  std::int64_t date_second = 0;
  std::string date;  // the Date header, made once a second
};

void accept_next(const std::shared_ptr<Loop>& loop);

class Connection : public std::enable_shared_from_this<Connection>, private Headers {
 public:
  Connection(std::shared_ptr<Loop> loop, boost::asio::ip::tcp::socket socket);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start();
  // Draining: an idle connection closes now, a busy one after its answer.
  void close_when_idle();
  void close();
  // Starts writing the answer; on the loop's own thread.
  void answer(const Response& response);

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using ErrorCode = boost::beast::error_code;

  void wait_for_request();
  void on_first_bytes(ErrorCode error, std::size_t size);
  void on_header(ErrorCode error);
  void read_body();
  void on_body(ErrorCode error);
  void handle();
  void refuse(unsigned status, std::string_view what);
  void on_written(ErrorCode error);
  void linger();
  [[nodiscard]] unsigned status_of(ErrorCode error) const;
  [[nodiscard]] std::string_view find(std::string_view name) const override;
  void describe_request();

  std::shared_ptr<Loop> loop_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  std::string remote_;
  std::string request_id_;
  std::string output_;
  std::size_t lingered_ = 0;
  bool idle_ = true;
  bool keep_alive_ = false;
  bool head_ = false;
};

}  // namespace chargelint::plugin::http
