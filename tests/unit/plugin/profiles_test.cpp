// Senders' profiles: the files, the mistakes in them, which sender has which.
#include "plugin/site/profiles.h"

#include <gtest/gtest.h>

#include <fstream>

#include "hl7/charges.h"
#include "plugin/site/embedded_profiles.h"
#include "plugin/site/profile_file.h"
#include "plugin/site/rules_file.h"
#include "support.h"

namespace chargelint::plugin {
namespace {

ProfilePtr read(const std::string& text, std::vector<SiteFault>& faults) {
  const auto set = ProfileSet::shipped_only();
  return read_profile(
      text, "site.yaml", "",
      [&set](const std::string& name) {
        auto found = set->named(name);
        return found ? *found : nullptr;
      },
      faults);
}

struct FaultCase {
  const char* text;
  const char* fault;  // its beginning
};

TEST(ProfileFile, AMistakeIsOneLineWithItsPlace) {
  const FaultCase cases[] = {
      {"code: FT1-25\ncoed: FT1-7\n",
       "site.yaml:2: unknown key \"coed\" of the profile; the nearest known one is \"code\""},
      {"code: FT1.25\n", "site.yaml:1: code: \"FT1.25\" is no field: a hyphen"},
      {"modifiers:\n  - FT1-26\n  - FT1-999\n", "site.yaml:3: modifiers: \"FT1-999\" is no field"},
      {"code: { a: b }\n", "site.yaml:1: code: expected a field such as FT1-25"},
      {"kind: outpatiend\n",
       "site.yaml:1: kind \"outpatiend\": expected professional, outpatient, inpatient, asc or dme"},
      {"payer:\n  from: IN1-2\n  values: { MCR: medicaer }\n",
       "site.yaml:3: payer \"medicaer\": expected medicare"},
      {"place_of_service: 7\n", "site.yaml:1: place_of_service \"7\": expected two digits"},
      {"character_set: KLINGON\n", "site.yaml:1: character_set \"KLINGON\" is not known"},
      {"acknowledgement: always\n",
       "site.yaml:1: acknowledgement \"always\": expected original, enhanced or auto"},
      {"acknowledgement: { hold_on_error: maybe }\n", "site.yaml:1: hold_on_error: expected true or false"},
      {"diagnoses: { from: FT1-19, form: letters }\n",
       "site.yaml:1: form \"letters\": expected auto, codes or pointers"},
      {"extends: epic\n", "site.yaml:1: extends: there is no profile \"epic\""},
      {"senders: [{ application: '*' }]\n", "site.yaml:1: a sender: expected application (MSH-3)"},
      {"charge_master: nowhere.csv\n", "site.yaml:1: charge_master: the file \"nowhere.csv\" can't be read"},
      {"transaction_types: { DB: debit }\n", "site.yaml:1: transaction_types \"debit\": expected charge"},
      {"code: [FT1-25\n", "site.yaml:2: this is not YAML"},
      {"", "site.yaml:1: the profile is empty"},
      {"name: default\n", "site.yaml:1: name: \"default\""},
  };
  for (const FaultCase& test_case : cases) {
    SCOPED_TRACE(test_case.text);
    std::vector<SiteFault> faults;
    EXPECT_EQ(read(test_case.text, faults), nullptr);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_TRUE(fault_text(faults[0]).starts_with(test_case.fault)) << fault_text(faults[0]);
    EXPECT_EQ(fault_text(faults[0]).find('\n'), std::string::npos);
  }
}

TEST(ProfileFile, SaysEverythingAProfileHolds) {
  std::vector<SiteFault> faults;
  const ProfilePtr profile = read(
      "extends: epic-hb\nname: north\n"
      "senders: { application: EPICHB, facility: NORTH }\n"
      "character_set: { name: 8859/1, always: true }\n"
      "acknowledgement: { mode: auto, hold_on_error: true, errors_before_2_5: false }\n"
      "code: [FT1-25, ZCH-2.1]\nmodifiers: none\n"
      "diagnoses: { from: [FT1-19, DG1-3], form: pointers, scope: charge }\n"
      "payer: { from: IN1-2, values: { MCR: medicare, 'WC*': other }, otherwise: commercial }\n"
      "place_of_service: { from: PV1-3, values: { CLINIC: '11' }, otherwise: '22' }\n"
      "stage: charge\nanesthesia_quantity: units\n"
      "code_systems: { PROC: cpt }\ntransaction_types: { DB: charge }\n",
      faults);
  ASSERT_NE(profile, nullptr) << (faults.empty() ? "" : fault_text(faults[0]));
  EXPECT_EQ(profile->name, "north");
  ASSERT_EQ(profile->senders.size(), 1U);
  EXPECT_EQ(profile->senders[0].facility, "NORTH");
  EXPECT_EQ(profile->character_set, "8859/1");
  EXPECT_TRUE(profile->character_set_wins);
  EXPECT_EQ(profile->acknowledgement, hl7::AcknowledgementMode::automatic);
  EXPECT_EQ(profile->hold_on_error, true);
  EXPECT_EQ(profile->errors_before_2_5, false);
  ASSERT_EQ(profile->code->size(), 2U);
  EXPECT_EQ(hl7::field_path_text((*profile->code)[1]), "ZCH-2.1");
  EXPECT_TRUE(profile->modifiers && profile->modifiers->empty());
  EXPECT_EQ(profile->diagnosis_form, hl7::DiagnosisForm::pointers);
  EXPECT_EQ(profile->diagnosis_scope, hl7::DiagnosisScope::charge);
  EXPECT_EQ(profile->payer.otherwise, PayerClass::commercial);
  EXPECT_EQ(profile->place_of_service.otherwise, "22");
  EXPECT_EQ(profile->stage, Stage::charge);
  EXPECT_EQ(profile->system_named("proc"), CodeSystem::cpt);
  EXPECT_EQ(profile->transaction_type("DB"), LineType::charge);
  EXPECT_EQ(hl7::field_path_text(profile->charge_code->front()), "FT1-7") << "as of the one that it extends";
  EXPECT_EQ(profile->kind.otherwise, BillKind::outpatient);
}

TEST(ChargeMasterFile, IsReadByCommasOrTabs) {
  std::map<std::string, hl7::ChargeMasterEntry, std::less<>> map;
  std::vector<SiteFault> faults;
  read_charge_master(
      "charge code,CPT,modifiers\r\n# a remark\r\n36000127,62324,RT 59\r\n\"40,1\",j1885\r\n\r\n", "cdm.csv",
      map, faults);
  read_charge_master("B100\t20610\tLT\n", "cdm.tsv", map, faults);
  EXPECT_TRUE(faults.empty());
  ASSERT_EQ(map.size(), 3U);
  EXPECT_EQ(map["36000127"].code, "62324");
  EXPECT_EQ(map["36000127"].modifiers, (std::vector<std::string>{"RT", "59"}));
  EXPECT_EQ(map["40,1"].code, "J1885");
  EXPECT_EQ(map["B100"].modifiers, std::vector<std::string>{"LT"});
  read_charge_master("a,62324\nb\nc,62X24\nd,62324,590\na,62320\n", "bad.csv", map, faults);
  ASSERT_EQ(faults.size(), 4U);
  EXPECT_EQ(fault_text(faults[0]), "bad.csv:2: expected a charge code and a CPT or HCPCS code");
  EXPECT_EQ(fault_text(faults[1]), "bad.csv:3: \"62X24\" is no CPT or HCPCS code");
  EXPECT_EQ(fault_text(faults[2]), "bad.csv:4: \"590\" is no modifier of two characters");
  EXPECT_EQ(fault_text(faults[3]), "bad.csv:5: charge code \"a\" is there twice, with different codes");
}

TEST(Profiles, ThoseThatShipAreWithoutFault) {
  EXPECT_EQ(embedded_profiles().size(), 9U);
  for (const data::EmbeddedFile& file : embedded_profiles()) {
    std::vector<SiteFault> faults;
    const ProfilePtr profile =
        read_profile(std::string(file.content), std::string(file.name), "", nullptr, faults);
    ASSERT_NE(profile, nullptr) << file.name << (faults.empty() ? "" : fault_text(faults[0]));
    EXPECT_EQ(profile->name + ".yaml", file.name);
    EXPECT_FALSE(profile->summary.empty());
    EXPECT_TRUE(profile->senders.empty()) << "every site names its senders itself";
  }
}

class ProfileFolder : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_.file(name)) << text; }
  std::shared_ptr<const ProfileSet> load() {
    const std::string file = folder_.file("x");
    return ProfileSet::load(file.substr(0, file.rfind('/')), faults_);
  }
  static hl7::Message message(const std::string& bytes) { return std::move(*hl7::Message::open(bytes)); }
  testing::TemporaryFolder folder_;
  std::vector<SiteFault> faults_;
};

