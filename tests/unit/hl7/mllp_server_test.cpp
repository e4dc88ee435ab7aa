// The server over real sockets: pipelining, cut frames, slow and silent clients, answers out of order, drain.
#include "hl7/mllp/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chargelint::hl7 {
namespace {

using namespace std::chrono_literals;

std::string frame(const std::string& content) {
  return "\x0B" + content + "\x1C\r";
}

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  [[nodiscard]] bool connected() const { return connected_; }
  void send(const std::string& bytes) const {
    std::size_t at = 0;
    while (at < bytes.size()) {
      const ssize_t size = ::send(socket_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (size <= 0) return;
      at += static_cast<std::size_t>(size);
    }
  }
  void shut_down() const { ::shutdown(socket_, SHUT_WR); }

  // The next frame's content; "<closed>" or "<nothing>" when there is none in time.
  std::string receive(std::chrono::milliseconds patience = 3000ms) {
    const auto end = std::chrono::steady_clock::now() + patience;
    for (;;) {
      const std::size_t stop = buffer_.find("\x1C\r");
      if (stop != std::string::npos) {
        std::string content = buffer_.substr(1, stop - 1);
        buffer_.erase(0, stop + 2);
        return content;
      }
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      pollfd poll{socket_, POLLIN, 0};
      if (left <= 0ms || ::poll(&poll, 1, static_cast<int>(left.count())) <= 0) return "<nothing>";
      char bytes[65536];
      const ssize_t size = ::recv(socket_, bytes, sizeof(bytes), 0);
      if (size <= 0) return "<closed>";
      buffer_.append(bytes, static_cast<std::size_t>(size));
    }
  }

  // What one read gives.
  [[nodiscard]] std::string receive_once() const {
    char bytes[65536];
    const ssize_t size = ::recv(socket_, bytes, sizeof(bytes), 0);
    return size <= 0 ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
  }

 private:
  int socket_;
  bool connected_ = false;
  std::string buffer_;
};

std::unique_ptr<MllpServer> started(MllpOptions options, MllpHandler handler, MllpRefusal refusal = {}) {
  options.port = 0;
  auto server = MllpServer::start(std::move(options), std::move(handler), std::move(refusal));
  EXPECT_TRUE(server.has_value());
  return std::move(*server);
}

void echo(const std::string& content, const Respond& respond) {
  respond(Answer("re " + content));
}

template <class Condition>
bool eventually(Condition condition) {
  for (int round = 0; round < 400; ++round) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

// Keeps what it is asked, to be answered later and in any order.
class Later {
 public:
  MllpHandler handler() {
    return [this](std::string content, Respond respond) {
      const std::lock_guard lock(mutex_);
      waiting_.emplace_back(std::move(content), std::move(respond));
    };
  }
  [[nodiscard]] std::size_t size() {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }
  void answer(std::size_t index) {
    std::pair<std::string, Respond> one;
    {
      const std::lock_guard lock(mutex_);
      one = waiting_[index];
    }
    one.second(Answer("re " + one.first));
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::string, Respond>> waiting_;
};

TEST(MllpServer, AnswersAndKeepsTheConnection) {
  const auto server = started({}, echo);
  Client client(server->port());
  for (const char* const content : {"MSH|1", "MSH|2", ""}) {
    client.send(frame(content));
    EXPECT_EQ(client.receive(), std::string("re ") + content);
  }
  EXPECT_EQ(server->counters().frames, 3U);
  EXPECT_TRUE(eventually([&] { return server->counters().answers == 3; }));
}

TEST(MllpServer, AnswersEveryMessageOfOneSegment) {
  const auto server = started({}, echo);
  Client client(server->port());
  std::string all;
  for (int number = 0; number < 300; ++number) all += frame("m" + std::to_string(number)) + "\n\0";
  client.send(all);
  for (int number = 0; number < 300; ++number) EXPECT_EQ(client.receive(), "re m" + std::to_string(number));
}

TEST(MllpServer, ReadsAFrameHoweverItIsCut) {
  const auto server = started({}, echo);
  Client client(server->port());
  const std::string bytes = frame("MSH|a\rPID|b\r");
  for (const char byte : bytes) {
    client.send(std::string(1, byte));
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(client.receive(), "re MSH|a\rPID|b\r");
}

TEST(MllpServer, SendsEachAnswerInOneWrite) {
  const auto server = started({}, echo);
  Client client(server->port());
  const std::string content(3000, 'x');
  for (int round = 0; round < 20; ++round) {
    client.send(frame(content));
    EXPECT_EQ(client.receive_once(), frame("re " + content));
  }
}

TEST(MllpServer, GivesAnswersInTheOrderOfArrival) {
  Later later;
  const auto server = started({}, later.handler());
  Client client(server->port());
  client.send(frame("a") + frame("b") + frame("c"));
  ASSERT_TRUE(eventually([&] { return later.size() == 3; }));
  std::thread([&] { later.answer(2); }).join();
  std::thread([&] { later.answer(1); }).join();
  EXPECT_EQ(client.receive(100ms), "<nothing>");
  later.answer(0);
  EXPECT_EQ(client.receive(), "re a");
  EXPECT_EQ(client.receive(), "re b");
  EXPECT_EQ(client.receive(), "re c");
}

TEST(MllpServer, AnEmptyOrForgottenAnswerHoldsNothingUp) {
  const auto server = started({}, [](const std::string& content, const Respond& respond) {
    if (content == "silent") respond({});
    if (content == "loud") respond(Answer("yes"));
  });
  Client client(server->port());
  client.send(frame("silent") + frame("forgotten") + frame("loud"));
  EXPECT_EQ(client.receive(), "yes");
}

TEST(MllpServer, SendsSeveralAnswersToOneMessageInTheirOrder) {
  const auto server = started({}, [](const std::string&, const Respond& respond) {
    Answer both("committed");
    both.texts.emplace_back("processed");
    respond(both);
  });
  Client client(server->port());
  client.send(frame("a") + frame("b"));
  for (const char* const expected : {"committed", "processed", "committed", "processed"}) {
    EXPECT_EQ(client.receive(), expected);
  }
}

TEST(MllpServer, ClosesWhereNothingPositiveCanBeSaidAndAnswersNothingBehindIt) {
  const auto server = started({}, [](const std::string& content, const Respond& respond) {
    Answer answer(content == "lost" ? "" : "re " + content);
    answer.closes = content == "lost";
    respond(std::move(answer));
  });
  Client client(server->port());
  client.send(frame("kept") + frame("lost") + frame("behind"));
  EXPECT_EQ(client.receive(), "re kept");
  EXPECT_EQ(client.receive(), "<closed>");
}

TEST(MllpServer, TakesSoManyConnectionsFromOneAddress) {
  MllpOptions options;
  options.most_per_address = 1;
  const auto server = started(options, echo);
  {
    Client first(server->port());
    first.send(frame("1"));
    EXPECT_EQ(first.receive(), "re 1");
    Client second(server->port());
    EXPECT_EQ(second.receive(), "<closed>");
  }
  ASSERT_TRUE(eventually([&] { return server->counters().open_connections == 0; }));
  Client third(server->port());
  third.send(frame("3"));
  EXPECT_EQ(third.receive(), "re 3");
}

TEST(MllpServer, PausesReadingBeyondWhatMayBeInFlight) {
  Later later;
  MllpOptions options;
  options.most_in_flight = 4;
  const auto server = started(options, later.handler());
  Client client(server->port());
  std::string all;
  for (int number = 0; number < 20; ++number) all += frame(std::to_string(number));
  client.send(all);
  ASSERT_TRUE(eventually([&] { return later.size() == 4; }));
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(later.size(), 4U);
  for (std::size_t number = 0; number < 20; ++number) {
    ASSERT_TRUE(eventually([&] { return later.size() > number; }));
    later.answer(number);
    EXPECT_EQ(client.receive(), "re " + std::to_string(number));
  }
}

TEST(MllpServer, RefusesWhatIsTooLargeWithAnAnswerAndCloses) {
  MllpOptions options;
  options.largest_message = 1000;
  const auto server = started(options, echo, [](std::string_view beginning, std::string_view reason) {
    return "refused " + std::string(beginning.substr(0, 5)) + ": " + std::string(reason);
  });
  Client client(server->port());
  client.send(frame("small") + "\x0BMSH|^" + std::string(300000, 'x'));
  EXPECT_EQ(client.receive(), "re small");
  EXPECT_EQ(client.receive(), "refused MSH|^: message too large");
  EXPECT_EQ(client.receive(), "<closed>");
  EXPECT_EQ(server->counters().refused, 1U);
}

TEST(MllpServer, CutsOffAClientThatDripsOrStops) {
  MllpOptions options;
  options.between_bytes = 1s;
  options.whole_frame = 2s;
  const auto server = started(options, echo);
  Client silent(server->port());
  Client stopped(server->port());
  Client dripping(server->port());
  stopped.send("\x0BMSH|");
  dripping.send("\x0BMSH|");
  std::atomic<bool> done = false;
  std::thread drip([&] {
    while (!done) {
      dripping.send("x");
      std::this_thread::sleep_for(100ms);
    }
  });
  EXPECT_EQ(stopped.receive(4000ms), "<closed>");
  EXPECT_EQ(dripping.receive(6000ms), "<closed>");
  done = true;
  drip.join();
  EXPECT_EQ(server->counters().timeouts, 2U);
  // One that has nothing to say may stay.
  silent.send(frame("x"));
  EXPECT_EQ(silent.receive(), "re x");
}

TEST(MllpServer, HoldsNoMoreConnectionsThanConfigured) {
  MllpOptions options;
  options.most_connections = 2;
  const auto server = started(options, echo);
  Client first(server->port());
  Client second(server->port());
  first.send(frame("1"));
  second.send(frame("2"));
  EXPECT_EQ(first.receive(), "re 1");
  EXPECT_EQ(second.receive(), "re 2");
  Client third(server->port());
  third.send(frame("3"));
  EXPECT_EQ(third.receive(), "<closed>");
  EXPECT_EQ(server->counters().open_connections, 2U);
}

TEST(MllpServer, AnswersASenderThatClosedItsHalf) {
  Later later;
  const auto server = started({}, later.handler());
  Client client(server->port());
  client.send(frame("a"));
  client.shut_down();
  ASSERT_TRUE(eventually([&] { return later.size() == 1; }));
  later.answer(0);
  EXPECT_EQ(client.receive(), "re a");
  EXPECT_EQ(client.receive(), "<closed>");
}

TEST(MllpServer, CountsWhatBelongsToNoFrame) {
  const auto server = started({}, echo);
  Client client(server->port());
  client.send("GET / HTTP/1.1\r\n" + frame("a") + "\x0BMSH|lost\x0BMSH|b\x1C\r");
  EXPECT_EQ(client.receive(), "re a");
  EXPECT_EQ(client.receive(), "re MSH|b");
  EXPECT_EQ(server->counters().skipped_bytes, 12U);
  EXPECT_EQ(server->counters().refused, 1U);
}

TEST(MllpServer, DrainAnswersWhatWasReadAndTakesNothingNew) {
  Later later;
  const auto server = started({}, later.handler());
  Client idle(server->port());
  Client busy(server->port());
  busy.send(frame("a") + frame("b"));
  ASSERT_TRUE(eventually([&] { return later.size() == 2; }));
  std::thread drain([&] { server->drain(5s); });
  EXPECT_EQ(idle.receive(), "<closed>");
  EXPECT_FALSE(Client(server->port()).connected());
  busy.send(frame("late"));
  later.answer(1);
  later.answer(0);
  EXPECT_EQ(busy.receive(), "re a");
  EXPECT_EQ(busy.receive(), "re b");
  EXPECT_EQ(busy.receive(), "<closed>");
  drain.join();
  EXPECT_EQ(later.size(), 2U);
}

TEST(MllpServer, DrainEndsAtItsDeadline) {
  Later later;
  const auto server = started({}, later.handler());
  Client client(server->port());
  client.send(frame("never answered"));
  ASSERT_TRUE(eventually([&] { return later.size() == 1; }));
  const auto begin = std::chrono::steady_clock::now();
  server->drain(300ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_EQ(client.receive(), "<closed>");
}

TEST(MllpServer, AnAnswerAfterTheEndGoesNowhere) {
  Later later;
  auto server = started({}, later.handler());
  Client client(server->port());
  client.send(frame("a") + frame("b"));
  ASSERT_TRUE(eventually([&] { return later.size() == 2; }));
  server.reset();
  later.answer(0);
  later.let_go();
  EXPECT_EQ(client.receive(), "<closed>");
}

TEST(MllpServer, SaysWhenAPortIsTaken) {
  const auto server = started({}, echo);
  MllpOptions options;
  options.port = server->port();
  const auto second = MllpServer::start(options, echo, {});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().kind, ErrorKind::environment);
  EXPECT_EQ(second.error().where, "127.0.0.1:" + std::to_string(server->port()));
  options.address = "nowhere";
  EXPECT_FALSE(MllpServer::start(options, echo, {}).has_value());
}

TEST(MllpServer, ServesManyClientsOnSeveralThreads) {
  MllpOptions options;
  options.threads = 3;
  const auto server = started(options, echo);
  std::vector<std::thread> clients;
  std::atomic<int> right = 0;
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&, client] {
      Client connection(server->port());
      for (int number = 0; number < 50; ++number) {
        const std::string content = std::to_string(client) + "." + std::to_string(number);
        connection.send(frame(content));
        if (connection.receive() == "re " + content) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 16 * 50);
}

}  // namespace
}  // namespace chargelint::hl7
