// The store of record: what an import takes, ends and keeps, and what was known when.
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

const std::string kOld = "20610\t11730\t\t20200101\t*\t1\tA";
const std::string kGone = "20610\t11719\t\t20200101\t*\t1\tA";
const std::string kDeleted = "20610\t11719\t\t20200101\t20240630\t1\tA";
const std::string kNew = "20610\t11740\t\t20240701\t*\t0\tB";

class ReferenceStoreTest : public StoreFixture {
 protected:
  [[nodiscard]] static std::vector<std::string> pairs(const Reference& reference,
                                                      Source table = Source::ptp_practitioner) {
    std::vector<std::string> found;
    for (const PtpEdit& edit : reference.ptp(table, code("20610"))) {
      found.push_back(edit.column2().text().str() + " " + edit.from().iso().str() + " " +
                      edit.to().iso().str());
    }
    return found;
  }
  [[nodiscard]] std::vector<std::string> pairs() const { return pairs(*snapshot()); }
};

TEST_F(ReferenceStoreTest, TakesAReleaseAndSaysWhatItTook) {
  const std::string bytes = ptp_text({kOld, kGone});
  import_text("ccipra-2024q2-f1.TXT", bytes);
  ASSERT_EQ(report_.files.size(), 1U);
  EXPECT_EQ(report_.files[0].source, "ncci-ptp-practitioner");
  EXPECT_EQ(report_.files[0].release, "2024Q2");
  EXPECT_EQ(report_.files[0].rows, 2U);
  EXPECT_TRUE(report_.files[0].complete);
  EXPECT_EQ(report_.added, 2U);
  const SourceStatus status = status_of("ncci-ptp-practitioner");
  EXPECT_EQ(status.rows_current, 2U);
  ASSERT_EQ(status.releases.size(), 1U);
  EXPECT_EQ(status.releases[0].digest, sha256_hex(bytes));
  EXPECT_EQ(status.releases[0].file, "ccipra-2024q2-f1.TXT");
  EXPECT_EQ(status.releases[0].force.from, day("2024-04-01"));
  EXPECT_EQ(status.releases[0].loaded_ms, clock_);
  EXPECT_FALSE(status.releases[0].superseded_ms);
}

