#include "fhir/terminology/answers.h"

#include <array>

#include "fhir/json/writer.h"

namespace chargelint::fhir {
namespace {

constexpr std::string_view kDesignationUse = "urn:chargelint:designation";

// FHIR allows no empty value: what has no text is left out.
void parameter(JsonWriter& json, std::string_view name, std::string_view type, std::string_view value) {
  if (value.empty()) return;
  json.begin_object().member("name", name).member(type, value).end_object();
}

void begin_parameters(JsonWriter& json) {
  json.begin_object().member("resourceType", "Parameters").key("parameter").begin_array();
}

std::string_view type_name(PropertyType type) {
  switch (type) {
    case PropertyType::code:
      return "valueCode";
    case PropertyType::text:
      return "valueString";
    case PropertyType::boolean:
      return "valueBoolean";
    case PropertyType::date_time:
      return "valueDateTime";
    case PropertyType::integer:
      return "valueInteger";
    case PropertyType::decimal:
      return "valueDecimal";
  }
  return "valueString";
}

void write_property(JsonWriter& json, const TermProperty& property) {
  if (property.value.empty()) return;
  json.begin_object().member("name", "property").key("part").begin_array();
  json.begin_object().member("name", "code").member("valueCode", property.name).end_object();
  json.begin_object().member("name", "value").key(type_name(property.type));
  const bool quoted = property.type == PropertyType::code || property.type == PropertyType::text ||
                      property.type == PropertyType::date_time;
  if (quoted) {
    json.value(std::string_view(property.value));
  } else {
    json.raw(property.value);
  }
  json.end_object().end_array().end_object();
}

void write_designation(JsonWriter& json, const TermDesignation& designation) {
  if (designation.value.empty()) return;
  json.begin_object().member("name", "designation").key("part").begin_array();
  json.begin_object().member("name", "language").member("valueCode", "en").end_object();
  json.begin_object().member("name", "use").key("valueCoding").begin_object();
  json.member("system", kDesignationUse).member("code", designation.use).end_object().end_object();
  json.begin_object().member("name", "value").member("valueString", std::string_view(designation.value));
  json.end_object().end_array().end_object();
}

}  // namespace

std::string lookup_parameters(const LookupAnswer& answer) {
  std::string out;
  out.reserve(1024);
  JsonWriter json(out);
  begin_parameters(json);
  parameter(json, "name", "valueString", answer.name);
  parameter(json, "version", "valueString", answer.version);
  parameter(json, "display", "valueString", answer.display);
  for (const TermDesignation& designation : answer.designations) write_designation(json, designation);
  for (const TermProperty& property : answer.properties) write_property(json, property);
  json.end_array().end_object();
  return out;
}

std::string validate_parameters(const ValidateAnswer& answer) {
  std::string out;
  out.reserve(512);
  JsonWriter json(out);
  begin_parameters(json);
  json.begin_object().member("name", "result").member("valueBoolean", answer.result).end_object();
  parameter(json, "message", "valueString", answer.message);
  parameter(json, "display", "valueString", answer.display);
  parameter(json, "code", "valueCode", answer.code);
  parameter(json, "system", "valueUri", answer.system);
  parameter(json, "version", "valueString", answer.version);
  if (answer.inactive) {
    json.begin_object().member("name", "inactive").member("valueBoolean", *answer.inactive).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string expansion_value_set(const Expansion& expansion) {
  JsonWriter json;
  json.begin_object().member("resourceType", "ValueSet");
  json.member("url", std::string_view(expansion.url)).member("status", "active");
  json.key("expansion").begin_object();
  json.member("timestamp", std::string_view(expansion.timestamp));
  if (expansion.total) json.member("total", static_cast<std::int64_t>(*expansion.total));
  json.member("offset", static_cast<std::int64_t>(expansion.offset));
  json.key("parameter").begin_array();
  parameter(json, "date", "valueDateTime", expansion.date);
  parameter(json, "filter", "valueString", expansion.filter);
  if (expansion.count) {
    json.begin_object().member("name", "count");
    json.member("valueInteger", static_cast<std::int64_t>(*expansion.count)).end_object();
  }
  json.end_array();
  if (!expansion.entries.empty()) {
    json.key("contains").begin_array();
    for (const ExpansionEntry& entry : expansion.entries) {
      json.begin_object().member("system", std::string_view(entry.system));
      if (entry.abstract) json.member("abstract", true);
      if (entry.inactive) json.member("inactive", true);
      json.member("code", std::string_view(entry.code));
      if (!entry.display.empty()) json.member("display", std::string_view(entry.display));
      json.end_object();
    }
    json.end_array();
  }
  json.end_object().end_object();
  return json.take();
}

std::string terminology_capabilities(const TerminologyOptions& options) {
  JsonWriter json;
  json.begin_object();
  json.member("resourceType", "TerminologyCapabilities");
  json.member("name", "ChargelintTerminology").member("title", "chargelint terminology");
  json.member("status", "active");
  if (!options.date.empty()) json.member("date", options.date);
  json.member("kind", "instance");
  json.key("software").begin_object().member("name", "chargelint");
  if (!options.software_version.empty()) json.member("version", options.software_version);
  json.end_object();
  json.key("implementation").begin_object();
  json.member("description",
              "Look-up, validation and search of CPT, HCPCS, ICD-10-CM and place-of-service codes");
  if (!options.base_url.empty()) json.member("url", options.base_url);
  json.end_object();
  json.key("codeSystem").begin_array();
  for (const SystemCapability& system : options.systems) {
    json.begin_object().member("uri", system.uri);
    if (!system.version.empty()) {
      json.key("version").begin_array().begin_object();
      json.member("code", std::string_view(system.version)).member("isDefault", true);
      json.end_object().end_array();
    }
    json.member("subsumption", false).end_object();
  }
  json.end_array();
  json.key("expansion").begin_object();
  json.member("hierarchical", false).member("paging", true).key("parameter").begin_array();
  constexpr std::array<std::string_view, 6> kParameters{"url",    "filter", "date",
                                                        "offset", "count",  "activeOnly"};
  for (const std::string_view name : kParameters) json.begin_object().member("name", name).end_object();
  json.end_array();
  json.member("textFilter",
              "Codes, official titles, plain words and index terms; prefixes and misspellings too");
  json.end_object();
  json.member("codeSearch", "all");
  json.key("validateCode").begin_object().member("translations", false).end_object();
  json.end_object();
  return json.take();
}

}  // namespace chargelint::fhir
