// Asynchronous operations run one at a time against a deadline; a plain socket and a TLS stream differ only
// in what is read from and written to.
#include "hl7/mllp/client.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <exception>

#include "hl7/mllp/framing.h"
#include "hl7/mllp/tls.h"

namespace chargelint::hl7 {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

class AsioClient final : public MllpClient {
 public:
  explicit AsioClient(const ClientOptions& options)
      : options_(options), where_(options.host + ":" + std::to_string(options.port)), socket_(context_) {}

  Result<void> open() {
    tcp::resolver resolver(context_);
    tcp::resolver::results_type found;
    error_code problem = within([&](auto done) {
      resolver.async_resolve(options_.host, std::to_string(options_.port),
                             [&found, done](const error_code& code, tcp::resolver::results_type results) {
                               found = std::move(results);
                               done(code);
                             });
    });
    if (problem) return failed("the host is not known", problem);
    problem = within([&](auto done) {
      asio::async_connect(socket_, found, [done](const error_code& code, const auto&) { done(code); });
    });
    if (problem) return failed("can't connect", problem);
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::keep_alive(true), ignored);
    return options_.tls ? shake_hands() : Result<void>();
  }

  Result<void> send(std::string_view content) override {
    const std::string frame = framed(content);
    const error_code problem = within([&](auto done) {
      const auto ended = [done](const error_code& code, std::size_t) { done(code); };
      if (tls_) {
        asio::async_write(*tls_, asio::buffer(frame), ended);
      } else {
        asio::async_write(socket_, asio::buffer(frame), ended);
      }
    });
    if (problem) return failed("can't send", problem);
    return {};
  }

  Result<std::string> receive() override {
    const auto end = std::chrono::steady_clock::now() + options_.timeout;
    for (;;) {
      while (!rest_.empty()) {
        const FrameReader::Outcome outcome = frames_.feed(rest_);
        if (outcome == FrameReader::Outcome::frame) return frames_.take();
        if (outcome == FrameReader::Outcome::too_large)
          return fail(ErrorKind::too_large, where_, "the answer is too large");
      }
      std::size_t size = 0;
      const error_code problem = until(end, [&](auto done) {
        const auto ended = [&size, done](const error_code& code, std::size_t count) {
          size = count;
          done(code);
        };
        if (tls_) {
          tls_->async_read_some(asio::buffer(buffer_), ended);
        } else {
          socket_.async_read_some(asio::buffer(buffer_), ended);
        }
      });
      if (problem == asio::error::eof || problem == asio::ssl::error::stream_truncated)
        return fail(ErrorKind::environment, where_, "the connection was closed without an answer");
      if (problem) return tl::unexpected(failed("no answer", problem).error());
      rest_ = std::string_view(buffer_.data(), size);
    }
  }

 private:
  Result<void> shake_hands() {
    auto context = client_tls(*options_.tls);
    if (!context) return tl::unexpected(context.error());
    tls_context_ = std::move(*context);
    tls_ = std::make_unique<asio::ssl::stream<tcp::socket&>>(socket_, *tls_context_);
    if (options_.tls->verify) {
      error_code ignored;
      tls_->set_verify_callback(asio::ssl::host_name_verification(options_.host), ignored);
    }
    SSL_set_tlsext_host_name(tls_->native_handle(), options_.host.c_str());
    const error_code problem = within([&](auto done) {
      tls_->async_handshake(asio::ssl::stream_base::client, [done](const error_code& code) { done(code); });
    });
    if (problem) return failed("TLS could not be agreed on", problem);
    return {};
  }

  template <class Start>
  error_code within(const Start& start) {
    return until(std::chrono::steady_clock::now() + options_.timeout, start);
  }

  // Starts an operation and runs it to its end, or until the deadline closes what it waits for.
  template <class Start>
  error_code until(std::chrono::steady_clock::time_point end, const Start& start) {
    bool ended = false;
    error_code result;
    start([&ended, &result](const error_code& code) {
      ended = true;
      result = code;
    });
    context_.restart();
    while (!ended && context_.run_one_until(end) > 0) {
    }
    if (ended) return result;
    error_code ignored;
    socket_.close(ignored);
    context_.restart();
    context_.run();
    return asio::error::timed_out;
  }

  [[nodiscard]] Result<void> failed(std::string_view what, const error_code& problem) const {
    return fail(ErrorKind::environment, where_, std::string(what) + ": " + problem.message());
  }

  const ClientOptions options_;
  const std::string where_;
  asio::io_context context_{1};
  tcp::socket socket_;
  TlsContext tls_context_;
  std::unique_ptr<asio::ssl::stream<tcp::socket&>> tls_;
  FrameReader frames_{options_.largest_answer};
  std::array<char, std::size_t{16} * 1024> buffer_{};
  std::string_view rest_;
};

}  // namespace

Result<ClientOptions> parse_peer(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  ClientOptions options;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), options.port);
  if (host.empty() || port.empty() || problem != std::errc() || end != port.data() + port.size() ||
      options.port == 0 || (!bracketed && host.find(':') != std::string_view::npos)) {
    return fail(ErrorKind::usage, std::string(text), "expected HOST:PORT, such as engine.example:6661");
  }
  options.host = host;
  return options;
}

Result<std::unique_ptr<MllpClient>> MllpClient::connect(const ClientOptions& options) {
  try {
    auto client = std::make_unique<AsioClient>(options);
    if (auto opened = client->open(); !opened) return tl::unexpected(opened.error());
    return client;
  } catch (const std::exception& problem) {
    return fail(ErrorKind::environment, options.host, std::string("can't connect: ") + problem.what());
  }
}

}  // namespace chargelint::hl7
