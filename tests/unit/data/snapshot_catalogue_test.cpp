// What a snapshot answers beyond the rules: facts, partners, children, lists of codes, and the words of a
// code from the best of its texts.
#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_format.h"
#include "reference_batches.h"

namespace chargelint::data::testing {
namespace {

SnapshotContent::PairEdit edit(std::string_view column1, std::string_view column2, std::string_view from,
                               std::uint8_t indicator = 1) {
  SnapshotContent::PairEdit row;
  row.column1 = code(column1).packed();
  row.edit.column2_packed = code(column2).packed();
  row.edit.from_day = static_cast<std::uint16_t>(day(from).days() - PtpEdit::kEpoch);
  row.edit.to_day = PtpEdit::kOpenDay;
  row.edit.indicator = indicator;
  return row;
}

class SnapshotCatalogueTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::shared_ptr<const Catalogue> opened(SnapshotContent content) const {
    const std::string path = folder_.at("catalogue.snapshot");
    write_snapshot(std::move(content), path);
    auto catalogue = open_catalogue(path);
    EXPECT_TRUE(catalogue) << to_string(catalogue.error());
    return catalogue ? *catalogue : nullptr;
  }
  ReferenceFolder folder_;
};

TEST_F(SnapshotCatalogueTest, FindsAPairAmongAnyNumberOfOthers) {
  SnapshotContent content;
  content.releases.resize(1);
  // Every second code from 10000 on is a column 2 code of 62324; a smaller table for each size up to 40.
  for (int number = 10'000; number < 10'400; number += 2)
    content.ptp[0].push_back(edit("62324", std::to_string(number), "2020-01-01"));
  content.ptp[0].push_back(edit("62324", "10200", "2010-01-01", 0));
  for (int size = 1; size <= 40; ++size) {
    for (int number = 0; number < size; ++number)
      content.ptp[1].push_back(
          edit(std::to_string(20'000 + size), std::to_string(30'000 + 2 * number), "2020-01-01"));
  }
  const auto catalogue = opened(std::move(content));
  for (int number = 9'999; number <= 10'401; ++number) {
    const auto rows = catalogue->pair(Source::ptp_practitioner, code("62324"),
                                      code((number < 10'000 ? "0" : "") + std::to_string(number)));
    const bool there = number >= 10'000 && number < 10'400 && number % 2 == 0;
    ASSERT_EQ(rows.size(), there ? number == 10'200 ? 2U : 1U : 0U) << number;
    if (there) {
      ASSERT_EQ(rows[0].column2(), code(std::to_string(number)));
    }
  }
  EXPECT_EQ(catalogue->pair(Source::ptp_practitioner, code("62324"), code("10200"))[0].from(),
            day("2020-01-01"));
  EXPECT_EQ(catalogue->pair(Source::ptp_practitioner, code("62324"), code("10200"))[1].from(),
            day("2010-01-01"));
  for (int size = 1; size <= 40; ++size) {
    for (int number = 0; number < 40; ++number) {
      const auto rows = catalogue->pair(Source::ptp_hospital, code(std::to_string(20'000 + size)),
                                        code(std::to_string(30'000 + 2 * number)));
      ASSERT_EQ(rows.size(), number < size ? 1U : 0U) << size << " " << number;
    }
  }
  EXPECT_TRUE(catalogue->pair(Source::ptp_hospital, code("62324"), code("10200")).empty());
  EXPECT_TRUE(catalogue->pair(Source::ptp_practitioner, code("99999"), code("10200")).empty());
  EXPECT_TRUE(catalogue->pair(Source::mue_dme, code("62324"), code("10200")).empty());
}

TEST_F(SnapshotCatalogueTest, EachTableOfMedicareAndMedicaidAnswersForItself) {
  SnapshotContent content;
  content.releases.resize(1);
  const Source pairs[] = {Source::ptp_practitioner, Source::ptp_hospital, Source::ptp_medicaid_practitioner,
                          Source::ptp_medicaid_hospital, Source::ptp_medicaid_dme};
  const Source limits[] = {
      Source::mue_practitioner,          Source::mue_outpatient,          Source::mue_dme,
      Source::mue_medicaid_practitioner, Source::mue_medicaid_outpatient, Source::mue_medicaid_dme};
  for (std::size_t table = 0; table < kPtpTables; ++table)
    content.ptp[table].push_back(edit("62324", "2061" + std::to_string(table), "2020-01-01"));
  for (std::size_t table = 0; table < kMueTables; ++table) {
    MueLimit limit;
    limit.code_packed = code("62324").packed();
    limit.units = static_cast<std::uint32_t>(table) + 1;
    content.mue[table].push_back(limit);
  }
  const auto catalogue = opened(std::move(content));
  for (std::size_t table = 0; table < kPtpTables; ++table) {
    const auto rows = catalogue->ptp(pairs[table], code("62324"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].column2(), code("2061" + std::to_string(table)));
  }
  for (std::size_t table = 0; table < kMueTables; ++table) {
    const auto rows = catalogue->mue(limits[table], code("62324"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].units, table + 1);
  }
}

TEST_F(SnapshotCatalogueTest, PartnersAreTheEditsThatHaveTheCodeInColumn2) {
  SnapshotContent content;
  content.releases.resize(1);
  content.ptp[0] = {edit("99999", "36000", "2020-01-01"), edit("00100", "36000", "2020-01-01"),
                    edit("62324", "36000", "2020-01-01", 0), edit("62324", "36000", "2010-01-01"),
                    edit("62324", "36400", "2020-01-01")};
  const auto catalogue = opened(std::move(content));
  const auto partners = catalogue->partners(Source::ptp_practitioner, code("36000"));
  ASSERT_EQ(partners.size(), 4U);
  EXPECT_EQ(partners[0].column1, code("00100"));
  EXPECT_EQ(partners[1].column1, code("62324"));
  EXPECT_EQ(partners[1].edit->from(), day("2020-01-01"));
  EXPECT_EQ(partners[2].edit->from(), day("2010-01-01"));
  EXPECT_EQ(partners[3].column1, code("99999"));
  EXPECT_TRUE(catalogue->partners(Source::ptp_hospital, code("36000")).empty());
  EXPECT_TRUE(catalogue->partners(Source::ptp_practitioner, code("62324")).empty());
  EXPECT_TRUE(catalogue->partners(Source::ptp_practitioner, code("J9999")).empty());
}

TEST_F(SnapshotCatalogueTest, ChildrenOfAPrimaryAndTheLivesOfCodes) {
  SnapshotContent content;
  content.releases.resize(1);
  for (const auto& [add_on, primary] :
       {std::pair("99292", "99291"), {"0777T", "62324"}, {"0054T", "62324"}}) {
    AddOnEdit row;
    row.add_on_packed = code(add_on).packed();
    row.primary_packed = code(primary).packed();
    content.add_on.push_back(row);
  }
  AddOnEdit any;
  any.add_on_packed = code("0775T").packed();
  any.primary_packed = code("CCCCC").packed();
  any.contractor_defined = true;
  content.add_on.push_back(any);
  ProcedureCodeRow life;
  life.code_packed = code("J1885").packed();
  life.added = day("1996-01-01").days();
  life.ended = day("2023-12-31").days();
  life.coverage = 'D';
  content.procedures.push_back(life);
  const auto catalogue = opened(std::move(content));
  const auto children = catalogue->add_on_children(code("62324"));
  ASSERT_EQ(children.size(), 2U);
  EXPECT_EQ(children[0]->add_on(), code("0054T"));
  EXPECT_EQ(children[1]->add_on(), code("0777T"));
  EXPECT_TRUE(catalogue->add_on_children(code("0777T")).empty());
  EXPECT_FALSE(catalogue->knows_code(code("CCCCC")));
  ASSERT_EQ(catalogue->procedure_code(code("J1885")).size(), 1U);
  EXPECT_EQ(catalogue->procedure_code(code("J1885"))[0].life().to, day("2023-12-31"));
  EXPECT_EQ(catalogue->procedure_code(code("J1885"))[0].coverage, 'D');
  EXPECT_TRUE(catalogue->knows_code(code("J1885")));
  const auto codes = catalogue->procedure_codes();
  EXPECT_EQ(codes.size(), 7U);
  EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end()));
}

TEST_F(SnapshotCatalogueTest, ListsTheSubjectsOfFacts) {
  BatchStore store(folder_);
  BatchFile file;
  file.release = "2024Q1";
  file.first = "2024-01-01";
  file.rows[Table::fact] = {{"P", "J1885", "title", "Ketorolac"}, {"P", "A0425", "title", "Ground mileage"},
                            {"M", "LT", "title", "Left side"},    {"D", "A00-A09", "title", "Intestinal"},
                            {"D", "CH01", "title", "Infectious"}, {"L", "1011200", "name", "Alabama"}};
  store.import({file});
  const auto catalogue = store.catalogue();
  using Codes = std::vector<std::string>;
  EXPECT_EQ(catalogue->subjects(Subject::procedure), (Codes{"A0425", "J1885"}));
  EXPECT_EQ(catalogue->subjects(Subject::diagnosis), (Codes{"A00-A09", "CH01"}));
  EXPECT_EQ(catalogue->subjects(Subject::locality), (Codes{"1011200"}));
  EXPECT_TRUE(catalogue->subjects(Subject::article).empty());
  EXPECT_TRUE(catalogue->knows_code(code("A0425"))) << "a code of which only facts are known";
  EXPECT_EQ(catalogue->facts(Subject::diagnosis, "A00-A09").size(), 1U);
}

TEST_F(SnapshotCatalogueTest, TheWordsOfACodeAreOursThenALicenseesThenTheOthers) {
  BatchStore store(folder_);
  const auto file = [](Source source, Table table, const std::vector<std::vector<std::string>>& rows) {
    BatchFile made;
    made.source = source;
    made.release = "2024";
    made.first = "2024-01-01";
    made.rows[table] = rows;
    return made;
  };
  store.import({file(Source::opps, Table::fact, {{"P", "J1885", "short title", "short"}})});
  EXPECT_EQ(store.catalogue()->words(code("J1885")), "short");
  store.import({file(Source::hcpcs, Table::fact,
                     {{"P", "J1885", "title", "long"}, {"P", "J1885", "short title", "other short"}})});
  EXPECT_EQ(store.catalogue()->words(code("J1885")), "long");
  store.import({file(Source::cpt_descriptors, Table::fact, {{"P", "J1885", "title", "licensed"}})});
  EXPECT_EQ(store.catalogue()->words(code("J1885")), "licensed");
  BatchFile consumer =
      file(Source::cpt_descriptors, Table::fact, {{"P", "J1885", "consumer title", "for people"}});
  consumer.part = 1;
  store.import({consumer});
  EXPECT_EQ(store.catalogue()->words(code("J1885")), "for people");
  store.import({file(Source::code_words, Table::code, {{"J1885", "our own"}, {"A0425", ""}})});
  EXPECT_EQ(store.catalogue()->words(code("J1885")), "our own");
  EXPECT_EQ(store.catalogue()->words(code("A0425")), "");
}

TEST_F(SnapshotCatalogueTest, AModifierOfACodeSetReleaseIsKnownAndOursSaysWhatItMeans) {
  BatchStore store(folder_);
  BatchFile own;
  own.source = Source::modifiers;
  own.release = "starter";
  own.first = "2000-01-01";
  own.rows[Table::modifier] = {{"59", "ncci_bypass distinct", "Distinct", "", "240", "", ""},
                               {"LT", "anatomic left", "Left side", "", "0", "", ""}};
  BatchFile release;
  release.release = "2024Q1";
  release.first = "2024-01-01";
  release.rows[Table::modifier] = {{"LT", "", "", "", "0", "", ""},
                                   {"QW", "", "CLIA waived", "", "0", "", ""}};
  release.rows[Table::fact] = {{"M", "QW", "title", "CLIA waived test"}, {"M", "LT", "title", "LEFT SIDE"}};
  store.import({own, release});
  const auto catalogue = store.catalogue();
  EXPECT_EQ(catalogue->modifier_codes().size(), 3U);
  const auto waived = catalogue->modifier(mod("QW"));
  ASSERT_EQ(waived.size(), 1U);
  EXPECT_EQ(waived[0].classes, 0U);
  EXPECT_EQ(catalogue->words(mod("QW")), "CLIA waived");
  EXPECT_EQ(catalogue->words(mod("LT")), "Left side");
  for (const ModifierRow& row : catalogue->modifier(mod("LT"))) EXPECT_TRUE(row.is(ModifierClass::left));
  const auto found = modifier_on(*catalogue, mod("LT"), day("2024-05-01"));
  EXPECT_EQ(found.known, Known::row);
}

TEST_F(SnapshotCatalogueTest, TheFirstFormatIsNamedWithWhatToDo) {
  const std::string path = folder_.at("old.snapshot");
  write_snapshot({}, path);
  std::string old = read_bytes(path);
  old[offsetof(snapshot::Header, version)] = 1;
  const auto refused = open_catalogue(folder_.write("old.snapshot", old));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("version 1"), std::string::npos);
  EXPECT_NE(refused.error().what.find("import"), std::string::npos);
}

}  // namespace
}  // namespace chargelint::data::testing
