// What a Claim says around its lines: kind, stage, payer, parties, diagnoses.
#include "reading_fixture.h"

namespace chargelint::fhir {
namespace {

using ClaimContext = Reader;

struct KindCase {
  std::string type;
  std::string more;
  BillKind kind;
  bool stated;
  std::string type_of_bill;
};

TEST_F(ClaimContext, BillKinds) {
  const std::string bill_type_info =
      R"("supportingInfo":[{"sequence":1,"category":{"coding":[{"code":"typeofbill"}]},"code":{"coding":[{"code":"0117"}]}}])";
  const std::vector<KindCase> cases = {
      {"professional", "", BillKind::professional, true, ""},
      {"institutional", "", BillKind::outpatient, true, ""},
      {"institutional", R"("subType":{"coding":[{"code":"131"}]})", BillKind::outpatient, true, "131"},
      {"institutional", R"("subType":{"coding":[{"code":"0111"}]})", BillKind::inpatient, true, "111"},
      {"institutional", bill_type_info, BillKind::inpatient, true, "117"},
      {"pharmacy", "", BillKind::professional, false, ""},
      {"oral", "", BillKind::professional, false, ""},
      {"unheard", "", BillKind::professional, false, ""},
  };
  for (const KindCase& expected : cases) {
    std::string json = claim_json(item_json(""), expected.more);
    json.replace(json.find("professional"), 12, expected.type);
    const Claim claim = read(json);
    EXPECT_EQ(claim.context.kind, expected.kind) << expected.type << expected.more;
    EXPECT_EQ(facts_.kind_stated, expected.stated) << expected.type;
    EXPECT_EQ(claim.context.type_of_bill, expected.type_of_bill) << expected.more;
  }
}

TEST_F(ClaimContext, StatusAndUseDecideStageAndLines) {
  struct StatusCase {
    std::string status;
    std::string use;
    Stage stage;
    bool active;
  };
  const std::vector<StatusCase> cases = {{"active", "claim", Stage::claim, true},
                                         {"draft", "claim", Stage::order, true},
                                         {"active", "preauthorization", Stage::order, true},
                                         {"cancelled", "claim", Stage::claim, false},
                                         {"entered-in-error", "claim", Stage::claim, false}};
  for (const StatusCase& expected : cases) {
    std::string json = claim_json(item_json(""));
    json.replace(json.find(R"("use":"claim")"), 13, R"("use":")" + expected.use + "\"");
    json.replace(json.find("active"), 6, expected.status);
    const Claim claim = read(json);
    EXPECT_EQ(claim.context.stage, expected.stage) << expected.status;
    EXPECT_EQ(claim.lines[0].is_active(), expected.active) << expected.status;
    EXPECT_EQ(claim.notes.empty(), expected.status == "active" && expected.use == "claim") << expected.status;
  }
}

struct PayerCase {
  std::string coverage;   // members of insurance[0].coverage
  std::string contained;  // resources
  std::optional<PayerClass> payer;
};

TEST_F(ClaimContext, PayerClassWhereItIsEvident) {
  const std::string linked = R"("reference":"#cov")";
  const std::vector<PayerCase> cases = {
      {R"("display":"Medicare Part B")", "", PayerClass::medicare},
      {R"("display":"Ohio MEDICAID")", "", PayerClass::medicaid},
      {R"("display":"Acme Medicare Advantage HMO")", "", PayerClass::medicare_advantage},
      {R"("display":"Acme Medicare Supplement F")", "", std::nullopt},
      {R"("display":"Acme Health")", "", std::nullopt},
      {R"("identifier":{"value":"MEDICARE"})", "", PayerClass::medicare},
      {linked, R"({"resourceType":"Coverage","id":"cov","payor":[{"display":"Centers for Medicare"}]})",
       PayerClass::medicare},
      {linked,
       R"({"resourceType":"Coverage","id":"cov","payor":[{"reference":"#org"}]},)"
       R"({"resourceType":"Organization","id":"org","name":"State Medicaid Agency"})",
       PayerClass::medicaid},
      {linked,
       R"({"resourceType":"Coverage","id":"cov","type":{"coding":[{"system":"https://nahdo.org/sopt","code":"512"}]}})",
       PayerClass::commercial},
      {linked, R"({"resourceType":"Coverage","id":"cov","payor":[{"display":"Humana Inc."}]})", std::nullopt},
  };
  for (const PayerCase& expected : cases) {
    std::string json = claim_json(item_json(""), R"("contained":[)" + expected.contained + "]");
    const std::string reference = R"("reference":"Coverage/1")";
    json.replace(json.find(reference), reference.size(), expected.coverage);
    const Claim claim = read(json);
    EXPECT_EQ(facts_.payer_stated, expected.payer.has_value()) << expected.coverage << expected.contained;
    EXPECT_EQ(claim.context.payer, expected.payer.value_or(PayerClass::medicare)) << expected.coverage;
  }
}

TEST_F(ClaimContext, PartiesFromContainedResources) {
  std::string json = claim_json(
      item_json(R"("careTeamSequence":[2,3])"),
      R"("contained":[{"resourceType":"Patient","id":"p","identifier":[{"value":"M-1"}],"gender":"female",)"
      R"("birthDate":"1954-06-11","deceasedDateTime":"2024-06-01","name":[{"family":"X"}]},)"
      R"({"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"#d"},)"
      R"("specialty":[{"coding":[{"code":"207L00000X"}]}]},)"
      R"({"resourceType":"Practitioner","id":"d","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi",)"
      R"("value":"1111111112"}]}],"careTeam":[{"sequence":1,"provider":{"reference":"Practitioner/9"}},)"
      R"({"sequence":2,"role":{"coding":[{"code":"referring"}]},"provider":{"identifier":{"system":)"
      R"("http://hl7.org/fhir/sid/us-npi","value":"1003000126"}}},)"
      R"({"sequence":3,"role":{"coding":[{"code":"primary"}]},"provider":{"reference":"#r"}}])");
  json.replace(json.find("Patient/1"), 9, "#p");
  const Claim claim = read(json);
  EXPECT_EQ(claim.patient.id, "M-1");
  EXPECT_EQ(claim.patient.sex, Sex::female);
  EXPECT_EQ(claim.patient.birth_date, Date::from_ymd(1954, 6, 11));
  EXPECT_EQ(claim.patient.death_date, Date::from_ymd(2024, 6, 1));
  EXPECT_EQ(claim.billing.npi, "1234567893");
  EXPECT_EQ(location_text(claim.billing.at), "Claim.provider");
  EXPECT_EQ(claim.lines[0].rendering.npi, "1111111112");
  EXPECT_EQ(claim.lines[0].rendering.specialty, "207L00000X");
  EXPECT_EQ(location_text(claim.lines[0].rendering.at), "Claim.careTeam[2]");
  EXPECT_EQ(claim.lines[0].ordering.npi, "1003000126");
}

