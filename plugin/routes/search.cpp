// GET /api/v1/search: as-you-type search over codes.
#include <charconv>
#include <chrono>

#include "plugin/report/search_page.h"
#include "plugin/routes/routes.h"

namespace chargelint::plugin {
namespace {

Result<std::size_t> number(std::string_view query, std::string_view name, std::size_t fallback,
                           std::size_t least) {
  const std::string text = http::query_value(query, name);
  if (text.empty()) return fallback;
  std::size_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < least ||
      value > data::kMostSearchHits) {
    return fail(ErrorKind::usage, "",
                std::string(name) + ": expected a number from " + std::to_string(least) + " to " +
                    std::to_string(data::kMostSearchHits));
  }
  return value;
}

// The strings a SearchQuery looks into.
struct Asked {
  std::string text;
  std::string family;
  data::SearchQuery query;
};

Result<void> read(std::string_view sent, Date today, Asked& asked) {
  asked.text = http::query_value(sent, "q");
  if (asked.text.empty()) return fail(ErrorKind::usage, "", "q: expected words or the beginning of a code");
  asked.family = http::query_value(sent, "family");
  asked.query.text = asked.text;
  asked.query.family = asked.family;
  asked.query.today = today;
  if (const std::string on = http::query_value(sent, "on"); !on.empty()) {
    asked.query.active_on = Date::parse_iso(on);
    if (!asked.query.active_on) return fail(ErrorKind::usage, "", "on: expected a date such as 2026-05-04");
  }
  auto kinds = search_kinds_named(http::query_value(sent, "kind"));
  if (!kinds) return fail(ErrorKind::usage, "", "kind: " + kinds.error().what);
  asked.query.kinds = std::move(*kinds);
  const auto limit = number(sent, "limit", 20, 1);
  if (!limit) return tl::unexpected(limit.error());
  const auto offset = number(sent, "offset", 0, 0);
  if (!offset) return tl::unexpected(offset.error());
  asked.query.limit = *limit;
  asked.query.offset = *offset;
  return {};
}

}  // namespace

void add_search_route(Router& router, const RouteContext& context) {
  router.add("GET", "/api/v1/search", [&context](const http::Request& request, const http::Respond& respond) {
    const auto index = context.search();
    if (index == nullptr) {
      http::Response wait = error_page(503, request.path, "the search index is being made; try again soon");
      wait.headers.emplace_back("Retry-After", "5");
      respond(std::move(wait));
      return;
    }
    Asked asked;
    const auto now = std::chrono::milliseconds(context.clock());
    const Date today =
        Date::from_days(static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(now).count()));
    if (const auto understood = read(request.query, today, asked); !understood) {
      respond(error_page(400, request.path, understood.error().what));
      return;
    }
    const auto page = index->search(asked.query);
    if (!page) {
      const bool too_large = page.error().kind == ErrorKind::too_large;
      respond(error_page(too_large ? 400 : 500, request.path, page.error().what));
      return;
    }
    respond({200,
             "application/json; charset=utf-8",
             search_json(asked.text, *page),
             {{std::string(kReferenceDigest), std::string(index->digest())}}});
  });
}

}  // namespace chargelint::plugin
