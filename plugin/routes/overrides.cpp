// /api/v1/claims/{id}, its findings' overrides, and /api/v1/overrides. Neither numbers nor names of a claim
// reach a log or an error; a body that names a patient is read and forgotten.
#include <charconv>

#include "fhir/json/writer.h"
#include "plugin/overrides/decisions.h"
#include "plugin/overrides/fields.h"
#include "plugin/routes/negotiation.h"
#include "plugin/routes/routes.h"

namespace chargelint::plugin {
namespace {

constexpr std::string_view kJson = "application/json; charset=utf-8";
constexpr std::size_t kMostListed = 1000;

unsigned status_for(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::malformed:
      return 400;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::usage:
    case ErrorKind::unsupported:
      return 422;
    case ErrorKind::environment:
      break;
  }
  return 503;
}

http::Response error_response(const http::Request& request, const Error& error) {
  return error_page(status_for(error.kind), request.path, to_string(error));
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

http::Response one_override(unsigned status, const data::Override& one, std::int64_t now_ms) {
  http::Response response{status, std::string(kJson), "", {}};
  fhir::JsonWriter json(response.body);
  write_override(json, one, now_ms);
  return response;
}

// The stored claim and the finding that a path names.
struct Named {
  data::StoredVerdict verdict;
  const data::FindingRecord* finding = nullptr;
  std::size_t number = 0;
};
Result<Named> named_finding(const RouteContext& context, const http::Request& request) {
  Named named;
  auto verdict = find_claim(context.state, request.parameter("id"));
  if (!verdict) return tl::unexpected(verdict.error());
  named.verdict = std::move(*verdict);
  named.number = number_in<std::size_t>(request.parameter("n")).value_or(0);
  const auto finding = find_finding(named.verdict, named.number);
  if (!finding) return tl::unexpected(finding.error());
  named.finding = *finding;
  return named;
}

http::Response claim_page(const RouteContext& context, const http::Request& request) {
  const auto verdict = find_claim(context.state, request.parameter("id"));
  if (!verdict) return error_response(request, verdict.error());
  const std::int64_t now = context.clock();
  http::Response response{200, std::string(kJson), "", {}};
  fhir::JsonWriter json(response.body);
  const std::string message = "msg-" + std::to_string(verdict->message);
  json.begin_object().member("claim", std::string_view(verdict->visit_id));
  json.member("message", std::string_view(message)).member("received", verdict->received_ms);
  json.member("reference", std::string_view(verdict->snapshot)).key("findings").begin_array();
  std::int64_t number = 0;
  for (const data::FindingRecord& finding : verdict->findings) {
    const auto held = override_on(context.state, *verdict, finding, now);
    if (!held) return error_response(request, held.error());
    json.begin_object().member("n", ++number).key("finding").raw(finding.json).key("override");
    if (*held) {
      write_override(json, **held, now);
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array().end_object();
  return response;
}

http::Response show_override(const RouteContext& context, const http::Request& request) {
  const auto named = named_finding(context, request);
  if (!named) return error_response(request, named.error());
  const std::int64_t now = context.clock();
  const auto held = override_on(context.state, named->verdict, *named->finding, now);
  if (!held) return error_response(request, held.error());
  if (!*held) return error_page(404, request.path, "the finding is not overridden");
  return one_override(200, **held, now);
}

Decision decision_of(const Fields& fields) {
  const auto field = [&fields](std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
  };
  return {field("reason"), field("text"), field("user"), field("role"), field("until")};
}

std::optional<http::Response> refused_type(const http::Request& request) {
  const std::string type = http::media_type(request.header("Content-Type"));
  if (type.empty() || is_json_type(type)) return std::nullopt;
  return error_page(415, request.path, "expected a body of type application/json");
}

http::Response make_override(const RouteContext& context, const http::Request& request) {
  if (auto refused = refused_type(request)) return std::move(*refused);
  const auto fields = read_fields(request.body, {"reason", "text", "user", "role", "until"});
  if (!fields) return error_response(request, fields.error());
  const auto named = named_finding(context, request);
  if (!named) return error_response(request, named.error());
  const std::int64_t now = context.clock();
  const auto made = override_finding(context.state, named->verdict, named->number, decision_of(*fields), now);
  return made ? one_override(201, *made, now) : error_response(request, made.error());
}

http::Response make_by_facts(const RouteContext& context, const http::Request& request) {
  if (auto refused = refused_type(request)) return std::move(*refused);
  const auto fields = read_fields(request.body, {"patient", "claim", "rule", "facts", "codes", "reason",
                                                 "text", "user", "role", "until"});
  if (!fields) return error_response(request, fields.error());
  const auto field = [&fields](std::string_view name) {
    const auto found = fields->find(name);
    return found == fields->end() ? std::string() : found->second;
  };
  const FactsDecided decided{field("patient"), field("claim"), field("rule"), field("facts"), field("codes")};
  const std::int64_t now = context.clock();
  const auto made = override_facts(context.state, decided, decision_of(*fields), now);
  return made ? one_override(201, *made, now) : error_response(request, made.error());
}

http::Response end_by_id(const RouteContext& context, const http::Request& request, std::int64_t id) {
  const auto ended = end_override(context.state, id, http::query_value(request.query, "user"),
                                  http::query_value(request.query, "role"), context.clock());
  return ended ? http::Response{204, "", "", {}} : error_response(request, ended.error());
}

http::Response end_of_finding(const RouteContext& context, const http::Request& request) {
  const auto named = named_finding(context, request);
  if (!named) return error_response(request, named.error());
  const auto held = override_on(context.state, named->verdict, *named->finding, context.clock());
  if (!held) return error_response(request, held.error());
  if (!*held) return error_page(404, request.path, "the finding is not overridden");
  return end_by_id(context, request, (*held)->id);
}

http::Response list(const RouteContext& context, const http::Request& request) {
  const bool all = http::query_value(request.query, "all") == "true";
  const auto held = context.state.overrides(kMostListed);
  if (!held) return error_response(request, held.error());
  const std::int64_t now = context.clock();
  http::Response response{200, std::string(kJson), "", {}};
  fhir::JsonWriter json(response.body);
  json.begin_object().key("overrides").begin_array();
  for (const data::Override& one : *held) {
    if (all || state_of(one, now) == "active") write_override(json, one, now);
  }
  json.end_array().key("reasons").begin_array();
  for (const OverrideReason& reason : override_reasons()) {
    json.begin_object().member("code", reason.code).member("meaning", reason.meaning).end_object();
  }
  json.end_array().end_object();
  return response;
}

}  // namespace

void add_override_routes(Router& router, const RouteContext& context) {
  using Answer = http::Response (*)(const RouteContext&, const http::Request&);
  const auto add = [&](std::string_view method, std::string_view path, Answer answer) {
    router.add(method, path, [&context, answer](const http::Request& request, const http::Respond& respond) {
      respond(answer(context, request));
    });
  };
  constexpr std::string_view kFinding = "/api/v1/claims/{id}/findings/{n}/override";
  add("GET", "/api/v1/claims/{id}", claim_page);
  add("GET", kFinding, show_override);
  add("POST", kFinding, make_override);
  add("DELETE", kFinding, end_of_finding);
  add("GET", "/api/v1/overrides", list);
  add("POST", "/api/v1/overrides", make_by_facts);
  add("DELETE", "/api/v1/overrides/{id}", [](const RouteContext& where, const http::Request& request) {
    const auto id = number_in<std::int64_t>(request.parameter("id"));
    if (!id) return error_page(404, request.path, "expected the number of an override");
    return end_by_id(where, request, *id);
  });
}

}  // namespace chargelint::plugin
