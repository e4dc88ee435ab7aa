// Where codes, modifiers, diagnoses and quantities are found in a charge.
#include "hl7/charges.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace chargelint::hl7 {
namespace {

// The claim and what its views point into.
struct Reading {
  std::string bytes;
  std::optional<Message> message;
  Claim claim;
  ReadingFacts facts;
};

std::unique_ptr<Reading> reading(std::string bytes) {
  auto result = std::make_unique<Reading>();
  result->bytes = std::move(bytes);
  auto message = Message::open(result->bytes);
  EXPECT_TRUE(message.has_value());
  result->message.emplace(std::move(*message));
  result->claim = read_charges(*result->message, {}, result->facts);
  return result;
}

// FT1 with the fields that matter, the rest filled.
std::string charge(const std::string& ft1_7, const std::string& ft1_25, const std::string& ft1_26 = "",
                   const std::string& ft1_19 = "", const std::string& ft1_10 = "1") {
  return "FT1|1|T1||20260129||CG|" + ft1_7 + "|||" + ft1_10 + "|||||||||" + ft1_19 + "||||||" + ft1_25 + "|" +
         ft1_26;
}

struct CodeCase {
  const char* name;
  std::string charges;
  const char* code;
  const char* modifiers;
  const char* at;
  const char* charge_code;
};

TEST(Charges, FindTheCodeWhereverItIs) {
  const CodeCase cases[] = {
      {"FT1-25", charge("LOC1", "62324^x^C4"), "62324", "", "FT1[1]-25.1", "LOC1"},
      {"lower case", charge("", "j1885"), "J1885", "", "FT1[1]-25.1", ""},
      {"copied into FT1-7", charge("62324^x", "62324^x^CPT"), "62324", "", "FT1[1]-25.1", ""},
      {"alternate identifier", charge("", "SIM1^x^L^62324^y^C4"), "62324", "", "FT1[1]-25.4", ""},
      {"local five digits before an alternate", charge("", "12345^x^L^62324^y^C4"), "62324", "",
       "FT1[1]-25.4", ""},
      {"PR1-3", charge("LOC1^x^L", "") + ";PR1|1|C4|62324", "62324", "", "PR1[1]-3.1", "LOC1"},
      {"second PR1 when the first has none", charge("LOC1", "") + ";PR1|1;PR1|2||62324^x^C4", "62324", "",
       "PR1[2]-3.1", "LOC1"},
      {"FT1-7 with its system", charge("62324^x^C4", ""), "62324", "", "FT1[1]-7.1", ""},
      {"FT1-7 by its form", charge("62324", ""), "62324", "", "FT1[1]-7.1", ""},
      {"FT1-7 of the charge master", charge("62324^x^CDM", ""), "", "", "", "62324"},
      {"second repetition of FT1-7", charge("LOC1^x^L~62324^x^C4", ""), "62324", "", "FT1[1]-7[2].1", "LOC1"},
      {"appended with hyphens", charge("", "62324-59-LT"), "62324", "59 LT", "FT1[1]-25.1", ""},
      {"appended with blanks", charge("", "62324 59 LT"), "62324", "59 LT", "FT1[1]-25.1", ""},
      {"glued", charge("", "9637259"), "96372", "59", "FT1[1]-25.1", ""},
      {"glued twice", charge("", "9637259lt"), "96372", "59 LT", "FT1[1]-25.1", ""},
      {"a seven-digit charge number is not glued", charge("4000321", ""), "", "", "", "4000321"},
      {"nor in FT1-25", charge("", "4000321"), "", "", "FT1[1]-25.1", ""},
      {"an ICD-10-PCS code is not a CPT", charge("", "0210093^x^I10P"), "", "", "FT1[1]-25.1", ""},
      {"appended and FT1-26", charge("", "62324-59", "59~LT"), "62324", "59 LT", "FT1[1]-25.1", ""},
      {"category III", charge("", "0777t^x^C4"), "0777T", "", "FT1[1]-25.1", ""},
      {"dental", charge("", "D0150"), "D0150", "", "FT1[1]-25.1", ""},
      {"nothing but a charge number", charge("25000636^x^CDM", ""), "", "", "", "25000636"},
  };
  for (const CodeCase& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    const auto read = reading(test::dft(test_case.charges));
    ASSERT_EQ(read->claim.lines.size(), 1U);
    const ServiceLine& line = read->claim.lines[0];
    EXPECT_EQ(line.code.text().view(), test_case.code);
    EXPECT_EQ(test::modifiers_of(line), test_case.modifiers);
    EXPECT_EQ(location_text(line.code_at), test_case.at);
    EXPECT_EQ(line.charge_code, test_case.charge_code);
    EXPECT_EQ(test::facts_of(read->claim), "");
  }
}

struct ModifierCase {
  std::string ft1_26;
  const char* modifiers;
  const char* second_at;
};

TEST(Charges, ReadModifiersInAllTheirForms) {
  const ModifierCase cases[] = {
      {"59~LT", "59 LT", "FT1[1]-26[2]"},
      {"59^RT", "59 RT", "FT1[1]-26[1].2"},
      {"59^^CPT4", "59", ""},
      {"XS^Separate structure^HCPCS", "XS", ""},
      {"RT^Rt^C4", "RT", ""},
      {"59&LT", "59 LT", "FT1[1]-26[1].1.2"},
      {"25,59", "25 59", "FT1[1]-26[1]"},
      {"25 59", "25 59", "FT1[1]-26[1]"},
      {"25/59", "25 59", "FT1[1]-26[1]"},
      {"59LT", "59 LT", "FT1[1]-26[1]"},
      {"59,LT~KX", "59 LT KX", "FT1[1]-26[1]"},
      {"lt", "LT", ""},
      {"25~", "25", ""},
      {"^", "", ""},
      {"26^MID", "26 MID", "FT1[1]-26[1].2"},
      {"QK^^HCPCS~P3^^C4~QS^^HCPCS", "QK P3 QS", "FT1[1]-26[2]"},
      {"LEFT", "LEFT", ""},
      {"\"\"", "", ""},
  };
  for (const ModifierCase& test_case : cases) {
    SCOPED_TRACE(test_case.ft1_26);
    const auto read = reading(test::dft(charge("", "62324^x^C4", test_case.ft1_26)));
    const ServiceLine& line = read->claim.lines.front();
    EXPECT_EQ(test::modifiers_of(line), test_case.modifiers);
    EXPECT_EQ(line.modifiers.size() > 1 ? location_text(line.modifiers[1].at) : "", test_case.second_at);
  }
}

TEST(Charges, AModifierOfAnotherLengthHasNoValue) {
  const auto read = reading(test::dft(charge("", "D2332", "26^MID")));
  const ServiceLine& line = read->claim.lines.front();
  ASSERT_EQ(line.modifiers.size(), 2U);
  EXPECT_EQ(line.modifiers[0].value, "26"_mod);
  EXPECT_TRUE(line.modifiers[1].value.empty());
  EXPECT_EQ(line.modifiers[1].text, "MID");
}

TEST(Charges, ModifiersOfTheProcedureSegmentStandInForMissingOnes) {
  const auto alone = reading(test::dft(charge("", "62324^x^C4") + ";PR1|1||62324||20260129|||||||||||59~LT"));
  EXPECT_EQ(test::modifiers_of(alone->claim.lines[0]), "59 LT");
  EXPECT_EQ(location_text(alone->claim.lines[0].modifiers[0].at), "PR1[1]-16[1]");
  const auto same =
      reading(test::dft(charge("", "62324^x^C4", "59~LT") + ";PR1|1||62324||20260129|||||||||||LT~59"));
  EXPECT_EQ(test::modifiers_of(same->claim.lines[0]), "59 LT");
  EXPECT_TRUE(same->claim.notes.empty());
  const auto other =
      reading(test::dft(charge("", "62324^x^C4", "RT") + ";PR1|1||62324||20260129|||||||||||59"));
  EXPECT_EQ(test::modifiers_of(other->claim.lines[0]), "RT");
  EXPECT_TRUE(test::has_note(other->claim, "PR1[1]-16", "FT1-26"));
  const auto second_component = reading(test::dft(charge("", "62324^59")));
  EXPECT_EQ(test::modifiers_of(second_component->claim.lines[0]), "59");
}

struct DiagnosisCase {
  const char* name;
  const char* event;
  std::string charges;
  const char* first;   // diagnoses of the first line
  const char* second;  // of the second, when there is one
  bool assumed;        // the first line's
  const char* facts;
};

TEST(Charges, PointToDiagnoses) {
  const std::string dg1 = ";DG1|1||M17.11^x^I10;DG1|2||M25.561^x^I10";
  const DiagnosisCase cases[] = {
      {"codes", "P03", charge("", "20610", "", "M17.11^x^I10~M25.561^x^I10"), "M17.11 M25.561", "", false,
       ""},
      {"no dot", "P03", charge("", "20610", "", "M1711"), "M17.11", "", false, ""},
      {"codes that DG1 hold too", "P03", charge("", "20610", "", "M25561") + dg1, "M25.561", "", false, ""},
      {"pointers repeated", "P03", charge("", "20610", "", "2~1") + dg1, "M25.561 M17.11", "", false, ""},
      {"pointers with a comma", "P03", charge("", "20610", "", "1,2") + dg1, "M17.11 M25.561", "", false, ""},
      {"letters", "P03", charge("", "20610", "", "B~A") + dg1, "M25.561 M17.11", "", false, ""},
      {"letters in one", "P03", charge("", "20610", "", "AB") + dg1, "M17.11 M25.561", "", false, ""},
      {"digits in one", "P03", charge("", "20610", "", "12") + dg1, "M17.11 M25.561", "", false, ""},
      {"by order when set ids say otherwise", "P03",
       charge("", "20610", "", "2") + ";DG1|||M17.11;DG1|||M25.561", "M25.561", "", false, ""},
      {"a pointer to nothing", "P03", charge("", "20610", "", "3") + dg1, "", "", false, "204 FT1-19"},
      {"DG1 alone", "P03", charge("", "20610") + dg1, "M17.11 M25.561", "", true, ""},
      {"DG1 before FT1", "P03", "DG1|1||M17.11^x^I10;" + charge("", "20610"), "M17.11", "", true, ""},
      {"another line says which", "P03", charge("", "20610") + ";" + charge("", "99213", "", "M17.11") + dg1,
       "", "M17.11", false, ""},
      {"PR1-15", "P03", charge("", "20610") + ";PR1|1||20610||||||||||||M25.561" + dg1, "M25.561", "", false,
       ""},
      {"P11 groups", "P11", charge("", "20610") + ";DG1|1||M17.11;" + charge("", "99213") + ";DG1|1||M25.561",
       "M17.11", "M25.561", false, ""},
      {"P11 message level for a line without a group", "P11",
       "DG1|1||I10;" + charge("", "20610") + ";DG1|1||M17.11;" + charge("", "99213"), "M17.11", "I10", false,
       ""},
      {"P11 pointers within the group", "P11",
       "DG1|1||I10;" + charge("", "20610", "", "1") + ";DG1|1||M17.11", "M17.11", "", false, ""},
      {"SNOMED is not ICD", "P03", charge("", "20610", "", "29857009^x^SCT"), "29857009", "", false, ""},
      {"the ICD-10 alternate of a SNOMED code", "P03", charge("", "20610", "", "29857009^x^SCT^R07.9^y^I10"),
       "R07.9", "", false, ""},
      {"ICD-9 beside ICD-10", "P03", charge("", "20610", "", "J11.1^x^I10~487.1^x^I9"), "J11.1 487.1", "",
       false, ""},
      {"a deleted DG1", "P03", charge("", "20610") + ";DG1|1||M17.11||||||||||||||||||D", "", "", false, ""},
  };
  for (const DiagnosisCase& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    const auto read = reading(test::dft(test_case.charges, test_case.event));
    const Claim& claim = read->claim;
    ASSERT_FALSE(claim.lines.empty());
    EXPECT_EQ(test::diagnoses_of(claim, claim.lines[0]), test_case.first);
    EXPECT_EQ(claim.lines[0].diagnoses_assumed, test_case.assumed);
    if (claim.lines.size() > 1) {
      EXPECT_EQ(test::diagnoses_of(claim, claim.lines[1]), test_case.second);
    }
    EXPECT_EQ(test::facts_of(claim), test_case.facts);
  }
}

TEST(Charges, KnowTheSystemOfADiagnosis) {
  const auto read =
      reading(test::dft(charge("", "20610", "", "487.1^x^I9C~J11.1^x^ICD-10-CM~29857009^x^SCT") +
                        ";DG1|1|ICD9|959.7|Foot injury|||||||||||1"));
  const auto& diagnoses = read->claim.diagnoses;
  ASSERT_EQ(diagnoses.size(), 4U);
  EXPECT_EQ(diagnoses[0].system, CodeSystem::icd9cm);
  EXPECT_EQ(diagnoses[0].role, DiagnosisRole::principal);
  EXPECT_EQ(diagnoses[1].system, CodeSystem::icd9cm);
  EXPECT_EQ(diagnoses[2].system, CodeSystem::icd10cm);
  EXPECT_EQ(diagnoses[3].system, CodeSystem::snomed);
  EXPECT_TRUE(diagnoses[3].code.empty());
  EXPECT_EQ(location_text(diagnoses[1].at), "FT1[1]-19[1]");
}

struct TypeCase {
  const char* sent;
  LineType type;
};

TEST(Charges, ReadTransactionTypes) {
  const TypeCase cases[] = {
      {"CG", LineType::charge},     {"CD", LineType::credit},  {"PY", LineType::payment},
      {"AJ", LineType::adjustment}, {"CO", LineType::payment}, {"CH", LineType::charge},
      {"CR", LineType::credit},     {"c", LineType::charge},   {"P", LineType::payment},
      {"", LineType::charge},       {"XX", LineType::other},   {"CG^Charge^HL70017", LineType::charge},
  };
  for (const TypeCase& test_case : cases) {
    SCOPED_TRACE(test_case.sent);
    const auto read =
        reading(test::dft("FT1|1|T1||20260129||" + std::string(test_case.sent) + "|62324^x^C4"));
    EXPECT_EQ(read->claim.lines[0].type, test_case.type);
    EXPECT_EQ(test::facts_of(read->claim), *test_case.sent == '\0' ? "101 FT1-6" : "");
  }
}

struct QuantityCase {
  const char* code;
  const char* sent;
  const char* dates;
  const char* units;
  bool stated;
  int minutes;  // 0: none
  LineType type;
};

TEST(Charges, ReadQuantities) {
  const QuantityCase cases[] = {
      {"62324", "", "20260129", "1", false, 0, LineType::charge},
      {"62324", "1.00", "20260129", "1", true, 0, LineType::charge},
      {"J3490", "12.5", "20260129", "12.5", true, 0, LineType::charge},
      {"62324", "two", "20260129", "1", false, 0, LineType::charge},
      {"62324", "-1", "20260129", "-1", true, 0, LineType::credit},
      {"01936", "87", "20260129", "87", true, 87, LineType::charge},
      {"01936", "6", "202601290700^202601290830", "6", true, 90, LineType::charge},
      {"01936", "6", "20260129", "6", true, 0, LineType::charge},
      {"97110", "87", "20260129", "87", true, 0, LineType::charge},
  };
  for (const QuantityCase& test_case : cases) {
    SCOPED_TRACE(std::string(test_case.code) + " " + test_case.sent);
    const auto read = reading(test::dft("FT1|1|T1||" + std::string(test_case.dates) + "||CG|" +
                                        test_case.code + "^x^C4|||" + test_case.sent));
    const ServiceLine& line = read->claim.lines[0];
    EXPECT_EQ(line.units.text().view(), test_case.units);
    EXPECT_EQ(line.units_stated, test_case.stated);
    EXPECT_EQ(line.minutes.value_or(0), test_case.minutes);
    EXPECT_EQ(line.type, test_case.type);
  }
}

TEST(Charges, ACreditTakesItsChargeBack) {
  const auto line = [](const char* id, const char* type, const char* code, const char* quantity,
                       const char* more = "") {
    return "FT1|1|" + std::string(id) + "||20260129||" + type + "|" + code + "^x^C4|||" + quantity + more;
  };
  const std::string references(21, '|');
  struct Case {
    const char* name;
    std::string charges;
    const char* reversed;  // one letter a line
  };
  const Case cases[] = {
      {"same transaction id",
       line("A", "CG", "62324", "1") + ";" + line("B", "CG", "62325", "1") + ";" +
           line("A", "CD", "62324", "-1"),
       "R--"},
      {"credit first", line("A", "CD", "62324", "1") + ";" + line("A", "CG", "62324", "1"), "-R"},
      {"negative charge", line("A", "CG", "62324", "1") + ";" + line("A", "CG", "62324", "-1"), "R-"},
      {"no id: same service", line("", "CG", "62324", "1") + ";" + line("", "CD", "62324", "1"), "R-"},
      {"another id: another charge", line("A", "CG", "62324", "1") + ";" + line("B", "CD", "62324", "1"),
       "--"},
      {"only a part", line("A", "CG", "62324", "3") + ";" + line("A", "CD", "62324", "1"), "--"},
      {"once",
       line("A", "CG", "62324", "1") + ";" + line("A", "CG", "62324", "1") + ";" +
           line("A", "CD", "62324", "1"),
       "R--"},
      {"by reference to its set id",
       line("A", "CG", "62324", "1") + ";" + line("B", "CD", "62324", "1", (references + "1").c_str()), "R-"},
  };
  for (const Case& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    const auto read = reading(test::dft(test_case.charges));
    std::string reversed;
    for (const ServiceLine& each : read->claim.lines) reversed += each.reversed ? 'R' : '-';
    EXPECT_EQ(reversed, test_case.reversed);
  }
}

TEST(Charges, ARebilledChargeStands) {
  const auto line = [](const char* id, const char* type, const char* code, const char* modifiers) {
    return "FT1|1|" + std::string(id) + "||20260129||" + type + "|" + code + "^x^C4|||1|||||||||||||||" +
           code + "^x^C4|" + modifiers;
  };
  // The credit takes back a charge of an earlier message; the corrected one has its transaction id.
  const auto corrected =
      reading(test::dft(line("A", "CD", "62324", "59") + ";" + line("A", "CG", "62324", "XS")));
  EXPECT_FALSE(corrected->claim.lines[1].reversed);
  EXPECT_TRUE(test::has_note(corrected->claim, "FT1[2]", "a charge sent again"));
  const auto all = reading(test::dft(line("A", "CG", "62324", "59") + ";" + line("A", "CD", "62324", "59") +
                                     ";" + line("A", "CG", "62324", "XS")));
  EXPECT_TRUE(all->claim.lines[0].reversed);
  EXPECT_FALSE(all->claim.lines[2].reversed);
  EXPECT_EQ(all->claim.lines[0].counterpart, 2);
  EXPECT_EQ(all->claim.lines[1].counterpart, 1);
}

TEST(Charges, OneCreditMayNameSeveralCharges) {
  const auto line = [](const char* set, const char* id, const char* type, const std::string& more = "") {
    return "FT1|" + std::string(set) + "|" + id + "||20260129||" + type + "|62324^x^C4|||1" + more;
  };
  const auto read =
      reading(test::dft(line("1", "A", "CG") + ";" + line("2", "B", "CG") + ";" + line("3", "C", "CG") + ";" +
                        line("4", "D", "CD", std::string(21, '|') + "1~3")));
  EXPECT_TRUE(read->claim.lines[0].reversed);
  EXPECT_FALSE(read->claim.lines[1].reversed);
  EXPECT_TRUE(read->claim.lines[2].reversed);
}

TEST(Charges, TwoPlacesThatDifferAreBothNamed) {
  const auto fact_of = [](const Claim& claim) {
    if (claim.shape.size() != 1U) return std::string("not one fact");
    const ShapeFact& fact = claim.shape[0];
    return std::string(fact.element) + " " + std::string(fact.text) + " at " + location_text(fact.at) + ", " +
           std::string(fact.other_element) + " " + std::string(fact.other_text) + " at " +
           location_text(fact.other_at);
  };
  const auto modifiers =
      reading(test::dft(charge("", "62324^x^C4", "RT") + ";PR1|1||62324||20260129|||||||||||59~LT"));
  EXPECT_EQ(fact_of(modifiers->claim), "FT1-26 RT at FT1[1]-26[1], PR1-16 59 LT at PR1[1]-16[1]");
  const auto code = reading(test::dft(charge("62320^x^C4", "62324^x^C4")));
  EXPECT_EQ(fact_of(code->claim), "FT1-25 62324 at FT1[1]-25.1, FT1-7 62320 at FT1[1]-7.1");
  EXPECT_TRUE(reading(test::dft(charge("62320^x^CDM", "62324^x^C4")))->claim.shape.empty());
  const auto procedure = reading(test::dft(charge("", "62324^x^C4") + ";PR1|1||62320"));
  EXPECT_EQ(fact_of(procedure->claim), "PR1-3 62320 at PR1[1]-3, FT1-25 62324 at FT1[1]-25.1");
  const auto day = reading(test::dft(charge("", "62324^x^C4") + ";PR1|1||62324||20260131"));
  EXPECT_EQ(fact_of(day->claim), "FT1-4  at FT1[1]-4, PR1-5  at PR1[1]-5");
}

TEST(Charges, FindDrugsWhereverTheyAre) {
  struct Case {
    const char* name;
    std::string under;
    const char* ndc;
    const char* quantity;
    const char* unit;
    const char* at;
  };
  const Case cases[] = {
      {"RXA", "RXA|0|1|20260129||00409-3795-01^x^NDC|2|mL", "00409-3795-01", "2", "mL", "RXA[1]-5.1"},
      {"RXA as the alternate", "RXA|0|1|20260129||31^x^CVX^00409379501^x^NDC|2|mL", "00409379501", "2", "mL",
       "RXA[1]-5.4"},
      {"RXD", "RXD|1|0409-3795-01^x|20260129|3|UN", "0409-3795-01", "3", "UN", "RXD[1]-2.1"},
      {"a note", "NTE|1||given, NDC: 00409-3795-01 lot 7", "00409-3795-01", "", "", "NTE[1]-3"},
      {"a note as on a claim", "NTE|1||N400409379501 ML10.5", "00409379501", "10.5", "ML", "NTE[1]-3"},
      {"a number that says nothing", "NTE|1||call 00409379501", "", "", "", ""},
      {"a code of another system", "RXA|0|1|20260129||00409379501^x^CVX|2", "", "", "", ""},
  };
  for (const Case& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    const auto read = reading(test::dft("FT1|1|T1||20260129||CG|J1885^x^HCPCS|||1;" + test_case.under));
    const ServiceLine& line = read->claim.lines[0];
    ASSERT_EQ(line.drugs.size(), *test_case.ndc == '\0' ? 0U : 1U);
    if (line.drugs.empty()) continue;
    EXPECT_EQ(line.drugs[0].ndc, test_case.ndc);
    EXPECT_EQ(line.drugs[0].quantity, test_case.quantity);
    EXPECT_EQ(line.drugs[0].unit, test_case.unit);
    EXPECT_EQ(location_text(line.drugs[0].at), test_case.at);
  }
}

TEST(Charges, TheInsuranceOfAChargeStandsInWhereTheMessageHasNone) {
  const auto alone = reading(test::dft("FT1|1|T1||20260129||CG|20610^x^C4;IN1|1|M1|I|MEDICAID", "P11"));
  EXPECT_EQ(alone->claim.context.payer, PayerClass::medicaid);
  EXPECT_TRUE(alone->facts.payer_stated);
  const auto both =
      reading(test::dft("IN1|1|A1|I|MEDICARE;FT1|1|T1||20260129||CG|20610^x^C4;IN1|1|M1|I|MEDICAID", "P11"));
  EXPECT_EQ(both->claim.context.payer, PayerClass::medicare);
  EXPECT_TRUE(test::has_fact(both->claim, ShapeKind::sources_differ, "IN1[1]"));
}

struct FactCase {
  const char* name;
  std::string bytes;
  const char* facts;
};

TEST(Charges, SayWhatCannotBeAccepted) {
  const std::string rest = ";EVN|P03;PID|1||P1||DOE;FT1|1|T1||20260129||CG|62324^x^C4";
  const auto header = [&rest](const std::string& fields) {
    return test::lines("MSH|^~\\&|A|B|C|D|" + fields + rest);
  };
  const FactCase cases[] = {
      {"good", header("20260130||DFT^P03^DFT_P03|1|P|2.5.1"), ""},
      {"2.2", header("20260130||DFT^P03|1|P|2.2"), ""},
      {"test", header("20260130||DFT^P03|1|T|2.9"), ""},
      {"type", header("20260130||ADT^A01|1|P|2.5"), "200 MSH-9"},
      {"event", header("20260130||DFT^P02|1|P|2.5"), "201 MSH-9"},
      {"structure", header("20260130||DFT^P03^DFT_P11|1|P|2.5"), "200 MSH-9"},
      {"processing id", header("20260130||DFT^P03|1|X|2.5"), "202 MSH-11"},
      {"version", header("20260130||DFT^P03|1|P|3.0"), "203 MSH-12"},
      {"version that only looks right", header("20260130||DFT^P03|1|P|2.51"), "203 MSH-12"},
      {"continued", header("20260130||DFT^P03|1|P|2.5||ABC"), "200 MSH-14"},
      {"header fields missing", header("||DFT^P03|||"), "101 MSH-12, 101 MSH-11, 101 MSH-10, 101 MSH-7"},
      {"encoding characters twice", test::lines("MSH|^^\\&|A|B|C|D|1||DFT^P03|1|P|2.5" + rest), "102 MSH-2"},
      {"event from EVN", header("20260130||DFT|1|P|2.2"), ""},
      {"no EVN",
       test::lines("MSH|^~\\&|A|B|C|D|1||DFT^P03|1|P|2.5;PID|1||P1||DOE;FT1|1|T1||20260129||CG|62324"),
       "100 EVN"},
      {"no PID", test::lines("MSH|^~\\&|A|B|C|D|1||DFT^P03|1|P|2.5;EVN|P03;FT1|1|T1||20260129||CG|62324"),
       "100 PID"},
      {"no FT1", test::lines("MSH|^~\\&|A|B|C|D|1||DFT^P03|1|P|2.5;EVN|P03;PID|1||P1||DOE"), "100 FT1"},
      {"FT1 before PID",
       test::lines(
           "MSH|^~\\&|A|B|C|D|1||DFT^P03|1|P|2.5;EVN|P03;FT1|1|T1||20260129||CG|62324;PID|1||P1||DOE"),
       "100 PID"},
      {"PR1 before FT1", test::dft("PR1|1||62324;" + charge("", "62324")), "100 PR1"},
      {"patient without number and name",
       test::lines("MSH|^~\\&|A|B|C|D|1||DFT^P03|1|P|2.5;EVN|P03;PID|1;FT1|1|T1||20260129||CG|62324"),
       "101 PID-3, 101 PID-5"},
      {"an empty charge", test::dft("FT1|1"), "101 FT1-4, 101 FT1-6, 101 FT1-7"},
      {"a date that is none", test::dft("FT1|1|||13/02/2024||CG|62324"), "102 FT1-4"},
      {"a payment needs no code", test::dft("FT1|1|||20260129||PY|"), ""},
  };
  for (const FactCase& test_case : cases) {
    SCOPED_TRACE(test_case.name);
    const auto read = reading(test_case.bytes);
    EXPECT_EQ(test::facts_of(read->claim), test_case.facts);
  }
}

TEST(Charges, AnotherTypeGivesNoLines) {
  const auto read =
      reading(test::lines("MSH|^~\\&|A|B|C|D|1||ADT^A08|1|P|2.5;PID|1;PR1|1||62324;FT1|1||||CG|62324"));
  EXPECT_TRUE(read->claim.lines.empty());
  EXPECT_EQ(read->claim.source_type, "ADT^A08");
}

TEST(Charges, ReadPeopleDatesAndDrugs) {
  const auto read = reading(
      test::lines("MSH|^~\\&|A|B|C|D|20260130080000-0500||DFT^P03|1|P|2.8;EVN|P03;PID|1||P1^^^F||DOE|"
                  "|19550230|F||||||||||ACC7;"
                  "PV1|1|I|||||1999999984^A^B;"
                  "FT1|1|T1||20260112^20260114||CG^Charge|LOC1|||3|4800.00&USD||||||||I10|12^Doc^Dana^"
                  "^^^^^&1999999984&NPI|9941339108^S^"
                  "A^^^^^^^^^^NPI||||J3490^x^HCPCS||||63323-0269-29^P^NDC|||||||||||207L00000X|0636||"
                  "20^mL&milliliter&UCUM"));
  const Claim& claim = read->claim;
  const ServiceLine& line = claim.lines[0];
  EXPECT_EQ(claim.id, "ACC7");
  EXPECT_EQ(location_text(claim.id_at), "PID-18");
  EXPECT_EQ(claim.patient.id, "P1");
  EXPECT_EQ(claim.patient.sex, Sex::female);
  EXPECT_FALSE(claim.patient.birth_date.has_value());  // 30 February
  EXPECT_EQ(claim.context.received_on, Date::from_ymd(2026, 1, 30));
  EXPECT_EQ(claim.context.stage, Stage::claim);
  EXPECT_EQ(line.from, Date::from_ymd(2026, 1, 12));
  EXPECT_EQ(line.through, Date::from_ymd(2026, 1, 14));
  EXPECT_EQ(line.charge, Money{480000});
  EXPECT_EQ(line.rendering.npi, "1999999984");
  EXPECT_EQ(location_text(line.rendering.at), "FT1[1]-20[1].9.2");
  EXPECT_EQ(line.rendering.specialty, "207L00000X");
  EXPECT_EQ(line.ordering.npi, "9941339108");
  EXPECT_EQ(line.revenue_code, "0636");
  ASSERT_EQ(line.drugs.size(), 1U);
  EXPECT_EQ(line.drugs[0].ndc, "63323-0269-29");
  EXPECT_EQ(line.drugs[0].quantity, "20");
  EXPECT_EQ(line.drugs[0].unit, "mL");
  EXPECT_TRUE(line.place_of_service.empty());
}

TEST(Charges, TakeTheAttendingWhereNoPerformerIsNamed) {
  const auto read =
      reading(test::lines("MSH|^~\\&|A|B|C|D|20260130||DFT^P03|1|P|2.5;EVN|P03;PID|1||P1||DOE;"
                          "PV1|1|O|||||1999999984^A;FT1|1|T1||20260129||CG|62324"));
  EXPECT_EQ(read->claim.lines[0].rendering.npi, "1999999984");
  EXPECT_EQ(location_text(read->claim.lines[0].rendering.at), "PV1-7[1].1");
}

struct PayerCase {
  const char* insurance;
  PayerClass payer;
  bool stated;
};

TEST(Charges, ReadTheClassOfPayerOnlyWhereItIsPlain) {
  const PayerCase cases[] = {
      {"IN1|1|1001^MEDICARE PART B|2|MEDICARE", PayerClass::medicare, true},
      {"IN1|1|X|2|Medicaid of Testland", PayerClass::medicaid, true},
      {"IN1|1|X|2|Medicare Advantage Plus", PayerClass::medicare_advantage, true},
      {"IN1|1|X|2|AETNA MEDICARE", PayerClass::medicare_advantage, true},
      {"IN1|1|4417|4417|BCBS-MA", PayerClass::commercial, true},
      {"IN1|1|WC^Workers comp|1|Fund", PayerClass::other, true},
      {"IN1|1|X|2|Technical Support", PayerClass::medicare, false},
      {"NTE|1||MEDICAID", PayerClass::medicare, false},
  };
  for (const PayerCase& test_case : cases) {
    SCOPED_TRACE(test_case.insurance);
    const auto read = reading(test::dft(std::string(test_case.insurance) + ";" + charge("", "62324")));
    EXPECT_EQ(read->claim.context.payer, test_case.payer);
    EXPECT_EQ(read->facts.payer_stated, test_case.stated);
  }
}

TEST(Charges, KeepEscapedValuesReadable) {
  const auto read =
      reading(test::lines("MSH|^~\\&|A|B|C|D|20260130||DFT^P03|1|P|2.5;EVN|P03;PID|1||P\\T\\1||DOE;"
                          "FT1|1|A\\F\\B||20260129||CG|LOC\\S\\1^x^L|||1"));
  EXPECT_EQ(read->claim.patient.id, "P&1");
  EXPECT_EQ(read->claim.lines[0].transaction_id, "A|B");
  EXPECT_EQ(read->claim.lines[0].charge_code, "LOC^1");
}

TEST(Charges, StopAtABoundAndSaySo) {
  std::string charges;
  for (int count = 0; count < 5100; ++count) charges += "FT1|1|T1||20260129||CG|62324;";
  const auto read = reading(test::dft(charges));
  EXPECT_EQ(read->claim.lines.size(), 5000U);
  EXPECT_EQ(test::facts_of(read->claim), "207 FT1");
}

TEST(Charges, SayWhereValuesStandElsewhere) {
  const auto other = reading(test::dft(charge("", "62324^x^C4") + ";PR1|1||62320"));
  EXPECT_TRUE(test::has_fact(other->claim, ShapeKind::other_code, "PR1[1]-3"));
  EXPECT_EQ(other->claim.shape[0].text, "62320");
  const auto same = reading(test::dft(charge("", "62324^x^C4") + ";PR1|1||62324;PR1|2||77003"));
  EXPECT_TRUE(same->claim.shape.empty()) << "another procedure beside the one that is charged";
  const auto glued = reading(test::dft(charge("", "62324^x^C4", "59LT")));
  EXPECT_TRUE(test::has_fact(glued->claim, ShapeKind::several_modifiers, "FT1[1]-26"));
  const auto repeated = reading(test::dft(charge("", "62324^x^C4", "59~LT")));
  EXPECT_TRUE(repeated->claim.shape.empty());
  const auto unlisted = reading(test::dft(charge("", "62324^x^C4", "", "M5412") + ";DG1|1||M17.11^x^I10"));
  EXPECT_TRUE(test::has_fact(unlisted->claim, ShapeKind::diagnosis_not_listed, "FT1[1]-19"));
  const auto system = reading(test::dft(charge("", "62324^x^FOO")));
  EXPECT_TRUE(test::has_fact(system->claim, ShapeKind::unknown_coding, "FT1[1]-25"));
  const auto both = reading(test::dft("DG1|1||I10;" + charge("", "20610") + ";DG1|1||M17.11", "P11"));
  EXPECT_TRUE(test::has_fact(both->claim, ShapeKind::at_both_levels, "DG1[1]"));
  const auto each = reading(
      test::dft(charge("", "20610") + ";DG1|1||M17.11;" + charge("", "99213") + ";DG1|1||M25.561", "P11"));
  EXPECT_TRUE(each->claim.shape.empty());
}

TEST(Charges, SayWhatIsNotOfItsType) {
  const auto facts = [](const std::string& segment) {
    return test::facts_of(reading(test::dft(segment))->claim);
  };
  EXPECT_EQ(facts("FT1|1|T1||20260129||CG|62324|||two"), "102 FT1-10");
  EXPECT_EQ(facts("FT1|1|T1||13/02/2024||CG|62324|||1"), "102 FT1-4");
  EXPECT_EQ(facts("FT1|1|T1||20240213||CG|62324|||1.00"), "");
  const std::string drug = "FT1|1|T1||20260129||CG|J1885|||1" + std::string(19, '|');
  EXPECT_EQ(facts(drug + "00409-3795-01"), "");
  EXPECT_EQ(facts(drug + "0409-3795-01"), "") << "ten digits whose hyphens say where the zero is missing";
  EXPECT_EQ(facts(drug + "0409379501"), "103 FT1-29");
  EXPECT_EQ(facts(drug + "00409379501"), "");
}

TEST(Charges, FillWhatTheVisitTheOrderAndThePlanSay) {
  const auto read = reading(
      test::lines("MSH|^~\\&|A|B|C|D|20260130||DFT^P03|1|P|2.5;EVN|P03;PID|1||1||DOE;"
                  "PV1|1|I|3W^^||||1999999984^A^^^^^^^NPI|1003000126^R^^^^^^^NPI" +
                  std::string(36, '|') +
                  "20260120|20260202;"
                  "FT1|1|T1||20260129||CG|LOC|||2||50.00|PAIN|||||PB||||||||62324^x^C4;NTE|1||left side;"
                  "ORC|RE|P1|F9|||||||||1245319599^O^^^^^^^NPI;"
                  "IN1|1|PLAN|INS7|MEDICARE||||||||20260101|20261231|AUTH1;UB2|1|||07"));
  const Claim& claim = read->claim;
  EXPECT_EQ(claim.attending.npi, "1999999984");
  EXPECT_EQ(claim.referring.npi, "1003000126");
  EXPECT_EQ(claim.context.department, "PAIN");
  EXPECT_EQ(claim.context.payer_id, "INS7");
  ASSERT_TRUE(claim.coverage);
  EXPECT_EQ(claim.coverage->to, Date::from_ymd(2026, 12, 31));
  ASSERT_EQ(claim.authorizations.size(), 1U);
  EXPECT_EQ(claim.authorizations[0], "AUTH1");
  ASSERT_EQ(claim.stays.size(), 1U);
  EXPECT_EQ(claim.stays[0].period.from, Date::from_ymd(2026, 1, 20));
  ASSERT_EQ(claim.lines.size(), 1U);
  const ServiceLine& line = claim.lines[0];
  EXPECT_EQ(line.charge->cents, 10000);
  EXPECT_EQ(line.order_number, "F9");
  EXPECT_EQ(line.ordering.npi, "1245319599");
  EXPECT_EQ(line.narrative, "left side");
}

struct LocationCase {
  Place place;
  const char* text;
};

TEST(Location, IsPackedAndPrintedAlike) {
  const LocationCase cases[] = {
      {{"FT1", 2, 26, 1, 0, 0}, "FT1[2]-26[1]"},
      {{"FT1", 1, 25, 0, 1, 0}, "FT1[1]-25.1"},
      {{"MSH", 1, 9, 0, 0, 0}, "MSH-9"},
      {{"DG1", 1, 3, 0, 0, 0}, "DG1[1]-3"},
      {{"FT1", 7, 0, 0, 0, 0}, "FT1[7]"},
      {{"FT1", 1, 20, 1, 9, 2}, "FT1[1]-20[1].9.2"},
      {{"PID", 1, 3, 1, 0, 0}, "PID-3[1]"},
      {{"FT1", 65535, 255, 4095, 255, 255}, "FT1[65535]-255[4095].255.255"},
      {{"ZFT", 2, 3, 0, 1, 0}, "ZFT[2]-3.1"},
      {{"ZZZ", 1, 1, 0, 0, 0}, "ZZZ[1]-1"},
      {{"RXA", 1, 5, 0, 1, 0}, "RXA[1]-5.1"},
  };
  for (const LocationCase& test_case : cases) {
    const Location location = location_of(test_case.place);
    EXPECT_EQ(location_text(location), test_case.text);
    const Place place = place_of(location);
    EXPECT_EQ(place.segment, test_case.place.segment);
    EXPECT_EQ(place.ordinal, test_case.place.ordinal);
    EXPECT_EQ(place.field, test_case.place.field);
    EXPECT_EQ(place.repetition, test_case.place.repetition);
    EXPECT_EQ(place.component, test_case.place.component);
    EXPECT_EQ(place.subcomponent, test_case.place.subcomponent);
  }
  EXPECT_EQ(location_text(Location{}), "");
  EXPECT_EQ(location_text(Location{~std::uint64_t{0}}), "");
}

}  // namespace
}  // namespace chargelint::hl7
