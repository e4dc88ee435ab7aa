// Facts, notes and lists in the store: releases one after another, partial ones, corrections, what was known
// when, and that the order of imports leaves no trace.
#include <algorithm>

#include "reference_batches.h"

namespace chargelint::data::testing {
namespace {

using Lines = std::vector<std::string>;

BatchFile hcpcs(const std::string& release, const std::string& first,
                const std::vector<std::vector<std::string>>& facts) {
  BatchFile file;
  file.source = Source::hcpcs;
  file.release = release;
  file.first = first;
  file.rows[Table::fact] = facts;
  return file;
}
const BatchFile kFirst = hcpcs("2024Q1", "2024-01-01",
                               {{"P", "J1885", "title", "Ketorolac"},
                                {"P", "J1885", "BETOS", "O1E"},
                                {"P", "A0425", "title", "Ground mileage"}});
const BatchFile kSecond =
    hcpcs("2024Q2", "2024-04-01", {{"P", "J1885", "title", "Ketorolac"}, {"P", "J1885", "BETOS", "O1F"}});
const BatchFile kThird =
    hcpcs("2024Q3", "2024-07-01", {{"P", "J1885", "title", "Ketorolac"}, {"P", "J1885", "BETOS", "O1F"}});

class ReferenceSetsTest : public ::testing::Test {
 protected:
  ReferenceFolder folder_;
  BatchStore store_{folder_};
};

TEST_F(ReferenceSetsTest, EqualFactsOfSuccessiveReleasesAreOneThatBeginsWithTheFirst) {
  store_.import({kFirst});
  store_.import({kSecond});
  store_.import({kThird});
  const auto catalogue = store_.catalogue();
  EXPECT_EQ(facts_of(*catalogue, Subject::procedure, "J1885"),
            (Lines{"BETOS=O1E 2024-01-01..2024-03-31 @2024Q1", "BETOS=O1F 2024-04-01.. @2024Q2",
                   "title=Ketorolac 2024-01-01.. @2024Q1"}));
  EXPECT_EQ(facts_of(*catalogue, Subject::procedure, "A0425"),
            (Lines{"title=Ground mileage 2024-01-01..2024-03-31 @2024Q1"}))
      << "a complete release ends what it does not hold";
  EXPECT_TRUE(catalogue->facts(Subject::diagnosis, "J1885").empty());
  EXPECT_TRUE(catalogue->facts(Subject::procedure, "TOOLONGX").empty());
}

TEST_F(ReferenceSetsTest, AFactThatWasAwayForAReleaseIsTwo) {
  store_.import({hcpcs("2024Q1", "2024-01-01", {{"P", "J1885", "title", "Ketorolac"}}),
                 hcpcs("2024Q2", "2024-04-01", {{"P", "A0425", "title", "Ground mileage"}}),
                 hcpcs("2024Q3", "2024-07-01", {{"P", "J1885", "title", "Ketorolac"}})});
  EXPECT_EQ(
      facts_of(*store_.catalogue(), Subject::procedure, "J1885"),
      (Lines{"title=Ketorolac 2024-01-01..2024-03-31 @2024Q1", "title=Ketorolac 2024-07-01.. @2024Q3"}));
}

TEST_F(ReferenceSetsTest, APartialReleaseWinsForItsOwnCodesUntilTheNextCompleteOne) {
  store_.import({kFirst});
  store_.import({hcpcs("2024-02", "2024-02-01", {{"P", "J1885", "title", "Corrected"}})}, false);
  EXPECT_EQ(
      facts_of(*store_.catalogue(), Subject::procedure, "J1885"),
      (Lines{"BETOS=O1E 2024-01-01..2024-01-31 @2024Q1", "title=Ketorolac 2024-01-01..2024-01-31 @2024Q1",
             "title=Corrected 2024-02-01.. @2024-02"}));
  EXPECT_EQ(facts_of(*store_.catalogue(), Subject::procedure, "A0425"),
            (Lines{"title=Ground mileage 2024-01-01.. @2024Q1"}));
  store_.import({kSecond});
  EXPECT_EQ(
      facts_of(*store_.catalogue(), Subject::procedure, "J1885"),
      (Lines{"BETOS=O1E 2024-01-01..2024-01-31 @2024Q1", "BETOS=O1F 2024-04-01.. @2024Q2",
             "title=Ketorolac 2024-01-01..2024-01-31 @2024Q1",
             "title=Corrected 2024-02-01..2024-03-31 @2024-02", "title=Ketorolac 2024-04-01.. @2024Q2"}));
}

TEST_F(ReferenceSetsTest, ACorrectionWithinAQuarterIsKnownFromItsImport) {
  store_.import({kFirst});
  const std::int64_t before = store_.now();
  BatchFile corrected = kFirst;
  corrected.rows[Table::fact][1][3] = "P6A";
  const ImportReport report = store_.import({corrected});
  EXPECT_EQ(report.added, 1U);
  EXPECT_EQ(report.ended, 1U);
  EXPECT_EQ(report.kept, 2U);
  EXPECT_EQ(facts_of(*store_.catalogue(), Subject::procedure, "J1885")[0], "BETOS=P6A 2024-01-01.. @2024Q1");
  EXPECT_EQ(facts_of(*store_.catalogue(before), Subject::procedure, "J1885")[0],
            "BETOS=O1E 2024-01-01.. @2024Q1");
  EXPECT_TRUE(store_.catalogue(before - 1)->releases().empty());

  const std::string bytes = store_.bytes();
  const ImportReport again = store_.import({corrected});
  EXPECT_TRUE(again.files[0].unchanged);
  EXPECT_EQ(again.added + again.ended, 0U);
  EXPECT_EQ(store_.bytes(), bytes);
}

TEST_F(ReferenceSetsTest, TheLowerRevisionDoesNotReplaceTheHigher) {
  BatchFile corrected = kFirst;
  corrected.revision = 1;
  corrected.release = "2024Q1r1";
  corrected.rows[Table::fact][1][3] = "P6A";
  store_.import({corrected});
  const std::string bytes = store_.bytes();
  EXPECT_EQ(store_.import({kFirst}).added, 0U);
  EXPECT_EQ(store_.bytes(), bytes);
  EXPECT_TRUE(store_.import({kFirst}).files[0].unchanged);
}

TEST_F(ReferenceSetsTest, NotesOfAStemAreOneSetAndADiagnosisFindsThoseOfItsCategory) {
  BatchFile tabular;
  tabular.source = Source::icd10cm_tabular;
  tabular.release = "2025";
  tabular.first = "2024-10-01";
  tabular.rows[Table::diagnosis_relation] = {{"excludes1", "M54", "M54", "F45.41", "F45.41", "psychogenic"},
                                             {"excludes1", "M545", "M545", "M51.2", "M51.2", "disc"},
                                             {"excludes2", "A00", "B99", "J00", "J06", "chapter"}};
  for (auto& row : tabular.rows[Table::diagnosis_relation]) {
    for (std::string& cell : row) std::erase(cell, '.');
  }
  store_.import({tabular});
  BatchFile next = tabular;
  next.release = "2026";
  next.first = "2025-10-01";
  next.rows[Table::diagnosis_relation] = {{"excludes1", "M54", "M54", "F4541", "F4541", "psychogenic"},
                                          {"excludes1", "M545", "M545", "S390", "S390", "strain"},
                                          {"excludes2", "A00", "B99", "J00", "J06", "chapter"}};
  store_.import({next});
  const auto catalogue = store_.catalogue();
  const auto excluded = [&](const char* one, const char* other, const char* on) {
    return excludes1_on(*catalogue, icd(one), icd(other), day(on)) != nullptr;
  };
  EXPECT_TRUE(excluded("M5450", "F4541", "2024-10-01"));
  EXPECT_TRUE(excluded("F4541", "M5450", "2026-01-01")) << "whichever carries the note, in one period";
  EXPECT_TRUE(excluded("M5450", "M5126", "2025-09-30"));
  EXPECT_FALSE(excluded("M5450", "M5126", "2025-10-01"));
  EXPECT_TRUE(excluded("M5450", "S39012A", "2025-10-01"));
  EXPECT_FALSE(excluded("M5450", "S39012A", "2025-09-30"));
  EXPECT_FALSE(excluded("M5412", "M5126", "2025-01-01"));
  EXPECT_EQ(catalogue->diagnosis_relations(icd("M5450")).size(), 3U);
  EXPECT_EQ(catalogue->text(catalogue->diagnosis_relations(icd("A150"))[0].note), "chapter");
  EXPECT_EQ(catalogue->diagnosis_relations(icd("B99")).size(), 1U);
  EXPECT_TRUE(catalogue->diagnosis_relations(icd("C000")).empty());
  EXPECT_TRUE(catalogue->diagnosis_relations(icd("999")).empty());
  EXPECT_TRUE(catalogue->diagnosis_relations(icd("Z99")).empty());
}

TEST_F(ReferenceSetsTest, ListsOfTheCodeEditorHoldByRelease) {
  BatchFile editor;
  editor.source = Source::mce;
  editor.release = "2024";
  editor.first = "2023-10-01";
  editor.rows[Table::diagnosis_edit] = {{"O80", "maternity", "9", "64"}, {"P000", "newborn", "0", "0"}};
  store_.import({editor});
  editor.release = "2025";
  editor.first = "2024-10-01";
  editor.rows[Table::diagnosis_edit] = {{"O80", "maternity", "9", "64"}};
  store_.import({editor});
  const auto catalogue = store_.catalogue();
  const auto* const maternity =
      diagnosis_edit_on(*catalogue, icd("O80"), DiagnosisEdit::maternity, day("2025-01-01"));
  ASSERT_NE(maternity, nullptr);
  EXPECT_EQ(maternity->least_age, 9);
  EXPECT_EQ(maternity->most_age, 64);
  EXPECT_EQ(catalogue->diagnosis_edits(icd("O80")).size(), 1U) << "one row from the first release on";
  EXPECT_NE(diagnosis_edit_on(*catalogue, icd("P000"), DiagnosisEdit::newborn, day("2024-09-30")), nullptr);
  EXPECT_EQ(diagnosis_edit_on(*catalogue, icd("P000"), DiagnosisEdit::newborn, day("2024-10-01")), nullptr);
  EXPECT_EQ(diagnosis_edit_on(*catalogue, icd("O80"), DiagnosisEdit::male, day("2025-01-01")), nullptr);
}

TEST_F(ReferenceSetsTest, OfRowsWithTheirOwnDatesTheNewestCompleteReleaseSpeaks) {
  BatchFile first;
  first.source = Source::coverage_articles;
  first.release = "2026-01";
  first.first = "2026-01-01";
  first.rows[Table::fact] = {{"A", "A52423", "covers diagnosis", "M05.711", "", "2020-01-01", ""},
                             {"A", "A52424", "covers diagnosis", "E11.9", "", "2021-01-01", ""}};
  BatchFile second = first;
  second.release = "2026-04";
  second.first = "2026-04-01";
  second.rows[Table::fact] = {{"A", "A52423", "covers diagnosis", "M05.711", "", "2020-01-01", "2026-02-28"}};
  store_.import({first});
  store_.import({second});
  const auto catalogue = store_.catalogue();
  EXPECT_EQ(facts_of(*catalogue, Subject::article, "A52423"),
            (Lines{"covers diagnosis=M05.711 2020-01-01..2026-02-28 @2026-04"}));
  EXPECT_TRUE(catalogue->facts(Subject::article, "A52424").empty());
  EXPECT_EQ(catalogue->releases().size(), 1U);

  BatchStore reversed(folder_, "reversed.db");
  reversed.import({second});
  EXPECT_EQ(reversed.import({first}).added, 0U);
  EXPECT_EQ(reversed.bytes(), store_.bytes());
  EXPECT_TRUE(reversed.import({first}).files[0].unchanged);

  BatchFile partial = second;
  partial.release = "2026-05";
  partial.first = "2026-05-01";
  partial.rows[Table::fact] = {{"A", "A52423", "covers diagnosis", "M05.712", "", "2026-05-01", ""}};
  store_.import({partial}, false);
  EXPECT_EQ(facts_of(*store_.catalogue(), Subject::article, "A52423"),
            (Lines{"covers diagnosis=M05.712 2026-05-01.. @2026-05"}));
}

TEST_F(ReferenceSetsTest, FilesOfOneReleaseThatHoldDifferentThingsStandBesideOneAnother) {
  BatchFile index;
  index.source = Source::icd10cm_index;
  index.release = "2025";
  index.first = "2024-10-01";
  index.part = 1;
  index.rows[Table::fact] = {{"D", "G060", "index term", "Abscess, brain"}};
  BatchFile neoplasm = index;
  neoplasm.part = 2;
  neoplasm.rows[Table::fact] = {{"D", "C719", "index term", "Neoplasm, brain"}};
  store_.import({index});
  store_.import({neoplasm});
  auto catalogue = store_.catalogue();
  EXPECT_EQ(catalogue->facts(Subject::diagnosis, "G060").size(), 1U);
  EXPECT_EQ(catalogue->facts(Subject::diagnosis, "C719").size(), 1U);
  ASSERT_EQ(catalogue->releases().size(), 1U) << "one release in two files";
  const std::string both = store_.bytes();

  BatchStore together(folder_, "together.db");
  together.import({neoplasm, index});
  EXPECT_EQ(together.bytes(), both);

  neoplasm.release = "2026";
  neoplasm.first = "2025-10-01";
  neoplasm.rows[Table::fact] = {{"D", "C710", "index term", "Neoplasm, cerebrum"}};
  store_.import({neoplasm});
  catalogue = store_.catalogue();
  EXPECT_EQ(facts_of(*catalogue, Subject::diagnosis, "G060"),
            (Lines{"index term=Abscess, brain 2024-10-01.. @2025"}))
      << "the index is not ended by a newer neoplasm table";
  EXPECT_EQ(facts_of(*catalogue, Subject::diagnosis, "C719"),
            (Lines{"index term=Neoplasm, brain 2024-10-01..2025-09-30 @2025"}));
}

TEST_F(ReferenceSetsTest, AFormThatLeavesSomethingOutAddsNothingToTheWholeOne) {
  BatchFile order;
  order.source = Source::icd10cm;
  order.release = "2026";
  order.first = "2025-10-01";
  order.rows[Table::diagnosis] = {{"A00", "0", "Cholera"}, {"A000", "1", "Cholera due to a vibrio"}};
  BatchFile codes = order;
  codes.never_complete = true;
  codes.edition = "-codes";
  codes.rows[Table::diagnosis] = {{"A000", "1", "Cholera due to a vibrio"}};
  store_.import({order});
  const std::string bytes = store_.bytes();
  const ImportReport report = store_.import({codes});
  EXPECT_EQ(report.added, 0U);
  EXPECT_EQ(report.kept, 1U);
  EXPECT_FALSE(report.files[0].complete);
  EXPECT_EQ(store_.bytes(), bytes);
  EXPECT_TRUE(store_.import({codes}).files[0].unchanged);

  BatchStore codes_first(folder_, "codes-first.db");
  codes_first.import({codes});
  EXPECT_FALSE(codes_first.catalogue()->coverage(Source::icd10cm, day("2026-01-01")).complete);
  codes_first.import({order});
  EXPECT_EQ(codes_first.bytes(), bytes);
  BatchStore together(folder_, "together.db");
  together.import({codes, order});
  EXPECT_EQ(together.bytes(), bytes);

  codes.rows[Table::diagnosis] = {{"A000", "1", "Another title"}};
  EXPECT_EQ(store_.import({codes}).added, 1U);
  EXPECT_EQ(store_.catalogue()->words(icd("A000")), "Another title");
  EXPECT_EQ(store_.catalogue()->diagnosis(icd("A00")).size(), 1U);
}

TEST_F(ReferenceSetsTest, CompletenessIsDecidedOnceForAllTablesOfARelease) {
  BatchFile whole = hcpcs("2024Q1", "2024-01-01", {});
  for (int number = 0; number < 5'000; ++number) {
    const std::string digits = std::to_string(10'000 + number).substr(1);
    whole.rows[Table::procedure].push_back({"J" + digits, "2000-01-01"});
  }
  whole.rows[Table::modifier] = {{"LT", "", "Left side", "", "0", "1984-01-01", ""}};
  BatchFile excerpt = hcpcs("2024Q2", "2024-04-01", {});
  excerpt.rows.clear();
  excerpt.rows[Table::modifier] = {{"RT", "", "Right side", "", "0", "1984-01-01", ""}};
  for (const ImportedFile& file : store_.import({whole, excerpt}, std::nullopt).files) {
    EXPECT_EQ(file.complete, file.release == "2024Q1");
  }
  const auto catalogue = store_.catalogue();
  EXPECT_TRUE(catalogue->coverage(Source::hcpcs, day("2024-05-01")).complete);
  EXPECT_EQ(catalogue->releases().size(), 2U);
  EXPECT_TRUE(catalogue->knows_code(code("J4999")));
}

// Everything at once, in several orders and in one import or in many.
TEST_F(ReferenceSetsTest, TheOrderOfImportsLeavesNoTrace) {
  BatchFile mue1 = hcpcs("2024Q1", "2024-01-01", {});
  mue1.source = Source::mue_practitioner;
  mue1.rows.clear();
  mue1.rows[Table::mue_limit] = {{"62324", "1", "3", "Nature of Service"}};
  BatchFile mue2 = mue1;
  mue2.release = "2024Q2";
  mue2.first = "2024-04-01";
  mue2.rows[Table::mue_limit] = {{"62324", "2", "3", "Clinical: Data"}};
  BatchFile add_on = hcpcs("2024Q2", "2024-04-01", {});
  add_on.source = Source::add_on;
  add_on.rows.clear();
  add_on.rows[Table::add_on_edit] = {{"99292", "99291", "1", "0", "", "", "", "2013-04-01", ""}};
  BatchFile newer_add_on = add_on;
  newer_add_on.release = "2024Q3";
  newer_add_on.first = "2024-07-01";
  newer_add_on.rows[Table::add_on_edit] = {
      {"99292", "99291", "1", "0", "", "", "", "2013-04-01", "2024-06-30"},
      {"0777T", "62324", "1", "1", "a note", "", "2025-01-01", "", ""}};
  std::vector<BatchFile> files = {kFirst, kSecond, kThird, mue1, mue2, add_on, newer_add_on};
  store_.import(files);
  const std::string bytes = store_.bytes();
  std::vector<std::vector<std::size_t>> orders = {
      {0, 1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1, 0}, {1, 6, 3, 0, 5, 2, 4}};
  for (std::size_t which = 0; which < orders.size(); ++which) {
    BatchStore other(folder_, "order" + std::to_string(which) + ".db");
    for (const std::size_t file : orders[which]) other.import({files[file]});
    EXPECT_EQ(other.bytes(), bytes) << "order " << which;
  }
  const auto catalogue = store_.catalogue();
  ASSERT_EQ(catalogue->add_on(code("99292")).size(), 1U);
  EXPECT_EQ(catalogue->add_on(code("99292"))[0].period().to, day("2024-06-30"));
  ASSERT_EQ(catalogue->add_on(code("0777T")).size(), 1U);
  EXPECT_EQ(catalogue->text(catalogue->add_on(code("0777T"))[0].note_text), "a note");
  EXPECT_EQ(catalogue->add_on(code("0777T"))[0].primary_deleted, day("2025-01-01").days());
}

}  // namespace
}  // namespace chargelint::data::testing
