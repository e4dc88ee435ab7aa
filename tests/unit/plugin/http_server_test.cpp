// The HTTP edge over real sockets: limits, deadlines, keep-alive, HEAD, late answers, drain.
#include "plugin/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "support.h"

namespace chargelint::plugin::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::Client;

Response page(unsigned status, std::string_view path, std::string_view what) {
  return {status, "text/plain", std::string(path) + ": " + std::string(what), {}};
}

// Answers with what it was asked; keeps the answers to /later for the test to give.
class HttpServer : public ::testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    options.port = 0;
    if (options.threads == 0) options.threads = 2;
    auto started = Server::start(
        options,
        [this](const Request& request, Respond respond) {
          if (request.path == "/later") {
            const std::lock_guard lock(mutex_);
            later_.push_back(std::move(respond));
            return;
          }
          if (request.path == "/throw") throw std::runtime_error("a handler that fails");
          if (request.path == "/drop") return;
          respond({200,
                   "text/plain",
                   std::string(request.method) + " " + std::string(request.path) + " [" +
                       std::string(request.query) + "] " + std::string(request.body),
                   {}});
        },
        page);
    ASSERT_TRUE(started) << to_string(started.error());
    server_ = std::move(*started);
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  // Headers and a body of the announced length.
  static std::string answer(Client& client) {
    std::string head = client.receive_until("\r\n\r\n");
    const std::size_t at = head.find("Content-Length: ");
    if (at == std::string::npos) return head;
    return head + client.receive(std::stoul(head.substr(at + 16)));
  }
  std::size_t waiting() {
    const std::lock_guard lock(mutex_);
    return later_.size();
  }
  void wait_for_late_request() {
    for (int tries = 0; waiting() == 0 && tries < 2000; ++tries) std::this_thread::sleep_for(milliseconds(1));
    ASSERT_EQ(waiting(), 1U);
  }
  Respond take_late() {
    const std::lock_guard lock(mutex_);
    Respond respond = std::move(later_.back());
    later_.pop_back();
    return respond;
  }

  std::mutex mutex_;
  std::vector<Respond> later_;
  std::unique_ptr<Server> server_;
};

TEST_F(HttpServer, KeepsAConnectionForTheNextRequest) {
  start();
  Client client(port());
  ASSERT_TRUE(client.send("GET /one?a=b HTTP/1.1\r\nHost: x\r\n\r\n"));
  const std::string first = answer(client);
  EXPECT_TRUE(first.starts_with("HTTP/1.1 200 OK\r\n")) << first;
  EXPECT_TRUE(first.ends_with("GET /one [a=b] ")) << first;
  EXPECT_NE(first.find("Connection: keep-alive"), std::string::npos);
  ASSERT_TRUE(client.send("POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"));
  EXPECT_TRUE(answer(client).ends_with("POST /two [] body"));
  EXPECT_EQ(server_->counters().connections, 1U);
  EXPECT_EQ(server_->counters().requests, 2U);
}

