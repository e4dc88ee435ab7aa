// GET /api/v1/codes/{code}, GET /api/v1/reference/status.
#include <array>
#include <charconv>
#include <cstdio>

#include "fhir/json/writer.h"
#include "plugin/report/code_page.h"
#include "plugin/report/common.h"
#include "plugin/routes/routes.h"
#include "plugin/service/known_reference.h"

namespace chargelint::plugin {
namespace {

constexpr std::string_view kJson = "application/json; charset=utf-8";
constexpr std::size_t kMostPairs = 500;

// FNV-1a: tells queries of one snapshot apart, no more.
std::uint64_t hash_of(std::string_view text, std::uint64_t hash = 0xCBF29CE484222325ULL) {
  for (const char character : text) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001B3ULL;
  }
  return hash;
}

std::string entity_tag(std::string_view digest, std::string_view query) {
  std::array<char, 40> text{};
  const int size = std::snprintf(text.data(), text.size(), "\"%.16s-%016llx\"", std::string(digest).c_str(),
                                 static_cast<unsigned long long>(hash_of(query)));
  return {text.data(), static_cast<std::size_t>(size)};
}

// `If-None-Match: "a", W/"b"` or `*`.
bool names_tag(std::string_view header, std::string_view tag) {
  if (header == "*") return true;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(','), header.size());
    std::string_view one = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
  }
  return false;
}

// What a client may ask: nothing else is in the tag.
struct CodeQuery {
  std::string code;
  std::optional<CodeKind> kind;
  Date on;
  std::size_t page = 1;
  std::size_t size = 10;
  std::string filter;
  std::optional<std::int64_t> known_ms;

  [[nodiscard]] std::string text() const {
    return code + '|' + std::string(kind ? kind_text(*kind) : std::string_view()) + '|' + on.iso().str() +
           '|' + std::to_string(page) + '|' + std::to_string(size) + '|' + filter;
  }
};

Result<std::size_t> number(std::string_view query, std::string_view name, std::size_t fallback,
                           std::size_t most) {
  const std::string text = http::query_value(query, name);
  if (text.empty()) return fallback;
  std::size_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value == 0 || value > most) {
    return fail(ErrorKind::usage, std::string(name), "expected a number from 1 to " + std::to_string(most));
  }
  return value;
}

Result<CodeQuery> read_query(const http::Request& request, Date today) {
  CodeQuery query;
  query.code = request.parameter("code");
  query.on = today;
  if (const std::string on = http::query_value(request.query, "on"); !on.empty()) {
    const auto date = Date::parse_iso(on);
    if (!date) return fail(ErrorKind::usage, "on", "expected a date such as 2026-05-04");
    query.on = *date;
  }
  if (const std::string known = http::query_value(request.query, "known"); !known.empty()) {
    const auto moment = known_moment(known);
    if (!moment) return fail(ErrorKind::usage, "known", moment.error().what);
    query.known_ms = *moment;
  }
  for (const std::string_view name : {"system", "kind"}) {
    const std::string kind = http::query_value(request.query, name);
    if (kind.empty()) continue;
    query.kind = code_kind(kind);
    if (!query.kind) {
      return fail(ErrorKind::usage, std::string(name),
                  "expected procedure, diagnosis, modifier, place, article, or the URI of their code system");
    }
  }
  const auto page = number(request.query, "pairs_page", query.page, 1'000'000);
  if (!page) return tl::unexpected(page.error());
  const auto size = number(request.query, "pairs_size", query.size, kMostPairs);
  if (!size) return tl::unexpected(size.error());
  query.page = *page;
  query.size = *size;
  query.filter = http::query_value(request.query, "pairs_filter");
  return query;
}

