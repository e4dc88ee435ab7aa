#include "plugin/http/server.h"

#include "plugin/http/connection.h"

#include <sys/socket.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace chargelint::plugin::http {
namespace {

using boost::asio::ip::tcp;
using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

Error port_error(const ServerOptions& options, const boost::system::error_code& problem) {
  return Error{ErrorKind::environment, options.address + ":" + std::to_string(options.port),
               problem == boost::asio::error::address_in_use
                   ? "the HTTP port is taken by another program"
                   : "the HTTP port can't be opened: " + problem.message()};
}

// Opens the acceptor; the port of `endpoint` becomes the one that was given. With `shared` several loops
// listen on it.
boost::system::error_code listen(tcp::acceptor& acceptor, tcp::endpoint& endpoint, bool shared) {
  boost::system::error_code problem;
  if (acceptor.open(endpoint.protocol(), problem)) return problem;
  if (acceptor.set_option(tcp::acceptor::reuse_address(true), problem)) return problem;
  if (shared && acceptor.set_option(ReusePort(true), problem)) return problem;
  if (acceptor.bind(endpoint, problem)) return problem;
  endpoint = acceptor.local_endpoint(problem);
  if (problem) return problem;
  acceptor.listen(boost::asio::socket_base::max_listen_connections, problem);
  return problem;
}

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, Handler handler, ErrorPage page) : shared_(std::make_shared<Shared>()) {
    shared_->options = std::move(options);
    shared_->handler = std::move(handler);
    shared_->page = std::move(page);
  }
  ~BeastServer() override { stop(); }

  Result<void> open() {
    const ServerOptions& options = shared_->options;
    boost::system::error_code problem;
    const auto address = boost::asio::ip::make_address(options.address, problem);
    if (problem)
      return fail(ErrorKind::usage, options.address, "expected an IP address for HTTP to listen on");
    tcp::endpoint endpoint(address, options.port);
    {
      // With SO_REUSEPORT a second service of the same user would share the port unnoticed: try it without
      // first.
      boost::asio::io_context probe_context(1);
      tcp::acceptor probe(probe_context);
      if ((problem = listen(probe, endpoint, false))) return tl::unexpected(port_error(options, problem));
    }
    unsigned threads = options.threads;
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned index = 0; index < threads; ++index) {
      auto loop = std::make_shared<Loop>(shared_, std::max(1U, options.max_connections / threads));
      if ((problem = listen(loop->acceptor, endpoint, true)))
        return tl::unexpected(port_error(options, problem));
      loops_.push_back(std::move(loop));
    }
    port_ = endpoint.port();
    for (const auto& loop : loops_) {
      accept_next(loop);
      threads_.emplace_back([loop] { run(*loop); });
    }
    return {};
  }

  [[nodiscard]] std::uint16_t port() const override { return port_; }

  [[nodiscard]] ServerCounters counters() const override {
    return {shared_->connections, shared_->open, shared_->requests, shared_->refused, shared_->timeouts};
  }

  void drain(std::chrono::milliseconds deadline) override {
    const auto end = std::chrono::steady_clock::now() + deadline;
    for (const auto& loop : loops_) {
      boost::asio::post(loop->context, [loop] {
        loop->draining = true;
        boost::system::error_code ignored;
        loop->acceptor.close(ignored);
        loop->pause.cancel();
        // Closing does not end a connection at once: its pending read does, later, on this loop.
        for (Connection* const connection : loop->connections) connection->close_when_idle();
      });
    }
    while (shared_->open > 0 && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    stop();
  }

 private:
  static void run(Loop& loop) {
    // Without it the loop would end while its last connection waits for an answer from elsewhere.
    const auto work = boost::asio::make_work_guard(loop.context);
    // A handler of ours that throws must not take the loop with it.
    while (true) {
      try {
        loop.context.run();
        return;
      } catch (const std::exception&) {
        ++loop.shared->refused;
      }
    }
  }

  void stop() {
    for (const auto& loop : loops_) loop->context.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    for (const auto& loop : loops_) {
      // Pending operations hold their connection, and that the loop: let them end, so that all is freed.
      loop->draining = true;
      loop->stopped = true;
      boost::system::error_code ignored;
      loop->acceptor.close(ignored);
      loop->pause.cancel();
      for (Connection* const connection : loop->connections) connection->close();
      loop->context.restart();
      loop->context.poll();
    }
    loops_.clear();
  }

  std::shared_ptr<Shared> shared_;
  std::vector<std::shared_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
  std::uint16_t port_ = 0;
};

}  // namespace

void accept_next(const std::shared_ptr<Loop>& loop) {
  if (loop->accepting || loop->draining || !loop->acceptor.is_open()) return;
  if (loop->connections.size() >= loop->limit) return;  // the next one that closes starts accepting again
  loop->accepting = true;
  loop->acceptor.async_accept([loop](const boost::system::error_code& problem, tcp::socket socket) {
    loop->accepting = false;
    if (loop->draining || problem == boost::asio::error::operation_aborted) return;
    if (!problem) {
      std::make_shared<Connection>(loop, std::move(socket))->start();
      accept_next(loop);
      return;
    }
    // Out of descriptors, most likely: try again when some have been closed.
    loop->accepting = true;
    loop->pause.expires_after(std::chrono::milliseconds(100));
    loop->pause.async_wait([loop](const boost::system::error_code& cancelled) {
      loop->accepting = false;
      if (!cancelled) accept_next(loop);
    });
  });
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler, ErrorPage page) {
  try {
    auto server = std::make_unique<BeastServer>(std::move(options), std::move(handler), std::move(page));
    if (auto opened = server->open(); !opened) return tl::unexpected(opened.error());
    return server;
  } catch (const std::exception& problem) {
    return fail(ErrorKind::environment, "http", problem.what());
  }
}

std::string library_version() {
  return std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000);
}

}  // namespace chargelint::plugin::http