TEST_F(ClaimContext, FrequencyAndTheClaimReplaced) {
  const Claim replaced =
      read(claim_json(item_json(""), R"("related":[{"claim":{"identifier":{"value":"ICN1"}},"relationship":)"
                                     R"({"coding":[{"code":"replaced"}]}}])"));
  EXPECT_EQ(replaced.frequency, '7');
  EXPECT_EQ(replaced.original_claim, "ICN1");
  const Claim by_reference = read(claim_json(
      item_json(""),
      R"("related":[{"reference":{"value":"ICN2"},"relationship":{"coding":[{"code":"replaced"}]}}])"));
  EXPECT_EQ(by_reference.original_claim, "ICN2");
  const Claim prior = read(claim_json(
      item_json(""),
      R"("related":[{"claim":{"reference":"Claim/1"},"relationship":{"coding":[{"code":"prior"}]}}])"));
  EXPECT_EQ(prior.frequency, 0);
  EXPECT_EQ(prior.original_claim, "");
}

TEST_F(ClaimContext, CoverageAuthorizationAndWhatStandsBeside) {
  const Claim claim = read(
      R"({"resourceType":"Claim","id":"c","status":"active","use":"claim","type":{"coding":[{"code":"professional"}]},)"
      R"("patient":{"reference":"Patient/1"},"created":"2024-05-03","provider":{"reference":"Organization/1"},)"
      R"("priority":{"coding":[{"code":"normal"}]},"contained":[{"resourceType":"Coverage","id":"v",)"
      R"("period":{"start":"2024-01-01","end":"2024-12-31"},"payor":[{"identifier":{"value":"P77"}}]}],)"
      R"("insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"#v"},"preAuthRef":["A1","A2"]}],)"
      R"("careTeam":[{"sequence":1,"provider":{"reference":"Organization/2"},"role":{"coding":[{"code":"primary"}]},)"
      R"("qualification":{"coding":[{"code":"367500000X"}]}},{"sequence":2,"provider":{"identifier":)"
      R"({"system":"http://hl7.org/fhir/sid/us-npi","value":"1003000126"}},"role":{"coding":[{"code":"referring"}]}}],)"
      R"("supportingInfo":[{"sequence":1,"category":{"coding":[{"code":"hospitalized"}]},"timingPeriod":)"
      R"({"start":"2024-05-01"}},{"sequence":2,"category":{"coding":[{"code":"attachment"}]}},)"
      R"({"sequence":3,"category":{"coding":[{"code":"delayreason"}]}}],)"
      R"("item":[{"sequence":1,"careTeamSequence":[1],"productOrService":{"coding":[{"code":"62324"}]}}]})");
  ASSERT_TRUE(claim.coverage);
  EXPECT_EQ(claim.coverage->from, Date::from_ymd(2024, 1, 1));
  EXPECT_EQ(claim.coverage->to, Date::from_ymd(2024, 12, 31));
  EXPECT_EQ(claim.context.payer_id, "P77");
  ASSERT_EQ(claim.authorizations.size(), 2U);
  EXPECT_EQ(claim.authorizations[1], "A2");
  EXPECT_EQ(claim.referring.npi, "1003000126");
  ASSERT_EQ(claim.stays.size(), 1U);
  EXPECT_TRUE(claim.stays[0].period.to.is_open());
  EXPECT_TRUE(claim.filing_exception);
  const ServiceLine& line = claim.lines[0];
  EXPECT_TRUE(line.rendering.organisation);
  EXPECT_EQ(line.rendering.licence, Licence::nurse_anesthetist);
  EXPECT_TRUE(line.report_attached);
}

