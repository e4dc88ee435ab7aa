// The sample files: every one is read or clearly refused, and damage to them never does worse.
#include <algorithm>
#include <random>

#include "reading_fixture.h"

namespace chargelint::fhir {
namespace {

class Samples : public Reader {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(sample_folder())) {
      GTEST_SKIP() << "the FHIR samples are not beside the project: "
                   << sample_folder().lexically_normal().filename()
                   << " is missing, so nothing real was read";
    }
  }
  static std::string sample(std::string_view name) { return read_whole_file(sample_folder() / name); }

  // Reads as far as it goes and touches what was read, so that a sanitizer sees it.
  static std::size_t touch(Document& document, std::string_view text) {
    if (!document.parse(text)) return 0;
    const auto claim = document.read();
    if (!claim) return 0;
    std::size_t characters = claim->id.size();
    for (const ServiceLine& line : claim->lines) {
      characters += location_text(line.code_at).size() + std::string(line.code_text).size();
      for (const DiagnosisPointer& pointer : line.diagnoses) {
        characters += std::string(claim->diagnoses[pointer.index].text).size();
      }
    }
    return characters;
  }
};

TEST_F(Samples, EveryFileIsReadOrClearlyRefused) {
  std::size_t files = 0;
  std::size_t claims = 0;
  for (const auto& entry : std::filesystem::directory_iterator(sample_folder())) {
    const std::string name = entry.path().filename().string();
    const std::string text = read_whole_file(entry.path());
    ++files;
    const auto parsed = document_.parse(text);
    if (!parsed) {
      EXPECT_FALSE(parsed.error().what.empty()) << name;
      EXPECT_FALSE(parsed.error().where.empty()) << name << ": " << parsed.error().what;
      if (name.ends_with(".xml")) {
        EXPECT_EQ(parsed.error().kind, ErrorKind::unsupported) << name;
      }
      continue;
    }
    const auto claim = document_.read();
    const std::string_view type = document_.resource_type();
    if (claim) {
      ++claims;
      EXPECT_TRUE(type == "Claim" || type == "Procedure") << name;
    } else if (type != "Claim" && type != "Procedure" && !type.empty()) {
      EXPECT_EQ(claim.error().kind, ErrorKind::unsupported) << name;
    } else {
      EXPECT_FALSE(claim.error().what.empty()) << name;
    }
  }
  EXPECT_GT(files, 150U);
  EXPECT_GT(claims, 30U);
}

TEST_F(Samples, MalformedFiles) {
  struct Expected {
    std::string file;
    ErrorKind kind;
    std::string where;
  };
  const std::vector<Expected> refused = {
      {"mal-bad-utf8.json", ErrorKind::malformed, "byte 60"},
      {"mal-deep-nesting.json", ErrorKind::malformed, "byte 1370"},
      {"mal-huge-units.json", ErrorKind::malformed, "byte 5624"},
      {"mal-item-object.json", ErrorKind::malformed, "Claim.item"},
      {"mal-no-resourceType.json", ErrorKind::malformed, ""},
      {"mal-null-members.json", ErrorKind::malformed, "Claim.diagnosis"},
      {"mal-number-as-string.json", ErrorKind::malformed, "Claim.item[0].sequence"},
      {"mal-trailing-comma.json", ErrorKind::malformed, "byte 6735"},
      {"mal-truncated.json", ErrorKind::malformed, "byte 2100"},
      {"mal-unknown-resourceType.json", ErrorKind::unsupported, "Klaim"},
      {"mal-duplicate-sequence.json", ErrorKind::unsupported, "Bundle"},
      {"stu3-claim-example-pharmacy.json", ErrorKind::unsupported, "Claim"},
      {"dstu2-Claim-860150.json", ErrorKind::unsupported, "Claim"},
  };
  for (const Expected& expected : refused) {
    const Error error = refusal(sample(expected.file));
    EXPECT_EQ(error.kind, expected.kind) << expected.file << ": " << error.what;
    EXPECT_EQ(error.where, expected.where) << expected.file;
  }
  for (const char* const file : {"mal-bom.json", "mal-control-chars.json", "mal-xss-display.json",
                                 "mal-service-after-created.json", "mal-no-system.json"}) {
    const Claim claim = read(sample(file));
    ASSERT_EQ(claim.lines.size(), 1U) << file;
    EXPECT_EQ(claim.lines[0].code.text(), "62264") << file;
  }
  EXPECT_TRUE(read(sample("mal-code-spaces.json")).lines[0].code.empty());
  EXPECT_TRUE(read(sample("mal-text-only.json")).lines[0].code.empty());
  EXPECT_EQ(read(sample("mal-fraction-units.json")).lines[0].units.thousandths, 1500);
  EXPECT_EQ(read(sample("mal-zero-sequence.json")).shape[0].kind, ShapeKind::line_number_repeats);
  EXPECT_EQ(read(sample("mal-modifier-two-codings.json")).lines[0].modifiers.size(), 2U);
}

