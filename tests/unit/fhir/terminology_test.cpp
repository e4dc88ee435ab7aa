// The shapes of the terminology operations: what was asked, what is answered.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "fhir/json/tree.h"
#include "fhir/terminology/answers.h"
#include "fhir/terminology/request.h"
#include "fhir/terminology/systems.h"

namespace chargelint::fhir {
namespace {

TermRequest read(std::string_view parameters) {
  TermReader reader(1 << 20);
  auto request =
      reader.read(R"({"resourceType":"Parameters","parameter":[)" + std::string(parameters) + "]}");
  EXPECT_TRUE(request) << (request ? "" : to_string(request.error()));
  return request ? *request : TermRequest();
}

TEST(TermRequest, ReadsParameters) {
  const TermRequest request =
      read(R"({"name":"url","valueUri":"http://x?fhir_vs"},{"name":"system","valueUri":"http://s|2026"},)"
           R"({"name":"code","valueCode":"M54.5"},{"name":"date","valueDateTime":"2026-05-04"},)"
           R"({"name":"filter","valueString":"back pain"},{"name":"count","valueInteger":10},)"
           R"({"name":"offset","valueInteger":20},{"name":"activeOnly","valueBoolean":true},)"
           R"({"name":"property","valueCode":"parent"},{"name":"property","valueCode":"child"},)"
           R"({"name":"somethingNew","valueString":"x"})");
  EXPECT_EQ(request.url, "http://x?fhir_vs");
  EXPECT_EQ(request.system, "http://s");
  EXPECT_EQ(request.version, "2026");
  EXPECT_EQ(request.code, "M54.5");
  EXPECT_EQ(request.date, "2026-05-04");
  EXPECT_EQ(request.filter, "back pain");
  EXPECT_EQ(request.count, 10);
  EXPECT_EQ(request.offset, 20);
  EXPECT_EQ(request.active_only, true);
  EXPECT_EQ(request.properties, (std::vector<std::string>{"parent", "child"}));
}

TEST(TermRequest, ReadsCodingsOfAConcept) {
  const TermRequest request = read(
      R"({"name":"coding","valueCoding":{"system":"a","code":"1","display":"d","version":"v"}},)"
      R"({"name":"codeableConcept","valueCodeableConcept":{"coding":[{"system":"b","code":"2"},{"code":"3"}]}})");
  ASSERT_EQ(request.codings.size(), 3U);
  EXPECT_EQ(request.codings[0].system + request.codings[0].code + request.codings[0].display +
                request.codings[0].version,
            "a1dv");
  EXPECT_EQ(request.codings[2].code, "3");
}

TEST(TermRequest, NotesAResourceThatWasSentAlong) {
  EXPECT_TRUE(read(R"({"name":"valueSet","resource":{"resourceType":"ValueSet"}})").holds_resource);
}

TEST(TermRequest, RefusesWhatIsNoParameters) {
  TermReader reader(1 << 20);
  for (const char* body :
       {"", "[]", "{}", R"({"resourceType":"Claim"})", R"({"resourceType":"Parameters","parameter":{}})",
        R"({"resourceType":"Parameters","parameter":[{"valueCode":"x"}]})",
        R"({"resourceType":"Parameters","parameter":[{"name":"count","valueString":"x"}]})"}) {
    EXPECT_FALSE(reader.read(body)) << body;
  }
  EXPECT_TRUE(reader.read(R"({"resourceType":"Parameters"})"));
}

TEST(TermRequest, TakesAQueryString) {
  TermRequest request;
  EXPECT_TRUE(request.set("coding", "http://s|M54.5"));
  EXPECT_EQ(request.codings.front().system, "http://s");
  EXPECT_EQ(request.codings.front().code, "M54.5");
  EXPECT_FALSE(request.set("count", "-1"));
  EXPECT_FALSE(request.set("abstract", "yes"));
  EXPECT_TRUE(request.set("_format", "json"));
}

TEST(TermSystems, EverySpellingStandsForOneSystem) {
  std::set<std::string_view> seen;
  for (const SystemSpelling& spelling : system_spellings()) {
    EXPECT_TRUE(seen.insert(spelling.uri).second) << spelling.uri;
    EXPECT_EQ(term_system(spelling.uri).system, spelling.system) << spelling.uri;
  }
  EXPECT_EQ(canonical_uri(TermSystem::cpt), "http://www.ama-assn.org/go/cpt");
  EXPECT_EQ(canonical_uri(TermSystem::icd10cm), "http://hl7.org/fhir/sid/icd-10-cm");
  EXPECT_FALSE(term_system("http://snomed.info/sct").system);
  EXPECT_EQ(term_system("http://snomed.info/sct").name, "SNOMED CT");
  EXPECT_EQ(term_system("http://example.org").name, "");
}

// Well formed, no empty value, no empty list.
void expect_conformant(const std::string& json) {
  JsonTree tree(1 << 20, 32);
  EXPECT_TRUE(tree.parse(json)) << json;
  EXPECT_EQ(json.find("\"\""), std::string::npos) << json;
  EXPECT_EQ(json.find("[]"), std::string::npos) << json;
  EXPECT_EQ(json.find("{}"), std::string::npos) << json;
}

TEST(TermAnswers, LookupIsParameters) {
  LookupAnswer answer;
  answer.name = "ICD-10-CM";
  answer.display = "a \"good\" display";
  answer.designations = {{"short title", "short"}, {"none", ""}};
  answer.properties = {{"inactive", PropertyType::boolean, "false"},
                       {"workRvu", PropertyType::decimal, "1.80"},
                       {"parent", PropertyType::code, ""}};
  const std::string json = lookup_parameters(answer);
  expect_conformant(json);
  EXPECT_NE(json.find(R"("valueDecimal":1.80)"), std::string::npos) << "a decimal keeps its digits: " << json;
  EXPECT_EQ(json.find("parent"), std::string::npos) << "a property without a value is left out";
}

TEST(TermAnswers, ValidationAlwaysHasAResult) {
  expect_conformant(validate_parameters({}));
  EXPECT_NE(validate_parameters({}).find(R"({"name":"result","valueBoolean":false})"), std::string::npos);
}

TEST(TermAnswers, ExpansionIsAValueSet) {
  Expansion expansion;
  expansion.url = "http://x?fhir_vs";
  expansion.timestamp = "2026-05-04T00:00:00Z";
  expansion.date = "2026-05-04";
  expansion.total = 0;
  expect_conformant(expansion_value_set(expansion));
  expansion.entries = {{"s", "1", "", true, false}, {"s", "2", "two", false, true}};
  const std::string json = expansion_value_set(expansion);
  expect_conformant(json);
  EXPECT_NE(json.find(R"({"system":"s","inactive":true,"code":"1"})"), std::string::npos) << json;
  EXPECT_NE(json.find(R"({"system":"s","abstract":true,"code":"2","display":"two"})"), std::string::npos)
      << json;
}

TEST(TermAnswers, CapabilitiesNameTheSystems) {
  const std::string json = terminology_capabilities(
      {"0.1.0", "2026-05-04", "http://127.0.0.1/fhir", {{"http://s", "2026"}, {"http://t", ""}}});
  expect_conformant(json);
  EXPECT_NE(json.find(R"("resourceType":"TerminologyCapabilities")"), std::string::npos);
  EXPECT_NE(json.find("http://t"), std::string::npos);
}

}  // namespace
}  // namespace chargelint::fhir