TEST_F(ProfileFolder, TheSenderDecidesAndTheCloserNameWins) {
  write("hub.yaml", "extends: epic-pb\nsenders: { application: EPIC }\n");
  write("north.yaml", "extends: hub\nsenders: { application: EPIC, facility: NORTH }\n");
  write("lab.yml", "name: lab\nextends: generic-lab\nsenders: [{ facility: LAB }]\n");
  const auto set = load();
  ASSERT_TRUE(faults_.empty()) << fault_text(faults_[0]);
  const auto name_for = [&](const char* application, const char* facility) {
    const std::string bytes =
        std::string("MSH|^~\\&|") + application + "|" + facility + "|C|D|1||DFT^P03|1|P|2.5\r";
    return set->for_sender(message(bytes))->name;
  };
  EXPECT_EQ(name_for("EPIC", "SOUTH"), "hub");
  EXPECT_EQ(name_for("EPIC^1.2.3^ISO", "NORTH"), "north");
  EXPECT_EQ(name_for("ORCHARD", "LAB"), "lab");
  EXPECT_EQ(name_for("OTHER", "SITE"), "default");
  EXPECT_TRUE(set->named("north"));
  EXPECT_TRUE(set->named("epic-hb")) << "those that ship are there by name";
  const auto unknown = set->named("nort");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().what.find("the nearest known one is \"north\""), std::string::npos);
}