http::Response not_found(const CodeQuery& query, const UnknownCode& unknown) {
  http::Response response{404, "application/problem+json", {}, {}};
  fhir::JsonWriter json(response.body);
  json.begin_object().member("type", "about:blank").member("title", "Not Found").member("status", 404);
  json.member("detail", "the loaded tables do not hold this code");
  json.member("on", query.on.iso().view()).key("did_you_mean").begin_array();
  for (const Suggestion& suggestion : unknown.suggestions) {
    json.begin_object().member("code", std::string_view(suggestion.code));
    json.member("words", std::string_view(suggestion.words)).end_object();
  }
  json.end_array().end_object();
  return response;
}

http::Response code_answer(const RouteContext& context, const http::Request& request) {
  auto catalogue = context.reference.get();
  if (catalogue == nullptr) return error_page(503, request.path, "no reference is loaded");
  const Date today = Date::from_days(static_cast<std::int32_t>(context.clock() / 86400000));
  const auto query = read_query(request, today);
  if (!query) return error_page(400, request.path, to_string(query.error()));
  if (query->known_ms) {
    auto known = context.reference.known(*query->known_ms);
    if (!known) {
      const bool asked_wrong = known.error().kind == ErrorKind::usage;
      return error_page(asked_wrong ? 400 : 503, request.path, known.error().what);
    }
    catalogue = std::move(*known);
  }
  const std::string tag = entity_tag(catalogue->digest(), query->text());
  const std::vector<std::pair<std::string, std::string>> headers{
      {"ETag", tag},
      {"Cache-Control", "no-cache"},
      {std::string(kReferenceDigest), std::string(catalogue->digest())}};
  if (const std::string_view known = request.header("If-None-Match");
      !known.empty() && known != "*" && names_tag(known, tag)) {
    return {304, "", "", headers};
  }
  CodePageText page =
      code_page(*catalogue, {query->code, query->kind, query->on, query->page, query->size, query->filter},
                PageFormat::json);
  http::Response response = page.found
                                ? http::Response{200, std::string(kJson), std::move(page.text), headers}
                                : not_found(*query, page.unknown);
  if (!page.found) response.headers = {headers.back()};
  return response;
}

void write_day(fhir::JsonWriter& json, std::string_view name, Date day) {
  json.key(name);
  if (day.is_open()) {
    json.null();
  } else {
    json.value(day.iso().view());
  }
}

http::Response status_answer(const RouteContext& context, const http::Request& request) {
  const auto catalogue = context.reference.get();
  if (catalogue == nullptr) return error_page(503, request.path, "no reference is loaded");
  http::Response response{200, std::string(kJson), {}, {}};
  response.headers = {{std::string(kReferenceDigest), std::string(catalogue->digest())},
                      {"Cache-Control", "no-cache"}};
  fhir::JsonWriter json(response.body);
  json.begin_object().member("digest", catalogue->digest());
  json.member("release", std::string_view(release_label(*catalogue))).key("sources").begin_array();
  for (std::size_t index = 0; index < kSources; ++index) {
    const auto source = static_cast<Source>(index);
    bool open = false;
    for (const ReleaseInfo& release : catalogue->releases()) {
      if (release.source != source) continue;
      if (!open) {
        json.begin_object().member("source", source_name(source)).key("releases").begin_array();
        open = true;
      }
      json.begin_object().member("release", release.name).member("complete", release.complete);
      write_day(json, "from", release.force.from);
      write_day(json, "to", release.force.to);
      json.member("sha256", release.digest).end_object();
    }
    if (open) json.end_array().end_object();
  }
  json.end_array().end_object();
  return response;
}

}  // namespace

void add_code_routes(Router& router, const RouteContext& context) {
  router.add("GET", "/api/v1/codes/{code}",
             [&context](const http::Request& request, const http::Respond& respond) {
               respond(code_answer(context, request));
             });
  router.add("GET", "/api/v1/reference/status",
             [&context](const http::Request& request, const http::Respond& respond) {
               respond(status_answer(context, request));
             });
}

}  // namespace chargelint::plugin