TEST_F(HttpServer, AnswersPipelinedRequestsInOrder) {
  start();
  Client client(port());
  ASSERT_TRUE(client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_TRUE(answer(client).ends_with("GET /1 [] "));
  EXPECT_TRUE(answer(client).ends_with("GET /2 [] "));
}

TEST_F(HttpServer, ClosesWhenTheClientAsksForIt) {
  start();
  Client client(port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  EXPECT_NE(answer(client).find("Connection: close"), std::string::npos);
  EXPECT_TRUE(client.closed());
}

TEST_F(HttpServer, HeadHasTheLengthButNoBody) {
  start();
  Client client(port());
  ASSERT_TRUE(client.send("HEAD /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  const std::string text = client.receive(100000);
  EXPECT_NE(text.find("Content-Length: 11\r\n"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\r\n\r\n")) << text;
}

TEST_F(HttpServer, AsksForTheBodyThatWaitsForContinue) {
  start();
  Client client(port());
  ASSERT_TRUE(
      client.send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(client.send("ok"));
  EXPECT_TRUE(answer(client).ends_with("POST /x [] ok"));
}

TEST_F(HttpServer, TakesChunkedBodies) {
  start();
  Client client(port());
  ASSERT_TRUE(client.send(
      "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
  EXPECT_TRUE(answer(client).ends_with("POST /x [] abcde"));
}

TEST_F(HttpServer, RefusesABodyOverTheLimitWithoutReadingIt) {
  ServerOptions options;
  options.max_body = 1000;
  start(options);
  Client client(port());
  ASSERT_TRUE(client.send("POST /big HTTP/1.1\r\nHost: x\r\nContent-Length: 200000000\r\n\r\n" +
                          std::string(5000, 'x')));
  const std::string text = answer(client);
  EXPECT_TRUE(text.starts_with("HTTP/1.1 413 ")) << text;
  EXPECT_NE(text.find("/big: "), std::string::npos) << "the page knows the path";
  EXPECT_NE(text.find("Connection: close"), std::string::npos);
}

TEST_F(HttpServer, RefusesChunksOverTheLimit) {
  ServerOptions options;
  options.max_body = 1000;
  start(options);
  Client client(port());
  ASSERT_TRUE(client.send("POST /big HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
  for (int chunk = 0; chunk < 4; ++chunk) client.send("200\r\n" + std::string(0x200, 'x') + "\r\n");
  EXPECT_TRUE(answer(client).starts_with("HTTP/1.1 413 "));
}

TEST_F(HttpServer, RefusesHeadersOverTheLimit) {
  start();
  Client client(port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(40000, 'x') + "\r\n\r\n");
  EXPECT_TRUE(answer(client).starts_with("HTTP/1.1 431 "));
}

struct BrokenRequest {
  const char* name;
  const char* bytes;
};
class BrokenRequests : public HttpServer, public ::testing::WithParamInterface<BrokenRequest> {};
TEST_P(BrokenRequests, AreAnsweredWith400AndClosed) {
  start();
  Client client(port());
  ASSERT_TRUE(client.send(GetParam().bytes));
  EXPECT_TRUE(answer(client).starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(client.closed());
}
INSTANTIATE_TEST_SUITE_P(
    All, BrokenRequests,
    ::testing::Values(
        BrokenRequest{"NoHttp", "MSH|^~\\&|EPIC|\r\n\r\n"},
        BrokenRequest{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        BrokenRequest{"TwoLengths",
                      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
        BrokenRequest{"LengthAndChunks",
                      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: "
                      "chunked\r\n\r\n0\r\n\r\n"},
        BrokenRequest{"NegativeLength", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"}),
    [](const auto& info) { return info.param.name; });

TEST_F(HttpServer, CutsAClientThatDripsItsRequest) {
  ServerOptions options;
  options.request_deadline = milliseconds(300);
  start(options);
  Client client(port());
  const auto started = steady_clock::now();
  bool open = true;
  while (open && steady_clock::now() - started < std::chrono::seconds(4)) {
    open = client.send("G");
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_FALSE(open) << "a byte now and then must not renew the deadline";
  EXPECT_GE(server_->counters().timeouts, 1U);
}

TEST_F(HttpServer, ClosesAnIdleConnectionAtItsDeadline) {
  ServerOptions options;
  options.idle_deadline = milliseconds(200);
  start(options);
  Client client(port());
  EXPECT_TRUE(client.closed());
}

TEST_F(HttpServer, AnswersFromAnotherThread) {
  start();
  Client client(port());
  ASSERT_TRUE(client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n"));
  wait_for_late_request();
  std::thread([respond = take_late()] { respond({202, "text/plain", "late", {}}); }).join();
  const std::string text = answer(client);
  EXPECT_TRUE(text.starts_with("HTTP/1.1 202 Accepted")) << text;
  EXPECT_TRUE(text.ends_with("late"));
}

TEST_F(HttpServer, AHandlerThatFailsOrForgetsIs500) {
  start();
  for (const char* const path : {"/throw", "/drop"}) {
    Client client(port());
    ASSERT_TRUE(client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
    EXPECT_TRUE(answer(client).starts_with("HTTP/1.1 500 ")) << path;
  }
}

TEST_F(HttpServer, EchoesAUsableRequestIdAndReplacesOthers) {
  start();
  Client client(port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: abc-123\r\n\r\n"));
  EXPECT_NE(answer(client).find("X-Request-Id: abc-123\r\n"), std::string::npos);
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: <script>\r\n\r\n"));
  const std::string text = answer(client);
  EXPECT_EQ(text.find("<script>"), std::string::npos);
  EXPECT_NE(text.find("X-Request-Id: "), std::string::npos);
}

TEST_F(HttpServer, DrainClosesIdleConnectionsAtOnceAndFinishesTheOthers) {
  start();
  Client idle(port());
  ASSERT_TRUE(idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  answer(idle);
  Client busy(port());
  ASSERT_TRUE(busy.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n"));
  wait_for_late_request();
  const std::uint16_t open_port = port();
  std::thread draining([this] { server_->drain(std::chrono::seconds(5)); });
  EXPECT_TRUE(idle.closed());
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_FALSE(Client(open_port).connected()) << "nothing new is accepted";
  take_late()({200, "text/plain", "finished", {}});
  const std::string text = answer(busy);
  EXPECT_TRUE(text.ends_with("finished")) << text;
  EXPECT_NE(text.find("Connection: close"), std::string::npos);
  const auto started = steady_clock::now();
  draining.join();
  EXPECT_LT(steady_clock::now() - started, std::chrono::seconds(2)) << "done when the last answer is out";
}

TEST_F(HttpServer, DrainGivesUpAtItsDeadline) {
  start();
  Client busy(port());
  ASSERT_TRUE(busy.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n"));
  wait_for_late_request();
  const auto started = steady_clock::now();
  server_->drain(milliseconds(200));
  EXPECT_LT(steady_clock::now() - started, std::chrono::seconds(2));
  server_.reset();
  take_late()({200, "text/plain", "too late", {}});  // must be harmless
}

TEST_F(HttpServer, WaitsWithFurtherConnectionsOverTheLimit) {
  ServerOptions options;
  options.threads = 1;
  options.max_connections = 2;
  start(options);
  auto first = std::make_unique<Client>(port());
  Client second(port());
  ASSERT_TRUE(first->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  ASSERT_TRUE(second.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  answer(*first);
  answer(second);
  Client third(port());
  ASSERT_TRUE(third.send("GET /third HTTP/1.1\r\nHost: x\r\n\r\n"));
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(server_->counters().open_connections, 2U);
  first.reset();
  EXPECT_TRUE(answer(third).ends_with("GET /third [] "));
}

TEST_F(HttpServer, ATakenPortIsNamed) {
  start();
  ServerOptions options;
  options.port = port();
  const auto second = Server::start(
      options, [](const Request&, const Respond&) {}, page);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::environment);
  EXPECT_NE(second.error().where.find(std::to_string(port())), std::string::npos)
      << to_string(second.error());
}

TEST(HttpText, DecodesPathsQueriesAndMediaTypes) {
  EXPECT_EQ(percent_decoded("/fhir/Claim/%24validate"), "/fhir/Claim/$validate");
  EXPECT_EQ(percent_decoded("100%"), "100%");
  EXPECT_EQ(percent_decoded("%zz"), "%zz");
  EXPECT_EQ(query_value("a=1&_format=application%2Ffhir%2Bjson", "_format"), "application/fhir+json");
  EXPECT_EQ(query_value("a=1", "b"), "");
  EXPECT_EQ(query_value("flag&b=2", "flag"), "");
  EXPECT_EQ(media_type("Application/FHIR+JSON ; charset=utf-8"), "application/fhir+json");
}

}  // namespace
}  // namespace chargelint::plugin::http