TEST_F(ProfileFolder, TwoForOneSenderAreRefused) {
  write("a.yaml", "senders: { application: EPIC }\n");
  write("b.yaml", "senders: { application: EPIC }\n");
  (void)load();
  ASSERT_EQ(faults_.size(), 1U);
  EXPECT_NE(fault_text(faults_[0]).find("is for the same sender (EPIC, )"), std::string::npos);
}

TEST_F(ProfileFolder, ProfilesThatExtendEachOtherAreRefused) {
  write("a.yaml", "extends: b\n");
  write("b.yaml", "extends: a\n");
  (void)load();
  EXPECT_FALSE(faults_.empty());
}

TEST_F(ProfileFolder, TheCharacterSetOfTheSenderIsUsed) {
  write("old.yaml", "senders: { application: OLD }\ncharacter_set: 8859/5\n");
  const auto set = load();
  const std::string bytes = "MSH|^~\\&|OLD|X|C|D|1||ADT^A01|1|P|2.5\rPID|1||2||\xB0\r";
  OpenedMessage opened;
  ASSERT_TRUE(open_message(bytes, *set, nullptr, opened));
  EXPECT_EQ(opened.message->find("PID").field(5).raw(), "\xD0\x90");
  const std::string declared = "MSH|^~\\&|OLD|X|C|D|1||ADT^A01|1|P|2.5||||||8859/1\rPID|1||2||\xB0\r";
  ASSERT_TRUE(open_message(declared, *set, nullptr, opened));
  EXPECT_EQ(opened.message->find("PID").field(5).raw(), "\xC2\xB0") << "MSH-18 says another";
}

TEST(Profiles, AFolderThatIsNotThereHoldsNone) {
  std::vector<SiteFault> faults;
  EXPECT_EQ(ProfileSet::load("/nowhere/at/all", faults)->entries().size(), 9U);
  EXPECT_TRUE(faults.empty());
}

}  // namespace
}  // namespace chargelint::plugin
