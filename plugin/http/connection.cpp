#include "plugin/http/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <cstdio>
#include <ctime>
#include <exception>
#include <random>

namespace chargelint::plugin::http {
namespace beast = boost::beast;
namespace {

constexpr std::size_t kBuffer = std::size_t{16} * 1024;
constexpr std::size_t kMostLingered = std::size_t{1024} * 1024;
constexpr std::chrono::seconds kLinger{2};

std::string_view view_of(beast::string_view text) {
  return {text.data(), text.size()};
}

// What a client may choose for itself; anything else is replaced, so that no header and no log line is
// broken.
bool usable_id(std::string_view id) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:";
  return !id.empty() && id.size() <= 64 && id.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::string new_id() {
  thread_local std::mt19937_64 generator{(static_cast<std::uint64_t>(std::random_device{}()) << 32U) ^
                                         std::random_device{}()};
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(generator()));
  return {text.data(), 16};
}

const std::string& date_of(Loop& loop) {
  const std::time_t now = std::time(nullptr);
  if (now != loop.date_second || loop.date.empty()) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    loop.date.assign(text.data(), size);
    loop.date_second = now;
  }
  return loop.date;
}

// The one answer of a request. Holds the connection (and so the loop) until it is given; dropped, it answers
// 500.
class Slot {
 public:
  Slot(std::shared_ptr<Connection> connection, std::shared_ptr<Loop> loop)
      : loop_(std::move(loop)), connection_(std::move(connection)) {}
  ~Slot() {
    if (given_) return;
    try {
      give(loop_->shared->page(500, path, "the request was not answered"));
    } catch (const std::exception&) {
      // Out of memory while saying so: the connection closes with the slot.
    }
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  void give(Response response) {
    if (given_.exchange(true)) return;
    if (loop_->stopped) {
      connection_.reset();
      return;
    }
    boost::asio::post(loop_->context, [connection = std::move(connection_), response = std::move(response)] {
      connection->answer(response);
    });
  }
  std::string path;

 private:
  std::shared_ptr<Loop> loop_;
  std::shared_ptr<Connection> connection_;
  std::atomic<bool> given_{false};
};

}  // namespace

Connection::Connection(std::shared_ptr<Loop> loop, boost::asio::ip::tcp::socket socket)
    : loop_(std::move(loop)), stream_(std::move(socket)) {
  buffer_.reserve(kBuffer);
  loop_->connections.insert(this);
  ++loop_->shared->connections;
  ++loop_->shared->open;
}

Connection::~Connection() {
  loop_->connections.erase(this);
  --loop_->shared->open;
  accept_next(loop_);
}

void Connection::start() {
  ErrorCode ignored;
  stream_.socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  const auto peer = stream_.socket().remote_endpoint(ignored);
  if (!ignored) remote_ = peer.address().to_string();
  wait_for_request();
}

void Connection::close_when_idle() {
  if (idle_) close();
}

void Connection::close() {
  ErrorCode ignored;
  stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
}

void Connection::wait_for_request() {
  if (loop_->draining) {
    close();
    return;
  }
  request_ = Request{};
  if (buffer_.size() > 0) {  // the next request came with the last one
    on_first_bytes({}, 0);
    return;
  }
  idle_ = true;
  stream_.expires_after(loop_->shared->options.idle_deadline);
  stream_.async_read_some(buffer_.prepare(kBuffer),
                          beast::bind_front_handler(&Connection::on_first_bytes, shared_from_this()));
}

void Connection::on_first_bytes(ErrorCode error, std::size_t size) {
  if (error) {
    if (error == beast::error::timeout) ++loop_->shared->timeouts;
    close();
    return;
  }
  buffer_.commit(size);
  idle_ = false;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(loop_->shared->options.max_header));
  parser_->body_limit(loop_->shared->options.max_body);
  // Set once for the whole request: a client that drips bytes does not get more time for each.
  stream_.expires_after(loop_->shared->options.request_deadline);
  beast::http::async_read_header(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode failed, std::size_t) { self->on_header(failed); });
}

unsigned Connection::status_of(ErrorCode error) const {
  if (error == beast::http::error::body_limit) return 413;
  if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow) return 431;
  if (error == beast::error::timeout) return 408;
  // What is left of the parser's own errors is a request that is no HTTP; of the socket's, a client that is
  // gone.
  return error.category() == make_error_code(beast::http::error::bad_method).category() &&
                 error != beast::http::error::end_of_stream && error != beast::http::error::partial_message
             ? 400
             : 0;
}

