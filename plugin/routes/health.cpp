// GET /health/live, /health/ready.
#include "fhir/json/writer.h"
#include "plugin/report/common.h"
#include "plugin/routes/routes.h"

namespace chargelint::plugin {

void add_health_routes(Router& router, const RouteContext& context) {
  router.add("GET", "/health/live", [](const http::Request&, const http::Respond& respond) {
    respond({200, "application/json", R"({"status":"live"})", {{"Cache-Control", "no-store"}}});
  });
  router.add("GET", "/health/ready", [&context](const http::Request&, const http::Respond& respond) {
    const auto reference = context.reference.get();
    const bool state = context.state.reachable();
    const bool draining = context.draining();
    const bool ready = reference != nullptr && state && !draining;
    http::Response response{ready ? 200U : 503U, "application/json", "", {{"Cache-Control", "no-store"}}};
    fhir::JsonWriter json(response.body);
    json.begin_object().member("status", ready ? "ready" : "not ready");
    json.member("reference", std::string_view(reference ? release_label(*reference) : "none"));
    json.member("state", state ? "reachable" : "not reachable").member("draining", draining).end_object();
    respond(std::move(response));
  });
}

}  // namespace chargelint::plugin