TEST_F(ReferenceStoreTest, ANewerCompleteReleaseEndsWhatItNoLongerHolds) {
  import_text("ccipra-2024q2-f1.TXT", ptp_text({kOld, kGone}), true, 1'000);
  import_text("ccipra-2024q3-f1.TXT", ptp_text({kOld, kDeleted, kNew}), true, 2'000);
  EXPECT_EQ(report_.kept, 1U);
  EXPECT_EQ(report_.ended, 1U);
  EXPECT_EQ(report_.added, 2U);
  const std::vector<std::string> now = {"11719 2020-01-01 2024-06-30", "11730 2020-01-01 ",
                                        "11740 2024-07-01 "};
  EXPECT_EQ(pairs(), now);
  const auto reference = snapshot();
  ASSERT_EQ(reference->releases().size(), 1U) << "the older release is taken in";
  EXPECT_EQ(reference->releases()[0].name, "2024Q3");
  for (const PtpEdit& edit : reference->ptp(Source::ptp_practitioner, code("20610")))
    EXPECT_EQ(edit.release, 0);

  const std::vector<std::string> then = {"11719 2020-01-01 ", "11730 2020-01-01 "};
  const auto known_before = as_known_at(1'500);
  EXPECT_EQ(pairs(*known_before), then) << "what was known before the newer release";
  EXPECT_EQ(known_before->releases()[0].name, "2024Q2");
  EXPECT_EQ(pairs(*as_known_at(2'000)), now);
  EXPECT_TRUE(pairs(*as_known_at(999)).empty());
}

TEST_F(ReferenceStoreTest, TheOrderOfImportsDoesNotMatter) {
  import_text("ccipra-2024q3-f1.TXT", ptp_text({kOld, kDeleted, kNew}));
  const std::string digest(snapshot()->digest());
  import_text("ccipra-2024q2-f1.TXT", ptp_text({kOld, kGone}));
  EXPECT_EQ(report_.added, 0U);
  EXPECT_EQ(report_.ended, 0U);
  EXPECT_EQ(snapshot()->digest(), digest);
  EXPECT_EQ(status_of("ncci-ptp-practitioner").rows_current, 3U);
}

TEST_F(ReferenceStoreTest, ThePartialReleaseWinsForItsOwnPairsAlone) {
  const std::string excerpt = ptp_text({"20610\t11719\t\t20210101\t*\t0\tA"});
  const std::vector<std::string> expected = {"11719 2021-01-01 ", "11730 2020-01-01 "};
  import_text("ccipra-2024q2-f1.TXT", ptp_text({kOld, kGone}));
  import_text("ccipra-v322r0-f1.TXT", excerpt, false);
  EXPECT_FALSE(report_.files[0].complete);
  EXPECT_EQ(pairs(), expected);
  EXPECT_TRUE(snapshot()->coverage(Source::ptp_practitioner, day("2024-05-01")).complete);
  EXPECT_TRUE(snapshot()->coverage(Source::ptp_practitioner, day("2026-07-15")).nearest);
  const std::string digest(snapshot()->digest());

  const std::string other = folder_.at("other.db");
  store_ = std::move(*ReferenceStore::open(other, true));
  ImportOptions options;
  options.complete = false;
  ASSERT_TRUE(store_->import({folder_.at("ccipra-v322r0-f1.TXT")}, options, {}));
  options.complete = true;
  ASSERT_TRUE(store_->import({folder_.at("ccipra-2024q2-f1.TXT")}, options, {}));
  EXPECT_EQ((*open_snapshot(snapshot_path(other)))->digest(), digest) << "in either order";
}

TEST_F(ReferenceStoreTest, PartsOfOneReleaseCompleteEachOther) {
  std::vector<std::string> paths;
  for (int part = 1; part <= 4; ++part) {
    const std::string name = "ccipra-v322r0-f" + std::to_string(part) + ".TXT";
    paths.push_back(
        folder_.write(name, ptp_text({"2061" + std::to_string(part) + "\t11730\t\t20200101\t*\t1\tA"})));
  }
  ASSERT_TRUE(import({paths[0]}, std::nullopt));
  ASSERT_TRUE(import({paths[1], paths[2], paths[3]}, std::nullopt));
  const SourceStatus status = status_of("ncci-ptp-practitioner");
  ASSERT_EQ(status.releases.size(), 2U);
  EXPECT_TRUE(status.releases[0].superseded_ms.has_value());
  EXPECT_EQ(status.releases[1].rows, 4U);
  EXPECT_EQ(status.rows_current, 4U);
  EXPECT_EQ(snapshot()->ptp(Source::ptp_practitioner, code("20611")).size(), 1U);
}

TEST_F(ReferenceStoreTest, ACorrectedPartTakesThePlaceOfThatPartAlone) {
  const auto part_text = [](int part, const std::vector<std::string>& column2) {
    std::vector<std::string> rows;
    for (const std::string& code : column2)
      rows.push_back("2061" + std::to_string(part) + "\t" + code + "\t\t20200101\t*\t1\tA");
    return ptp_text(rows);
  };
  const auto name = [](int part) { return "ccipra-v322r0-f" + std::to_string(part) + ".TXT"; };
  std::vector<std::string> paths;
  for (int part = 1; part <= 4; ++part)
    paths.push_back(folder_.write(name(part), part_text(part, {"11730", "11740", "11750"})));
  ASSERT_TRUE(import(paths));
  const std::int64_t before = clock_;
  const auto pairs = [](const Reference& reference, std::string_view column1) {
    return reference.ptp(Source::ptp_practitioner, code(column1)).size();
  };
  // 11730 at its beginning and 11750 at its end are gone, 11745 is new.
  const auto report =
      import({folder_.write("corrected/" + name(2), part_text(2, {"11740", "11745"}))}, std::nullopt);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_EQ(report->added, 1U);
  EXPECT_EQ(report->ended, 2U);
  EXPECT_EQ(report->kept, 1U);
  const auto now = snapshot();
  EXPECT_EQ(pairs(*now, "20611"), 3U);
  EXPECT_EQ(pairs(*now, "20612"), 2U);
  EXPECT_EQ(pairs(*now, "20613"), 3U);
  EXPECT_TRUE(now->pair(Source::ptp_practitioner, code("20612"), code("11730")).empty());
  EXPECT_EQ(now->pair(Source::ptp_practitioner, code("20612"), code("11745")).size(), 1U);
  EXPECT_EQ(now->releases().size(), 1U);
  EXPECT_EQ(pairs(*as_known_at(before), "20612"), 3U);
  const SourceStatus status = status_of("ncci-ptp-practitioner");
  EXPECT_EQ(status.releases.back().rows, 11U);
  EXPECT_EQ(status.rows_current, 11U);
  for (const std::string& path : {folder_.at("corrected/" + name(2)), paths[0]}) {
    const auto again = import({path}, std::nullopt);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->files[0].unchanged) << path;
  }
}

TEST_F(ReferenceStoreTest, TheThreadsAndTheOrderOfFilesLeaveNoTrace) {
  std::vector<std::string> paths;
  for (int part = 1; part <= 4; ++part) {
    paths.push_back(
        folder_.write("ccipra-v322r0-f" + std::to_string(part) + ".TXT",
                      ptp_text({"2061" + std::to_string(part) + "\t11730\t\t20200101\t*\t1\tA"})));
  }
  paths.push_back(folder_.write("PPRRVU2026_Jul.csv", fee_csv({FeeRecord{.code = "77003"}}, true)));
  paths.push_back(folder_.write("icd10cm_order_2026.txt",
                                order_text({{"A00", false, "Cholera"}, {"A000", true, "Classic"}})));
  ASSERT_TRUE(import(paths));
  const std::string bytes = read_bytes(snapshot_path(path()));
  std::reverse(paths.begin(), paths.end());
  const std::string together = folder_.at("together.db");
  store_ = std::move(*ReferenceStore::open(together, true));
  ASSERT_TRUE(import(paths));
  EXPECT_EQ(read_bytes(snapshot_path(together)), bytes);
  const std::string one_by_one = folder_.at("one-by-one.db");
  store_ = std::move(*ReferenceStore::open(one_by_one, true));
  for (const std::string& one : paths) ASSERT_TRUE(import({one}));
  EXPECT_EQ(read_bytes(snapshot_path(one_by_one)), bytes);
}

TEST(Completeness, NeedsThePartsTheRowsAndNineTenthsOfTheSibling) {
  constexpr unsigned kAll = 0b11110;
  EXPECT_TRUE(is_complete(Source::ptp_practitioner, 2'545'089, kAll, std::nullopt));
  EXPECT_FALSE(is_complete(Source::ptp_practitioner, 1'900'000, 0b01110, std::nullopt));
  EXPECT_TRUE(is_complete(Source::ptp_practitioner, 2'400'000, 0, 2'545'089));
  EXPECT_FALSE(is_complete(Source::ptp_practitioner, 2'200'000, kAll, 2'545'089));
  EXPECT_FALSE(is_complete(Source::ptp_practitioner, 154, kAll, std::nullopt));
  EXPECT_FALSE(is_complete(Source::mue_practitioner, 44, 0, std::nullopt));
  EXPECT_TRUE(is_complete(Source::mue_practitioner, 15'095, 0, std::nullopt));
  EXPECT_TRUE(is_complete(Source::mue_practitioner, 13'586, 0, 15'095));
  EXPECT_FALSE(is_complete(Source::mue_practitioner, 13'585, 0, 15'095));
  EXPECT_TRUE(is_complete(Source::mue_dme, 2'928, 0, std::nullopt));
  EXPECT_FALSE(is_complete(Source::fee_schedule, 9'999, 0, std::nullopt));
  EXPECT_FALSE(is_complete(Source::icd10cm, 59'999, 0, std::nullopt));
  EXPECT_TRUE(is_complete(Source::add_on, 7'743, 0, 8'500));
  EXPECT_FALSE(is_complete(Source::hcpcs, 4'999, 0, std::nullopt));
  EXPECT_FALSE(is_complete(Source::opps, 9'999, 0, std::nullopt));
  EXPECT_TRUE(is_complete(Source::asc, 2'000, 0, std::nullopt));
  EXPECT_FALSE(is_complete(Source::icd10cm_tabular, 19'999, 0, std::nullopt));
  EXPECT_TRUE(is_complete(Source::betos, 1, 0, std::nullopt)) << "a list may be as short as it likes";
}

TEST_F(ReferenceStoreTest, TheSameBytesAgainChangeNothing) {
  import_text("ccipra-2024q2-f1.TXT", ptp_text({kOld, kGone}));
  const std::string before = read_bytes(snapshot_path(path()));
  import_text("ccipra-2024q2-f1.TXT", ptp_text({kOld, kGone}));
  EXPECT_TRUE(report_.files[0].unchanged);
  EXPECT_EQ(report_.added + report_.ended + report_.kept, 0U);
  EXPECT_EQ(status_of("ncci-ptp-practitioner").releases.size(), 1U);
  EXPECT_EQ(read_bytes(snapshot_path(path())), before);
}

TEST_F(ReferenceStoreTest, ACorrectedReleaseReplacesTheOneOfItsName) {
  import_text("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
              mue_text({"62324,1,3 Clinical,D", "62325,1,3 Clinical,D"}), true, 1'000);
  import_text("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
              mue_text({"62324,2,3 Clinical,D", "62326,1,3 Clinical,D"}), true, 2'000);
  EXPECT_EQ(report_.added, 2U);
  EXPECT_EQ(report_.ended, 2U);
  const auto reference = snapshot();
  ASSERT_EQ(reference->releases().size(), 1U);
  EXPECT_EQ(mue_on(*reference, Source::mue_practitioner, code("62324"), day("2026-05-01")).row->units, 2U);
  EXPECT_EQ(mue_on(*reference, Source::mue_practitioner, code("62325"), day("2026-05-01")).known,
            Known::absent);
  EXPECT_EQ(mue_on(*as_known_at(1'999), Source::mue_practitioner, code("62325"), day("2026-05-01")).known,
            Known::row);
}

TEST_F(ReferenceStoreTest, TablesWithoutRowDatesHoldUntilTheNextCompleteRelease) {
  import_text("MCR_MUE_PractitionerServices_Eff_01-01-2026.csv",
              mue_text({"62324,1,3 Clinical,D", "62325,5,2 Policy,D"}));
  import_text("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", mue_text({"62324,2,3 Clinical,D"}));
  import_text("MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", mue_text({"62324,9,3 Clinical,D"}), false);
  const auto reference = snapshot();
  const auto units = [&](std::string_view procedure, std::string_view date) -> std::int64_t {
    const auto found = mue_on(*reference, Source::mue_practitioner, code(procedure), day(date));
    return found.row != nullptr ? std::int64_t{found.row->units} : -1;
  };
  EXPECT_EQ(units("62324", "2026-06-30"), 1);
  EXPECT_EQ(units("62324", "2026-07-01"), 2);
  EXPECT_EQ(units("62324", "2026-10-01"), 9) << "the partial release wins for its own key";
  EXPECT_EQ(units("62325", "2026-06-30"), 5);
  EXPECT_EQ(units("62325", "2026-07-01"), -1);
  EXPECT_EQ(units("62325", "2025-12-31"), 5) << "before the oldest: the nearest";
  const auto coverage = [&](std::string_view date) {
    return reference->coverage(Source::mue_practitioner, day(date));
  };
  EXPECT_TRUE(coverage("2025-12-31").nearest);
  EXPECT_FALSE(coverage("2026-05-15").nearest) << "a gap between releases belongs to the earlier one";
  EXPECT_FALSE(coverage("2026-09-30").nearest);
  EXPECT_TRUE(coverage("2026-10-01").nearest);
  EXPECT_TRUE(coverage("2026-10-01").complete);
  EXPECT_EQ(reference->releases()[coverage("2026-08-01").release].name, "2026Q3");
}

TEST_F(ReferenceStoreTest, TheTwoFormsOfOneFeeScheduleAreOneRelease) {
  const std::vector<FeeRecord> records = {{.code = "62324"}, {.code = "77003", .modifier = "26"}};
  const std::string csv = folder_.write("PPRRVU2026_Jul.csv", fee_csv(records, true));
  const std::string text = folder_.write("PPRRVU2026_Jul.txt", fee_fixed(records));
  const auto both = import({csv, text});
  ASSERT_TRUE(both) << to_string(both.error());
  EXPECT_EQ(both->added, 2U);
  EXPECT_EQ(both->files.size(), 2U);
  EXPECT_EQ(snapshot()->fee_schedule(code("62324")).size(), 1U);
  const auto again = import({text});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->files[0].unchanged);

  const std::string other =
      folder_.write("other/PPRRVU2026_Jul.txt", fee_fixed({{.code = "62324", .work = "9.99"}}));
  const auto differing = import({csv, other});
  ASSERT_FALSE(differing);
  EXPECT_EQ(differing.error().kind, ErrorKind::conflict);
  EXPECT_NE(differing.error().what.find("62324"), std::string::npos);
}

TEST_F(ReferenceStoreTest, OneRefusedRowAndNothingOfTheImportIsTaken) {
  import_text("ccipra-2024q2-f1.TXT", ptp_text({kOld}));
  const std::string before = read_bytes(snapshot_path(path()));
  const std::string good = folder_.write("new/ccipra-2024q3-f1.TXT", ptp_text({kOld, kNew}));
  const std::string bad =
      folder_.write("new/icd10cm_order_2026.txt",
                    order_text({{"A00", false, "One"}, {"A000", true, "Two"}, {"A001", true, ""}}));
  const auto report = import({folder_.at("new")});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().where, bad + ":3");
  EXPECT_EQ(status_of("ncci-ptp-practitioner").rows_current, 1U);
  EXPECT_EQ(status_of("icd-10-cm").releases.size(), 0U);
  EXPECT_EQ(read_bytes(snapshot_path(path())), before);
  EXPECT_TRUE(import({good})) << "the store is still in order";
}

TEST_F(ReferenceStoreTest, NamesTheFilesItDoesNotKnow) {
  folder_.write("in/ccipra-v322r0-f1.TXT", "words of no table");
  folder_.write("in/codes.xlsx", zip_of({{"[Content_Types].xml", "<x/>"}}));
  const std::string archive = folder_.write(
      "in/ncci.zip", zip_of({{"ccipra-v322r0-f1.TXT", ptp_text({kOld})}, {"readme.txt", "read me"}}));
  const auto report = import({folder_.at("in")});
  ASSERT_TRUE(report) << to_string(report.error());
  ASSERT_EQ(report->files.size(), 1U);
  EXPECT_EQ(report->files[0].path, archive + ":ccipra-v322r0-f1.TXT");
  EXPECT_EQ(report->unknown.size(), 3U);
}

TEST_F(ReferenceStoreTest, TheStarterSpeaksUntilACompleteReleaseComes) {
  folder_.write(
      "s/mue.tsv",
      "# chargelint mue starter\nsetting\tcode\tunits\tmai\trationale\npractitioner\t62324\t7\t3\tours\n"
      "practitioner\t62325\t7\t3\tours\n");
  ASSERT_TRUE(import({folder_.at("s")}, std::nullopt));
  std::shared_ptr<const Reference> reference;  // rows live as long as it does
  const auto found = [&](std::string_view procedure) {
    reference = snapshot();
    return mue_on(*reference, Source::mue_practitioner, code(procedure), day("2026-05-01"));
  };
  EXPECT_EQ(found("62324").row->units, 7U);
  EXPECT_EQ(mue_on(*snapshot(), Source::mue_practitioner, code("99213"), day("2026-05-01")).known,
            Known::unknown);

  import_text("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", mue_text({"62324,1,3 Clinical,D"}), false);
  EXPECT_EQ(found("62324").row->units, 1U) << "a partial official release wins for its keys";
  EXPECT_EQ(found("62325").row->units, 7U);

  import_text("MCR_MUE_PractitionerServices_Eff_01-01-2026.csv", mue_text({"62324,2,3 Clinical,D"}), true);
  EXPECT_EQ(found("62325").known, Known::absent) << "the starter is outranked";
  for (const ReleaseInfo& release : reference->releases()) EXPECT_NE(release.name, "starter");
}

TEST_F(ReferenceStoreTest, OfficialTitlesComeBeforeOurWords) {
  folder_.write(
      "s/diagnoses.tsv",
      "# chargelint diagnoses starter\ncode\tbillable\teffective\tend\twords\nM5412\t1\t\t\tours\n");
  ASSERT_TRUE(import({folder_.at("s")}, std::nullopt));
  EXPECT_EQ(snapshot()->words(icd("M54.12")), "ours");
  import_text("icd10cm_order_2025.txt", order_text({{"M5412", true, "Official of 2025"}}), true);
  import_text("icd10cm_order_2026.txt", order_text({{"M5412", true, "Official of 2026"}}), true);
  EXPECT_EQ(snapshot()->words(icd("M54.12")), "Official of 2026");
}

TEST_F(ReferenceStoreTest, ImportsItsOwnStarterTables) {
  ImportOptions options;
  options.now_ms = 5;
  const auto report = store_->import_starter(options);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_TRUE(report->unknown.empty());
  const auto reference = snapshot();
  EXPECT_TRUE(reference->coverage(Source::modifiers, day("2026-01-01")).complete);
  EXPECT_TRUE(reference->modifier(mod("59"))[0].is(ModifierClass::distinct));
  EXPECT_FALSE(reference->words(mod("59")).empty());
  EXPECT_TRUE(reference->knows_place("11", day("2026-01-01")));
  EXPECT_FALSE(reference->knows_place("00", day("2026-01-01")));
  EXPECT_TRUE(reference->in_set(CodeSet::evaluation_management, code("99213"), day("2026-01-01")));
  EXPECT_FALSE(reference->in_set(CodeSet::evaluation_management, code("62324"), day("2026-01-01")));
  EXPECT_TRUE(reference->in_set(DiagnosisSet::external_cause, icd("W19.XXXA"), day("2026-01-01")));
  EXPECT_FALSE(reference->in_set(DiagnosisSet::external_cause, icd("M54.12"), day("2026-01-01")));
  EXPECT_FALSE(reference->code_map(CodeMap::medicare_alternative, code("99242")).empty());
  EXPECT_EQ(reference->parameter(Parameter::ptp_bypass_either_line, day("2019-07-01")), 1);
  EXPECT_FALSE(reference->parameter(Parameter::ptp_bypass_either_line, day("2019-06-30")));
  const auto again = store_->import_starter(options);
  ASSERT_TRUE(again);
  for (const ImportedFile& file : again->files) EXPECT_TRUE(file.unchanged) << file.path;
}

TEST_F(ReferenceStoreTest, CompilesTheSameStoreToTheSameBytes) {
  import_text("ccipra-2024q2-f1.TXT", ptp_text({kOld, kGone, kNew}));
  import_text("icd10cm_order_2026.txt", order_text({{"M54", false, "One"}, {"M5412", true, "Two"}}));
  const std::string target = folder_.at("again.snapshot");
  ASSERT_TRUE(store_->compile(target, std::nullopt));
  EXPECT_EQ(read_bytes(target), read_bytes(snapshot_path(path())));

  // Another machine: another order, other times.
  const std::string other = folder_.at("other.db");
  auto second = std::move(*ReferenceStore::open(other, true));
  ImportOptions options;
  options.complete = true;
  options.now_ms = 77'777;
  ASSERT_TRUE(second->import({folder_.at("icd10cm_order_2026.txt"), folder_.at("ccipra-2024q2-f1.TXT")},
                             options, {}));
  EXPECT_EQ(read_bytes(snapshot_path(other)), read_bytes(target));
}

TEST_F(ReferenceStoreTest, TellsProgressUpToTheWhole) {
  const std::string path = folder_.write("ccipra-2024q2-f1.TXT", ptp_text({kOld, kGone}));
  std::uint64_t last = 0;
  std::uint64_t whole = 0;
  ImportOptions options;
  ASSERT_TRUE(
      store_->import({path}, options, [&](const std::string&, std::uint64_t done, std::uint64_t total) {
        EXPECT_GE(done, last);
        last = done;
        whole = total;
      }));
  EXPECT_EQ(whole, std::filesystem::file_size(path));
  EXPECT_EQ(last, whole);
}

TEST(ReferenceStoreOpen, RefusesWhatIsNoStore) {
  const ReferenceFolder folder;
  const auto missing = ReferenceStore::open(folder.at("none.db"), false);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  const auto text = ReferenceStore::open(folder.write("text.db", std::string(10'000, 'x')), true);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::environment);
  EXPECT_NE(to_string(text.error()).find("text.db"), std::string::npos);
}

}  // namespace
}  // namespace chargelint::data::testing
