// Readings by a sender's profile, and the field paths that profiles are made of.
#include "hl7/profile.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "support.h"

namespace chargelint::hl7 {
namespace {

TEST(FieldPath, IsReadAndPrintedAlike) {
  for (const char* const text : {"FT1-25", "FT1-25.4", "FT1-26[2]", "ZFT-3[2].1.2", "PV1-19", "IN1-2.1"}) {
    const auto path = parse_field_path(text);
    ASSERT_TRUE(path) << text;
    EXPECT_EQ(field_path_text(*path), text);
  }
}

TEST(FieldPath, AMistakeIsNamed) {
  struct Case {
    const char* text;
    const char* says;
  };
  const Case cases[] = {
      {"", "three characters"},      {"FT1", "three characters"},   {"ft1-25", "three characters"},
      {"FT1.25", "a hyphen"},        {"FT1-0", "from 1 to 255"},    {"FT1-x", "from 1 to 255"},
      {"FT1-256", "from 1 to 255"},  {"FT1-26[0]", "in brackets"},  {"FT1-26[2", "in brackets"},
      {"FT1-25.", "a component"},    {"FT1-25.1.", "subcomponent"}, {"FT1-25.1.1.1", "means nothing"},
      {"QQQ-1", "is not read here"},
  };
  for (const Case& test_case : cases) {
    const auto path = parse_field_path(test_case.text);
    ASSERT_FALSE(path) << test_case.text;
    EXPECT_NE(path.error().what.find(test_case.says), std::string::npos) << path.error().what;
    EXPECT_NE(path.error().what.find("expected such as FT1-25"), std::string::npos);
  }
}

FieldPaths paths(std::initializer_list<const char*> texts) {
  FieldPaths result;
  for (const char* const text : texts) result.push_back(*parse_field_path(text));
  return result;
}

struct Reading {
  std::string bytes;
  Profile profile;
  std::optional<Message> message;
  Claim claim;
  ReadingFacts facts;
};
std::unique_ptr<Reading> reading(std::string bytes, Profile profile) {
  auto result = std::make_unique<Reading>();
  result->bytes = std::move(bytes);
  result->profile = std::move(profile);
  result->profile.name = "site";
  auto message = Message::open(result->bytes);
  EXPECT_TRUE(message.has_value());
  result->message.emplace(std::move(*message));
  result->claim = read_charges(*result->message, result->profile, result->facts);
  return result;
}

TEST(ProfileReading, TakesTheCodeFromWhereTheProfileSays) {
  const std::string charges =
      "FT1|1|T1||20260129||CG|12345^x|||1|||||||||||||||62324^x^C4|59;ZFT|1|20610^y^C4|RT~50;"
      "FT1|2|T2||20260129||CG|23456^x|||1|||||||||||||||99213^x^C4|25";
  Profile profile;
  profile.code = paths({"ZFT-2", "FT1-25"});
  profile.modifiers = paths({"ZFT-3", "FT1-26"});
  const auto read = reading(test::dft(charges), profile);
  ASSERT_EQ(read->claim.lines.size(), 2U);
  EXPECT_EQ(read->claim.profile, "site");
  EXPECT_EQ(read->claim.lines[0].code.text().view(), "20610");
  EXPECT_EQ(location_text(read->claim.lines[0].code_at), "ZFT[1]-2.1");
  EXPECT_EQ(test::modifiers_of(read->claim.lines[0]), "RT 50");
  EXPECT_EQ(location_text(read->claim.lines[0].modifiers[1].at), "ZFT[1]-3[2]");
  EXPECT_EQ(read->claim.lines[1].code.text().view(), "99213")
      << "another charge's Z segment is not this one's";
  EXPECT_EQ(test::modifiers_of(read->claim.lines[1]), "25");
  // FT1-26 of the first charge says other modifiers than its Z segment: both places are told.
  ASSERT_EQ(read->claim.shape.size(), 1U);
  EXPECT_EQ(read->claim.shape[0].kind, ShapeKind::sources_differ);
  EXPECT_EQ(read->claim.shape[0].element, "ZFT-3");
  EXPECT_EQ(read->claim.shape[0].other_element, "FT1-26");
  EXPECT_EQ(location_text(read->claim.shape[0].other_at), "FT1[1]-26");
}

TEST(ProfileReading, AChargeNumberThatLooksLikeACodeStaysOne) {
  const std::string charges = "FT1|1|T1||20260129||CG|36099^x|||1";
  const auto usual = reading(test::dft(charges), {});
  EXPECT_EQ(usual->claim.lines[0].code.text().view(), "36099");
  Profile profile;
  profile.code = paths({"FT1-25"});
  const auto read = reading(test::dft(charges), profile);
  EXPECT_TRUE(read->claim.lines[0].code.empty());
  EXPECT_EQ(read->claim.lines[0].charge_code, "36099");
  EXPECT_EQ(location_text(read->claim.lines[0].charge_code_at), "FT1[1]-7.1");
}

TEST(ProfileReading, TheChargeMasterGivesTheCodeAndIsCheckedAgainstIt) {
  Profile profile;
  profile.charge_master["36000127"] = {"62324", {"RT"}};
  const auto alone = reading(test::dft("FT1|1|T1||20260129||CG|36000127^x^CDM|||1"), profile);
  EXPECT_EQ(alone->claim.lines[0].code.text().view(), "62324");
  EXPECT_EQ(test::modifiers_of(alone->claim.lines[0]), "RT");
  EXPECT_EQ(location_text(alone->claim.lines[0].code_at), "FT1[1]-7.1");
  const std::string other = "FT1|1|T1||20260129||CG|36000127^x^CDM|||1|||||||||||||||62320^x^C4";
  const auto differs = reading(test::dft(other), profile);
  EXPECT_EQ(differs->claim.lines[0].code.text().view(), "62320");
  ASSERT_EQ(differs->claim.shape.size(), 1U);
  EXPECT_EQ(differs->claim.shape[0].other_text, "62324");
  EXPECT_EQ(location_text(differs->claim.shape[0].at), "FT1[1]-25.1");
  EXPECT_EQ(location_text(differs->claim.shape[0].other_at), "FT1[1]-7.1");
  const auto unknown = reading(test::dft("FT1|1|T1||20260129||CG|36000999^x^CDM|||1"), profile);
  EXPECT_TRUE(test::has_note(unknown->claim, "FT1[1]-7.1", "does not hold"));
}

TEST(ProfileReading, DiagnosesAreWhatTheProfileSaysTheyAre) {
  const std::string dg1 = ";DG1|1||M17.11^x^I10;DG1|2||M25.561^x^I10";
  const auto charge = [](const std::string& ft1_19) {
    return "FT1|1|T1||20260129||CG|20610^x^C4|||1|||||||||" + ft1_19;
  };
  Profile dg1_first;
  dg1_first.diagnoses = paths({"DG1-3"});
  const auto all = reading(test::dft(charge("Z00.00") + dg1), dg1_first);
  EXPECT_EQ(test::diagnoses_of(all->claim, all->claim.lines[0]), "M17.11 M25.561");
  EXPECT_TRUE(all->claim.lines[0].diagnoses_assumed);
  Profile pointers;
  pointers.diagnosis_form = DiagnosisForm::pointers;
  const auto pointed = reading(test::dft(charge("2~M17.11") + dg1), pointers);
  EXPECT_EQ(test::diagnoses_of(pointed->claim, pointed->claim.lines[0]), "M25.561");
  EXPECT_TRUE(test::has_note(pointed->claim, "FT1[1]-19[2]", "not a pointer"));
  Profile by_charge;
  by_charge.diagnosis_scope = DiagnosisScope::charge;
  const auto grouped = reading(
      test::dft(charge("") + ";DG1|1||M17.11^x^I10;" + charge("") + ";DG1|1||M25.561^x^I10"), by_charge);
  EXPECT_EQ(test::diagnoses_of(grouped->claim, grouped->claim.lines[0]), "M17.11");
  EXPECT_EQ(test::diagnoses_of(grouped->claim, grouped->claim.lines[1]), "M25.561");
}

TEST(ProfileReading, TheRestComesFromItsPlaces) {
  const std::string bytes = test::lines(
      "MSH|^~\\&|A|B|C|D|20260130||DFT^P03|1|P|2.5;EVN|P03;PID|1||1||DOE|||||||||||||ACC1;"
      "PV1|1|I|CLINIC7^^||||||||||||||||V9;IN1|1|WC12^Plan;"
      "FT1|1|T1||20260129||DB|LOC^x|||9|||||||||||||||20610^x^PROC|LT;"
      "ZCH|1|2|0450|1999999984|00409-3795-01");
  Profile profile;
  profile.quantity = paths({"ZCH-2"});
  profile.revenue_code = paths({"ZCH-3"});
  profile.rendering = paths({"ZCH-4.1"});
  profile.drug = paths({"ZCH-5"});
  profile.visit = paths({"PID-18"});
  profile.modifiers = FieldPaths();
  profile.payer = {paths({"IN1-2"}), {{"WC*", PayerClass::other}}, PayerClass::commercial};
  profile.kind = {paths({"PV1-2"}), {{"i", BillKind::inpatient}}, BillKind::outpatient};
  profile.place_of_service = {paths({"PV1-3"}), {{"CLINIC*", "19"}}, std::nullopt};
  profile.code_systems = {{"PROC", CodeSystem::cpt}};
  profile.transaction_types = {{"DB", LineType::charge}};
  const auto read = reading(bytes, profile);
  ASSERT_EQ(read->claim.lines.size(), 1U);
  const ServiceLine& line = read->claim.lines[0];
  EXPECT_EQ(line.type, LineType::charge);
  EXPECT_EQ(line.units.text().view(), "2");
  EXPECT_EQ(location_text(line.units_at), "ZCH[1]-2");
  EXPECT_EQ(line.revenue_code, "0450");
  EXPECT_EQ(location_text(line.revenue_at), "ZCH[1]-3");
  EXPECT_EQ(line.rendering.npi, "1999999984");
  ASSERT_EQ(line.drugs.size(), 1U);
  EXPECT_EQ(line.drugs[0].ndc, "00409-3795-01");
  EXPECT_EQ(read->claim.id, "ACC1");
  EXPECT_TRUE(line.modifiers.empty()) << "the profile says that this sender has none";
  EXPECT_EQ(read->claim.context.payer, PayerClass::other);
  EXPECT_EQ(read->claim.context.kind, BillKind::inpatient);
  EXPECT_TRUE(read->facts.payer_stated && read->facts.kind_stated);
  EXPECT_EQ(line.place_of_service, "19");
  EXPECT_EQ(location_text(line.place_at), "PV1-3");
  EXPECT_EQ(line.code_system, CodeSystem::cpt);
}

TEST(ProfileReading, AnesthesiaCountsAsTheProfileSays) {
  const std::string charge = "FT1|1|T1||20260129||CG|01936^x^C4|||6";
  Profile minutes;
  minutes.anesthesia_quantity = TimeQuantity::minutes;
  EXPECT_EQ(reading(test::dft(charge), minutes)->claim.lines[0].minutes.value_or(0), 6);
  Profile units;
  units.anesthesia_quantity = TimeQuantity::units;
  EXPECT_FALSE(reading(test::dft("FT1|1|T1||20260129||CG|01936^x^C4|||87"), units)->claim.lines[0].minutes);
}

struct SenderCase {
  const char* application;
  const char* facility;
  int specific;
};

TEST(Profile, IsForItsSenders) {
  Profile profile;
  profile.senders = {{"EPIC", ""}, {"EPIC", "NORTH"}, {"", "WEST*"}};
  const SenderCase cases[] = {
      {"EPIC", "SOUTH", 2}, {"epic", "north", 3}, {"LAB", "WEST-2", 1}, {"LAB", "EAST", 0}};
  for (const SenderCase& test_case : cases) {
    int specific = -1;
    EXPECT_EQ(profile.is_for(test_case.application, test_case.facility, &specific), test_case.specific > 0);
    EXPECT_EQ(specific, test_case.specific) << test_case.application << " " << test_case.facility;
  }
}

}  // namespace
}  // namespace chargelint::hl7
