// /fhir/CodeSystem/$lookup and $validate-code, /fhir/ValueSet/$expand and $validate-code, by GET and POST.
#include <algorithm>
#include <array>
#include <chrono>

#include "fhir/terminology/answers.h"
#include "fhir/terminology/request.h"
#include "fhir/terminology/systems.h"
#include "plugin/report/outcome.h"
#include "plugin/report/terminology.h"
#include "plugin/routes/negotiation.h"
#include "plugin/routes/routes.h"

namespace chargelint::plugin {
namespace {

using fhir::TermRequest;
using fhir::TermSystem;

constexpr std::string_view kImplicit = "?fhir_vs";  // behind a code system's URI: the set of all its codes
constexpr std::size_t kMostEntries = 1000;

http::Response outcome(unsigned status, std::string_view code, std::string_view text,
                       std::string_view where = {}) {
  return {status, std::string(kFhirJson), error_outcome(code, text, where), {}};
}

// One operation's input: the request, the snapshot, the day.
struct Question {
  TermRequest request;
  std::shared_ptr<const data::Catalogue> catalogue;
  Date on;
  std::int64_t now_ms = 0;
};

using Answer = tl::expected<http::Response, http::Response>;  // the error is an answer too

fhir::TermReader& thread_reader(std::size_t largest) {
  thread_local fhir::TermReader reader(largest);
  return reader;
}

// "?a=b&c=d": each pair in turn.
Result<void> read_query(std::string_view query, TermRequest& request) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view raw = pair.substr(std::min(equals + 1, pair.size()));
    std::string value = http::percent_decoded(raw);
    if (raw.find('+') != std::string_view::npos) {
      value.assign(raw);
      std::replace(value.begin(), value.end(), '+', ' ');
      value = http::percent_decoded(value);
    }
    if (auto set = request.set(http::percent_decoded(pair.substr(0, equals)), value); !set) {
      return tl::unexpected(set.error());
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

tl::expected<Question, http::Response> read_question(const RouteContext& context,
                                                     const http::Request& request) {
  Question question;
  if (request.method == "POST") {
    const std::string type = http::media_type(request.header("Content-Type"));
    if (!type.empty() && !is_json_type(type)) {
      return tl::unexpected(error_page(415, request.path, "expected a body of type application/fhir+json"));
    }
    auto read = thread_reader(context.max_body).read(request.body);
    if (!read) {
      const bool too_large = read.error().kind == ErrorKind::too_large;
      return tl::unexpected(outcome(too_large ? 413 : 400, too_large ? "too-long" : "structure",
                                    read.error().what, read.error().where));
    }
    question.request = std::move(*read);
  }
  if (auto read = read_query(request.query, question.request); !read) {
    return tl::unexpected(outcome(400, "invalid", to_string(read.error())));
  }
  question.now_ms = context.clock();
  question.on = Date::from_days(static_cast<std::int32_t>(question.now_ms / 86400000));
  if (!question.request.date.empty()) {
    const auto date = Date::parse_iso(question.request.date);
    if (!date) return tl::unexpected(outcome(400, "invalid", "date: expected a day such as 2026-05-04"));
    question.on = *date;
  }
  question.catalogue = context.reference.get();
  if (question.catalogue == nullptr) {
    return tl::unexpected(error_page(503, request.path, "no reference is loaded"));
  }
  return question;
}

// An unknown code system is an error of its own, never a wrong code.
http::Response unknown_system(std::string_view uri) {
  const std::string_view name = fhir::term_system(uri).name;
  std::string text = "the code system " + std::string(uri.substr(0, 200));
  if (name.empty()) return outcome(422, "not-supported", text + " is not known to this server");
  return outcome(422, "not-supported", text + " (" + std::string(name) + ") is not held by this server");
}

http::Response unknown_version(const Question& question, TermSystem system) {
  std::string text = "version " + question.request.version.substr(0, 40) + " of " +
                     std::string(fhir::system_title(system)) + " is not loaded";
  std::string_view separator = "; loaded: ";
  for (const std::string& version : loaded_versions(*question.catalogue, system)) {
    text += separator;
    text += version;
    separator = ", ";
  }
  return outcome(422, "not-supported", text);
}

// The day that a version moves the question to.
tl::expected<Date, http::Response> day_of(const Question& question, TermSystem system,
                                          std::string_view version) {
  if (version.empty()) return question.on;
  const auto day = day_of_version(*question.catalogue, system, version, question.on);
  if (day) return *day;
  return tl::unexpected(unknown_version(question, system));
}

http::Response required(std::string_view text) {
  return outcome(400, "required", text);
}

Answer lookup(Question& question) {
  TermRequest& request = question.request;
  if (request.code.empty() && !request.codings.empty()) {
    request.system = request.codings.front().system;
    request.code = request.codings.front().code;
    if (request.version.empty()) request.version = request.codings.front().version;
  }
  if (request.system.empty()) return tl::unexpected(required("system and code, or coding, were expected"));
  const auto system = fhir::term_system(request.system).system;
  if (!system) return tl::unexpected(unknown_system(request.system));
  if (request.code.empty()) return tl::unexpected(required("code was expected beside system"));
  const auto on = day_of(question, *system, request.version);
  if (!on) return tl::unexpected(on.error());
  const data::Catalogue& catalogue = *question.catalogue;
  const Concept found = find_concept(catalogue, *system, request.code, *on);
  if (!found.known) return tl::unexpected(outcome(404, "not-found", found.why));
  fhir::LookupAnswer answer;
  answer.name = fhir::system_title(*system);
  answer.version = system_version(catalogue, *system, *on);
  answer.display = display_of(catalogue, found, *on);
  const auto wants = [&](std::string_view name) {
    return request.properties.empty() ||
           std::any_of(request.properties.begin(), request.properties.end(),
                       [name](const std::string& property) { return property == name || property == "*"; });
  };
  if (wants("designation")) answer.designations = designations_of(catalogue, found, *on, answer.display);
  answer.properties = properties_of(catalogue, found, *on, request.properties);
  return http::Response{200, std::string(kFhirJson), fhir::lookup_parameters(answer), {}};
}

// What is to be judged: a code, a coding, or the codings of a concept.
struct Asked {
  std::string system;
  std::string code;
  std::string version;
  std::string display;
};

fhir::ValidateAnswer judge(const Question& question, const Asked& asked, TermSystem system, Date on) {
  const data::Catalogue& catalogue = *question.catalogue;
  fhir::ValidateAnswer answer;
  answer.system = asked.system;  // in the sender's spelling
  const Concept found = find_concept(catalogue, system, asked.code, on);
  answer.code = found.known ? found.code : asked.code;
  answer.version = system_version(catalogue, system, on);
  if (!found.known) {
    answer.message = found.why;
    return answer;
  }
  answer.display = display_of(catalogue, found, on);
  answer.inactive = !found.active;
  const bool selectable = found.selectable || question.request.abstract.value_or(false);
  answer.result = found.active && selectable;
  if (!answer.result) {
    answer.message = found.why;
    return answer;
  }
  if (found.other_system) {
    answer.message = found.code + " is a code of HCPCS Level II, whose system is " +
                     std::string(fhir::canonical_uri(TermSystem::hcpcs)) + "; it was read as such";
  }
  if (asked.display.empty()) return answer;
  const auto right = is_display_of(catalogue, found, on, asked.display);
  if (!right) {
    answer.message = "the display was not compared: no official text of " + found.code + " is loaded";
  } else if (!*right) {
    answer.result = false;
    answer.message = "the display given is not a name of " + found.code + ", which is " + answer.display;
  }
  return answer;
}

std::vector<Asked> asked_of(const TermRequest& request) {
  std::vector<Asked> asked;
  if (!request.code.empty()) {
    asked.push_back({request.system.empty() ? request.url : request.system, request.code, request.version,
                     request.display});
  }
  for (const fhir::TermCoding& coding : request.codings) {
    asked.push_back({coding.system.empty() ? request.system : coding.system, coding.code,
                     coding.version.empty() ? request.version : coding.version, coding.display});
  }
  return asked;
}

// The first that is valid answers, else the first whose system is held.
Answer validate(const Question& question, const std::vector<Asked>& asked, std::optional<TermSystem> within) {
  if (asked.empty()) {
    return tl::unexpected(required("code with its system, coding or codeableConcept was expected"));
  }
  std::optional<fhir::ValidateAnswer> best;
  std::optional<http::Response> refusal;
  for (const Asked& one : asked) {
    if (one.system.empty()) {
      if (!refusal) refusal = required("the code system of the code was expected");
      continue;
    }
    const auto system = fhir::term_system(one.system).system;
    if (!system) {
      if (!refusal) refusal = unknown_system(one.system);
      continue;
    }
    const auto on = day_of(question, *system, one.version);
    if (!on) {
      if (!refusal) refusal = on.error();
      continue;
    }
    fhir::ValidateAnswer answer = judge(question, one, *system, *on);
    if (within && *within != *system) {
      answer.result = false;
      answer.message = "the value set holds codes of " + std::string(fhir::system_title(*within)) +
                       ", not of " + std::string(fhir::system_title(*system));
    }
    if (!best || (answer.result && !best->result)) best = std::move(answer);
  }
  if (!best) return tl::unexpected(*refusal);
  return http::Response{200, std::string(kFhirJson), fhir::validate_parameters(*best), {}};
}

Answer validate_in_system(Question& question) {
  TermRequest& request = question.request;
  if (request.holds_resource) {
    return tl::unexpected(
        outcome(422, "not-supported", "a code system sent along is not processed; name one by url"));
  }
  // `url` names the code system of a bare code; codings bring their own.
  if (request.system.empty()) request.system = request.url;
  return validate(question, asked_of(request), std::nullopt);
}

// The system whose codes an implicit value set holds.
tl::expected<TermSystem, http::Response> value_set_of(const TermRequest& request) {
  if (request.holds_resource) {
    return tl::unexpected(
        outcome(422, "not-supported", "a value set sent along is not processed; name one by url"));
  }
  if (request.url.empty()) return tl::unexpected(required("url, of the value set, was expected"));
  std::string_view uri = request.url;
  const bool implicit = uri.ends_with(kImplicit);
  if (implicit) uri.remove_suffix(kImplicit.size());
  const auto system = fhir::term_system(uri).system;
  if (system) return *system;
  if (implicit) return tl::unexpected(unknown_system(uri));
  return tl::unexpected(
      outcome(404, "not-found",
              "the value set " + request.url.substr(0, 200) +
                  " is not known; the set of all codes of a system is its URI with ?fhir_vs"));
}

Answer validate_in_value_set(Question& question) {
  const auto system = value_set_of(question.request);
  if (!system) return tl::unexpected(system.error());
  std::vector<Asked> asked = asked_of(question.request);
  // A bare code is of the value set's only system.
  for (Asked& one : asked) {
    if (one.system.empty() || one.system == question.request.url) one.system = fhir::canonical_uri(*system);
  }
  return validate(question, asked, *system);
}

std::string instant(std::int64_t milliseconds) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds(milliseconds)};
  const auto day = floor<std::chrono::days>(moment);
  const std::chrono::hh_mm_ss time{floor<std::chrono::seconds>(moment - day)};
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return Date::from_days(static_cast<std::int32_t>(day.time_since_epoch().count())).iso().str() + "T" +
         two(time.hours().count()) + ":" + two(time.minutes().count()) + ":" + two(time.seconds().count()) +
         "Z";
}

std::vector<data::SearchKind> search_kinds(TermSystem system) {
  switch (system) {
    case TermSystem::cpt:
      return {data::SearchKind::cpt};
    case TermSystem::hcpcs:
      return {data::SearchKind::hcpcs};
    case TermSystem::icd10cm:
      return {data::SearchKind::icd10cm};
    case TermSystem::place_of_service:
      break;
  }
  return {data::SearchKind::place};
}

Answer search(const RouteContext& context, const Question& question, TermSystem system, Date on,
              fhir::Expansion& expansion, std::size_t count) {
  const auto index = context.search();
  if (index == nullptr) {
    return tl::unexpected(outcome(503, "transient", "the search index of this snapshot is not there yet"));
  }
  data::SearchQuery query;
  query.text = question.request.filter;
  query.kinds = search_kinds(system);
  if (question.request.active_only.value_or(true)) query.active_on = on;
  query.today = on;
  query.limit = count;
  query.offset = expansion.offset;
  auto page = index->search(query);
  if (!page) return tl::unexpected(outcome(500, "exception", page.error().what));
  const std::string uri(fhir::canonical_uri(system));
  for (data::SearchHit& hit : page->hits) {
    std::string display = hit.title.empty() ? hit.code : std::move(hit.title);
    expansion.entries.push_back({uri, std::move(hit.code), std::move(display), !hit.active, !hit.billable});
  }
  if (page->total_is_exact) expansion.total = page->total;
  return http::Response{};
}

Answer expand(const RouteContext& context, Question& question) {
  const TermRequest& request = question.request;
  const auto system = value_set_of(request);
  if (!system) return tl::unexpected(system.error());
  const auto on = day_of(question, *system, request.version);
  if (!on) return tl::unexpected(on.error());
  fhir::Expansion expansion;
  expansion.url = request.url;
  expansion.timestamp = instant(question.now_ms);
  expansion.date = on->iso().str();
  expansion.filter = request.filter;
  expansion.offset = static_cast<std::size_t>(request.offset.value_or(0));
  const std::size_t count =
      std::min(static_cast<std::size_t>(request.count.value_or(kMostEntries)), kMostEntries);
  if (request.count) expansion.count = count;
  if (!request.filter.empty() && count > 0) {
    const auto found = search(context, question, *system, *on, expansion, count);
    if (!found) return tl::unexpected(found.error());
  } else {
    ConceptList list = list_concepts(*question.catalogue, *system, *on, request.active_only.value_or(true),
                                     expansion.offset, count);
    if (!request.count && list.total > kMostEntries) {
      return tl::unexpected(outcome(422, "too-costly",
                                    std::to_string(list.total) +
                                        " codes are too many for one answer; give count and "
                                        "offset, or a filter"));
    }
    expansion.total = list.total;
    expansion.entries = std::move(list.entries);
  }
  return http::Response{200, std::string(kFhirJson), fhir::expansion_value_set(expansion), {}};
}

template <class Operation>
void add_operation(Router& router, const RouteContext& context, std::string_view path, Operation operation) {
  for (const std::string_view method : {std::string_view("GET"), std::string_view("POST")}) {
    router.add(method, path,
               [&context, operation](const http::Request& request, const http::Respond& respond) {
                 auto question = read_question(context, request);
                 if (!question) {
                   respond(std::move(question.error()));
                   return;
                 }
                 Answer answer = operation(*question);
                 http::Response response = answer ? std::move(*answer) : std::move(answer.error());
                 response.headers.emplace_back(kReferenceDigest, question->catalogue->digest());
                 respond(std::move(response));
               });
  }
}

}  // namespace

void add_terminology_routes(Router& router, const RouteContext& context) {
  add_operation(router, context, "/fhir/CodeSystem/$lookup", lookup);
  add_operation(router, context, "/fhir/CodeSystem/$validate-code", validate_in_system);
  add_operation(router, context, "/fhir/ValueSet/$validate-code", validate_in_value_set);
  add_operation(router, context, "/fhir/ValueSet/$expand",
                [&context](Question& question) { return expand(context, question); });
}

}  // namespace chargelint::plugin
