// The service's HTTP surface. Each file of this folder adds its own paths.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "data/search/search_index.h"
#include "data/state/store.h"
#include "hl7/mllp/server.h"
#include "plugin/http/server.h"
#include "plugin/pipeline.h"
#include "plugin/routes/router.h"
#include "plugin/service/engine_holder.h"
#include "plugin/service/metrics.h"
#include "plugin/service/reference_holder.h"
#include "rules/engine/engine.h"

namespace chargelint::plugin {

// What the routes work with; all of it outlives the server.
struct RouteContext {
  const EngineHolder& engine;
  const ReferenceHolder& reference;
  data::StateStore& state;
  Pipeline& pipeline;
  Metrics& metrics;
  Clock clock;
  std::size_t max_body = 0;
  std::string base_url;
  std::function<hl7::MllpCounters()> mllp_counters;
  std::function<http::ServerCounters()> http_counters;
  std::function<bool()> draining;
  // The search index of the snapshot in use; null when there is none.
  std::function<std::shared_ptr<const data::SearchIndex>()> search = [] { return nullptr; };
  const StoredHistory* history = nullptr;  // null: claims are judged alone
};

void add_health_routes(Router& router, const RouteContext& context);
void add_metrics_route(Router& router, const RouteContext& context);
void add_fhir_routes(Router& router, const RouteContext& context);
void add_hl7_route(Router& router, const RouteContext& context);
void add_code_routes(Router& router, const RouteContext& context);
void add_search_route(Router& router, const RouteContext& context);
void add_override_routes(Router& router, const RouteContext& context);
void add_terminology_routes(Router& router, const RouteContext& context);

// Every answer that was computed from a reference names the snapshot it came from.
inline constexpr std::string_view kReferenceDigest = "X-Reference-Digest";

}  // namespace chargelint::plugin
