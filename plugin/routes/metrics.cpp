// GET /metrics: the service's counters, and those of its servers and stores, as Prometheus text.
#include <set>
#include <string>
#include <utility>

#include "plugin/report/common.h"
#include "plugin/routes/routes.h"
#include "plugin/version.h"

namespace chargelint::plugin {
namespace {

void append_mllp(PrometheusText& out, const hl7::MllpCounters& counters) {
  const auto counter = [&out](std::string_view name, std::string_view help, std::uint64_t value) {
    out.family(name, "counter", help);
    out.sample(name, "", value);
  };
  counter("chargelint_mllp_connections_total", "MLLP connections accepted.", counters.connections);
  out.family("chargelint_mllp_open_connections", "gauge", "MLLP connections open now.");
  out.sample("chargelint_mllp_open_connections", "", counters.open_connections);
  counter("chargelint_mllp_frames_total", "MLLP frames received.", counters.frames);
  counter("chargelint_mllp_answers_total", "MLLP answers written.", counters.answers);
  counter("chargelint_mllp_refused_total", "MLLP frames given up.", counters.refused);
  counter("chargelint_mllp_skipped_bytes_total", "Bytes outside of frames.", counters.skipped_bytes);
  counter("chargelint_mllp_timeouts_total", "MLLP connections closed at a deadline.", counters.timeouts);
}

void append_http(PrometheusText& out, const http::ServerCounters& counters) {
  out.family("chargelint_http_connections_total", "counter", "HTTP connections accepted.");
  out.sample("chargelint_http_connections_total", "", counters.connections);
  out.family("chargelint_http_open_connections", "gauge", "HTTP connections open now.");
  out.sample("chargelint_http_open_connections", "", counters.open_connections);
  out.family("chargelint_http_refused_total", "counter",
             "HTTP requests refused before they reached a route.");
  out.sample("chargelint_http_refused_total", "", counters.refused);
  out.family("chargelint_http_timeouts_total", "counter", "HTTP connections closed at a deadline.");
  out.sample("chargelint_http_timeouts_total", "", counters.timeouts);
}

void append_state(PrometheusText& out, const data::StateMetrics& state) {
  out.family("chargelint_state_commits_total", "counter", "Transactions committed by the state store.");
  out.sample("chargelint_state_commits_total", "", state.commits);
  out.family("chargelint_state_records_total", "counter", "Records stored by the state store.");
  out.sample("chargelint_state_records_total", "", state.records);
  out.family("chargelint_state_queued", "gauge", "Records that wait for their commit.");
  out.sample("chargelint_state_queued", "", state.queued);
}

void append_reference(PrometheusText& out, const Reference& reference) {
  out.family("chargelint_build_info", "gauge", "The version of the program.");
  out.sample("chargelint_build_info", PrometheusText::label("version", version()), std::uint64_t{1});
  out.family("chargelint_reference_info", "gauge", "The reference snapshot in use.");
  out.sample("chargelint_reference_info",
             PrometheusText::label("release", release_label(reference)) + "," +
                 PrometheusText::label("digest", reference.digest()),
             std::uint64_t{1});
  out.family("chargelint_reference_release_info", "gauge", "The releases of the snapshot in use.");
  std::set<std::string> seen;  // several files of one release are one sample
  for (const ReleaseInfo& release : reference.releases()) {
    std::string labels = PrometheusText::label("source", source_name(release.source)) + "," +
                         PrometheusText::label("release", release.name) + "," +
                         PrometheusText::label("complete", release.complete ? "true" : "false");
    const auto [place, fresh] = seen.insert(std::move(labels));
    if (fresh) out.sample("chargelint_reference_release_info", *place, std::uint64_t{1});
  }
}

}  // namespace

void add_metrics_route(Router& router, const RouteContext& context) {
  router.add("GET", "/metrics", [&context](const http::Request&, const http::Respond& respond) {
    PrometheusText out;
    context.metrics.append(out);
    append_mllp(out, context.mllp_counters());
    append_http(out, context.http_counters());
    append_state(out, context.state.metrics());
    append_reference(out, *context.reference.get());
    respond({200, "text/plain; version=0.0.4; charset=utf-8", out.take(), {}});
  });
}

}  // namespace chargelint::plugin
