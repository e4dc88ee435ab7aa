// POST /hl7: one v2 message over HTTP; the answer waits for the commit, as over MLLP.
#include "plugin/log.h"
#include "plugin/routes/negotiation.h"
#include "plugin/routes/routes.h"

namespace chargelint::plugin {
namespace {

// HL7 over HTTP answers in the type that was asked with.
std::string answer_type(const std::string& asked) {
  if (asked == "x-application/hl7-v2+er7") return asked;
  return asked == "text/plain" ? "text/plain; charset=utf-8" : "application/hl7-v2; charset=utf-8";
}

http::Response hl7_response(const std::string& asked, Result<std::string> answer) {
  if (!answer) return error_page(503, "/hl7", "the message could not be stored; send it again");
  if (answer->empty()) return {204, "", "", {}};  // an acknowledgement is not answered
  return {200, answer_type(asked), std::move(*answer), {}};
}

}  // namespace

void add_hl7_route(Router& router, const RouteContext& context) {
  router.add("POST", "/hl7", [&context](const http::Request& request, const http::Respond& respond) {
    const std::string type = http::media_type(request.header("Content-Type"));
    if (!type.empty() && !is_hl7_type(type)) {
      respond(error_page(415, request.path, "expected a body of type application/hl7-v2"));
      return;
    }
    if (request.body.empty()) {
      respond(error_page(400, request.path, "the body is empty; expected an HL7 v2 message"));
      return;
    }
    context.pipeline.accept(
        std::string(request.body), Protocol::hl7_http,
        [type, respond](Result<std::string> answer) { respond(hl7_response(type, std::move(answer))); });
  });
}

}  // namespace chargelint::plugin
