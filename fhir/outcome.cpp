#include "fhir/outcome.h"

#include "fhir/json/writer.h"

namespace chargelint::fhir {
namespace {

constexpr std::string_view kRuleSystem = "urn:chargelint:rule";

std::string_view severity_text(IssueSeverity severity) {
  switch (severity) {
    case IssueSeverity::fatal:
      return "fatal";
    case IssueSeverity::error:
      return "error";
    case IssueSeverity::warning:
      return "warning";
    case IssueSeverity::information:
      break;
  }
  return "information";
}

// FHIR allows no empty member: what has no text is left out.
void member(JsonWriter& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.member(name, text);
}

void write_details(JsonWriter& json, const Issue& issue) {
  if (issue.rule.empty() && issue.text.empty()) return;
  json.key("details").begin_object();
  if (!issue.rule.empty()) {
    json.key("coding").begin_array().begin_object();
    json.member("system", kRuleSystem).member("code", std::string_view(issue.rule));
    json.end_object().end_array();
  }
  member(json, "text", issue.text);
  json.end_object();
}

void write_issue(JsonWriter& json, const Issue& issue) {
  json.begin_object();
  json.member("severity", severity_text(issue.severity));
  json.member("code", issue.code.empty() ? std::string_view("processing") : std::string_view(issue.code));
  write_details(json, issue);
  member(json, "diagnostics", issue.diagnostics);
  if (!issue.expression.empty()) {
    json.key("expression").begin_array().value(std::string_view(issue.expression)).end_array();
  }
  json.end_object();
}

struct Operation {
  std::string_view name;
  std::string_view definition;
};

void write_resource(JsonWriter& json, std::string_view type, std::span<const Operation> operations) {
  json.begin_object();
  json.member("type", type);
  json.key("operation").begin_array();
  for (const Operation& operation : operations) {
    json.begin_object().member("name", operation.name);
    json.member("definition", operation.definition).end_object();
  }
  json.end_array();
  json.end_object();
}

constexpr Operation kValidate[] = {{"validate", "http://hl7.org/fhir/OperationDefinition/Resource-validate"}};
constexpr Operation kCodeSystem[] = {
    {"lookup", "http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup"},
    {"validate-code", "http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code"}};
constexpr Operation kValueSet[] = {
    {"expand", "http://hl7.org/fhir/OperationDefinition/ValueSet-expand"},
    {"validate-code", "http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code"}};

}  // namespace

std::string operation_outcome(std::span<const Issue> issues) {
  JsonWriter json;
  json.begin_object().member("resourceType", "OperationOutcome").key("issue").begin_array();
  for (const Issue& issue : issues) write_issue(json, issue);
  if (issues.empty()) {
    Issue all_well;
    all_well.code = "informational";
    all_well.text = "No coding problem found";
    write_issue(json, all_well);
  }
  json.end_array().end_object();
  return json.take();
}

std::string capability_statement(const CapabilityOptions& options) {
  JsonWriter json;
  json.begin_object();
  json.member("resourceType", "CapabilityStatement");
  json.member("name", "Chargelint");
  json.member("title", "chargelint coding checks");
  json.member("status", "active");
  member(json, "date", options.date);
  json.member("kind", "instance");
  json.key("software").begin_object();
  json.member("name", "chargelint");
  member(json, "version", options.software_version);
  json.end_object();
  json.key("implementation").begin_object();
  json.member("description", "Checks of CPT, HCPCS and ICD-10-CM coding on claims and procedures");
  member(json, "url", options.base_url);
  json.end_object();
  json.member("fhirVersion", "4.0.1");
  json.key("format").begin_array().value("application/fhir+json").value("json").end_array();
  json.key("rest").begin_array().begin_object();
  json.member("mode", "server");
  json.key("resource").begin_array();
  write_resource(json, "Claim", kValidate);
  write_resource(json, "Procedure", kValidate);
  write_resource(json, "CodeSystem", kCodeSystem);
  write_resource(json, "ValueSet", kValueSet);
  json.end_array();
  json.end_object().end_array();
  json.end_object();
  return json.take();
}

}  // namespace chargelint::fhir
