// How a Claim is understood, element by element.
#include "reading_fixture.h"

namespace chargelint::fhir {
namespace {

using ClaimReading = Reader;

TEST_F(ClaimReading, FullLine) {
  const Claim claim = read(claim_json(
      item_json(
          R"("modifier":[{"coding":[{"code":"RT"}]},{"coding":[{"code":"59"}]}],"diagnosisSequence":[2,1],)"
          R"("servicedDate":"2024-05-02","locationCodeableConcept":{"coding":[{"code":"24"}]},)"
          R"("quantity":{"value":2},"net":{"value":250.10},"revenue":{"coding":[{"code":"0360"}]})"),
      R"("diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm",)"
      R"("code":"M54.12"}]}},{"sequence":2,"diagnosisCodeableConcept":{"coding":[{"system":)"
      R"("http://hl7.org/fhir/sid/icd-10-cm","code":"G894"}]},"type":[{"coding":[{"code":"principal"}]}],)"
      R"("onAdmission":{"coding":[{"code":"y"}]}}])"));
  EXPECT_EQ(claim.format, SourceFormat::fhir);
  EXPECT_EQ(claim.source_type, "Claim");
  EXPECT_EQ(claim.id, "c-1");
  EXPECT_EQ(claim.patient.id, "Patient/1");
  EXPECT_EQ(claim.context.stage, Stage::claim);
  EXPECT_EQ(claim.context.received_on, Date::from_ymd(2024, 5, 3));
  EXPECT_TRUE(facts_.kind_stated);
  EXPECT_FALSE(facts_.payer_stated);
  EXPECT_TRUE(claim.shape.empty());
  EXPECT_TRUE(claim.notes.empty());

  ASSERT_EQ(claim.diagnoses.size(), 2U);
  EXPECT_EQ(claim.diagnoses[1].code.text(), "G89.4");
  EXPECT_EQ(claim.diagnoses[1].text, "G894");
  EXPECT_EQ(claim.diagnoses[1].role, DiagnosisRole::principal);
  EXPECT_EQ(claim.diagnoses[1].present_on_admission, 'Y');
  EXPECT_EQ(location_text(claim.diagnoses[1].at), "Claim.diagnosis[1]");

  ASSERT_EQ(claim.lines.size(), 1U);
  const ServiceLine& line = claim.lines[0];
  EXPECT_EQ(line.number, 1);
  EXPECT_EQ(line.set_id, "1");
  EXPECT_TRUE(line.is_active());
  EXPECT_EQ(line.code.text(), "62324");
  EXPECT_EQ(line.code_system, CodeSystem::cpt);
  EXPECT_EQ(location_text(line.code_at), "Claim.item[0].productOrService");
  ASSERT_EQ(line.modifiers.size(), 2U);
  EXPECT_EQ(line.modifiers[0].value, "RT"_mod);
  EXPECT_EQ(line.modifiers[1].value, "59"_mod);
  EXPECT_EQ(location_text(line.modifiers[1].at), "Claim.item[0].modifier[1]");
  ASSERT_EQ(line.diagnoses.size(), 2U);
  EXPECT_EQ(line.diagnoses[0].index, 1);
  EXPECT_EQ(line.diagnoses[1].index, 0);
  EXPECT_EQ(location_text(line.diagnoses[0].at), "Claim.item[0].diagnosisSequence[0]");
  EXPECT_FALSE(line.diagnoses_assumed);
  EXPECT_EQ(line.units, Quantity::of(2));
  EXPECT_TRUE(line.units_stated);
  EXPECT_EQ(line.from, Date::from_ymd(2024, 5, 2));
  EXPECT_EQ(line.through, line.from);
  EXPECT_EQ(location_text(line.date_at), "Claim.item[0].servicedDate");
  EXPECT_EQ(line.place_of_service, "24");
  EXPECT_EQ(line.revenue_code, "0360");
  ASSERT_TRUE(line.charge);
  EXPECT_EQ(line.charge->cents, 25010);
  EXPECT_EQ(line.rendering.npi, "1234567893");
}

TEST_F(ClaimReading, ParametersShiftTheLocations) {
  const Claim claim =
      read(R"({"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"create"},)"
           R"({"name":"resource","resource":)" +
           claim_json(item_json(R"("modifier":[{"coding":[{"code":"59"}]}])")) + "}]}");
  ASSERT_EQ(claim.lines.size(), 1U);
  EXPECT_EQ(location_text(claim.lines[0].modifiers[0].at),
            "Parameters.parameter[1].resource.item[0].modifier[0]");
  EXPECT_EQ(location_text(claim.lines[0].at), "Parameters.parameter[1].resource.item[0]");
}

