// Orders and account messages: what of them becomes a line, and at which stage.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "support.h"

namespace chargelint::hl7 {
namespace {

struct Reading {
  std::string bytes;
  std::optional<Message> message;
  Claim claim;
};
std::unique_ptr<Reading> reading(std::string bytes) {
  auto result = std::make_unique<Reading>();
  result->bytes = std::move(bytes);
  auto message = Message::open(result->bytes);
  EXPECT_TRUE(message.has_value());
  result->message.emplace(std::move(*message));
  result->claim = read_charges(*result->message);
  return result;
}

std::string order(const std::string& segments, const std::string& type = "ORM^O01") {
  return test::lines("MSH|^~\\&|EHR|FAC|CL|HUB|20260130080000||" + type +
                     "|O-1|P|2.5.1;PID|1||P1||DOE^ANY;PV1|1|O;" + segments);
}

struct OrderCase {
  const char* name;
  std::string segments;
  const char* code;
  const char* code_at;
  const char* modifiers;
  const char* diagnoses;
  const char* units;
  const char* date;
  const char* date_at;
};

TEST(Orders, BecomeLinesAtStageOrder) {
  const std::string control = "ORC|NW|PL1|||||||20260120|||1999999984^O^^^^^^^NPI";

  const OrderCase cases[] = {
      {"CPT in OBR-4", control + ";OBR|1|PL1||71046^x^C4", "71046", "OBR[1]-4.1", "", "", "1", "2026-01-20",
       "ORC[1]-9"},
      {"CPT as the alternate", control + ";OBR|1|PL1||XR2^x^L^71046^x^C4", "71046", "OBR[1]-4.4", "", "", "1",
       "2026-01-20", "ORC[1]-9"},
      {"OBR-44 and modifiers in OBR-45",
       control + ";OBR|1|PL1||XR2^x^L||||" + std::string(36, '|') + "71046^x^C4|RT~26", "71046",
       "OBR[1]-44.1", "RT 26", "", "1", "2026-01-20", "ORC[1]-9"},
      {"diagnoses under the order", control + ";OBR|1|PL1||71046^x^C4;DG1|1||R05.9^x^I10;DG1|2||R06.02^x^I10",
       "71046", "OBR[1]-4.1", "", "R05.9 R06.02", "1", "2026-01-20", "ORC[1]-9"},
      {"the reason for study",
       control + ";OBR|1|PL1||71046^x^C4" + std::string(27, '|') + "R05.9^Cough^I10~worse at night", "71046",
       "OBR[1]-4.1", "", "R05.9", "1", "2026-01-20", "ORC[1]-9"},
      {"quantity and time of TQ1", control + ";TQ1|1|3|||||20260215;OBR|1|PL1||97110^x^C4", "97110",
       "OBR[1]-4.1", "", "", "3", "2026-02-15", "TQ1[1]-7"},
      {"quantity and time of OBR-27",
       control + ";OBR|1|PL1||97110^x^C4" + std::string(23, '|') + "2^^^20260216", "97110", "OBR[1]-4.1", "",
       "", "2", "2026-02-16", "OBR[1]-27.4"},
      {"no time at all: when it was sent", "ORC|NW|PL1;OBR|1|PL1||71046^x^C4", "71046", "OBR[1]-4.1", "", "",
       "1", "2026-01-30", "MSH-7"},
      {"a service of the orderer's own", control + ";OBR|1|PL1||24331-1^x^LN", "", "", "", "", "1",
       "2026-01-20", "ORC[1]-9"},
  };
  for (const OrderCase& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    for (const char* const type : {"ORM^O01", "OMG^O19^OMG_O19", "OML^O21^OML_O21"}) {
      const auto read = reading(order(test_case.segments, type));
      const Claim& claim = read->claim;
      EXPECT_EQ(claim.context.stage, Stage::order);
      EXPECT_EQ(test::facts_of(claim), "") << type;
      ASSERT_EQ(claim.lines.size(), 1U);
      const ServiceLine& line = claim.lines[0];
      EXPECT_EQ(line.code.text().view(), test_case.code);
      EXPECT_EQ(location_text(line.code_at), test_case.code_at);
      EXPECT_EQ(test::modifiers_of(line), test_case.modifiers);
      EXPECT_EQ(test::diagnoses_of(claim, line), test_case.diagnoses);
      EXPECT_EQ(line.units.text().view(), test_case.units);
      EXPECT_EQ(line.from ? line.from->iso().str() : "", test_case.date);
      EXPECT_EQ(location_text(line.date_at), test_case.date_at);
      EXPECT_TRUE(line.is_active());
      EXPECT_EQ(line.order_number, "PL1");
    }
  }
}

TEST(Orders, EachObrIsOneAndKeepsItsOwnDiagnoses) {
  const auto read = reading(
      order("ORC|NW|A;OBR|1|A||71046^x^C4;DG1|1||R05.9^x^I10;ORC|NW|B;OBR|2|B||80053^x^C4;DG1|1||E11.9^x^I10;"
            "ORC|CA|C;OBR|3|C||85025^x^C4"));
  const Claim& claim = read->claim;
  ASSERT_EQ(claim.lines.size(), 3U);
  EXPECT_EQ(test::diagnoses_of(claim, claim.lines[0]), "R05.9");
  EXPECT_EQ(test::diagnoses_of(claim, claim.lines[1]), "E11.9");
  EXPECT_FALSE(claim.lines[2].is_active()) << "a cancelled order is not checked";
  EXPECT_TRUE(test::has_note(claim, "ORC[3]-1", "cancelled"));
}

TEST(Orders, SayWhatIsMissing) {
  EXPECT_EQ(test::facts_of(reading(order(""))->claim), "100 ORC");
  EXPECT_EQ(test::facts_of(reading(order("ORC|NW|A;OBR|1|A"))->claim), "101 OBR-4");
  EXPECT_EQ(test::facts_of(reading(order("ORC|NW|A;RXO|1"))->claim), "");
  EXPECT_EQ(test::facts_of(reading(order("ORC|NW|A;OBR|1|A||71046", "ORM^O02"))->claim), "201 MSH-9");
}

std::string account(const std::string& segments, const std::string& event = "P05") {
  return test::lines("MSH|^~\\&|ADT|FAC|CL|HUB|20260130080000||BAR^" + event + "|B-1|P|2.5.1;EVN|" + event +
                     ";PID|1||P1||DOE^ANY;PV1|1|O|||||1003000126^A^^^^^^^NPI" + std::string(12, '|') + "V1;" +
                     segments);
}

TEST(Accounts, ProceduresBecomeLines) {
  for (const char* const event : {"P01", "P05", "P12"}) {
    SCOPED_TRACE(event);
    const auto read = reading(account(
        "DG1|1||M54.12^x^I10;DG1|2||G89.4^x^I10;PR1|1||62324^x^C4||20260129||||||1999999984^S^^^^^^^NPI"
        "|||||59~LT;PR1|2||20610^x^C4||20260130||||||||||M54.12^x^I10;"
        "PR1|3||0210093^x^I10P||20260130;PR1|4||77003^x^C4||20260130|||||||||||||||D",
        event));
    const Claim& claim = read->claim;
    EXPECT_EQ(test::facts_of(claim), "");
    EXPECT_EQ(claim.context.stage, Stage::claim);
    ASSERT_EQ(claim.lines.size(), 2U);
    EXPECT_EQ(claim.lines[0].code.text().view(), "62324");
    EXPECT_EQ(test::modifiers_of(claim.lines[0]), "59 LT");
    EXPECT_EQ(claim.lines[0].rendering.npi, "1999999984");
    EXPECT_EQ(claim.lines[1].rendering.npi, "1003000126") << "the attending stands in";
    EXPECT_EQ(location_text(claim.lines[1].code_at), "PR1[2]-3.1");
    EXPECT_EQ(test::diagnoses_of(claim, claim.lines[1]), "M54.12");
    EXPECT_EQ(claim.lines[1].from, Date::from_ymd(2026, 1, 30));
    EXPECT_TRUE(test::has_note(claim, "PR1[3]", "ICD-10-PCS"));
    EXPECT_TRUE(test::has_note(claim, "PR1[4]-20", "deleted"));
  }
}

TEST(Accounts, AnAccountWithoutProceduresIsAccepted) {
  const auto read = reading(account("DG1|1||M54.12^x^I10", "P01"));
  EXPECT_EQ(test::facts_of(read->claim), "");
  EXPECT_TRUE(read->claim.lines.empty());
  EXPECT_EQ(read->claim.diagnoses.size(), 1U);
}

TEST(Accounts, SayWhatAProcedureLacks) {
  EXPECT_EQ(test::facts_of(reading(account("PR1|1||||20260130"))->claim), "101 PR1-3");
  EXPECT_EQ(test::facts_of(reading(account("PR1|1||62324^x^C4"))->claim), "101 PR1-5");
  EXPECT_EQ(test::facts_of(reading(account("PR1|1||62324^x^C4||30/01/2026"))->claim), "102 PR1-5");
}

}  // namespace
}  // namespace chargelint::hl7
