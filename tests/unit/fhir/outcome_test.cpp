// OperationOutcome and CapabilityStatement, by the rules of R4.
#include "fhir/outcome.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "fhir/json/tree.h"

namespace chargelint::fhir {
namespace {

// JSON, and as FHIR wants it: no null and nothing empty.
void expect_conformant(const std::string& json) {
  JsonTree tree(1'000'000, 16);
  EXPECT_TRUE(tree.parse(json)) << json;
  for (const std::string_view nothing : {"\"\"", "[]", "{}", "null"}) {
    EXPECT_EQ(json.find(nothing), std::string::npos) << nothing << " in " << json;
  }
}

TEST(OperationOutcome, WritesEveryMember) {
  Issue issue;
  issue.severity = IssueSeverity::error;
  issue.code = "business-rule";
  issue.rule = "NCCI-PTP-001";
  issue.text = "62324 and 62320";
  issue.diagnostics = "why";
  issue.expression = "Claim.item[1].productOrService";
  const std::string json = operation_outcome(std::array{issue});
  EXPECT_EQ(
      json,
      R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"business-rule","details":)"
      R"({"coding":[{"system":"urn:chargelint:rule","code":"NCCI-PTP-001"}],"text":"62324 and 62320"},)"
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
  EXPECT_EQ(
      json,
      R"({"resourceType":"CapabilityStatement","name":"Chargelint","title":"chargelint coding checks",)"
      R"("status":"active","date":"2026-02-27","kind":"instance","software":{"name":"chargelint",)"
      R"("version":"0.1.0"},"implementation":{"description":)"
      R"("Checks of CPT, HCPCS and ICD-10-CM coding on claims and procedures",)"
      R"("url":"http://127.0.0.1:8080/fhir"},"fhirVersion":"4.0.1","format":["application/fhir+json","json"],)"
      R"("rest":[{"mode":"server","resource":[{"type":"Claim","operation":[{"name":"validate","definition":)"
      R"("http://hl7.org/fhir/OperationDefinition/Resource-validate"}]},{"type":"Procedure","operation":)"
      R"([{"name":"validate","definition":"http://hl7.org/fhir/OperationDefinition/Resource-validate"}]},)"
      R"({"type":"CodeSystem","operation":[{"name":"lookup","definition":)"
      R"("http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup"},{"name":"validate-code","definition":)"
      R"("http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code"}]},{"type":"ValueSet","operation":)"
      R"([{"name":"expand","definition":"http://hl7.org/fhir/OperationDefinition/ValueSet-expand"},)"
      R"({"name":"validate-code","definition":)"
      R"("http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code"}]}]}]})");
}

TEST(CapabilityStatement, LeavesOutWhatIsNotKnown) {
  expect_conformant(capability_statement({}));
}

}  // namespace
}  // namespace chargelint::fhir
