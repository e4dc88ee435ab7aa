// /fhir: metadata and $validate.
#include <array>

#include "fhir/document.h"
#include "fhir/outcome.h"
#include "fhir/terminology/answers.h"
#include "fhir/terminology/systems.h"
#include "plugin/report/outcome.h"
#include "plugin/report/terminology.h"
#include "plugin/routes/negotiation.h"
#include "plugin/routes/routes.h"
#include "plugin/version.h"
#include "rules/ports/history.h"

namespace chargelint::plugin {
namespace {

// One thread's parser buffers and scratch memory.
struct Worker {
  explicit Worker(std::size_t largest) : document(fhir::DocumentLimits{.largest = largest}) {}
  fhir::Document document;
  Engine::Workspace workspace;
};

Worker& thread_worker(std::size_t largest) {
  thread_local Worker worker(largest);
  return worker;
}

struct Refusal {
  unsigned status;
  std::string_view code;  // issue-type
};

Refusal refusal_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::malformed:
      return {400, "structure"};
    case ErrorKind::unsupported:
      return {422, "not-supported"};
    case ErrorKind::too_large:
      return {413, "too-long"};
    case ErrorKind::not_found:
      return {404, "not-found"};
    case ErrorKind::usage:
    case ErrorKind::conflict:
      return {422, "processing"};
    case ErrorKind::environment:
      break;
  }
  return {500, "exception"};
}

http::Response fhir_response(unsigned status, std::string body) {
  return {status, std::string(kFhirJson), std::move(body), {}};
}

http::Response error_response(const Error& error) {
  const Refusal refusal = refusal_of(error.kind);
  return fhir_response(refusal.status, error_outcome(refusal.code, error.what, error.where));
}

http::Response validate(const RouteContext& context, std::string_view resource,
                        const http::Request& request) {
  const std::string type = http::media_type(request.header("Content-Type"));
  if (!type.empty() && !is_json_type(type)) {
    return error_page(415, request.path, "expected a body of type application/fhir+json");
  }
  Worker& worker = thread_worker(context.max_body);
  if (auto parsed = worker.document.parse(request.body); !parsed) return error_response(parsed.error());
  auto claim = worker.document.read();
  if (!claim) return error_response(claim.error());
  if (claim->source_type != resource) {
    return fhir_response(422, error_outcome("processing", "expected a " + std::string(resource) +
                                                              "; the body holds another resource"));
  }
  if (!claim->context.received_on) {
    constexpr std::int64_t kDay = 86400000;
    claim->context.received_on = Date::from_days(static_cast<std::int32_t>(context.clock() / kDay));
  }
  const auto reference = context.reference.get();
  const auto engine = context.engine.get();
  const NoHistory none;
  const History& history = context.history != nullptr ? context.history->of(*claim, engine->rules()) : none;
  const auto started = std::chrono::steady_clock::now();
  const ClaimOverrides& overrides = StoredOverrides(context.state).of(*claim, context.clock());
  const Verdict& verdict = engine->check(*claim, *reference, history, worker.workspace, overrides.facts());
  context.metrics.count_claim(verdict, std::chrono::steady_clock::now() - started);
  http::Response response = fhir_response(
      200, verdict_outcome({"fhir", "", *claim, verdict, *reference, Severity::info, &overrides}));
  response.headers.emplace_back(kReferenceDigest, reference->digest());
  return response;
}

http::Response metadata(const RouteContext& context, const http::Request& request) {
  const Date today = Date::from_days(static_cast<std::int32_t>(context.clock() / 86400000));
  const std::string mode = http::query_value(request.query, "mode");
  if (mode == "terminology") {
    const auto day = today.iso();
    fhir::TerminologyOptions options{version(), day.view(), context.base_url, {}};
    const auto catalogue = context.reference.get();
    for (const fhir::SystemSpelling& spelling : fhir::system_spellings()) {
      std::string release = catalogue ? system_version(*catalogue, spelling.system, today) : std::string();
      options.systems.push_back({spelling.uri, std::move(release)});
    }
    return fhir_response(200, fhir::terminology_capabilities(options));
  }
  if (!mode.empty() && mode != "full" && mode != "normative") {
    return fhir_response(400, error_outcome("invalid", "mode: expected full, normative or terminology"));
  }
  return fhir_response(200, fhir::capability_statement({version(), today.iso().view(), context.base_url}));
}

}  // namespace

void add_fhir_routes(Router& router, const RouteContext& context) {
  router.add("GET", "/fhir/metadata", [&context](const http::Request& request, const http::Respond& respond) {
    respond(metadata(context, request));
  });
  for (const std::string_view resource : {std::string_view("Claim"), std::string_view("Procedure")}) {
    router.add("POST", "/fhir/" + std::string(resource) + "/$validate",
               [&context, resource](const http::Request& request, const http::Respond& respond) {
                 respond(validate(context, resource, request));
               });
  }
}

}  // namespace chargelint::plugin
