// Routing and the answers of each route, without a socket.
#include "plugin/routes/router.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "plugin/routes/negotiation.h"

namespace chargelint::plugin {
namespace {

class FakeHeaders final : public http::Headers {
 public:
  explicit FakeHeaders(std::map<std::string, std::string> values) : values_(std::move(values)) {}
  [[nodiscard]] std::string_view find(std::string_view name) const override {
    const auto found = values_.find(std::string(name));
    return found == values_.end() ? std::string_view() : std::string_view(found->second);
  }

 private:
  std::map<std::string, std::string> values_;
};

class Routing : public ::testing::Test {
 protected:
  Routing() {
    router_.add("GET", "/plain", [](const http::Request&, const http::Respond& respond) {
      respond({200, "text/plain", "plain", {}});
    });
    router_.add("POST", "/fhir/Claim/$validate",
                [](const http::Request& request, const http::Respond& respond) {
                  respond({200, "application/fhir+json", std::string(request.body), {}});
                });
  }
  http::Response ask(std::string_view method, std::string_view path,
                     std::map<std::string, std::string> headers = {}, std::string_view query = {}) {
    const FakeHeaders fake(std::move(headers));
    http::Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = "body";
    request.headers = &fake;
    std::optional<http::Response> answer;
    router_.handle(request, [&answer](http::Response response) { answer = std::move(response); });
    EXPECT_TRUE(answer);
    return answer.value_or(http::Response{});
  }
  static std::string allow(const http::Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Allow") return value;
    }
    return {};
  }
  Metrics metrics_{std::span<const Rule* const>()};
  Router router_{metrics_};
};

TEST_F(Routing, FindsPathsEscapedOrNot) {
  EXPECT_EQ(ask("POST", "/fhir/Claim/$validate").body, "body");
  EXPECT_EQ(ask("POST", "/fhir/Claim/%24validate").body, "body");
  EXPECT_EQ(ask("GET", "/plain").body, "plain");
  EXPECT_EQ(ask("HEAD", "/plain").status, 200U);
}

TEST_F(Routing, FindsPathsWithParameters) {
  router_.add("GET", "/api/{kind}/items/{id}",
              [](const http::Request& request, const http::Respond& respond) {
                respond({200,
                         "text/plain",
                         std::string(request.parameter("kind")) + "|" + std::string(request.parameter("id")) +
                             "|" + std::string(request.parameter("other")),
                         {}});
              });
  router_.add("GET", "/api/a/items/fixed", [](const http::Request&, const http::Respond& respond) {
    respond({200, "text/plain", "fixed", {}});
  });
  EXPECT_EQ(ask("GET", "/api/a/items/7").body, "a|7|");
  EXPECT_EQ(ask("GET", "/api/a%2Fb/items/M54%2E5").body, "a/b|M54.5|");
  EXPECT_EQ(ask("GET", "/api/a/items/fixed").body, "fixed") << "what is written out goes first";
  EXPECT_EQ(ask("GET", "/api/a/it%65ms/7").body, "a|7|");
  for (const char* path :
       {"/api/a/items/", "/api/a/items", "/api//items/7", "/api/a/items/7/8", "api/a/items/7"}) {
    EXPECT_EQ(ask("GET", path).status, 404U) << path;
  }
  EXPECT_EQ(allow(ask("DELETE", "/api/a/items/7")), "GET, HEAD, OPTIONS");
  EXPECT_EQ(ask("OPTIONS", "/api/a/items/7").status, 204U);
  PrometheusText out;
  metrics_.append(out);
  EXPECT_NE(out.take().find("route=\"/api/{kind}/items/{id}\",status=\"200\"} 3"), std::string::npos)
      << "counted by pattern, not by path";
}

TEST_F(Routing, SaysWhatIsNotThereInTheTermsOfThePath) {
  const http::Response plain = ask("GET", "/nothing");
  EXPECT_EQ(plain.status, 404U);
  EXPECT_EQ(plain.content_type, "application/problem+json");
  const http::Response fhir = ask("GET", "/fhir/nothing");
  EXPECT_EQ(fhir.status, 404U);
  EXPECT_EQ(fhir.content_type, kFhirJson);
  EXPECT_NE(fhir.body.find("\"code\":\"not-found\""), std::string::npos) << fhir.body;
  EXPECT_EQ(ask("GET", "/fhir%2").status, 404U);
}

TEST_F(Routing, NamesTheMethodsAPathTakes) {
  const http::Response wrong = ask("GET", "/fhir/Claim/$validate");
  EXPECT_EQ(wrong.status, 405U);
  EXPECT_EQ(allow(wrong), "POST, OPTIONS");
  EXPECT_EQ(allow(ask("DELETE", "/plain")), "GET, HEAD, OPTIONS");
  const http::Response options = ask("OPTIONS", "/plain");
  EXPECT_EQ(options.status, 204U);
  EXPECT_EQ(allow(options), "GET, HEAD, OPTIONS");
}

struct AcceptCase {
  const char* accept;
  const char* query;
  bool json;
};
class Acceptance : public Routing, public ::testing::WithParamInterface<AcceptCase> {};
TEST_P(Acceptance, DecidesWhetherJsonWillDo) {
  std::map<std::string, std::string> headers;
  if (*GetParam().accept != '\0') headers["Accept"] = GetParam().accept;
  EXPECT_EQ(ask("POST", "/fhir/Claim/$validate", headers, GetParam().query).status,
            GetParam().json ? 200U : 406U);
}
INSTANTIATE_TEST_SUITE_P(
    All, Acceptance,
    ::testing::Values(AcceptCase{"", "", true}, AcceptCase{"*/*", "", true},
                      AcceptCase{"application/fhir+json; fhirVersion=4.0", "", true},
                      AcceptCase{"application/fhir+xml", "", false},
                      AcceptCase{"application/fhir+xml, application/fhir+json;q=0.5", "", true},
                      AcceptCase{"application/fhir+json;q=0, application/fhir+xml", "", false},
                      AcceptCase{"application/fhir+json;q=0.05", "", true},
                      AcceptCase{"text/html", "", false},
                      AcceptCase{"application/fhir+xml", "_format=json", true},
                      AcceptCase{"application/json", "_format=xml", false},
                      AcceptCase{"", "_format=application/fhir+json", true},
                      AcceptCase{"", "_format=application%2Ffhir%2Bjson", true},
                      AcceptCase{"", "_format=application%2Ffhir%2Bxml", false}));

TEST_F(Routing, CountsByRouteAndStatus) {
  ask("GET", "/plain");
  ask("GET", "/plain");
  ask("POST", "/plain");
  ask("GET", "/nothing");
  PrometheusText out;
  metrics_.append(out);
  const std::string text = out.take();
  EXPECT_NE(text.find("chargelint_http_requests_total{route=\"/plain\",status=\"200\"} 2\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("chargelint_http_requests_total{route=\"/plain\",status=\"405\"} 1\n"),
            std::string::npos);
  EXPECT_NE(text.find("chargelint_http_requests_total{route=\"other\",status=\"404\"} 1\n"),
            std::string::npos);
  EXPECT_NE(text.find("chargelint_http_request_seconds_count{route=\"/plain\"} 3\n"), std::string::npos);
}

// Each family has its HELP and TYPE before its samples; buckets grow up to the count.
TEST_F(Routing, MetricsAreWellFormed) {
  ask("GET", "/plain");
  PrometheusText out;
  metrics_.append(out);
  std::string text = out.take();
  std::string family;
  std::size_t samples = 0;
  while (!text.empty()) {
    const std::string line = text.substr(0, text.find('\n'));
    text.erase(0, line.size() + 1);
    if (line.starts_with("# HELP ")) continue;
    if (line.starts_with("# TYPE ")) {
      family = line.substr(7, line.find(' ', 7) - 7);
      continue;
    }
    ++samples;
    EXPECT_TRUE(line.starts_with(family)) << line << " after " << family;
  }
  EXPECT_GT(samples, 10U);
}

}  // namespace
}  // namespace chargelint::plugin