TEST_F(Samples, OfficialInstitutionalClaim) {
  const Claim claim = read(sample("r4-Claim-MED-00050.json"));
  EXPECT_EQ(claim.id, "MED-00050");
  EXPECT_EQ(claim.context.kind, BillKind::outpatient);
  EXPECT_EQ(claim.context.type_of_bill, "831");
  EXPECT_EQ(claim.context.received_on, Date::from_ymd(2015, 10, 16));
  EXPECT_EQ(claim.patient.sex, Sex::female);
  EXPECT_EQ(claim.patient.birth_date, Date::from_ymd(1954, 6, 11));
  EXPECT_EQ(claim.billing.group, "Organization/1");
  ASSERT_EQ(claim.diagnoses.size(), 4U);
  EXPECT_EQ(claim.diagnoses[3].code.text(), "M47.816");
  ASSERT_EQ(claim.lines.size(), 1U);
  EXPECT_EQ(claim.lines[0].code.text(), "62264");
  ASSERT_EQ(claim.lines[0].diagnoses.size(), 2U);
  EXPECT_EQ(claim.lines[0].diagnoses[0].index, 1);
  EXPECT_EQ(claim.lines[0].diagnoses[1].index, 3);
  EXPECT_EQ(claim.lines[0].charge->cents, 1'250'000);
  EXPECT_TRUE(claim.shape.empty());
}

TEST_F(Samples, OfficialVisionClaim) {
  const Claim claim = read(sample("r4-Claim-660152.json"));
  EXPECT_FALSE(facts_.kind_stated);
  ASSERT_EQ(claim.lines.size(), 1U);
  EXPECT_EQ(claim.lines[0].code_text, "glasses");
  EXPECT_EQ(claim.lines[0].code_system, CodeSystem::other);
  EXPECT_EQ(claim.lines[0].revenue_code, "0010");
  EXPECT_EQ(claim.lines[0].modifiers[0].text, "rooh");
  EXPECT_TRUE(has_note(claim, "Claim.item[0].detail[1].subDetail[2]", "not read"));
}

TEST_F(Samples, MedicareClaimOfCms) {
  const Claim claim = read(sample("bfd-v2-claimFissRead.json"));
  EXPECT_EQ(claim.context.payer, PayerClass::medicare);
  EXPECT_TRUE(facts_.payer_stated);
  EXPECT_FALSE(claim.context.received_on);
  EXPECT_EQ(claim.billing.npi, "8876543211");
  ASSERT_EQ(claim.lines.size(), 2U);
  EXPECT_EQ(claim.lines[0].modifiers.size(), 4U);
  EXPECT_EQ(claim.lines[0].units, Quantity::of(5));
  EXPECT_EQ(claim.lines[1].drugs[0].ndc, "00777310502");
  ASSERT_EQ(claim.shape.size(), 2U);
  EXPECT_NE(claim.shape[0].kind, ShapeKind::missing_element) << "a code under another system than its form";
  EXPECT_EQ(claim.shape[1].element, "Claim.item.productOrService");
  EXPECT_EQ(location_text(claim.shape[1].at), "Claim.item[1]");
}

TEST_F(Samples, UsCoreProcedure) {
  const Claim claim = read(sample("uscore-Procedure-R4-defib-implant.json"));
  EXPECT_EQ(claim.lines[0].code.text(), "33249");
  EXPECT_EQ(claim.diagnoses[0].code.text(), "I49.01");
  EXPECT_EQ(claim.lines[0].from, Date::from_ymd(2019, 3, 26));
}

TEST_F(Samples, DamagedFilesAreReadOrRefused) {
  std::mt19937 random(20240502);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same damage in every run
  std::size_t read_anyway = 0;
  for (const char* const file : {"r4-Claim-MED-00050.json", "bfd-v2-claimFissRead.json",
                                 "r4-Claim-660152.json", "r4-Procedure-f001.json"}) {
    const std::string original = sample(file);
    ASSERT_FALSE(original.empty()) << file;
    for (int round = 0; round < 600; ++round) {
      std::string damaged = original;
      const std::size_t flips = 1 + random() % 4;
      for (std::size_t flip = 0; flip < flips; ++flip) {
        damaged[random() % damaged.size()] ^= static_cast<char>(1U << (random() % 8));
      }
      if (touch(document_, damaged) > 0) ++read_anyway;
    }
    for (std::size_t size = 0; size < original.size(); size += 31) {
      if (touch(document_, std::string_view(original).substr(0, size)) > 0) ++read_anyway;
    }
  }
  EXPECT_GT(read_anyway, 50U);
}

// Structure is damaged where bits rarely hit it: a piece of the text is repeated, dropped or exchanged for
// another.
TEST_F(Samples, RearrangedFilesAreReadOrRefused) {
  std::mt19937 random(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same damage in every run
  const std::vector<std::string> pieces = {"null", "{}",   "[]",  "\"\"",   "-1", "1e9",
                                           "[[]]", "true", "0.1", "\"#x\"", "{",  "99999999999999999999"};
  const std::string original = sample("bfd-v2-claimFissRead.json");
  std::vector<std::size_t> colons;
  for (std::size_t at = original.find(':'); at != std::string::npos; at = original.find(':', at + 1)) {
    colons.push_back(at);
  }
  ASSERT_GT(colons.size(), 100U);
  for (int round = 0; round < 1500; ++round) {
    std::string damaged = original;
    const std::size_t at = colons[random() % colons.size()] + 1;
    const std::size_t end = std::min(damaged.find_first_of(",}\n", at), damaged.size());
    damaged.replace(at, end - at, pieces[random() % pieces.size()]);
    touch(document_, damaged);
  }
}

}  // namespace
}  // namespace chargelint::fhir
