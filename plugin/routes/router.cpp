#include "plugin/routes/router.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "fhir/json/writer.h"
#include "plugin/report/outcome.h"
#include "plugin/routes/negotiation.h"

namespace chargelint::plugin {
namespace {

std::string_view issue_code_of(unsigned status) {
  switch (status) {
    case 400:
      return "invalid";
    case 404:
      return "not-found";
    case 405:
    case 406:
    case 415:
      return "not-supported";
    case 408:
      return "timeout";
    case 413:
    case 431:
      return "too-long";
    case 422:
      return "processing";
    case 503:
      return "transient";
    default:
      return "exception";
  }
}

std::string_view title_of(unsigned status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Entity";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

}  // namespace

bool is_fhir_path(std::string_view path) {
  return path == "/fhir" || path.starts_with("/fhir/");
}

http::Response error_page(unsigned status, std::string_view path, std::string_view what) {
  http::Response response;
  response.status = status;
  if (is_fhir_path(path)) {
    response.content_type = kFhirJson;
    response.body = error_outcome(issue_code_of(status), what);
    return response;
  }
  response.content_type = "application/problem+json";
  fhir::JsonWriter json(response.body);
  json.begin_object().member("type", "about:blank").member("title", title_of(status));
  json.member("status", static_cast<std::int64_t>(status)).member("detail", what).end_object();
  return response;
}

Router::Router(Metrics& metrics) : metrics_(metrics), unknown_metric_(metrics.add_route("other")) {}

void Router::add(std::string_view method, std::string_view path, http::Handler handler) {
  auto route =
      std::find_if(routes_.begin(), routes_.end(), [path](const Route& known) { return known.path == path; });
  if (route == routes_.end()) {
    routes_.push_back({std::string(path), metrics_.add_route(path), {}});
    route = routes_.end() - 1;
  }
  route->methods.emplace_back(method, std::move(handler));
}

const Router::Route* Router::find(std::string_view path) const {
  for (const Route& route : routes_) {
    if (route.path == path) return &route;
  }
  if (path.find('%') == std::string_view::npos) return nullptr;
  return find(http::percent_decoded(path).find('%') == std::string::npos ? http::percent_decoded(path) : "");
}

void Router::handle(const http::Request& request, http::Respond respond) const {
  const auto started = std::chrono::steady_clock::now();
  const Route* const route = find(request.path);
  const std::size_t metric = route == nullptr ? unknown_metric_ : route->metric;
  const auto timed = [this, metric, started, respond = std::move(respond)](http::Response response) {
    metrics_.count_request(metric, response.status, std::chrono::steady_clock::now() - started);
    respond(std::move(response));
  };
  if (route == nullptr) {
    timed(error_page(404, request.path, "there is nothing at this path"));
    return;
  }
  const std::string_view wanted = request.method == "HEAD" ? std::string_view("GET") : request.method;
  std::string allow;
  for (const auto& [method, handler] : route->methods) {
    if (method == wanted) {
      if (is_fhir_path(request.path) && !accepts_json(request)) {
        timed(error_page(406, request.path, "this server answers in JSON only: application/fhir+json"));
        return;
      }
      handler(request, timed);
      return;
    }
    allow += method + (method == "GET" ? ", HEAD, " : ", ");
  }
  allow += "OPTIONS";
  if (request.method == "OPTIONS") {
    timed(http::Response{204, "", "", {{"Allow", allow}}});
    return;
  }
  http::Response response = error_page(405, request.path, "this path takes " + allow);
  response.headers.emplace_back("Allow", allow);
  timed(std::move(response));
}

}  // namespace chargelint::plugin
