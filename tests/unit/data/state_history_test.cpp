// What of a patient's earlier messages the rules see: voids, replacements, the claim's own lines, and the way
// through the store.
#include "data/state/history.h"

#include "data/state/database.h"
#include "state_fixture.h"

namespace chargelint::data::state {
namespace {

Date day(std::string_view iso) {
  return *Date::parse_iso(iso);
}

ChargeRecord charge(const std::string& transaction, const std::string& code, const std::string& date,
                    const std::string& type = "CG", const std::string& modifiers = "",
                    const std::string& units = "1") {
  ChargeRecord made;
  made.line = 1;
  made.type = type;
  made.transaction_id = transaction;
  made.code = code;
  made.modifiers = modifiers;
  made.units = units;
  made.date = date;
  made.active = type == "CG";
  return made;
}

PriorMessage message(std::int64_t id, const std::string& claim, std::vector<ChargeRecord> charges,
                     SourceFormat format = SourceFormat::hl7) {
  PriorMessage made;
  made.id = id;
  made.format = format;
  made.claim = claim;
  made.charges = std::move(charges);
  return made;
}

ServiceLine line(std::string_view transaction, std::string_view code, std::string_view date,
                 LineType type = LineType::charge) {
  ServiceLine made;
  made.type = type;
  made.transaction_id = transaction;
  made.code = *Hcpcs::parse(code);
  made.code_text = code;
  made.from = day(date);
  return made;
}

struct Case {
  std::string name;
  std::vector<PriorMessage> messages;
  std::vector<ServiceLine> lines;  // of the claim at hand, visit V9 unless `claim` says another
  std::vector<std::string> expected;
  std::string claim = "V9";
  SourceFormat format = SourceFormat::hl7;
  char frequency = 0;
  std::string original = {};
};

std::vector<std::string> seen(const PatientHistory& history) {
  std::vector<std::string> codes;
  for (const PriorLine& prior : history.lines({})) {
    std::string text = prior.code.text().str() + " " + prior.date.iso().str();
    if (prior.units != Quantity::of(1)) text += " x" + prior.units.text().str();
    codes.push_back(text);
  }
  return codes;
}

TEST(PatientHistory, LeavesOutWhatWasTakenBackReplacedOrIsTheClaimItself) {
  const auto now = [] { return std::vector<ServiceLine>{line("T9", "99213", "2026-01-14")}; };
  PriorMessage replacement = message(2, "V2", {charge("", "99214", "2026-01-13")}, SourceFormat::fhir);
  replacement.frequency = '7';
  replacement.original = "V1";
  PriorMessage voided = message(2, "V2", {charge("", "99213", "2026-01-13")}, SourceFormat::fhir);
  voided.frequency = '8';
  voided.original = "V1";
  PriorMessage in_error = message(2, "V1", {charge("", "99213", "2026-01-13")}, SourceFormat::fhir);
  in_error.charges[0].active = false;
  PriorMessage own_credit = message(1, "V1",
                                    {charge("T1", "99213", "2026-01-13"), charge("T2", "99213", "2026-01-13"),
                                     charge("T1", "99213", "2026-01-13", "CD")});
  own_credit.charges[0].active = false;
  const std::vector<Case> cases = {
      {"nothing taken back",
       {message(1, "V1", {charge("T1", "11042", "2026-01-13")})},
       now(),
       {"11042 2026-01-13"}},
      {"oldest first",
       {message(1, "V1", {charge("T1", "11042", "2026-01-13"), charge("T2", "99202", "2025-06-01")})},
       now(),
       {"99202 2025-06-01", "11042 2026-01-13"}},
      {"credit by transaction id",
       {message(1, "V1", {charge("T1", "11042", "2026-01-13"), charge("T2", "11045", "2026-01-13")}),
        message(2, "V1", {charge("T1", "11042", "2026-01-13", "CD")})},
       now(),
       {"11045 2026-01-13"}},
      {"credit by content, modifiers in another order",
       {message(1, "V1", {charge("T1", "11042", "2026-01-13", "CG", "59 LT")}),
        message(2, "V1", {charge("T7", "11042", "2026-01-13", "CD", "LT 59")})},
       now(),
       {}},
      {"credit of another day takes nothing back",
       {message(1, "V1", {charge("T1", "11042", "2026-01-13")}),
        message(2, "V1", {charge("T7", "11042", "2026-01-12", "CD")})},
       now(),
       {"11042 2026-01-13"}},
      {"credit of a part",
       {message(1, "V1", {charge("T1", "97110", "2026-01-13", "CG", "", "4")}),
        message(2, "V1", {charge("T1", "97110", "2026-01-13", "CD", "", "-1")})},
       now(),
       {"97110 2026-01-13 x3"}},
      {"one credit voids one of two equal charges",
       {message(1, "V1", {charge("T1", "11042", "2026-01-13"), charge("T2", "11042", "2026-01-13")}),
        message(2, "V1", {charge("", "11042", "2026-01-13", "CD")})},
       now(),
       {"11042 2026-01-13"}},
      {"credit within its own message", {own_credit}, now(), {"99213 2026-01-13"}},
      {"the claim's own credit voids the earlier charge",
       {message(1, "V1", {charge("T1", "11042", "2026-01-13")})},
       {line("T1", "11042", "2026-01-13", LineType::credit)},
       {}},
      {"same visit, further charges",
       {message(1, "V9", {charge("T1", "11042", "2026-01-13")})},
       now(),
       {"11042 2026-01-13"}},
      {"same visit, the same transaction again",
       {message(1, "V9", {charge("T9", "99212", "2026-01-14"), charge("T1", "11042", "2026-01-13")})},
       now(),
       {"11042 2026-01-13"}},
      {"same visit without transaction ids",
       {message(1, "V9", {charge("", "99213", "2026-01-14")})},
       now(),
       {}},
      {"a transaction sent again counts once",
       {message(1, "V1", {charge("T1", "11042", "2026-01-13")}),
        message(2, "V1", {charge("T1", "11042", "2026-01-13", "CG", "", "2")})},
       now(),
       {"11042 2026-01-13 x2"}},
      {"FHIR: the same claim is left out",
       {message(1, "V9", {charge("", "11042", "2026-01-13")}, SourceFormat::fhir)},
       now(),
       {},
       "V9",
       SourceFormat::fhir},
      {"FHIR: of one claim the latest stands",
       {message(1, "V1", {charge("", "11042", "2026-01-13")}, SourceFormat::fhir),
        message(2, "V1", {charge("", "11043", "2026-01-13")}, SourceFormat::fhir)},
       now(),
       {"11043 2026-01-13"},
       "V9",
       SourceFormat::fhir},
      {"FHIR: entered in error",
       {message(1, "V1", {charge("", "99213", "2026-01-13")}, SourceFormat::fhir), in_error},
       now(),
       {},
       "V9",
       SourceFormat::fhir},
      {"replaced",
       {message(1, "V1", {charge("", "99213", "2026-01-13")}, SourceFormat::fhir), replacement},
       now(),
       {"99214 2026-01-13"},
       "V9",
       SourceFormat::fhir},
      {"voided",
       {message(1, "V1", {charge("", "99213", "2026-01-13")}, SourceFormat::fhir), voided},
       now(),
       {},
       "V9",
       SourceFormat::fhir},
      {"the claim replaces it",
       {message(1, "V1", {charge("", "99213", "2026-01-13")}, SourceFormat::fhir)},
       now(),
       {},
       "V9",
       SourceFormat::fhir,
       '7',
       "V1"},
  };
  for (const Case& one : cases) {
    Claim claim;
    claim.format = one.format;
    claim.frequency = one.frequency;
    for (const ServiceLine& service : one.lines) claim.lines.push_back(service);
    PatientHistory history;
    history.set(claim, {one.claim, one.original}, one.messages, Availability::complete);
    EXPECT_EQ(seen(history), one.expected) << one.name;
    EXPECT_EQ(history.availability(), Availability::complete);
  }
}

TEST(PatientHistory, APeriodHasBothItsDays) {
  PatientHistory history;
  history.set({}, {},
              {message(1, "V1",
                       {charge("A", "99211", "2026-01-01"), charge("B", "99212", "2026-01-02"),
                        charge("C", "99213", "2026-01-02"), charge("D", "99214", "2026-01-04")})},
              Availability::incomplete);
  EXPECT_EQ(history.lines({day("2026-01-02"), day("2026-01-04")}).size(), 3U);
  EXPECT_EQ(history.lines({day("2026-01-02"), day("2026-01-02")}).size(), 2U);
  EXPECT_TRUE(history.lines({day("2026-01-03"), day("2026-01-03")}).empty());
}

MessageRecord visit(const std::string& control, const std::string& patient, const std::string& date) {
  MessageRecord record = record_of(control, "message " + control);
  record.patient_id = patient;
  record.visit_id = "VISIT-" + control;
  record.kind = "outpatient";
  record.stage = "claim";
  record.charges.resize(1);
  record.charges[0].date = date;
  record.charges[0].through = "2026-01-20";
  record.charges[0].place = "22";
  record.charges[0].revenue_code = "0450";
  record.charges[0].order_number = "ACCESSION-551";
  record.charges[0].amount = "125.50";
  record.charges[0].specialty = "207X";
  record.charges[0].group = "GROUP1";
  return record;
}

TEST(StoredServices, ComeBackWholeForThePatientAloneAndWithinThePeriod) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  ASSERT_TRUE(store(*opened, visit("M1", "PATIENT-7731", "2026-01-13")));
  ASSERT_TRUE(store(*opened, visit("M2", "PATIENT-9999", "2026-01-13")));
  ASSERT_TRUE(store(*opened, visit("M3", "PATIENT-7731", "2025-01-13")));
  const auto found = opened->services({"PATIENT-7731", "VISIT-M1", "", day("2026-01-01"), day("2026-01-31")});
  ASSERT_TRUE(found) << to_string(found.error());
  ASSERT_EQ(found->messages.size(), 1U);
  EXPECT_EQ(found->messages[0].claim, found->claim_key);
  EXPECT_FALSE(found->claim_key.empty());
  EXPECT_EQ(found->claim_key.find("VISIT"), std::string::npos);

