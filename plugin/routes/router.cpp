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
    case 409:
      return "Conflict";
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

namespace {

// "/api/v1/codes/{code}" -> "api", "v1", "codes", "{code}"
std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    parts.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

bool is_parameter(std::string_view part) {
  return part.starts_with('{');
}

}  // namespace

void Router::add(std::string_view method, std::string_view path, http::Handler handler) {
  auto route =
      std::find_if(routes_.begin(), routes_.end(), [path](const Route& known) { return known.path == path; });
  if (route == routes_.end()) {
    const bool has_parameters = path.find('{') != std::string_view::npos;
    routes_.push_back({std::string(path),
                       metrics_.add_route(path),
                       {},
                       has_parameters ? parts_of(path) : std::vector<std::string>()});
    route = routes_.end() - 1;
  }
  route->methods.emplace_back(method, std::move(handler));
}

const Router::Route* Router::find_exact(std::string_view path) const {
  for (const Route& route : routes_) {
    if (route.parts.empty() && route.path == path) return &route;
  }
  return nullptr;
}

// Each part is decoded by itself: an escaped slash is no border.
bool Router::matches(const Route& route, std::string_view path, Match& match) {
  match.count = 0;
  for (const std::string& part : route.parts) {
    if (!path.starts_with('/')) return false;
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view given = path.substr(0, end);
    path.remove_prefix(end);
    if (!is_parameter(part)) {
      if (given != part && http::percent_decoded(given) != part) return false;
      continue;
    }
    if (given.empty() || match.count == kMostParameters) return false;
    http::PathParameter& parameter = match.parameters[match.count++];
    parameter.name = std::string_view(part).substr(1, part.size() - 2);
    parameter.value = http::percent_decoded(given);
  }
  return path.empty();
}

void Router::find(std::string_view path, Match& match) const {
  match.route = find_exact(path);
  if (match.route == nullptr && path.find('%') != std::string_view::npos) {
    const std::string decoded = http::percent_decoded(path);
    if (decoded.find('%') == std::string::npos) match.route = find_exact(decoded);
  }
  if (match.route != nullptr) return;
  for (const Route& route : routes_) {
    if (!route.parts.empty() && matches(route, path, match)) {
      match.route = &route;
      return;
    }
  }
}

void Router::handle(const http::Request& request, http::Respond respond) const {
  const auto started = std::chrono::steady_clock::now();
  Match match;
  find(request.path, match);
  const Route* const route = match.route;
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
      if (match.count == 0) {
        handler(request, timed);
        return;
      }
      http::Request with_parameters = request;
      with_parameters.parameters = std::span(match.parameters).first(match.count);
      handler(with_parameters, timed);
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
