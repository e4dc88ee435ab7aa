// The code page: which value stands on a date, what is concluded from it, and how it is written.
#include "plugin/report/code_page.h"

#include <gtest/gtest.h>

#include "fake_catalogue.h"
#include "plugin/report/indicator_meanings.h"

namespace chargelint::plugin {
namespace {

using testing::day;
using testing::FakeCatalogue;
namespace attribute = data::attribute;

const Period kAlways{};

FeeScheduleRow fee_row(const FakeCatalogue& catalogue, ReleaseId release) {
  auto row = catalogue.in_release<FeeScheduleRow>(release);
  row.status = 'A';
  row.pctc = '0';
  row.global[0] = row.global[1] = row.global[2] = '0';
  row.multiple = '2';
  row.bilateral = '9';
  row.assistant = '1';
  row.co_surgeon = '0';
  row.team = '0';
  row.supervision[0] = '0';
  row.supervision[1] = '9';
  row.imaging_family[0] = row.imaging_family[1] = '9';
  row.work_rvu = 184;
  row.nonfacility_pe = 250;
  row.facility_pe = 58;
  row.malpractice = 16;
  row.nonfacility_total = 450;
  row.facility_total = 258;
  row.conversion_factor = 323465;
  return row;
}

class Pages : public ::testing::Test {
 protected:
  std::string json(std::string_view code, std::string_view on = "2026-05-04",
                   std::optional<CodeKind> kind = std::nullopt) {
    return code_page(catalogue_, request(code, on, kind), PageFormat::json).text;
  }
  std::string text(std::string_view code, std::string_view on = "2026-05-04") {
    return code_page(catalogue_, request(code, on, std::nullopt), PageFormat::text).text;
  }
  static CodePageRequest request(std::string_view code, std::string_view on, std::optional<CodeKind> kind) {
    CodePageRequest wanted;
    wanted.code = code;
    wanted.on = day(on);
    wanted.kind = kind;
    return wanted;
  }
  // The member's object: from its key to the brace that closes it.
  static std::string member(const std::string& json, std::string_view key) {
    const std::size_t start = json.find("\"" + std::string(key) + "\":{");
    if (start == std::string::npos) return {};
    std::size_t depth = 0;
    for (std::size_t at = json.find('{', start); at < json.size(); ++at) {
      if (json[at] == '{') ++depth;
      if (json[at] == '}' && --depth == 0) return json.substr(start, at + 1 - start);
    }
    return {};
  }
  static bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  }
  FakeCatalogue catalogue_;
};

TEST_F(Pages, ShowEveryIndicatorWithItsMeaningAndItsSource) {
  const ReleaseId release =
      catalogue_.add_release(Source::fee_schedule, "2026Q2", {day("2026-04-01"), Date::open_end()});
  catalogue_.add_fee(fee_row(catalogue_, release), "62324");
  const std::string page = json("62324");
  struct Expected {
    const char* key;
    const char* value;
    Indicator indicator;
  };
  for (const auto& [key, value, indicator] :
       {Expected{"status", "A", Indicator::status}, Expected{"global_days", "000", Indicator::global_days},
        Expected{"pc_tc", "0", Indicator::pctc}, Expected{"multiple_procedure", "2", Indicator::multiple},
        Expected{"bilateral", "9", Indicator::bilateral},
        Expected{"supervision", "09", Indicator::supervision},
        Expected{"assistant", "1", Indicator::assistant}, Expected{"co_surgeon", "0", Indicator::co_surgeon},
        Expected{"team", "0", Indicator::team},
        Expected{"imaging_family", "99", Indicator::imaging_family}}) {
    const std::string shown = member(page, key);
    EXPECT_TRUE(holds(shown, "\"value\":\"" + std::string(value) + "\"")) << key << ": " << shown;
    EXPECT_FALSE(indicator_meaning(indicator, value).empty()) << key;
    EXPECT_TRUE(holds(shown, indicator_meaning(indicator, value))) << shown;
    EXPECT_TRUE(holds(shown, R"("source":"mpfs","release":"2026Q2","from":"2026-04-01","to":null)")) << shown;
  }
}

TEST_F(Pages, AnArticleTellsWhatItNamesAndCovers) {
  const ReleaseId release = catalogue_.add_release(Source::coverage_articles, "undated", kAlways);
  catalogue_.add_fact(release, data::Subject::article, "A52423", attribute::kTitle, "Infliximab");
  catalogue_.add_fact(release, data::Subject::article, "A52423", "effective", "2026-04-01");
  catalogue_.add_fact(release, data::Subject::article, "A52423", attribute::kCovered, "M05.79");
  catalogue_.add_fact(release, data::Subject::article, "A52423", "names procedure", "J1745", "group 1");
  catalogue_.add_fact(release, data::Subject::article, "A52424", "names procedure", "J1746");
  const std::string page = json("a52423");
  EXPECT_TRUE(holds(page, R"("code":"A52423","kind":"article","system":null)")) << page;
  EXPECT_TRUE(holds(page, R"("words":"Infliximab")") && holds(page, R"("active":true)")) << page;
  EXPECT_TRUE(holds(member(page, "procedures"), "J1745")) << page;
  EXPECT_FALSE(holds(page, "J1746")) << page;
  EXPECT_TRUE(holds(member(page, "covered"), "M05.79")) << page;
  EXPECT_TRUE(holds(json("A52423", "2026-03-31"), R"("active":false)"));
  EXPECT_TRUE(holds(text("A52423"), "Diagnoses that are covered"));
  EXPECT_TRUE(json("A52423", "2026-05-04", CodeKind::diagnosis).empty());
}

TEST_F(Pages, MultiplyRvusByTheConversionFactorWhereTheStatusIsPaid) {
  const ReleaseId release = catalogue_.add_release(Source::fee_schedule, "2026Q2", kAlways);
  catalogue_.add_fee(fee_row(catalogue_, release), "62324");
  FeeScheduleRow bundled = fee_row(catalogue_, release);
  bundled.status = 'B';
  catalogue_.add_fee(bundled, "99000");
  const std::string paid = member(json("62324"), "rvus");
  // 4.50 x 32.3465 = 145.55925, 2.58 x 32.3465 = 83.45397
  EXPECT_TRUE(holds(paid, R"("nonfacility_total":4.50,"facility_total":2.58)")) << paid;
  EXPECT_TRUE(holds(paid, R"("nonfacility_amount":145.56,"facility_amount":83.45)")) << paid;
  const std::string not_paid = member(json("99000"), "rvus");
  EXPECT_TRUE(holds(not_paid, R"("nonfacility_amount":null,"facility_amount":null)")) << not_paid;
}

TEST_F(Pages, TakeTheImportedValueBeforeTheStarterSets) {
  const ReleaseId own = catalogue_.add_release(Source::code_words, "starter", kAlways, false);
  const ReleaseId imported =
      catalogue_.add_release(Source::opps, "2026Q1", {day("2026-01-01"), Date::open_end()});
  catalogue_.add_words("62324", "Epidural catheter");
  catalogue_.add_fact(own, data::Subject::procedure, "62324", attribute::kApcStatus, "S");
  catalogue_.add_fact(imported, data::Subject::procedure, "62324", attribute::kApcStatus, "T");
  catalogue_.add_fact(own, data::Subject::procedure, "62324", attribute::kTypeOfService, "2");
  const std::string page = json("62324");
  const std::string status = member(page, "opps_status");
  EXPECT_TRUE(holds(status, R"("value":"T")") &&
              holds(status, R"("source":"opps-addendum-b","release":"2026Q1")"))
      << status;
  EXPECT_TRUE(holds(status, indicator_meaning(Indicator::opps_status, "T"))) << status;
  const std::string service = member(page, "type_of_service");
  EXPECT_TRUE(holds(service, R"("value":"2")") && holds(service, "chargelint-words")) << service;
}

TEST_F(Pages, ANearestReleaseSaysSo) {
  const ReleaseId old = catalogue_.add_release(Source::asc, "2020Q3", {day("2020-07-01"), day("2020-09-30")});
  catalogue_.add_words("62324", "Epidural catheter");
  catalogue_.add_fact(old, data::Subject::procedure, "62324", attribute::kAscIndicator, "G2");
  EXPECT_TRUE(holds(member(json("62324"), "asc_indicator"), R"("nearest":true)"));
  EXPECT_FALSE(holds(member(json("62324", "2020-08-01"), "asc_indicator"), "nearest"));
  EXPECT_TRUE(holds(text("62324"), "the nearest release"));
}

TEST_F(Pages, TellTheLifeOfTheCode) {
  const ReleaseId release = catalogue_.add_release(Source::rbcs, "2024", kAlways);
  catalogue_.add_words("99201", "Old visit");
  auto life = catalogue_.in_release<ProcedureCodeRow>(release);
  life.added = day("1992-01-01").days();
  life.ended = day("2020-12-31").days();
  catalogue_.lives_[Hcpcs::parse("99201")->packed()] = {life};
  EXPECT_TRUE(holds(json("99201", "2020-12-31"), R"("active":true)"));
  EXPECT_TRUE(holds(json("99201", "2021-01-01"), R"("active":false)"));
  EXPECT_TRUE(holds(text("99201", "2021-01-01"), "it ended on 2020-12-31"));
  EXPECT_TRUE(holds(text("99201", "1990-01-01"), "it starts on 1992-01-01"));
}

TEST_F(Pages, ListUnitLimitsWithTheMeaningOfTheIndicator) {
  const ReleaseId release = catalogue_.add_release(Source::mue_practitioner, "2026Q2", kAlways);
  catalogue_.add_words("62324", "Epidural catheter");
  auto limit = catalogue_.in_release<MueLimit>(release);
  limit.units = 1;
  limit.adjudication = 3;
  limit.rationale = 1;
  catalogue_.limits_[{Source::mue_practitioner, Hcpcs::parse("62324")->packed()}] = {limit};
  const std::string section = member(json("62324"), "mue");
  EXPECT_TRUE(holds(member(section, "practitioner"), R"("value":1)")) << section;
  EXPECT_TRUE(
      holds(member(section, "practitioner_mai"), indicator_meaning(Indicator::mue_adjudication, "3")));
  EXPECT_TRUE(holds(member(section, "practitioner_rationale"), "More extensive procedure"));
}

TEST_F(Pages, CountPairsInBothDirectionsAndPageThem) {
  const ReleaseId release = catalogue_.add_release(Source::ptp_practitioner, "2026Q2", kAlways);
  for (const char* code : {"62324", "62320", "20610", "99213", "11042"}) catalogue_.add_words(code, "words");
  catalogue_.add_pair(Source::ptp_practitioner, release, "62324", "62320", 0);
  catalogue_.add_pair(Source::ptp_practitioner, release, "62324", "99213", 1);
  catalogue_.add_pair(Source::ptp_practitioner, release, "11042", "62324", 1);
  catalogue_.add_pair(Source::ptp_practitioner, release, "62324", "20610", 1, "2020-01-01", "2024-06-30");
  CodePageRequest wanted = request("62324", "2026-05-04", std::nullopt);
  wanted.pairs_size = 2;
  std::string table = member(code_page(catalogue_, wanted, PageFormat::json).text, "practitioner");
  EXPECT_TRUE(
      holds(table, R"("in_force":3,"column1":2,"column2":1,"never":1,"with_modifier":2,"not_in_force":1)"))
      << table;
  EXPECT_TRUE(holds(table, R"("code":"62320")") && holds(table, R"("code":"99213")")) << table;
  EXPECT_FALSE(holds(table, R"("code":"11042")")) << table;
  wanted.pairs_page = 2;
  table = member(code_page(catalogue_, wanted, PageFormat::json).text, "practitioner");
  EXPECT_TRUE(holds(table, R"("code":"11042","column":2,"denied":"62324")")) << table;
  wanted.pairs_page = 1;
  wanted.pairs_filter = "99";
  table = member(code_page(catalogue_, wanted, PageFormat::json).text, "practitioner");
  EXPECT_TRUE(holds(table, R"("code":"99213")") && !holds(table, R"("code":"62320")")) << table;
  // A code in full shows its ended windows too.
  wanted.pairs_filter = "20610";
  table = member(code_page(catalogue_, wanted, PageFormat::json).text, "practitioner");
  EXPECT_TRUE(holds(table, R"("to":"2024-06-30","in_force":false)")) << table;
}

TEST_F(Pages, NeverAssertAPlaceholderDate) {
  const ReleaseId rebuilt = catalogue_.add_release(Source::ptp_practitioner, "2024Q2", kAlways, true, false);
  catalogue_.add_words("62324", "a");
  catalogue_.add_pair(Source::ptp_practitioner, rebuilt, "62324", "62320", 1, "1996-01-01");
  const std::string table = member(json("62324"), "practitioner");
  EXPECT_TRUE(holds(table, R"("from":null)")) << table;
  EXPECT_FALSE(holds(table, "1996-01-01")) << table;
}

TEST_F(Pages, NameParentsAndChildrenWithTheirOwnStatus) {
  const ReleaseId fees = catalogue_.add_release(Source::fee_schedule, "2026Q2", kAlways);
  const ReleaseId edits = catalogue_.add_release(Source::add_on, "2026Q2", kAlways);
  catalogue_.add_fee(fee_row(catalogue_, fees), "62324");
  FeeScheduleRow priced = fee_row(catalogue_, fees);
  priced.status = 'C';
  catalogue_.add_fee(priced, "0777T");
  AddOnEdit edit;
  edit.from_days = day("2023-01-01").days();
  edit.to_days = Date::open_end().days();
  edit.release = edits;
  edit.type = 1;
  edit.add_on_packed = Hcpcs::parse("0777T")->packed();
  edit.primary_packed = Hcpcs::parse("62324")->packed();
  AddOnEdit ended = edit;
  ended.primary_packed = Hcpcs::parse("62310")->packed();
  ended.primary_deleted = day("2024-12-31").days();
  catalogue_.add_ons_[edit.add_on_packed] = {edit, ended};
  const std::string child = member(json("62324"), "children");
  EXPECT_TRUE(holds(child, R"("code":"0777T","type":"1","status":"C")")) << child;
  const std::string parents = member(json("0777T"), "parents");
  EXPECT_TRUE(holds(parents, R"("code":"62324","type":"1","status":"A")")) << parents;
  EXPECT_FALSE(holds(parents, "62310")) << "the primary was deleted: " << parents;
  EXPECT_TRUE(holds(member(json("0777T", "2024-12-31"), "parents"), "62310"));
}

struct AdviceCase {
  const char* what;
  const char* modifier;
  const char* table;  // "apply", "conditional", "do_not_apply"
  void (*change)(FeeScheduleRow&);
};
class Advice : public Pages, public ::testing::WithParamInterface<AdviceCase> {};
TEST_P(Advice, FollowsFromTheIndicators) {
  const ReleaseId release = catalogue_.add_release(Source::fee_schedule, "2026Q2", kAlways);
  const ReleaseId modifiers = catalogue_.add_release(Source::modifiers, "starter", kAlways);
  catalogue_.add_modifier(modifiers, GetParam().modifier, 0, "its words");
  FeeScheduleRow row = fee_row(catalogue_, release);
  GetParam().change(row);
  catalogue_.add_fee(row, "62324");
  const std::string section = member(json("62324"), "modifiers");
  for (const std::string_view table : {"apply", "conditional", "do_not_apply"}) {
    EXPECT_EQ(holds(member(section, table), "\"modifier\":\"" + std::string(GetParam().modifier) + "\""),
              table == GetParam().table)
        << GetParam().what << " in " << table << ": " << section;
  }
  EXPECT_TRUE(holds(section, "its words"));
}
INSTANTIATE_TEST_SUITE_P(
    All, Advice,
    ::testing::Values(
        AdviceCase{"no components", "26", "do_not_apply", [](FeeScheduleRow&) {}},
        AdviceCase{"components", "26", "apply", [](FeeScheduleRow& row) { row.pctc = '1'; }},
        AdviceCase{"laboratory reading", "TC", "do_not_apply", [](FeeScheduleRow& row) { row.pctc = '6'; }},
        AdviceCase{"bilateral", "50", "apply", [](FeeScheduleRow& row) { row.bilateral = '1'; }},
        AdviceCase{"both sides in the fee", "50", "do_not_apply",
                   [](FeeScheduleRow& row) { row.bilateral = '2'; }},
        AdviceCase{"a side may be told", "LT", "conditional",
                   [](FeeScheduleRow& row) { row.bilateral = '0'; }},
        AdviceCase{"multiple", "51", "apply", [](FeeScheduleRow&) {}},
        AdviceCase{"not reduced", "51", "do_not_apply", [](FeeScheduleRow& row) { row.multiple = '0'; }},
        AdviceCase{"no assistant", "80", "do_not_apply", [](FeeScheduleRow&) {}},
        AdviceCase{"assistant with documents", "AS", "conditional",
                   [](FeeScheduleRow& row) { row.assistant = '0'; }},
        AdviceCase{"assistant", "82", "apply", [](FeeScheduleRow& row) { row.assistant = '2'; }},
        AdviceCase{"two surgeons with documents", "62", "conditional",
                   [](FeeScheduleRow& row) { row.co_surgeon = '1'; }},
        AdviceCase{"team", "66", "apply", [](FeeScheduleRow& row) { row.team = '2'; }},
        AdviceCase{"after-care", "55", "conditional", [](FeeScheduleRow& row) { row.global[1] = '9'; }},
        AdviceCase{"no after-care", "55", "do_not_apply", [](FeeScheduleRow&) {}},
        AdviceCase{"visits only", "25", "do_not_apply", [](FeeScheduleRow&) {}},
        AdviceCase{"stopped", "73", "conditional", [](FeeScheduleRow&) {}}));

TEST_F(Pages, TellWhatChangedBetweenReleases) {
  const ReleaseId first =
      catalogue_.add_release(Source::fee_schedule, "2025Q4", {day("2025-10-01"), day("2026-03-31")});
  const ReleaseId second =
      catalogue_.add_release(Source::fee_schedule, "2026Q2", {day("2026-04-01"), Date::open_end()});
  FeeScheduleRow before = fee_row(catalogue_, first);
  before.work_rvu = 200;
  catalogue_.add_fee(before, "62324");
  catalogue_.add_fee(fee_row(catalogue_, second), "62324");
  const std::string history = member(json("62324"), "history");
  EXPECT_TRUE(holds(
      history,
      R"("attribute":"work RVU","value":"2.00","from":"2025-10-01","to":"2026-03-31","changed":true,"source":"mpfs","release":"2025Q4")"))
      << history;
  EXPECT_TRUE(holds(history,
                    R"("attribute":"work RVU","value":"1.84","from":"2026-04-01","to":null,"changed":true)"));
  EXPECT_TRUE(
      holds(history, R"("attribute":"status","value":"A","from":"2025-10-01","to":null,"changed":false)"));
  const std::string shown = text("62324");
  EXPECT_TRUE(holds(shown, "work RVU") && !holds(shown.substr(shown.find("History")), "status"));
}

class Diagnoses : public Pages {
 protected:
  Diagnoses() {
    order_ = catalogue_.add_release(Source::icd10cm, "2026", {day("2025-10-01"), Date::open_end()});
    tabular_ = catalogue_.add_release(Source::icd10cm_tabular, "2026", kAlways);
    catalogue_.add_diagnosis(order_, "S72", false, "Fracture of femur");
    catalogue_.add_diagnosis(order_, "S720", false, "Fracture of head and neck of femur");
    catalogue_.add_diagnosis(order_, "S72001A", true, "Fracture, first");
    catalogue_.add_diagnosis(order_, "S72001D", true, "Fracture, later");
    catalogue_.add_diagnosis(order_, "S72001", false, "Fracture of right femur neck");
    using enum data::Subject;
    catalogue_.add_fact(tabular_, diagnosis, "S72", attribute::kParent, "S70-S79");
    catalogue_.add_fact(tabular_, diagnosis, "S70-S79", attribute::kTitle, "Injuries to the hip and thigh");
    catalogue_.add_fact(tabular_, diagnosis, "S70-S79", attribute::kParent, "CH19");
    catalogue_.add_fact(tabular_, diagnosis, "CH19", attribute::kTitle, "Injury");
    catalogue_.add_fact(tabular_, diagnosis, "CH19", attribute::kExcludes1, "birth trauma (P10-P15)");
    catalogue_.add_fact(tabular_, diagnosis, "S72", attribute::kExcludes2, "fracture of foot (S92.-)");
    catalogue_.add_fact(tabular_, diagnosis, "S72", attribute::kInclusion, "thigh bone");
    catalogue_.add_fact(tabular_, diagnosis, "S72", attribute::kSeventhCharacter, "A", "initial encounter");
    catalogue_.add_fact(tabular_, diagnosis, "S72", attribute::kSeventhCharacter, "D",
                        "subsequent encounter");
    catalogue_.add_fact(tabular_, diagnosis, "S72", attribute::kSeventhCharacter, "B", "open fracture");
  }
  ReleaseId order_ = 0;
  ReleaseId tabular_ = 0;
};

TEST_F(Diagnoses, ClimbFromTheCodeToItsChapter) {
  const std::string above = member(json("S72.001A"), "above");
  const std::vector<std::string> order{"CH19", "S70-S79", "\"S72\"", "S72.0", "S72.001"};
  std::size_t at = 0;
  for (const std::string& level : order) {
    const std::size_t found = above.find(level, at);
    ASSERT_NE(found, std::string::npos) << level << " in " << above;
    at = found;
  }
}

TEST_F(Diagnoses, InheritNotesAndSayFromWhere) {
  const std::string notes = member(json("s72001a"), "notes");
  EXPECT_TRUE(
      holds(notes, R"x("kind":"Excludes1","at":"CH19","text":"birth trauma (P10-P15)","inherited":true)x"))
      << notes;
  EXPECT_TRUE(
      holds(notes, R"x("kind":"Excludes2","at":"S72","text":"fracture of foot (S92.-)","inherited":true)x"));
  EXPECT_FALSE(holds(notes, "thigh bone")) << "an inclusion term is its own code's alone";
  EXPECT_TRUE(holds(member(json("S72"), "notes"), "thigh bone"));
}

TEST_F(Diagnoses, OfferTheSeventhCharactersThatAreValid) {
  const std::string characters = member(json("S72.001"), "characters");
  EXPECT_TRUE(holds(characters, "Defined at S72")) << characters;
  EXPECT_TRUE(
      holds(characters, R"("character":"A","meaning":"initial encounter","code":"S72.001A","valid":true)"))
      << characters;
  EXPECT_TRUE(
      holds(characters, R"("character":"B","meaning":"open fracture","code":"S72.001B","valid":false)"));
}

TEST_F(Diagnoses, TellHeadersSectionsAndChildren) {
  EXPECT_TRUE(holds(json("S72"), R"("active":false)"));
  EXPECT_TRUE(holds(text("S72"), "not billable"));
  const std::string children = member(json("S72"), "children");
  EXPECT_TRUE(holds(children, R"("code":"S72.0")")) << children;
  EXPECT_FALSE(holds(children, "S72.001")) << "only the next level: " << children;
  EXPECT_TRUE(holds(member(json("s70-s79"), "children"), R"("code":"S72")"));
  EXPECT_TRUE(holds(json("CH19"), R"("words":"Injury")"));
}

TEST_F(Diagnoses, ShowClaimEditsAndWhatFollowed) {
  const ReleaseId mce = catalogue_.add_release(Source::mce, "v37", kAlways);
  const ReleaseId conversion =
      catalogue_.add_release(Source::icd10cm_conversion, "2026", {day("2025-10-01"), Date::open_end()});
  catalogue_.add_release(Source::poa_exempt, "2026", kAlways);
  auto edit = catalogue_.in_release<DiagnosisEditRow>(mce);
  edit.edit = DiagnosisEdit::pediatric;
  edit.least_age = 0;
  edit.most_age = 17;
  edit.code_packed = IcdCode::parse("S72001A")->packed();
  catalogue_.edits_[edit.code_packed] = {edit};
  catalogue_.add_fact(conversion, data::Subject::diagnosis, "S72001A", attribute::kReplacedBy, "S72.001D");
  const std::string page = json("S72.001A", "2024-01-01");
  EXPECT_TRUE(holds(member(page, "pediatric"), "0 to 17 years")) << member(page, "edits");
  EXPECT_TRUE(holds(member(page, "poa_exempt"), R"("value":"no")"));
  EXPECT_TRUE(holds(member(page, "replaced_by"), R"("code":"S72.001D","from":"2025-10-01")"));
}

TEST_F(Pages, AnAmbiguousTextIsAModifier) {
  const ReleaseId release = catalogue_.add_release(Source::modifiers, "starter", kAlways);
  catalogue_.add_modifier(release, "25", static_cast<std::uint32_t>(ModifierClass::visit_bypass),
                          "Separate visit");
  catalogue_.places_.insert("25");
  EXPECT_TRUE(holds(json("25"), R"("kind":"modifier")"));
  EXPECT_TRUE(holds(json("25"), R"("also":["place"])"));
  EXPECT_TRUE(holds(json("25", "2026-05-04", CodeKind::place), R"("kind":"place")"));
  EXPECT_TRUE(holds(member(json("25"), "classes"), R"("class":"visit")"));
  EXPECT_TRUE(holds(member(json("25"), "set"), R"("value":"CPT")"));
}

TEST_F(Pages, AnUnknownCodeHasNeighbours) {
  catalogue_.add_words("62324", "Epidural catheter");
  const ReleaseId order = catalogue_.add_release(Source::icd10cm, "2026", kAlways);
  catalogue_.add_diagnosis(order, "M5412", true, "Radiculopathy");
  for (const auto& [asked, meant] : {std::pair{"62342", "62324"}, std::pair{"M54.21", "M54.12"}}) {
    const CodePageText page =
        code_page(catalogue_, request(asked, "2026-05-04", std::nullopt), PageFormat::text);
    EXPECT_FALSE(page.found);
    ASSERT_FALSE(page.unknown.suggestions.empty()) << asked;
    EXPECT_EQ(page.unknown.suggestions.front().code, meant);
  }
  for (const char* nonsense :
       {"", "?", "62324; DROP", "\xFF\xFE", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "."}) {
    EXPECT_FALSE(code_page(catalogue_, request(nonsense, "2026-05-04", std::nullopt), PageFormat::json).found)
        << nonsense;
  }
}

TEST_F(Pages, NoLineOfTheTextIsAWall) {
  const ReleaseId release = catalogue_.add_release(Source::fee_schedule, "2026Q2", kAlways);
  catalogue_.add_fee(fee_row(catalogue_, release), "62324");
  catalogue_.add_words("62324", "Epidural catheter, neck or upper back, blind");
  std::string shown = text("62324");
  while (!shown.empty()) {
    const std::string line = shown.substr(0, shown.find('\n'));
    EXPECT_LE(line.size(), 130U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
    shown.erase(0, line.size() + 1);
  }
}

TEST(CodeKinds, GoByNameAndByUri) {
  EXPECT_EQ(code_kind("CPT"), CodeKind::procedure);
  EXPECT_EQ(code_kind("ICD-10-CM"), CodeKind::diagnosis);
  EXPECT_EQ(code_kind("http://hl7.org/fhir/sid/icd-10-cm"), CodeKind::diagnosis);
  EXPECT_EQ(code_kind("urn:oid:2.16.840.1.113883.6.12"), CodeKind::procedure);
  EXPECT_EQ(code_kind("pos"), CodeKind::place);
  EXPECT_EQ(code_kind("loinc"), std::nullopt);
}

}  // namespace
}  // namespace chargelint::plugin