  PatientHistory history;
  history.set({}, {}, found->messages, Availability::incomplete);
  const auto lines = history.lines({});
  ASSERT_EQ(lines.size(), 1U);
  const PriorLine& prior = lines[0];
  EXPECT_EQ(prior.code.text(), "62324");
  ASSERT_EQ(prior.modifiers.size(), 2U);
  EXPECT_EQ(prior.modifiers[0].text(), "59");
  ASSERT_EQ(prior.diagnoses.size(), 2U);
  EXPECT_EQ(prior.diagnoses[0], *IcdCode::parse("M54.12"));
  EXPECT_EQ(prior.kind, BillKind::outpatient);
  EXPECT_EQ(prior.status, PriorStatus::billed);
  EXPECT_EQ(prior.format, SourceFormat::hl7);
  EXPECT_EQ(prior.seen_ms, 1767225600123);
  EXPECT_EQ(prior.through, day("2026-01-20"));
  EXPECT_EQ(prior.place_of_service, "22");
  EXPECT_EQ(prior.revenue_code, "0450");
  EXPECT_EQ(prior.order_number, "ACCESSION-551");
  EXPECT_EQ(prior.charge->cents, 12550);
  EXPECT_EQ(prior.rendering.npi, "1234567893");
  EXPECT_EQ(prior.rendering.specialty, "207X");
  EXPECT_EQ(prior.rendering.group, "GROUP1");
  for (const char* file : {"state.db", "state.db-wal"}) {
    const std::string bytes = bytes_of(folder / file);
    for (const char* word : {"PATIENT-7731", "ACCESSION-551", "VISIT-M1"})
      EXPECT_EQ(bytes.find(word), std::string::npos) << file << " " << word;
  }
}

TEST(StoredServices, AStoreOfTheFirstVersionGoesOnWithItsRows) {
  const Folder folder;
  const std::string path = folder / "state.db";
  { ASSERT_TRUE(store(*open_store(path), visit("M1", "PATIENT-7731", "2026-01-13"))); }
  {
    auto database = Database::open(path, 1000);
    ASSERT_TRUE(database);
    std::string sql =
        "DROP TABLE patient_message; DROP INDEX message_by_visit; DROP TABLE override; "
        "DROP TABLE override_audit;";
    for (const char* column : {"kind", "stage", "frequency", "original_key"})
      sql += std::string("ALTER TABLE message DROP COLUMN ") + column + ";";
    for (const char* column :
         {"through_date", "place", "revenue_code", "amount", "specialty", "provider_group", "order_sealed"})
      sql += std::string("ALTER TABLE charge DROP COLUMN ") + column + ";";
    ASSERT_TRUE(database->run(sql + "PRAGMA user_version=1"));
  }
  const auto opened = open_store(path);
  ASSERT_NE(opened, nullptr);
  const auto found = opened->services({"PATIENT-7731", "", "", day("2026-01-01"), day("2026-01-31")});
  ASSERT_TRUE(found) << to_string(found.error());
  ASSERT_EQ(found->messages.size(), 1U);
  EXPECT_EQ(found->messages[0].charges[0].code, "62324");
  EXPECT_EQ(found->messages[0].charges[0].place, "");
}

Override decision(const std::string& patient, const std::string& visit, const std::string& rule,
                  std::uint64_t hash, std::optional<std::int64_t> expires = {}) {
  Override made;
  made.patient_id = patient;
  made.visit_id = visit;
  made.rule = rule;
  made.fact_hash = hash;
  made.codes = "62324 62320";
  made.reason = "separate-site";
  made.text = "two wounds, see the note of Mrs Example";
  made.user = "coder7";
  made.role = "coder";
  made.scope = "line";
  made.made_ms = 1'000;
  made.expires_ms = expires;
  return made;
}

TEST(Overrides, AreThePatientsUntilTheyExpireOrEndAndLeaveATrail) {
  const Folder folder;
  const std::string path = folder / "state.db";
  constexpr std::uint64_t kHigh = 0xFFFF'FFFF'0000'0001;  // negative as SQLite sees it
  const OverrideSubject subject{"PATIENT-7731", "VISIT-1"};
  std::int64_t first = 0;
  {
    const auto opened = open_store(path);
    EXPECT_TRUE(opened->active_overrides(subject, 2'000)->empty());
    const auto added = opened->add_override(decision("PATIENT-7731", "VISIT-1", "NCCI-PTP-001", kHigh));
    ASSERT_TRUE(added) << to_string(added.error());
    first = *added;
    ASSERT_TRUE(opened->add_override(decision("PATIENT-7731", "VISIT-2", "GLB-001", 7, 5'000)));
    ASSERT_TRUE(opened->add_override(decision("PATIENT-7732", "VISIT-3", "GLB-001", 7)));
    ASSERT_TRUE(opened->add_override(decision("", "VISIT-4", "GLB-002", 9)));
    EXPECT_FALSE(opened->add_override(Override{})) << "nothing is decided";
    EXPECT_FALSE(opened->add_override(decision("", "", "GLB-002", 9))) << "of nobody";
  }
  const auto opened = open_store(path);
  auto active = opened->active_overrides(subject, 2'000);
  ASSERT_TRUE(active) << to_string(active.error());
  ASSERT_EQ(active->size(), 2U);
  EXPECT_EQ((*active)[0].rule, "NCCI-PTP-001");
  EXPECT_EQ((*active)[0].fact_hash, kHigh);
  EXPECT_EQ((*active)[0].codes, "62324 62320");
  EXPECT_EQ((*active)[0].text, "two wounds, see the note of Mrs Example");
  EXPECT_EQ((*active)[0].user, "coder7");
  EXPECT_TRUE((*active)[0].same_visit);
  EXPECT_EQ((*active)[1].expires_ms, 5'000);
  EXPECT_FALSE((*active)[1].same_visit);
  EXPECT_EQ(opened->active_overrides({"PATIENT-7732", ""}, 2'000)->size(), 1U);
  EXPECT_EQ(opened->active_overrides({"", "VISIT-4"}, 2'000)->size(), 1U);
  EXPECT_TRUE(opened->active_overrides({"", "VISIT-1"}, 2'000)->empty()) << "that one is a patient's";
  EXPECT_TRUE(opened->active_overrides({"", ""}, 2'000)->empty());
  EXPECT_TRUE(opened->active_overrides(subject, 999)->empty());
  EXPECT_EQ(opened->active_overrides(subject, 5'000)->size(), 1U);
  EXPECT_TRUE(*opened->end_override(first, "lead", "supervisor", 3'000));
  EXPECT_FALSE(*opened->end_override(first, "lead", "supervisor", 3'500));
  EXPECT_EQ(opened->active_overrides(subject, 4'000)->size(), 1U);
  EXPECT_EQ(opened->active_overrides(subject, 2'999)->size(), 2U) << "as it was before";
  const auto every = opened->overrides(100);
  ASSERT_TRUE(every);
  ASSERT_EQ(every->size(), 4U);
  EXPECT_EQ(every->back().ended_ms, 3'000);
  EXPECT_EQ(opened->overrides(1)->size(), 1U);
  const auto trail = opened->override_audit();
  ASSERT_TRUE(trail);
  ASSERT_EQ(trail->size(), 5U);
  EXPECT_EQ(trail->back().action, "ended");
  EXPECT_EQ(trail->back().user, "lead");
  EXPECT_EQ(trail->back().override_id, first);
  for (const char* secret : {"Mrs Example", "PATIENT-7731", "VISIT-4"})
    EXPECT_EQ(bytes_of(path).find(secret), std::string::npos);
}

TEST(StoredVerdicts, AreFoundByVisitTheNewestFirstAndByNumber) {
  const Folder folder;
  const auto opened = open_store(folder / "state.db");
  for (const char* control : {"C1", "C2"}) {
    MessageRecord record = record_of(control, control);
    record.visit_id = "VISIT-1";
    record.findings = {{1, "GLB-001", "error", std::string("{\"n\":\"") + control + "\"}"}};
    ASSERT_TRUE(store(*opened, std::move(record)));
  }
  const auto newest = opened->verdict_of_visit("VISIT-1");
  ASSERT_TRUE(newest && *newest);
  EXPECT_EQ((*newest)->patient_id, "PATIENT-7731");
  EXPECT_EQ((*newest)->visit_id, "VISIT-1");
  ASSERT_EQ((*newest)->findings.size(), 1U);
  EXPECT_EQ((*newest)->findings[0].json, "{\"n\":\"C2\"}");
  const auto first = opened->verdict_of_message((*newest)->message - 1);
  ASSERT_TRUE(first && *first);
  EXPECT_EQ((*first)->findings[0].json, "{\"n\":\"C1\"}");
  EXPECT_FALSE(*opened->verdict_of_visit("VISIT-2"));
  EXPECT_FALSE(*opened->verdict_of_visit(""));
  EXPECT_FALSE(*opened->verdict_of_message(99));
}

}  // namespace
}  // namespace chargelint::data::state
