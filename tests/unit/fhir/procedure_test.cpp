// How a Procedure is understood.
#include "reading_fixture.h"

namespace chargelint::fhir {
namespace {

using ProcedureReading = Reader;

std::string procedure_json(std::string_view members, std::string_view status = "completed") {
  std::string json =
      R"({"resourceType":"Procedure","id":"p-1","subject":{"reference":"Patient/1"},"code":{"coding":[)"
      R"({"system":"http://snomed.info/sct","code":"1"},)"
      R"({"system":"http://www.ama-assn.org/go/cpt","code":"33249"}]},"status":")";
  json.append(status).append("\"");
  if (!members.empty()) json.append(",").append(members);
  return json + "}";
}

TEST_F(ProcedureReading, IsOneChargeLine) {
  const Claim claim = read(procedure_json(
      R"("performedPeriod":{"start":"2024-05-02T08:00:00Z","end":"2024-05-03T01:00:00Z"},)"
      R"("performer":[{"actor":{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}}}],)"
      R"("reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I49.01"}]},{"text":"other"}],)"
      R"("bodySite":[{"coding":[{"code":"7771000"}]}])"));
  EXPECT_EQ(claim.source_type, "Procedure");
  EXPECT_EQ(claim.id, "p-1");
  EXPECT_EQ(claim.patient.id, "Patient/1");
  EXPECT_EQ(claim.context.stage, Stage::charge);
  EXPECT_FALSE(facts_.kind_stated);
  EXPECT_TRUE(claim.shape.empty());
  ASSERT_EQ(claim.lines.size(), 1U);
  const ServiceLine& line = claim.lines[0];
  EXPECT_TRUE(line.is_active());
  EXPECT_EQ(line.code.text(), "33249");
  EXPECT_EQ(location_text(line.code_at), "Procedure.code");
  EXPECT_EQ(location_text(line.at), "Procedure");
  EXPECT_EQ(line.from, Date::from_ymd(2024, 5, 2));
  EXPECT_EQ(line.through, Date::from_ymd(2024, 5, 3));
  EXPECT_EQ(location_text(line.date_at), "Procedure.performedPeriod");
  EXPECT_EQ(line.units, Quantity::of(1));
  EXPECT_FALSE(line.units_stated);
  EXPECT_EQ(line.rendering.npi, "1234567893");
  ASSERT_EQ(claim.diagnoses.size(), 1U);
  EXPECT_EQ(claim.diagnoses[0].code.text(), "I49.01");
  ASSERT_EQ(line.diagnoses.size(), 1U);
  EXPECT_EQ(location_text(line.diagnoses[0].at), "Procedure.reasonCode[0]");
  EXPECT_TRUE(has_note(claim, "Procedure.reasonCode[1]", "without a code"));
  EXPECT_EQ(line.side, BodySide::left);
}

TEST_F(ProcedureReading, ReasonsOfR5AndOfContainedConditions) {
  const Claim claim = read(procedure_json(
      R"("occurrenceDateTime":"2024-05-02","contained":[{"resourceType":"Condition","id":"c","code":{"coding":[{"system":)"
      R"("http://hl7.org/fhir/sid/icd-10-cm","code":"M54.12"}]}}],"reason":[{"reference":{"reference":"#c"}},)"
      R"({"concept":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"G89.4"}]}}])"));
  ASSERT_EQ(claim.diagnoses.size(), 2U);
  EXPECT_EQ(claim.diagnoses[0].code.text(), "M54.12");
  EXPECT_EQ(claim.diagnoses[1].code.text(), "G89.4");
  EXPECT_EQ(location_text(claim.diagnoses[1].at), "Procedure.reason[1]");
  EXPECT_EQ(claim.lines[0].from, Date::from_ymd(2024, 5, 2));
}

TEST_F(ProcedureReading, StatusDecides) {
  const Claim error = read(procedure_json("", "entered-in-error"));
  EXPECT_FALSE(error.lines[0].is_active());
  const Claim not_done = read(procedure_json("", "not-done"));
  EXPECT_FALSE(not_done.lines[0].is_active());
  const Claim preparation = read(procedure_json("", "preparation"));
  EXPECT_EQ(preparation.context.stage, Stage::order);
  EXPECT_TRUE(preparation.lines[0].is_active());
  const Claim stopped = read(procedure_json("", "stopped"));
  EXPECT_EQ(stopped.context.stage, Stage::charge);
  EXPECT_TRUE(has_note(stopped, "Procedure.status", "not recorded as completed"));
}

TEST_F(ProcedureReading, MissingElementsAreFacts) {
  const Claim claim = read(R"({"resourceType":"Procedure"})");
  ASSERT_EQ(claim.shape.size(), 5U);
  EXPECT_EQ(claim.shape[0].element, "Procedure.status");
  EXPECT_EQ(claim.shape[1].element, "Procedure.subject");
  EXPECT_EQ(claim.shape[2].element, "Procedure.code");
  EXPECT_EQ(claim.shape[3].element, "Procedure.performed[x]");
  EXPECT_EQ(claim.shape[4].element, "Procedure.performer");
  EXPECT_EQ(location_text(claim.shape[2].at), "Procedure");
}

TEST_F(ProcedureReading, ModifiersUnitsAndOrderComeByExtensionAndReference) {
  const Claim claim = read(procedure_json(
      R"("extension":[{"url":"https://fhir-ehr.cerner.com/r4/StructureDefinition/modifier-code",)"
      R"("valueCodeableConcept":{"coding":[{"code":"53"}]}},)"
      R"({"url":"http://example.org/modifier","valueCode":"RT"},)"
      R"({"url":"http://example.org/quantity","valueQuantity":{"value":2}},{"url":"http://example.org/other"}],)"
      R"("basedOn":[{"reference":"ServiceRequest/9"}],"bodySite":[{"text":"shoulder"}])",
      "not-done"));
  const ServiceLine& line = claim.lines[0];
  ASSERT_EQ(line.modifiers.size(), 2U);
  EXPECT_EQ(line.modifiers[0].value, "53"_mod);
  EXPECT_EQ(line.modifiers[1].value, "RT"_mod);
  EXPECT_EQ(line.units, Quantity::of(2));
  EXPECT_TRUE(line.units_stated);
  EXPECT_EQ(line.order_number, "9");
  EXPECT_TRUE(line.is_active()) << "given up after it began: charged with 53";
}

TEST_F(ProcedureReading, SaysWhatAChargeLacks) {
  const auto has = [](const Claim& claim, ShapeKind kind) {
    for (const ShapeFact& fact : claim.shape) {
      if (fact.kind == kind) return true;
    }
    return false;
  };
  const Claim snomed = read(procedure_json(
      R"("reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"1"}]}],"bodySite":[{"text":"shoulder"}])",
      "stopped"));
  EXPECT_TRUE(has(snomed, ShapeKind::no_reason));
  EXPECT_TRUE(has(snomed, ShapeKind::side_not_stated));
  EXPECT_TRUE(has(snomed, ShapeKind::procedure_status));
  const Claim coded = read(procedure_json(
      R"("reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.12"}]}],)"
      R"("bodySite":[{"text":"left shoulder"}])"));
  EXPECT_FALSE(has(coded, ShapeKind::no_reason));
  EXPECT_FALSE(has(coded, ShapeKind::side_not_stated));
  EXPECT_FALSE(has(coded, ShapeKind::procedure_status));
}

TEST_F(ProcedureReading, AnAgeIsNoDate) {
  const Claim claim = read(procedure_json(R"("performedString":"as a child")"));
  EXPECT_FALSE(claim.lines[0].from);
  EXPECT_TRUE(has_note(claim, "Procedure.performed", "no day"));
}

}  // namespace
}  // namespace chargelint::fhir
