// OperationOutcome and CapabilityStatement, by the rules of R4.
#include "fhir/outcome.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <array>
#include <string>

namespace chargelint::fhir {
namespace {

// FHIR JSON has no null and nothing empty.
void expect_nothing_empty(simdjson::dom::element element, const std::string& path) {
  switch (element.type()) {
    case simdjson::dom::element_type::OBJECT: {
      const simdjson::dom::object object(element);
      EXPECT_GT(object.size(), 0U) << path;
      for (const auto field : object) expect_nothing_empty(field.value, path + "." + std::string(field.key));
      return;
    }
    case simdjson::dom::element_type::ARRAY: {
      const simdjson::dom::array list(element);
      EXPECT_GT(list.size(), 0U) << path;
      for (const auto item : list) expect_nothing_empty(item, path + "[]");
      return;
    }
    case simdjson::dom::element_type::STRING:
      EXPECT_FALSE(std::string_view(element).empty()) << path;
      return;
    default:
      EXPECT_FALSE(element.is_null()) << path;
  }
}

void expect_conformant(const std::string& json) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::padded_string document(json);
  ASSERT_EQ(parser.parse(document).get(root), simdjson::SUCCESS) << json;
  expect_nothing_empty(root, "");
}

TEST(OperationOutcome, WritesEveryMember) {
  Issue issue;
  issue.severity = IssueSeverity::error;
  issue.code = "business-rule";
  issue.rule = "NCCI-PTP-001";
  issue.text = "62324 and 62320 \"pair\"";
  issue.diagnostics = "why";
  issue.expression = "Claim.item[1].productOrService";
  const std::string json = operation_outcome(std::array{issue});
  EXPECT_EQ(
      json,
      R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"business-rule","details":)"
      R"({"coding":[{"system":"urn:chargelint:rule","code":"NCCI-PTP-001"}],"text":"62324 and 62320 \"pair\""},)"
      R"("diagnostics":"why","expression":["Claim.item[1].productOrService"]}]})");
  expect_conformant(json);
}

TEST(OperationOutcome, LeavesOutWhatIsEmpty) {
  Issue issue;
  issue.severity = IssueSeverity::fatal;
  issue.code = "structure";
  const std::string json = operation_outcome(std::array{issue});
  EXPECT_EQ(json, R"({"resourceType":"OperationOutcome","issue":[{"severity":"fatal","code":"structure"}]})");
  expect_conformant(json);
}

TEST(OperationOutcome, HasAlwaysAnIssue) {
  const std::string json = operation_outcome({});
  EXPECT_EQ(json,
            R"({"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational",)"
            R"("details":{"text":"No coding problem found"}}]})");
  expect_conformant(json);
}

TEST(OperationOutcome, NamesTheSeverities) {
  const std::array<std::pair<IssueSeverity, std::string_view>, 4> names = {
      {{IssueSeverity::fatal, "fatal"},
       {IssueSeverity::error, "error"},
       {IssueSeverity::warning, "warning"},
       {IssueSeverity::information, "information"}}};
  for (const auto& [severity, name] : names) {
    Issue issue;
    issue.severity = severity;
    issue.code = "value";
    EXPECT_NE(operation_outcome(std::array{issue}).find("\"severity\":\"" + std::string(name) + "\""),
              std::string::npos);
  }
}

TEST(CapabilityStatement, SaysWhatWorks) {
  const std::string json = capability_statement({"0.1.0", "2026-02-27", "http://127.0.0.1:8080/fhir"});
  expect_conformant(json);
  simdjson::dom::parser parser;
  const simdjson::padded_string document(json);
  const simdjson::dom::element root = parser.parse(document).value();
  const auto text = [&root](const char* pointer) {
    return std::string(std::string_view(root.at_pointer(pointer)));
  };
  EXPECT_EQ(text("/resourceType"), "CapabilityStatement");
  EXPECT_EQ(text("/status"), "active");
  EXPECT_EQ(text("/date"), "2026-02-27");
  EXPECT_EQ(text("/kind"), "instance");
  EXPECT_EQ(text("/fhirVersion"), "4.0.1");
  EXPECT_EQ(text("/format/0"), "application/fhir+json");
  EXPECT_EQ(text("/software/version"), "0.1.0");
  EXPECT_FALSE(text("/implementation/description").empty());
  EXPECT_EQ(text("/implementation/url"), "http://127.0.0.1:8080/fhir");
  EXPECT_EQ(text("/rest/0/mode"), "server");
  EXPECT_EQ(text("/rest/0/resource/0/type"), "Claim");
  EXPECT_EQ(text("/rest/0/resource/1/type"), "Procedure");
  EXPECT_EQ(text("/rest/0/resource/0/operation/0/name"), "validate");
  EXPECT_EQ(text("/rest/0/resource/0/operation/0/definition"),
            "http://hl7.org/fhir/OperationDefinition/Resource-validate");
}

}  // namespace
}  // namespace chargelint::fhir
