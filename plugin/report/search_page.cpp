#include "plugin/report/search_page.h"

#include <algorithm>

#include "fhir/json/writer.h"

namespace chargelint::plugin {

std::string search_json(std::string_view query, const data::SearchPage& page) {
  std::string out;
  fhir::JsonWriter json(out);
  json.begin_object().member("query", query).key("corrected");
  if (page.corrected.empty()) {
    json.null();
  } else {
    json.value(std::string_view(page.corrected));
  }
  json.member("total", static_cast<std::int64_t>(page.total)).member("totalIsExact", page.total_is_exact);
  json.key("hits").begin_array();
  for (const data::SearchHit& hit : page.hits) {
    json.begin_object().member("kind", data::search_kind_name(hit.kind));
    json.member("code", std::string_view(hit.code)).member("title", std::string_view(hit.title));
    json.key("matched");
    if (hit.matched.empty()) {
      json.null();
    } else {
      json.value(std::string_view(hit.matched));
    }
    json.member("active", hit.active);
    if (hit.kind == data::SearchKind::icd10cm) json.member("billable", hit.billable);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

Result<std::vector<data::SearchKind>> search_kinds_named(std::string_view names) {
  std::vector<data::SearchKind> kinds;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(','), names.size());
    const auto kind = data::search_kind(names.substr(0, end));
    if (!kind) {
      return fail(ErrorKind::usage, "",
                  "unknown kind \"" + std::string(names.substr(0, end)) +
                      "\"; expected cpt, hcpcs, icd10cm, section, modifier or place");
    }
    kinds.push_back(*kind);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return kinds;
}

}  // namespace chargelint::plugin