void Connection::on_header(ErrorCode error) {
  describe_request();
  if (error) {
    const unsigned status = status_of(error);
    if (status == 413) {
      refuse(413, "the body is larger than this server takes");
    } else if (status == 431) {
      refuse(431, "the header fields are larger than this server takes");
    } else if (status == 400) {
      refuse(400, "this is not an HTTP request");
    } else {
      if (status == 408) ++loop_->shared->timeouts;
      close();
    }
    return;
  }
  const auto& message = parser_->get();
  const bool has_length = message.find(beast::http::field::content_length) != message.end();
  const bool has_encoding = message.find(beast::http::field::transfer_encoding) != message.end();
  if (has_encoding && (has_length || !parser_->chunked())) {
    refuse(400, "the length of the body is ambiguous");
    return;
  }
  const std::string_view expect = view_of(message[beast::http::field::expect]);
  if (!expect.empty() && !beast::iequals(beast::string_view(expect.data(), expect.size()), "100-continue")) {
    refuse(417, "the expectation can't be met");
    return;
  }
  if (expect.empty() || parser_->is_done() || buffer_.size() > 0) {
    read_body();
    return;
  }
  output_ = "HTTP/1.1 100 Continue\r\n\r\n";
  boost::asio::async_write(stream_, boost::asio::buffer(output_),
                           [self = shared_from_this()](ErrorCode failed, std::size_t) {
                             if (failed) {
                               self->close();
                             } else {
                               self->read_body();
                             }
                           });
}

void Connection::read_body() {
  if (parser_->is_done()) {
    handle();
    return;
  }
  beast::http::async_read(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_body(error); });
}

void Connection::on_body(ErrorCode error) {
  if (!error) {
    handle();
    return;
  }
  describe_request();
  const unsigned status = status_of(error);
  if (status == 413) {
    refuse(413, "the body is larger than this server takes");
  } else if (status == 400) {
    refuse(400, "the body is not framed as HTTP asks");
  } else {
    if (status == 408) ++loop_->shared->timeouts;
    close();
  }
}

std::string_view Connection::find(std::string_view name) const {
  return view_of(parser_->get()[beast::string_view(name.data(), name.size())]);
}

void Connection::describe_request() {
  const auto& message = parser_->get();
  const std::string_view target = view_of(message.target());
  const std::size_t question = std::min(target.find('?'), target.size());
  request_.method = view_of(message.method_string());
  request_.path = target.substr(0, question);
  request_.query = target.substr(std::min(question + 1, target.size()));
  request_.body = message.body();
  request_.remote = remote_;
  request_.headers = this;
  const std::string_view sent = find("X-Request-Id");
  request_id_ = usable_id(sent) ? std::string(sent) : new_id();
  request_.request_id = request_id_;
  head_ = request_.method == "HEAD";
}

void Connection::handle() {
  describe_request();
  keep_alive_ = parser_->keep_alive();
  stream_.expires_never();  // the deadline was for reading; the answer is ours to give
  ++loop_->shared->requests;
  auto slot = std::make_shared<Slot>(shared_from_this(), loop_);
  slot->path = request_.path;
  try {
    loop_->shared->handler(request_, [slot](Response response) { slot->give(std::move(response)); });
  } catch (const std::exception&) {
    slot->give(loop_->shared->page(500, slot->path, "the request could not be handled"));
  }
}

// Answers what was not read to its end, then closes.
void Connection::refuse(unsigned status, std::string_view what) {
  keep_alive_ = false;
  ++loop_->shared->refused;
  try {
    answer(loop_->shared->page(status, request_.path, what));
  } catch (const std::exception&) {
    close();
  }
}

void Connection::answer(const Response& response) {
  if (loop_->draining) keep_alive_ = false;
  const bool bodiless = response.status == 204 || response.status == 304;
  const auto reason = beast::http::obsolete_reason(beast::http::int_to_status(response.status));
  output_.clear();
  output_.reserve(256 + response.body.size());
  output_ += "HTTP/1.1 " + std::to_string(response.status) + ' ';
  output_.append(reason.data(), reason.size());
  output_ += "\r\nServer: chargelint\r\nDate: " + date_of(*loop_);
  if (!response.content_type.empty() && !bodiless) output_ += "\r\nContent-Type: " + response.content_type;
  if (!bodiless) output_ += "\r\nContent-Length: " + std::to_string(response.body.size());
  output_ += "\r\nX-Request-Id: " + request_id_;
  for (const auto& [name, value] : response.headers) {
    output_ += "\r\n";
    output_ += name;
    output_ += ": ";
    output_ += value;
  }
  output_ += keep_alive_ ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  if (!head_ && !bodiless) output_ += response.body;
  stream_.expires_after(loop_->shared->options.request_deadline);
  boost::asio::async_write(
      stream_, boost::asio::buffer(output_),
      [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_written(error); });
}

void Connection::on_written(ErrorCode error) {
  if (error) {
    if (error == beast::error::timeout) ++loop_->shared->timeouts;
    close();
    return;
  }
  const bool unread = !parser_->is_done();
  if (keep_alive_ && !unread) {
    parser_.reset();
    wait_for_request();
    return;
  }
  if (!unread) {
    close();
    return;
  }
  // Closing with bytes unread would reset the connection and could take the answer with it: read some,
  // briefly.
  ErrorCode ignored;
  stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(kLinger);
  buffer_.consume(buffer_.size());
  linger();
}

void Connection::linger() {
  stream_.async_read_some(buffer_.prepare(kBuffer),
                          [self = shared_from_this()](ErrorCode error, std::size_t size) {
                            self->lingered_ += size;
                            if (error || self->lingered_ > kMostLingered) {
                              self->close();
                              return;
                            }
                            self->linger();
                          });
}

}  // namespace chargelint::plugin::http
