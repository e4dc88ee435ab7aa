// A request and its answer, free of the server's own types.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chargelint::plugin::http {

// The header fields of a request; names compare without case.
class Headers {
 public:
  virtual ~Headers() = default;
  // Empty when it is not there.
  [[nodiscard]] virtual std::string_view find(std::string_view name) const = 0;
};

// A part of the path that a route names in braces: "{code}".
struct PathParameter {
  std::string_view name;
  std::string value;  // decoded
};

// Views into the connection's buffers: valid until the answer is given.
struct Request {
  std::string_view method;
  std::string_view path;   // as sent, without the query
  std::string_view query;  // without the question mark
  std::string_view body;
  std::string_view remote;      // address of the peer
  std::string_view request_id;  // X-Request-Id as sent, or made here
  const Headers* headers = nullptr;
  std::span<const PathParameter> parameters;  // valid while the handler runs
  [[nodiscard]] std::string_view header(std::string_view name) const {
    return headers == nullptr ? std::string_view() : headers->find(name);
  }
  // Empty when the route has no such part.
  [[nodiscard]] std::string_view parameter(std::string_view name) const {
    for (const PathParameter& known : parameters) {
      if (known.name == name) return known.value;
    }
    return {};
  }
};

struct Response {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

// Called once, from any thread. Dropped without a call: the client gets 500.
using Respond = std::function<void(Response)>;
using Handler = std::function<void(const Request& request, Respond respond)>;
// The answer of the server itself: a broken request, a body over the limit, a handler that failed.
using ErrorPage = std::function<Response(unsigned status, std::string_view path, std::string_view what)>;

// "%24validate" -> "$validate"; what is no escape stays as it is.
[[nodiscard]] std::string percent_decoded(std::string_view text);
// The value of a query parameter, decoded ('+' is a space); empty when it is not there.
[[nodiscard]] std::string query_value(std::string_view query, std::string_view name);
// "Application/FHIR+JSON; charset=utf-8" -> "application/fhir+json".
[[nodiscard]] std::string media_type(std::string_view header);

}  // namespace chargelint::plugin::http
