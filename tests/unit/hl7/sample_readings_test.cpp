// Every hand-written sample is read as expected.json says.
#include <gtest/gtest.h>

#include "support.h"

namespace chargelint::hl7 {
namespace {

std::string joined(const test::Json& list) {
  std::string out;
  for (const test::Json& item : list.list) out += (out.empty() ? "" : " ") + item.text;
  return out;
}

// The first line of a set; the rest are further procedures of the same FT1. An account's lines have none.
const ServiceLine* line_of(const Claim& claim, const std::string& set) {
  if (set.empty()) return claim.lines.empty() ? nullptr : &claim.lines.front();
  for (const ServiceLine& line : claim.lines) {
    if (line.set_id == set) return &line;
  }
  return nullptr;
}

void expect_line(const Claim& claim, const test::Json& wanted) {
  const ServiceLine* const line = line_of(claim, wanted["set"].text);
  ASSERT_NE(line, nullptr) << "set " << wanted["set"].text;
  SCOPED_TRACE("set " + wanted["set"].text);
  if (wanted["set"].is_null()) {  // a procedure of an account has no type of its own
    EXPECT_EQ(line->type, LineType::charge);
  } else {
    EXPECT_EQ(line->type_text, wanted["type"].text);
  }
  EXPECT_EQ(line->code.text().str(), wanted["code"].text);
  EXPECT_EQ(test::modifiers_of(*line), joined(wanted["modifiers"]));
  EXPECT_EQ(test::diagnoses_of(claim, *line), joined(wanted["dx"]));
  EXPECT_EQ(line->units, Quantity::parse(wanted["qty"].text));
  EXPECT_EQ(line->from, Date::parse_compact(wanted["date"].text));
  if (!wanted["date_end"].is_null()) {
    EXPECT_EQ(line->through, Date::parse_compact(wanted["date_end"].text));
  }
  EXPECT_EQ(line->charge_code, wanted["charge_code"].text);
  if (!wanted["where"].is_null()) {
    EXPECT_NE(location_text(line->code_at).find("PR1["), std::string::npos) << location_text(line->code_at);
  }
  if (!wanted["dx_from"].is_null()) {
    EXPECT_EQ(line->diagnoses_assumed, wanted["dx_from"].text == "DG1");
  }
}

TEST(SampleReadings, AgreeWithTheExpectedOnes) {
  NEEDS_SAMPLES();
  const test::Json expected = test::parse_json(test::sample("expected.json"));
  int read = 0;
  for (const test::Json& entry : expected.list) {
    const std::string& kind = entry["kind"].text;
    if (entry["lines"].is_null() || !(kind.starts_with("DFT^P") || kind.starts_with("BAR^P"))) continue;
    SCOPED_TRACE(entry["file"].text);
    const std::string bytes = test::sample(entry["file"].text);
    const auto message = Message::open(bytes);
    ASSERT_TRUE(message.has_value());
    const Claim claim = read_charges(*message);
    EXPECT_EQ(claim.source_type, kind);
    EXPECT_EQ(claim.source_version, entry["version"].text);
    std::size_t further = 0;
    for (const test::Json& line : entry["lines"].list) {
      expect_line(claim, line);
      further += line["also"].list.size();
    }
    EXPECT_EQ(claim.lines.size(), entry["lines"].list.size() + further);
    const std::string ack = entry["suggested_ack"]["code"].text;
    if (ack == "AA") {
      EXPECT_EQ(test::facts_of(claim), "");
    } else if (ack == "AR") {
      EXPECT_FALSE(claim.shape.empty());
    }
    ++read;
  }
  EXPECT_GE(read, 20);
}

struct FactCase {
  const char* file;
  const char* facts;
};

TEST(SampleReadings, SayWhatIsWrongWithTheMessage) {
  NEEDS_SAMPLES();
  const FactCase cases[] = {
      {"odd-truncated-mid-ft1.hl7", "101 FT1-25"},
      {"odd-no-msh-10.hl7", "101 MSH-10"},
      {"syn-dental-tooth-in-ft1-26.hl7", "101 MSH-10"},
      {"odd-unsupported-version.hl7", "203 MSH-12"},
      {"syn-bar-p05.hl7", ""},
      {"pub-ms-bar-p01-01.hl7", ""},
      {"pub-ms-bar-p12-01.hl7", ""},
      {"pub-ms-orm-o01-06.hl7", ""},
      {"pub-ms-omg-o19-01.hl7", ""},
      {"pub-ms-oml-o21-01.hl7", ""},
      {"pub-hapi-oml-o21.hl7", ""},
      {"pub-ms-siu-s12-01.hl7", "200 MSH-9"},
      {"pub-dotnetcore-dft-no-ft1.hl7", "100 FT1"},
      {"pub-modmed-dft-ellkay.hl7", ""},
      {"pub-allscripts-dft-blank-ft1-7.hl7", ""},
      {"pub-iris-dft-3.hl7", ""},
      {"pub-cosyte-dft-p03-meditech-shape.hl7", ""},
      {"pub-linuxforhealth-dft.hl7", ""},
      {"pub-mirth3065-dft-ch.hl7", ""},
      {"pub-ms-dft-p03-01.hl7", ""},
      {"pub-ms-dft-p11-02.hl7", ""},
  };
  for (const FactCase& wanted : cases) {
    SCOPED_TRACE(wanted.file);
    const std::string bytes = test::sample(wanted.file);
    const auto message = Message::open(bytes);
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ(test::facts_of(read_charges(*message)), wanted.facts);
  }
}

TEST(SampleReadings, SegmentsWithoutLineEndsAreToldApart) {
  NEEDS_SAMPLES();
  const std::string bytes = test::sample("pub-iris-dft-3.hl7");
  const auto message = Message::open(bytes);
  ASSERT_TRUE(message.has_value());
  EXPECT_TRUE(message->is_run_together());
  const Claim claim = read_charges(*message);
  ASSERT_EQ(claim.lines.size(), 2U);
  EXPECT_EQ(claim.lines[0].code.text().view(), "92250");
  EXPECT_EQ(claim.lines[1].code.text().view(), "3072F");
  EXPECT_EQ(test::modifiers_of(claim.lines[1]), "TC");
}

TEST(SampleReadings, FurtherProceduresOfOneChargeBecomeLines) {
  NEEDS_SAMPLES();
  const std::string bytes = test::sample("syn-nextgen-pr1.hl7");
  const auto message = Message::open(bytes);
  ASSERT_TRUE(message.has_value());
  const Claim claim = read_charges(*message);
  ASSERT_EQ(claim.lines.size(), 3U);
  EXPECT_EQ(claim.lines[2].code.text().view(), "J1100");
  EXPECT_EQ(claim.lines[2].set_id, "2");
  EXPECT_EQ(claim.lines[2].number, 3);
  EXPECT_EQ(location_text(claim.lines[2].code_at), "PR1[3]-3.1");
  EXPECT_TRUE(test::has_note(claim, "PR1[3]", "a line of its own"));
}

TEST(SampleReadings, KeepWhereEachValueWasFound) {
  NEEDS_SAMPLES();
  const std::string bytes = test::sample("syn-cerner-mods-as-components.hl7");
  const auto message = Message::open(bytes);
  ASSERT_TRUE(message.has_value());
  const Claim claim = read_charges(*message);
  const ServiceLine& line = claim.lines[0];
  EXPECT_EQ(location_text(line.code_at), "FT1[1]-25.1");
  EXPECT_EQ(location_text(line.modifiers[0].at), "FT1[1]-26[1].1");
  EXPECT_EQ(location_text(line.modifiers[1].at), "FT1[1]-26[1].2");
  EXPECT_EQ(location_text(claim.diagnoses[0].at), "DG1[1]-3");
  EXPECT_TRUE(test::has_note(claim, "FT1[1]-26", "two modifiers in one repetition"));
  EXPECT_EQ(line.rendering.npi, "1999999984");
  EXPECT_EQ(claim.id, "0000771233");
}

}  // namespace
}  // namespace chargelint::hl7