TEST_F(ClaimContext, AnInstitutionalClaimHasAStatementPeriod) {
  std::string json = claim_json(
      item_json(""),
      R"("billablePeriod":{"start":"2024-05-01","end":"2024-05-03"},"subType":{"coding":[{"code":"137"}]})");
  const std::size_t at = json.find("professional");
  json.replace(at, 12, "institutional");
  const Claim claim = read(json);
  ASSERT_TRUE(claim.statement);
  EXPECT_EQ(claim.statement->to, Date::from_ymd(2024, 5, 3));
  EXPECT_EQ(claim.frequency, '7');
  EXPECT_EQ(claim.lines[0].through, Date::from_ymd(2024, 5, 3));
}

TEST_F(ClaimContext, DiagnosisCodesBySystem) {
  struct DiagnosisCase {
    std::string coding;
    std::string code;
    CodeSystem system;
  };
  const std::vector<DiagnosisCase> cases = {
      {R"({"system":"http://hl7.org/fhir/sid/icd-10","code":"M96.1"})", "M96.1", CodeSystem::icd10cm},
      {R"({"system":"http://hl7.org/fhir/sid/icd-10","code":"CD1YYZZ"})", "", CodeSystem::icd10pcs},
      {R"({"system":"http://hl7.org/fhir/sid/icd-9-cm","code":"724.2"})", "724.2", CodeSystem::icd9cm},
      {R"({"system":"http://snomed.info/sct","code":"279039007"})", "", CodeSystem::snomed},
      {R"({"system":"http://snomed.info/sct","code":"1"},{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.12"})",
       "M54.12", CodeSystem::icd10cm},
      {R"({"code":"M54.12"})", "M54.12", CodeSystem::unstated},
      {R"({"code":"654456"})", "", CodeSystem::unstated},
  };
  for (const DiagnosisCase& expected : cases) {
    const Claim claim = read(claim_json(
        item_json(""),
        R"("diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[)" + expected.coding + "]}}]"));
    EXPECT_EQ(claim.diagnoses[0].code.text().view(), expected.code) << expected.coding;
    EXPECT_EQ(claim.diagnoses[0].system, expected.system) << expected.coding;
  }
}

TEST_F(ClaimContext, DiagnosisOfAContainedCondition) {
  const Claim claim = read(claim_json(
      item_json(""),
      R"("contained":[{"resourceType":"Condition","id":"d","code":{"coding":[{"system":)"
      R"("http://hl7.org/fhir/sid/icd-10-cm","code":"M54.12"}]}}],"diagnosis":[{"sequence":1,"diagnosisReference":)"
      R"({"reference":"#d"}},{"sequence":2,"diagnosisReference":{"reference":"Condition/9"}}])"));
  EXPECT_EQ(claim.diagnoses[0].code.text(), "M54.12");
  EXPECT_TRUE(claim.diagnoses[1].code.empty());
  EXPECT_TRUE(has_note(claim, "Claim.diagnosis[1]", "not in the resource"));
}

}  // namespace
}  // namespace chargelint::fhir
