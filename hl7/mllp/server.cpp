#include "hl7/mllp/server.h"

#include <sys/socket.h>

#include <condition_variable>
#include <thread>

#include "hl7/mllp/connection.h"

namespace chargelint::hl7 {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr unsigned kMostThreads = 64;

class AsioServer : public MllpServer {
 public:
  AsioServer(MllpOptions options, MllpHandler handler, MllpRefusal refusal) {
    shared_.options = std::move(options);
    shared_.handler = std::move(handler);
    shared_.refusal = std::move(refusal);
  }
  AsioServer(const AsioServer&) = delete;
  AsioServer& operator=(const AsioServer&) = delete;
  ~AsioServer() override { stop(); }

  Result<void> prepare() {
    if (!shared_.options.tls) return {};
    auto context = server_tls(*shared_.options.tls);
    if (!context) return tl::unexpected(context.error());
    shared_.tls = std::move(*context);
    return {};
  }

  // Binds one listener a thread; nothing runs until all are bound.
  error_code bind() {
    error_code problem;
    const auto address = asio::ip::make_address(shared_.options.address, problem);
    if (problem) return problem;
    asio::ip::tcp::endpoint endpoint(address, shared_.options.port);
    const unsigned threads = std::clamp(shared_.options.threads, 1U, kMostThreads);
    asio::io_context scratch;
    for (unsigned index = 0; index < threads; ++index) {
      asio::ip::tcp::acceptor acceptor(scratch);
      acceptor.open(endpoint.protocol(), problem);
      if (!problem) acceptor.set_option(asio::socket_base::reuse_address(true), problem);
      if (!problem && threads > 1) {
        const int on = 1;
        ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
      }
      if (!problem) acceptor.bind(endpoint, problem);
      if (!problem) acceptor.listen(asio::socket_base::max_listen_connections, problem);
      if (problem) return problem;
      endpoint.port(acceptor.local_endpoint().port());
      const bool is_v6 = endpoint.protocol() == asio::ip::tcp::v6();
      workers_.push_back(std::make_unique<Worker>(shared_, acceptor.release(), is_v6));
    }
    port_ = endpoint.port();
    return {};
  }

  void run() {
    for (const auto& worker : workers_) {
      threads_.emplace_back([&running = *worker] { running.run(); });
    }
  }

  [[nodiscard]] std::uint16_t port() const override { return port_; }

  [[nodiscard]] MllpCounters counters() const override {
    return {shared_.connections, shared_.open_connections, shared_.frames,  shared_.answers,
            shared_.refused,     shared_.skipped,          shared_.timeouts};
  }

  void drain(std::chrono::milliseconds deadline) override {
    const auto end = Clock::now() + deadline;
    for (const auto& worker : workers_) worker->drain();
    while (shared_.open_connections > 0 && Clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    stop();
  }

 private:
  void stop() {
    for (const auto& worker : workers_) worker->stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    workers_.clear();  // closes what is still open
    shared_.open_connections = 0;
  }

  ServerShared shared_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;
  std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<MllpServer>> MllpServer::start(MllpOptions options, MllpHandler handler,
                                                      MllpRefusal refusal) {
  const std::string where = options.address + ":" + std::to_string(options.port);
  try {
    auto server = std::make_unique<AsioServer>(std::move(options), std::move(handler), std::move(refusal));
    if (auto prepared = server->prepare(); !prepared) return tl::unexpected(prepared.error());
    if (const error_code problem = server->bind()) {
      return fail(ErrorKind::environment, where, "can't listen: " + problem.message());
    }
    server->run();
    return server;
  } catch (const std::exception& problem) {
    return fail(ErrorKind::environment, where, std::string("can't listen: ") + problem.what());
  }
}

}  // namespace chargelint::hl7