struct CodeCase {
  std::string codings;
  std::string code;
  std::string text;
  CodeSystem system;
};

TEST_F(ClaimReading, ChoosesTheProcedureCoding) {
  const std::vector<CodeCase> cases = {
      {R"({"system":"http://www.ama-assn.org/go/cpt","code":"62324"})", "62324", "62324", CodeSystem::cpt},
      {R"({"system":"urn:oid:2.16.840.1.113883.6.12","code":"0777T"})", "0777T", "0777T", CodeSystem::cpt},
      // The system is the sender's, the shape decides (decision 15).
      {R"({"system":"http://www.ama-assn.org/go/cpt","code":"j1885"})", "J1885", "j1885", CodeSystem::cpt},
      {R"({"system":"https://bluebutton.cms.gov/resources/codesystem/hcpcs","code":"92999"})", "92999",
       "92999", CodeSystem::hcpcs},
      {R"({"code":"62324"})", "62324", "62324", CodeSystem::unstated},
      {R"({"code":"exam"})", "", "exam", CodeSystem::unstated},
      // A system that nobody knows: the form decides; a known other terminology holds no such code.
      {R"({"system":"http://local","code":"62324"})", "62324", "62324", CodeSystem::other},
      {R"({"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"57258"})", "", "57258",
       CodeSystem::other},
      {R"({"system":"http://local","code":"INJ7"})", "", "INJ7", CodeSystem::other},
      {R"({"system":"http://snomed.info/sct","code":"73761001"})", "", "73761001", CodeSystem::snomed},
      {R"({"system":"http://local","code":"INJ7"},{"system":"http://www.ama-assn.org/go/cpt","code":"62324"})",
       "62324", "62324", CodeSystem::cpt},
      {R"({"system":"http://www.ama-assn.org/go/cpt","code":" 62324 "})", "", " 62324 ", CodeSystem::cpt},
      {R"({"system":"http://www.ama-assn.org/go/cpt","code":"ABCDE"})", "ABCDE", "ABCDE", CodeSystem::cpt},
      {R"({"system":"http://www.cms.gov/Medicare/Coding/ICD10","code":"HZ30ZZZ"})", "", "HZ30ZZZ",
       CodeSystem::icd10pcs},
  };
  for (const CodeCase& expected : cases) {
    const Claim claim =
        read(claim_json(R"({"sequence":1,"productOrService":{"coding":[)" + expected.codings + "]}}"));
    ASSERT_EQ(claim.lines.size(), 1U);
    EXPECT_EQ(claim.lines[0].code.text().view(), expected.code) << expected.codings;
    EXPECT_EQ(claim.lines[0].code_text, expected.text) << expected.codings;
    EXPECT_EQ(claim.lines[0].code_system, expected.system) << expected.codings;
  }
}

struct SystemCase {
  std::string coding;
  std::optional<ShapeKind> kind;
};

TEST_F(ClaimReading, SaysWhereTheCodeSystemIsNotTheForms) {
  const std::vector<SystemCase> cases = {
      {R"({"system":"http://www.ama-assn.org/go/cpt","code":"62324"})", std::nullopt},
      {R"({"code":"J1885"})", std::nullopt},
      {R"({"system":"http://www.ama-assn.org/go/cpt","code":"ABCDE"})", std::nullopt},
      {R"({"system":"http://hl7.org/fhir/sid/ndc","code":"00409379501"})", std::nullopt},
      {R"({"system":"http://local","code":"INJ7"},{"system":"http://www.ama-assn.org/go/cpt","code":"62324"})",
       std::nullopt},
      {R"({"system":"http://www.ama-assn.org/go/cpt","code":"J1885"})", ShapeKind::code_system_by_form},
      {R"({"system":"https://bluebutton.cms.gov/resources/codesystem/hcpcs","code":"92999"})",
       ShapeKind::code_system_by_form},
      {R"({"system":"http://local","code":"62324"})", ShapeKind::code_system_by_form},
      {R"({"system":"http://local","code":"INJ7"})", ShapeKind::unknown_code_system},
      {R"({"system":"http://snomed.info/sct","code":"73761001"})", ShapeKind::unknown_code_system},
  };
  for (const SystemCase& expected : cases) {
    const Claim claim =
        read(claim_json(R"({"sequence":1,"productOrService":{"coding":[)" + expected.coding + "]}}"));
    ASSERT_EQ(claim.shape.size(), expected.kind ? 1U : 0U) << expected.coding;
    if (!expected.kind) continue;
    EXPECT_EQ(claim.shape[0].kind, *expected.kind) << expected.coding;
    EXPECT_EQ(claim.shape[0].line, 1) << expected.coding;
    EXPECT_EQ(location_text(claim.shape[0].at), "Claim.item[0].productOrService");
  }
}

TEST_F(ClaimReading, ComparesTheAmounts) {
  const auto facts = [this](std::string_view members) { return read(claim_json(item_json(members))).shape; };
  EXPECT_TRUE(facts(R"("quantity":{"value":2},"unitPrice":{"value":50.00},"net":{"value":100.00})").empty());
  EXPECT_TRUE(facts(R"("quantity":{"value":3},"unitPrice":{"value":33.333},"net":{"value":100})").empty());
  EXPECT_TRUE(facts(R"("unitPrice":{"value":50.00},"net":{"value":100.00})").empty())
      << "no quantity: nothing to multiply";
  const auto wrong = facts(R"("quantity":{"value":2},"unitPrice":{"value":50.00},"net":{"value":120.00})");
  ASSERT_EQ(wrong.size(), 1U);
  EXPECT_EQ(wrong[0].kind, ShapeKind::amount_mismatch);
  EXPECT_EQ(wrong[0].amount.cents, 12000);
  EXPECT_EQ(wrong[0].expected.cents, 10000);
  const auto with_factor =
      facts(R"("quantity":{"value":2},"unitPrice":{"value":50.00},"factor":0.5,"net":{"value":100.00})");
  ASSERT_EQ(with_factor.size(), 1U);
  EXPECT_EQ(with_factor[0].expected.cents, 5000);
}

TEST_F(ClaimReading, TakesTheSideFromTheBodySite) {
  const auto side = [this](std::string_view site) {
    return read(claim_json(item_json("\"bodySite\":" + std::string(site)))).lines[0].side;
  };
  EXPECT_EQ(side(R"({"coding":[{"system":"http://snomed.info/sct","code":"7771000"}]})"), BodySide::left);
  EXPECT_EQ(side(R"({"coding":[{"code":"24028007"}]})"), BodySide::right);
  EXPECT_EQ(side(R"({"coding":[{"code":"51440002"}]})"), BodySide::both);
  EXPECT_EQ(side(R"({"text":"Left shoulder"})"), BodySide::left);
  EXPECT_EQ(side(R"({"coding":[{"code":"16982005","display":"right shoulder"}]})"), BodySide::right);
  EXPECT_EQ(side(R"({"text":"shoulder"})"), BodySide::unstated);
}

TEST_F(ClaimReading, SplitsTheAppendedModifier) {
  const Claim claim =
      read(claim_json(item_json(R"("modifier":[{"coding":[{"code":"GT"}]}])", "99213-25-59")));
  const ServiceLine& line = claim.lines[0];
  EXPECT_EQ(line.code.text(), "99213");
  EXPECT_EQ(line.code_text, "99213");
  ASSERT_EQ(line.modifiers.size(), 3U);
  EXPECT_EQ(line.modifiers[0].value, "25"_mod);
  EXPECT_EQ(location_text(line.modifiers[0].at), "Claim.item[0].productOrService");
  EXPECT_EQ(line.modifiers[1].value, "59"_mod);
  EXPECT_EQ(line.modifiers[2].value, "GT"_mod);
}

TEST_F(ClaimReading, SaysWhereACodeIsAmbiguous) {
  const Claim two = read(claim_json(
      R"({"sequence":1,"productOrService":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":)"
      R"("62324"},{"system":"http://www.ama-assn.org/go/cpt","code":"62320"}]}})"));
  EXPECT_EQ(two.lines[0].code.text(), "62324");
  EXPECT_TRUE(has_note(two, "Claim.item[0].productOrService", "two codings"));
  const Claim text = read(claim_json(R"({"sequence":1,"productOrService":{"text":"an injection"}})"));
  EXPECT_TRUE(text.lines[0].code.empty());
  EXPECT_EQ(text.lines[0].code_text, "");
  EXPECT_TRUE(has_note(text, "Claim.item[0].productOrService", "text without a code"));
  ASSERT_EQ(text.shape.size(), 1U);
  EXPECT_EQ(text.shape[0].kind, ShapeKind::unknown_code_system);
  const Claim modifiers =
      read(claim_json(item_json(R"("modifier":[{"coding":[{"code":"26"},{"code":"TC"},{"code":"26"}]}])")));
  ASSERT_EQ(modifiers.lines[0].modifiers.size(), 2U);
  EXPECT_TRUE(has_note(modifiers, "Claim.item[0].modifier[0]", "two modifiers"));
}

TEST_F(ClaimReading, KeepsAModifierThatIsNone) {
  const Claim claim = read(claim_json(item_json(R"("modifier":[{"coding":[{"code":"A"}]}])")));
  ASSERT_EQ(claim.lines[0].modifiers.size(), 1U);
  EXPECT_TRUE(claim.lines[0].modifiers[0].value.empty());
  EXPECT_EQ(claim.lines[0].modifiers[0].text, "A");
}

struct QuantityCase {
  std::string quantity;
  std::int64_t thousandths;
  bool stated;
  std::optional<std::int32_t> minutes;
};

TEST_F(ClaimReading, Quantities) {
  const std::vector<QuantityCase> cases = {
      {R"({"value":1.5})", 1500, true, {}},
      {R"({"value":0})", 0, true, {}},
      {R"({"value":-2})", -2000, true, {}},
      {R"({"value":12.4})", 12400, true, {}},
      {R"({"value":0.001})", 1, true, {}},
      {R"({"value":1e3})", 1'000'000, true, {}},
      {R"({"value":1.0})", 1000, true, {}},
      {R"({"value":4503599627.371})", 4503599627371, true, {}},
      {R"({"value":0.00049})", 0, true, {}},
      {R"({"value":95,"unit":"min"})", 1000, false, 95},
      {R"({"value":95,"unit":"anything","code":"min","system":"http://unitsofmeasure.org"})", 1000, false,
       95},
      {R"({"value":3,"unit":"mL"})", 3000, true, {}},
      {R"({"unit":"mL"})", 1000, false, {}},
  };
  for (const QuantityCase& expected : cases) {
    const Claim claim = read(claim_json(item_json(R"("quantity":)" + expected.quantity)));
    const ServiceLine& line = claim.lines[0];
    EXPECT_EQ(line.units.thousandths, expected.thousandths) << expected.quantity;
    EXPECT_EQ(line.units_stated, expected.stated) << expected.quantity;
    EXPECT_EQ(line.minutes, expected.minutes) << expected.quantity;
  }
  const Claim rounded = read(claim_json(item_json(R"("quantity":{"value":1.23456})")));
  EXPECT_EQ(rounded.lines[0].units.thousandths, 1235);
  EXPECT_TRUE(has_note(rounded, "Claim.item[0].quantity", "rounded"));
}

TEST_F(ClaimReading, Charges) {
  const std::vector<std::pair<std::string, std::optional<std::int64_t>>> cases = {
      {R"("net":{"value":125.5,"currency":"USD"})", 12550},
      {R"("net":{"value":0.1})", 10},
      {R"("net":{"value":1.005})", 101},
      {R"("net":{"value":45035996273704.95})", 4503599627370495},
      {R"("net":{"value":-3})", -300},
      {R"("unitPrice":{"value":10.25},"quantity":{"value":3})", 3075},
      {R"("unitPrice":{"value":10.25},"factor":0.5)", 513},
      {R"("unitPrice":{"value":10.25})", 1025},
      {R"("quantity":{"value":3})", std::nullopt},
  };
  for (const auto& [members, cents] : cases) {
    const Claim claim = read(claim_json(item_json(members)));
    ASSERT_EQ(claim.lines[0].charge.has_value(), cents.has_value()) << members;
    if (cents) {
      EXPECT_EQ(claim.lines[0].charge->cents, *cents) << members;
    }
  }
}

struct DateCase {
  std::string members;  // of the item
  std::string more;     // of the claim
  std::string from;
  std::string through;
  std::string at;
  std::string note;  // empty: none
};

TEST_F(ClaimReading, DatesOfService) {
  const std::string billable = R"("billablePeriod":{"start":"2024-05-01","end":"2024-05-09"})";
  const std::string serviced_date = "Claim.item[0].servicedDate";
  const std::string serviced_period = "Claim.item[0].servicedPeriod";
  const std::vector<DateCase> cases = {
      {R"("servicedDate":"2024-05-02")", billable, "2024-05-02", "2024-05-02", serviced_date, ""},
      {R"("servicedDate":"2024-05-02T23:00:00-07:00")", "", "2024-05-02", "2024-05-02", serviced_date, ""},
      {R"("servicedPeriod":{"start":"2024-05-02","end":"2024-05-04"})", "", "2024-05-02", "2024-05-04",
       serviced_period, ""},
      {R"("servicedPeriod":{"start":"2024-05-02"})", "", "2024-05-02", "2024-05-02", serviced_period, ""},
      {R"("servicedPeriod":{"end":"2024-05-04"})", "", "2024-05-04", "2024-05-04", serviced_period,
       "without a start"},
      {R"("servicedDate":"2024-05")", billable, "", "", serviced_date, "partial"},
      {R"("servicedDate":"2024")", "", "", "", serviced_date, "partial"},
      {R"("servicedDate":"2024-02-30")", "", "", "", serviced_date, "not a date"},
      {"", billable, "2024-05-01", "", "Claim.billablePeriod", "billable period"},
      {"", R"("billablePeriod":{"start":"2024-05-01","end":"2024-05-01"})", "2024-05-01", "2024-05-01",
       "Claim.billablePeriod", "billable period"},
      {"", "", "", "", "", ""},
  };
  for (const DateCase& expected : cases) {
    const Claim claim = read(claim_json(item_json(expected.members), expected.more));
    const ServiceLine& line = claim.lines[0];
    EXPECT_EQ(line.from ? line.from->iso().str() : "", expected.from) << expected.members;
    EXPECT_EQ(line.through ? line.through->iso().str() : "", expected.through) << expected.members;
    EXPECT_EQ(location_text(line.date_at), expected.at) << expected.members;
    EXPECT_EQ(claim.notes.size(), expected.note.empty() ? 0U : 1U) << expected.members;
    if (!expected.note.empty()) {
      EXPECT_NE(claim.notes[0].text.find(expected.note), std::string_view::npos) << expected.members;
    }
  }
}

TEST_F(ClaimReading, PointersToNothingAreFacts) {
  const Claim claim = read(
      claim_json(item_json(R"("diagnosisSequence":[3,1],"careTeamSequence":[7],"procedureSequence":[1,2])"),
                 R"("diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"code":"M54.12"}]}}],)"
                 R"("procedure":[{"sequence":1}])"));
  ASSERT_EQ(claim.shape.size(), 3U);
  const auto check = [](const ShapeFact& fact, std::string_view element, std::int32_t value,
                        std::string_view at) {
    EXPECT_EQ(fact.kind, ShapeKind::dangling_pointer);
    EXPECT_EQ(fact.element, element);
    EXPECT_EQ(fact.value, value);
    EXPECT_EQ(fact.line, 1);
    EXPECT_EQ(location_text(fact.at), at);
  };
  check(claim.shape[0], "Claim.item.diagnosisSequence", 3, "Claim.item[0].diagnosisSequence[0]");
  check(claim.shape[1], "Claim.item.careTeamSequence", 7, "Claim.item[0].careTeamSequence[0]");
  check(claim.shape[2], "Claim.item.procedureSequence", 2, "Claim.item[0].procedureSequence[1]");
  ASSERT_EQ(claim.lines[0].diagnoses.size(), 1U);
  EXPECT_EQ(claim.lines[0].diagnoses[0].index, 0);
}

TEST_F(ClaimReading, FindsDiagnosesByAnySequence) {
  const Claim claim = read(
      claim_json(item_json(R"("diagnosisSequence":[5000,70])"),
                 R"("diagnosis":[{"sequence":70,"diagnosisCodeableConcept":{"coding":[{"code":"M54.12"}]}},)"
                 R"({"sequence":5000,"diagnosisCodeableConcept":{"coding":[{"code":"G89.4"}]}}])"));
  ASSERT_EQ(claim.lines[0].diagnoses.size(), 2U);
  EXPECT_EQ(claim.lines[0].diagnoses[0].index, 1);
  EXPECT_EQ(claim.lines[0].diagnoses[1].index, 0);
}

TEST_F(ClaimReading, RepeatedAndImpossibleSequencesAreFacts) {
  const auto line = [](std::string_view sequence) {
    return R"({"sequence":)" + std::string(sequence) + "," + code_json("62324") + "}";
  };
  const Claim claim = read(claim_json(line("1") + "," + line("3") + "," + line("1") + "," + line("0") + "," +
                                      line("-1") + "," + line("70000") + "," + line("70000")));
  std::vector<std::pair<std::uint16_t, std::int32_t>> facts;
  for (const ShapeFact& fact : claim.shape) {
    EXPECT_EQ(fact.kind, ShapeKind::line_number_repeats);
    facts.emplace_back(fact.line, fact.value);
  }
  const std::vector<std::pair<std::uint16_t, std::int32_t>> expected = {{3, 1}, {4, 0}, {5, -1}, {7, 70000}};
  EXPECT_EQ(facts, expected);
  EXPECT_EQ(location_text(claim.shape[0].at), "Claim.item[2].sequence");
  EXPECT_EQ(claim.lines[5].set_id, "70000");
}

TEST_F(ClaimReading, MissingElementsAreFacts) {
  const Claim bare = read(R"({"resourceType":"Claim","insurance":[],"priority":{},"item":[{}]})");
  std::vector<std::string> elements;
  for (const ShapeFact& fact : bare.shape) {
    EXPECT_EQ(fact.kind, ShapeKind::missing_element);
    elements.push_back(std::string(fact.element) + "@" + location_text(fact.at));
  }
  const std::vector<std::string> expected = {"Claim.status@Claim",
                                             "Claim.type@Claim",
                                             "Claim.use@Claim",
                                             "Claim.patient@Claim",
                                             "Claim.created@Claim",
                                             "Claim.provider@Claim",
                                             "Claim.priority@Claim",
                                             "Claim.insurance@Claim",
                                             "Claim.item.sequence@Claim.item[0]",
                                             "Claim.item.productOrService@Claim.item[0]"};
  EXPECT_EQ(elements, expected);
  EXPECT_EQ(bare.shape[9].line, 1);
}

TEST_F(ClaimReading, DetailsThatAreServicesBecomeLines) {
  const Claim claim = read(claim_json(
      item_json(
          R"("servicedDate":"2024-05-02","diagnosisSequence":[1],"quantity":{"value":2},"detail":[)"
          R"({"sequence":1,)" +
          code_json("J1885", "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets") +
          R"(,"quantity":{"value":4},"modifier":[{"coding":[{"code":"JZ"}]}],"subDetail":[{"sequence":1,)" +
          code_json("J2001", "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets") + R"(}]},)" +
          R"({"sequence":2,)" + code_json("00777310502", "http://hl7.org/fhir/sid/ndc") +
          R"(,"quantity":{"value":1.5,"unit":"ML","code":"mL"}},{"sequence":3,)" +
          code_json("x", "http://local") + "}]"),
      R"("diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"code":"M54.12"}]}}])"));
  ASSERT_EQ(claim.lines.size(), 3U);
  const ServiceLine& detail = claim.lines[1];
  EXPECT_EQ(detail.number, 2);
  EXPECT_EQ(detail.set_id, "1");
  EXPECT_EQ(detail.code.text(), "J1885");
  EXPECT_EQ(detail.units, Quantity::of(4));
  EXPECT_EQ(detail.from, Date::from_ymd(2024, 5, 2));
  ASSERT_EQ(detail.diagnoses.size(), 1U);
  EXPECT_EQ(location_text(detail.code_at), "Claim.item[0].detail[0].productOrService");
  EXPECT_EQ(location_text(detail.modifiers[0].at), "Claim.item[0].detail[0].modifier[0]");
  EXPECT_EQ(location_text(claim.lines[2].code_at), "Claim.item[0].detail[0].subDetail[0].productOrService");
  EXPECT_FALSE(claim.lines[2].units_stated);
  ASSERT_EQ(claim.lines[0].drugs.size(), 1U);
  EXPECT_EQ(claim.lines[0].drugs[0].ndc, "00777310502");
  EXPECT_EQ(claim.lines[0].drugs[0].quantity, "1.5");
  EXPECT_EQ(claim.lines[0].drugs[0].unit, "mL");
  EXPECT_EQ(location_text(claim.lines[0].drugs[0].at), "Claim.item[0].detail[1].productOrService");
  EXPECT_TRUE(has_note(claim, "Claim.item[0].detail[2]", "not read"));
}

TEST_F(ClaimReading, ManyLinesKeepTheirNumbers) {
  std::string items;
  for (int number = 1; number <= 1200; ++number) {
    if (number > 1) items += ',';
    items.append(R"({"sequence":)")
        .append(std::to_string(number))
        .append(",")
        .append(code_json("62324"))
        .append("}");
  }
  const Claim claim = read(claim_json(items));
  ASSERT_EQ(claim.lines.size(), 1200U);
  EXPECT_EQ(claim.lines[998].set_id, "999");
  EXPECT_EQ(claim.lines[1199].set_id, "1200");
  EXPECT_EQ(claim.lines[1199].number, 1200);
  EXPECT_EQ(location_text(claim.lines[1199].code_at), "Claim.item[1199].productOrService");
  EXPECT_TRUE(claim.shape.empty());
}

TEST_F(ClaimReading, RefusesMoreLinesThanAnyBillHas) {
  std::string items = "{}";
  for (int number = 1; number < 10'000; ++number) items += ",{}";
  EXPECT_EQ(refusal(claim_json(items)).kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace chargelint::fhir
