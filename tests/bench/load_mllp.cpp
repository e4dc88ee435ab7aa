// A load generator for the MLLP server, run as a second process: connections that each send a charge, wait
// for its answer and send the next. Sends to loopback only, for a bounded time.
//
//   chargelint_load_mllp PORT [CONNECTIONS=64] [SECONDS=5]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/bench/bench_support.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
  int socket = -1;
  std::string received;
  std::string expected_id;
  Clock::time_point sent;
};

class Load {
 public:
  Load(std::uint16_t port, std::size_t connections) : connections_(connections) {
    message_ = chargelint::bench::professional_dft();
    id_at_ = message_.find("|884213|") + 1;
    poll_ = ::epoll_create1(0);
    for (Connection& connection : connections_) {
      connection.socket = ::socket(AF_INET, SOCK_STREAM, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_port = htons(port);
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      if (::connect(connection.socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        std::perror("connect");
        std::exit(3);
      }
      const int on = 1;
      ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.ptr = &connection;
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, connection.socket, &event);
    }
  }

  void run(std::chrono::seconds duration) {
    const auto start = Clock::now();
    const auto end = start + duration;
    for (Connection& connection : connections_) send_next(connection);
    std::vector<epoll_event> events(256);
    while (Clock::now() < end) {
      const int ready = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 100);
      for (int index = 0; index < ready; ++index) {
        receive(*static_cast<Connection*>(events[static_cast<std::size_t>(index)].data.ptr));
      }
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::sort(latencies_.begin(), latencies_.end());
    const auto at = [this](double share) {
      return latencies_.empty()
                 ? 0.0
                 : latencies_[static_cast<std::size_t>(share * static_cast<double>(latencies_.size() - 1))];
    };
    std::printf(
        "connections %zu, answers %zu, refused %zu, %.0f messages/s, p50 %.2f ms, p99 %.2f ms, worst %.2f "
        "ms\n",
        connections_.size(), latencies_.size(), refused_, static_cast<double>(latencies_.size()) / seconds,
        at(0.5), at(0.99), at(1.0));
  }

 private:
  void send_next(Connection& connection) {
    connection.expected_id = "L" + std::to_string(::getpid()) + "-" + std::to_string(++sent_);
    std::string frame =
        "\x0b" + message_.substr(0, id_at_) + connection.expected_id + message_.substr(id_at_ + 6) + "\x1c\r";
    connection.sent = Clock::now();
    if (::send(connection.socket, frame.data(), frame.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(frame.size())) {
      std::fputs("short write\n", stderr);
      std::exit(3);
    }
  }
  void receive(Connection& connection) {
    char buffer[16384];
    const ssize_t count = ::recv(connection.socket, buffer, sizeof(buffer), 0);
    if (count <= 0) {
      std::fputs("connection closed by the server\n", stderr);
      std::exit(3);
    }
    connection.received.append(buffer, static_cast<std::size_t>(count));
    const std::size_t stop = connection.received.find("\x1c\r");
    if (stop == std::string::npos) return;
    latencies_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - connection.sent).count());
    if (connection.received.find("MSA|AA|" + connection.expected_id) == std::string::npos) ++refused_;
    connection.received.clear();
    send_next(connection);
  }

  std::vector<Connection> connections_;
  std::string message_;
  std::size_t id_at_ = 0;
  int poll_ = -1;
  std::uint64_t sent_ = 0;
  std::size_t refused_ = 0;
  std::vector<double> latencies_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fputs("usage: chargelint_load_mllp PORT [CONNECTIONS=64] [SECONDS=5]\n", stderr);
    return 2;
  }
  const auto port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
  const std::size_t connections = count > 2 ? static_cast<std::size_t>(std::atoi(arguments[2])) : 64;
  const int seconds = count > 3 ? std::atoi(arguments[3]) : 5;
  Load load(port, connections);
  load.run(std::chrono::seconds(seconds));
  return 0;
}
