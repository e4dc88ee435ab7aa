// Our own dated tables on their way from a file to the rules: numbers, modifier pairs, diagnosis links,
// groups of places, and a site's own edition of one of them.
#include "data/reference/database.h"
#include "reference_fixture.h"
#include "rules/ports/table_names.h"

namespace chargelint::data::testing {
namespace {

const std::string kSets = "set\tfirst\tlast\teffective\tend\tsource\n";
const std::string kNumbers = "number\tcode\tother\tlow\thigh\tcondition\teffective\tend\tsource\n";
const std::string kPairs = "relation\tfirst\tsecond\tkeep\tseverity\tnote\teffective\tend\tsource\n";
const std::string kLinks = "link\tsubject\ttarget\tnote\teffective\tend\tsource\n";

class OwnTablesTest : public StoreFixture {
 protected:
  void import_own(const std::string& table, const std::string& rows, const std::string& release = "starter") {
    import_text(table + release + ".tsv", "# chargelint " + table + " " + release + "\n" + rows);
  }
  std::string refusal(const std::string& table, const std::string& rows) {
    const auto report =
        import({folder_.write(table + ".tsv", "# chargelint " + table + " starter\n" + rows)});
    return report ? std::string() : to_string(report.error());
  }
  void import_shipped() {
    ImportOptions options;
    options.now_ms = ++clock_;
    const auto report = store_->import_starter(options);
    ASSERT_TRUE(report) << to_string(report.error());
    report_ = *report;
  }
};

TEST_F(OwnTablesTest, NumbersOfACodeAreDated) {
  import_own("code_numbers", kNumbers +
                                 "visit_minutes\t99213\t\t20\t\t\t2021-01-01\t\tour reading\n"
                                 "visit_minutes\t99213\t\t15\t\told\t\t2020-12-31\tour reading\n"
                                 "age_years\t99391\t99392\t0\t0\t\t\t\tour reading\n");
  const auto reference = snapshot();
  const CodeNumberRow* const now =
      code_number_on(*reference, CodeNumber::visit_minutes, code("99213"), day("2026-03-01"));
  ASSERT_NE(now, nullptr);
  EXPECT_EQ(now->low, 20);
  EXPECT_EQ(now->condition, 0U);
  const CodeNumberRow* const then =
      code_number_on(*reference, CodeNumber::visit_minutes, code("99213"), day("2020-12-31"));
  ASSERT_NE(then, nullptr);
  EXPECT_EQ(then->low, 15);
  EXPECT_EQ(reference->text(then->condition), "old");
  const auto ages = reference->code_numbers(CodeNumber::age_years, code("99391"));
  ASSERT_EQ(ages.size(), 1U);
  EXPECT_EQ(ages[0].other(), code("99392"));
  EXPECT_EQ(source_name(reference->releases()[ages[0].release].source), "chargelint-sets");
  EXPECT_TRUE(reference->code_numbers(CodeNumber::age_years, code("99213")).empty());
  EXPECT_TRUE(reference->code_numbers(CodeNumber::visit_minutes, code("11111")).empty());
}

TEST_F(OwnTablesTest, AModifierPairIsFoundEitherWayRound) {
  import_own("modifier_pairs", kPairs +
                                   "exclusive\t26\tTC\t\terror\tthe whole is one line\t\t\tour reading\n"
                                   "exclusive\t59\tXS\tXS\twarning\t\t2015-01-01\t\tour reading\n");
  const auto reference = snapshot();
  for (const auto& [first, second] : {std::pair("26", "TC"), std::pair("TC", "26")}) {
    const ModifierPairRow* const row =
        modifier_pair_on(*reference, mod(first), mod(second), day("2026-03-01"));
    ASSERT_NE(row, nullptr) << first;
    EXPECT_EQ(row->severity, 3);
    EXPECT_EQ(row->keep_packed, 0);
    EXPECT_EQ(reference->text(row->note), "the whole is one line");
  }
  const ModifierPairRow* const kept = modifier_pair_on(*reference, mod("XS"), mod("59"), day("2015-01-01"));
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(kept->severity, 2);
  EXPECT_EQ(kept->keep(), mod("XS"));
  EXPECT_EQ(modifier_pair_on(*reference, mod("XS"), mod("59"), day("2014-12-31")), nullptr);
  EXPECT_EQ(modifier_pair_on(*reference, mod("26"), mod("59"), day("2026-03-01")), nullptr);
}

TEST_F(OwnTablesTest, DiagnosisLinksStandAmongTheRelations) {
  import_own("diagnosis_links", kLinks +
                                    "must_pair\tZ23\tZ00-Z0212\tan example\t\t\tour reading\n"
                                    "combination\tI10\tN18\tI12\t2016-10-01\t\tour reading\n");
  const auto reference = snapshot();
  std::size_t found = 0;
  for (const DiagnosisRelation& row : reference->diagnosis_relations(icd("Z23"))) {
    if (row.link != DiagnosisLink::must_pair || !row.concerns(icd("Z23"))) continue;
    ++found;
    EXPECT_TRUE(row.names(icd("Z00")));
    EXPECT_TRUE(row.names(icd("Z02.12")));
    EXPECT_TRUE(row.names(icd("Z02.129")));  // below the last of the interval
    EXPECT_FALSE(row.names(icd("Z02.2")));
    EXPECT_EQ(reference->text(row.note), "an example");
  }
  EXPECT_EQ(found, 1U);
  const auto hypertension = reference->diagnosis_relations(icd("I10"));
  ASSERT_EQ(hypertension.size(), 1U);
  EXPECT_EQ(hypertension[0].link, DiagnosisLink::combination);
  EXPECT_TRUE(hypertension[0].names(icd("N18.6")));
  EXPECT_FALSE(hypertension[0].period().contains(day("2016-09-30")));
}

TEST_F(OwnTablesTest, PlacesHaveGroupsAndModifiersTheirPlaceOnTheLine) {
  import_own("places",
             "place\teffective\tend\tfacility\tgroups\twords\tsource\n"
             "22\t\t\tF\toutpatient_hospital hospital_incident\tHospital clinic\tours\n"
             "11\t\t\tN\toffice\tOffice\tours\n");
  import_own("modifiers",
             "modifier\teffective\tend\tclasses\torder\twords\tsource\n"
             "26\t\t\tcomponent pricing\t100\tReading\tours\nGA\t\t\t\t\tWaiver\tours\n");
  const auto reference = snapshot();
  const Date date = day("2026-03-01");
  EXPECT_TRUE(place_is(*reference, "22", date, PlaceGroup::facility));
  EXPECT_TRUE(place_is(*reference, "22", date, PlaceGroup::hospital_incident));
  EXPECT_FALSE(place_is(*reference, "22", date, PlaceGroup::office));
  EXPECT_FALSE(place_is(*reference, "11", date, PlaceGroup::facility));
  EXPECT_TRUE(reference->place("99").empty());
  EXPECT_TRUE(reference->place("").empty());
  EXPECT_TRUE(reference->knows_place("11", date));
  ASSERT_EQ(reference->modifier(mod("26")).size(), 1U);
  EXPECT_EQ(reference->modifier(mod("26"))[0].order, 100);
  EXPECT_TRUE(reference->modifier(mod("26"))[0].is(ModifierClass::pricing));
  EXPECT_EQ(reference->modifier(mod("GA"))[0].order, 0);
}

TEST_F(OwnTablesTest, AllSetsOfACodeAreToldAtOnceWhetherATableKnowsTheCodeOrNot) {
  import_text("codes.tsv",
              "# chargelint codes starter\n"
              "code\twords\tadded\tended\ttos\tbetos\tapc_status\tasc_indicator\tsource\n"
              "99213\tVisit\t\t\t\t\t\t\tours\n99216\tOld visit\t\t\t\t\t\t\tours\n");
  import_own("code_sets", kSets +
                              "evaluation_management\t99202\t99215\t\t\tours\n"
                              "paid_under_other_schedule\t99213\t\t2020-01-01\t2020-12-31\tours\n"
                              "unlisted\t99213\t99214\t\t2019-12-31\tours\n");
  const auto reference = snapshot();
  struct Case {
    std::string_view code;
    std::string_view day;
    bool visit;
    bool other_schedule;
    bool unlisted;
  };
  for (const Case& one : std::to_array<Case>({
           {"99213", "2020-12-31", true, true, false},
           {"99213", "2021-01-01", true, false, false},
           {"99213", "2019-12-31", true, false, true},
           {"99214", "2019-06-01", true, false, true},  // no table knows it
           {"99202", "2026-01-01", true, false, false},
           {"99215", "2026-01-01", true, false, false},
           {"99216", "2026-01-01", false, false, false},
           {"99201", "2026-01-01", false, false, false},
           {"00000", "2026-01-01", false, false, false},
           {"ZZZZZ", "2026-01-01", false, false, false},
       })) {
    const CodeSets sets = reference->code_sets_on(code(one.code), day(one.day));
    EXPECT_EQ(sets.has(CodeSet::evaluation_management), one.visit) << one.code << one.day;
    EXPECT_EQ(sets.has(CodeSet::paid_under_other_schedule), one.other_schedule) << one.code << one.day;
    EXPECT_EQ(sets.has(CodeSet::unlisted), one.unlisted) << one.code << one.day;
    EXPECT_EQ(reference->in_set(CodeSet::unlisted, code(one.code), day(one.day)), one.unlisted);
  }
}

TEST_F(OwnTablesTest, ADiagnosisHasTheSideThatItsTitleNames) {
  import_text(
      "icd10cm-order-2026.txt",
      order_text({{"M25511", true, "Pain in right shoulder"},
                  {"M25512", true, "Pain in left shoulder"},
                  {"M25519", true, "Pain in unspecified shoulder"},
                  {"M2550", true, "Pain in unspecified joint"},
                  {"M1711", true, "Unilateral primary osteoarthritis, right knee"},
                  {"M1712", true, "Unilateral primary osteoarthritis, left knee"},
                  {"M170", true, "Bilateral primary osteoarthritis of knee"},
                  {"I501", true, "Left ventricular failure, unspecified"},
                  {"H540X33", true, "Blindness right eye category 3, blindness left eye category 3"},
                  {"C50111", true, "Malignant neoplasm of central portion of right female breast"},
                  {"C50112", true, "Malignant neoplasm of central portion of left female breast"},
                  {"C50119", true, "Malignant neoplasm of central portion of unspecified female breast"},
                  {"R10", true, "Brightness and leftover"}}));
  const auto reference = snapshot();
  const auto side = [&](std::string_view text) { return reference->diagnosis(icd(text))[0].side; };
  EXPECT_EQ(side("M25511"), BodySide::right);
  EXPECT_EQ(side("M25512"), BodySide::left);
  EXPECT_EQ(side("M25519"), BodySide::unspecified);
  EXPECT_EQ(side("M2550"), BodySide::unstated);
  EXPECT_EQ(side("M1711"), BodySide::right);
  EXPECT_EQ(side("M170"), BodySide::both);
  EXPECT_EQ(side("I501"), BodySide::unstated);
  EXPECT_EQ(side("H540X33"), BodySide::unstated);
  EXPECT_EQ(side("C50119"), BodySide::unspecified);
  EXPECT_EQ(side("R10"), BodySide::unstated);
}

TEST_F(OwnTablesTest, ASitesOwnTableTakesThePlaceOfOursAndStaysWhenOursComesAgain) {
  import_shipped();
  const Date date = day("2026-03-01");
  ASSERT_TRUE(snapshot()->in_set(CodeSet::evaluation_management, code("99213"), date));
  ASSERT_TRUE(snapshot()->parameter(Parameter::ptp_bypass_either_line, date));
  import_own("code_sets", kSets + "evaluation_management\t99499\t99499\t\t\tour clinic\n", "2027");
  for (const bool again : {false, true, true}) {
    if (again) import_shipped();
    const auto reference = snapshot();
    EXPECT_FALSE(reference->in_set(CodeSet::evaluation_management, code("99213"), date));
    EXPECT_TRUE(reference->in_set(CodeSet::evaluation_management, code("99499"), date));
    EXPECT_TRUE(reference->parameter(Parameter::ptp_bypass_either_line, date));  // another table
    const auto& releases = reference->releases();
    EXPECT_TRUE(std::any_of(releases.begin(), releases.end(), [](const ReleaseInfo& one) {
      return one.source == Source::code_sets && one.name == "2027";
    }));
  }
  // The site's next edition ends its last; what was known before can still be seen.
  const std::int64_t before = clock_;
  import_own("code_sets", kSets + "evaluation_management\t99213\t99213\t\t\tour clinic\n", "2028");
  EXPECT_FALSE(snapshot()->in_set(CodeSet::evaluation_management, code("99499"), date));
  EXPECT_TRUE(snapshot()->in_set(CodeSet::evaluation_management, code("99213"), date));
  EXPECT_TRUE(as_known_at(before)->in_set(CodeSet::evaluation_management, code("99499"), date));
}

TEST_F(OwnTablesTest, AnEmptyTableSaysThatThereIsNothing) {
  import_own("modifier_pairs", kPairs + "exclusive\t26\tTC\t\terror\t\t\t\tours\n");
  import_own("modifier_pairs", kPairs, "none");
  EXPECT_TRUE(snapshot()->modifier_pairs(mod("26"), mod("TC")).empty());
}

TEST_F(OwnTablesTest, AWrongRowIsRefusedWithItsLineAndColumn) {
  EXPECT_NE(refusal("code_numbers", kNumbers + "minutes\t99213\t\t1\t2\t\t\t\tx\n").find(":3: column 1"),
            std::string::npos);
  EXPECT_NE(refusal("code_numbers", kNumbers + "age_years\t99213\t\tten\t2\t\t\t\tx\n").find("column 4"),
            std::string::npos);
  EXPECT_NE(
      refusal("modifier_pairs", kPairs + "exclusive\t26\tTC\t\tgrave\t\t\t\tx\n").find("error, warning"),
      std::string::npos);
  EXPECT_NE(refusal("diagnosis_links", kLinks + "must_pair\tZ23-A00\tZ00\t\t\t\tx\n").find("column 2"),
            std::string::npos);
  EXPECT_NE(refusal("places",
                    "place\teffective\tend\tfacility\tgroups\twords\tsource\n11\t\t\tN\tpalace\tOffice\tx\n")
                .find("PlaceGroup"),
            std::string::npos);
}

TEST_F(OwnTablesTest, AStoreOfTheSecondVersionKeepsItsPlacesAndTakesTheNewTables) {
  const std::string old = folder_.at("old.db");
  {
    ASSERT_TRUE(ReferenceStore::open(old, true));
    Database database(old, false);
    database.run(
        "ALTER TABLE modifier DROP COLUMN place_on_line; ALTER TABLE place DROP COLUMN groups;"
        "DROP TABLE code_number; DROP TABLE modifier_pair; DROP TABLE diagnosis_link;"
        "PRAGMA user_version = 2;"
        "INSERT INTO release VALUES (1, 'place-of-service', 'place', 'starter', 0, 1, NULL, NULL, 1, 1, 1, "
        "'aa', NULL, 1000, NULL, 0, 1);"
        "INSERT INTO place VALUES ('22', 'F', 'Hospital', 'x', NULL, NULL, 1, 1000, NULL);");
  }
  auto store = ReferenceStore::open(old, false);
  ASSERT_TRUE(store) << to_string(store.error());
  ASSERT_TRUE((*store)->compile(snapshot_path(old), std::nullopt));
  auto reference = open_snapshot(snapshot_path(old));
  ASSERT_TRUE(reference) << to_string(reference.error());
  EXPECT_TRUE(place_is(**reference, "22", day("2026-01-01"), PlaceGroup::facility));
  EXPECT_FALSE(place_is(**reference, "22", day("2026-01-01"), PlaceGroup::outpatient_hospital));
  ImportOptions options;
  options.now_ms = 2'000;
  ASSERT_TRUE((*store)->import_starter(options));
  reference = open_snapshot(snapshot_path(old));
  ASSERT_TRUE(reference);
  EXPECT_TRUE((*reference)->knows_place("22", day("2026-01-01")));
}

}  // namespace
}  // namespace chargelint::data::testing
