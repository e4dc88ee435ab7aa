// What a release changes: by store, by day of knowledge, by release, and by files that are in no store.
#include "data/reference/diff.h"

#include <algorithm>

#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

// A report as lines: "ncci-ptp-practitioner added 20610 11740".
class Lines final : public DiffReport {
 public:
  void table(const TableDiff& diff) override { tables.push_back(diff); }
  void row(const TableDiff& diff, const RowChange& change) override {
    std::string line = diff.source + " " + std::string(change_name(change.kind));
    for (const auto& [name, value] : change.key) line += value.empty() ? "" : " " + value;
    for (std::size_t index = 0; index < change.before.size() && index < change.after.size(); ++index) {
      if (change.before[index].second == change.after[index].second) continue;
      line += " " + std::string(change.before[index].first) + ":" + change.before[index].second + ">" +
              change.after[index].second;
    }
    lines.push_back(line);
  }
  [[nodiscard]] bool wants_rows() const override { return lines.size() < most; }

  [[nodiscard]] const TableDiff& of(const std::string& source) const {
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [&](const TableDiff& diff) { return diff.source == source; });
    static const TableDiff none;
    return found == tables.end() ? none : *found;
  }

  std::vector<TableDiff> tables;
  std::vector<std::string> lines;
  std::size_t most = 1000;
};

using Expected = std::vector<std::string>;

const std::string kStays = "20610\t11730\t\t20200101\t*\t1\tA";
const std::string kOpen = "20610\t11719\t\t20200101\t*\t1\tA";
const std::string kDeleted = "20610\t11719\t\t20200101\t20240630\t1\tA";
const std::string kNew = "20610\t11740\t\t20240701\t*\t0\tB";
const std::string kReleased = "64450\t20550\t\t20190101\t*\t0\tA";
const std::string kSofter = "64450\t20550\t\t20190101\t*\t1\tA";

const std::string kQuarter2 = "ccipra-2024q2-f1.TXT";
const std::string kQuarter3 = "ccipra-2024q3-f1.TXT";

class ReferenceDiffTest : public StoreFixture {
 protected:
  [[nodiscard]] Lines diff(const DiffOperand& before, const DiffOperand& after,
                           const DiffOptions& options = {}) {
    Lines lines;
    const auto done = diff_reference(before, after, options, lines);
    EXPECT_TRUE(done) << to_string(done.error());
    return lines;
  }
  [[nodiscard]] DiffOperand store() const {
    DiffOperand operand;
    operand.store = path();
    return operand;
  }
  [[nodiscard]] DiffOperand known(std::int64_t moment) const {
    DiffOperand operand = store();
    operand.known_ms = moment;
    return operand;
  }
  [[nodiscard]] DiffOperand release(const std::string& name, std::optional<Source> source = {}) const {
    DiffOperand operand = store();
    operand.release = name;
    operand.release_source = source;
    return operand;
  }
  [[nodiscard]] DiffOperand file(const std::string& name, const std::string& content) const {
    DiffOperand operand;
    operand.paths.push_back(folder_.write("files/" + name, content));
    return operand;
  }
  [[nodiscard]] static Expected of_pairs() {
    return {"ncci-ptp-practitioner ended 20610 11719 valid_to:>2024-06-30",
            "ncci-ptp-practitioner added 20610 11740",
            "ncci-ptp-practitioner changed 64450 20550 indicator:0>1"};
  }
};

TEST_F(ReferenceDiffTest, TellsAddedEndedAndChangedPairsOfTwoFiles) {
  const Lines lines = diff(file(kQuarter2, ptp_text({kStays, kOpen, kReleased})),
                           file(kQuarter3, ptp_text({kStays, kDeleted, kNew, kSofter})));
  EXPECT_EQ(lines.lines, of_pairs());
  const TableDiff& table = lines.of("ncci-ptp-practitioner");
  EXPECT_EQ(table.added, 1U);
  EXPECT_EQ(table.ended, 1U);
  EXPECT_EQ(table.changed, 1U);
  EXPECT_EQ(table.same, 1U);
  EXPECT_EQ(table.before_release, "2024Q2");
  EXPECT_EQ(table.after_release, "2024Q3");
}

TEST_F(ReferenceDiffTest, TheSameByTwoDaysOfKnowledgeAndByTwoStores) {
  import_text(kQuarter2, ptp_text({kStays, kOpen, kReleased}), true, 1'000);
  import_text(kQuarter3, ptp_text({kStays, kDeleted, kNew, kSofter}), true, 2'000);
  EXPECT_EQ(diff(known(1'500), known(2'500)).lines, of_pairs());
  EXPECT_EQ(diff(known(1'500), store()).lines, of_pairs());
  EXPECT_TRUE(diff(known(2'000), store()).lines.empty());

  const std::string other = folder_.at("other.db");
  auto opened = ReferenceStore::open(other, true);
  ASSERT_TRUE(opened);
  ImportOptions options;
  options.complete = true;
  ASSERT_TRUE((*opened)->import({folder_.at(kQuarter2)}, options, {}));
  DiffOperand before;
  before.store = other;
  EXPECT_EQ(diff(before, store()).lines, of_pairs());
}

TEST_F(ReferenceDiffTest, ByReleaseItIsWhatIsInForceOnItsFirstDay) {
  import_text(kQuarter2, ptp_text({kStays, kOpen}), true, 1'000);
  import_text(kQuarter3, ptp_text({kStays, kDeleted, kNew}), true, 2'000);
  const Expected expected = {"ncci-ptp-practitioner ended 20610 11719",
                             "ncci-ptp-practitioner added 20610 11740"};
  EXPECT_EQ(diff(release("2024Q2"), release("2024Q3")).lines, expected);
  EXPECT_EQ(diff(release("2024Q2", Source::ptp_practitioner), release("2024Q3")).lines, expected);
  Lines none;
  const auto unknown = diff_reference(release("2031Q1"), release("2024Q3"), {}, none);
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().what.find("2031Q1"), std::string::npos);
}

TEST_F(ReferenceDiffTest, TablesWithoutRowDatesAreComparedByWhatTheySay) {
  import_text("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
              mue_text({"11042,1,3 Date of Service Edit: Clinical,Clinical: Data",
                        "20610,2,3 Date of Service Edit: Clinical,Clinical: Data",
                        "62324,1,3 Date of Service Edit: Clinical,Clinical: Data"}));
  import_text("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv",
              mue_text({"20610,2,3 Date of Service Edit: Clinical,Clinical: Data",
                        "62324,2,3 Date of Service Edit: Clinical,Clinical: Data",
                        "64450,10,3 Date of Service Edit: Clinical,Clinical: Data"}));
  const Expected expected = {"ncci-mue-practitioner ended 11042",
                             "ncci-mue-practitioner changed 62324 units:1>2",
                             "ncci-mue-practitioner added 64450"};
  EXPECT_EQ(diff(release("2026Q2"), release("2026Q3")).lines, expected);
  EXPECT_EQ(diff(known(clock_ - 1), store()).lines, expected);
}

TEST_F(ReferenceDiffTest, AnExcerptSaysNothingOfWhatItDoesNotHold) {
  std::vector<std::string> rows;
  for (int code = 10'000; code < 16'000; ++code)
    rows.push_back(std::to_string(code) + ",1,3 Date of Service Edit: Clinical,Clinical: Data");
  import_text("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", mue_text(rows));
  const DiffOperand excerpt = file("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv",
                                   mue_text({"10000,4,3 Date of Service Edit: Clinical,Clinical: Data",
                                             "99999,1,3 Date of Service Edit: Clinical,Clinical: Data"}));
  const Expected expected = {"ncci-mue-practitioner changed 10000 units:1>4",
                             "ncci-mue-practitioner added 99999"};
  const Lines lines = diff(store(), excerpt);
  EXPECT_EQ(lines.lines, expected);
  EXPECT_NE(lines.of("ncci-mue-practitioner").note.find("excerpt"), std::string::npos);
  DiffOptions whole;
  whole.complete = true;
  EXPECT_EQ(diff(store(), excerpt, whole).of("ncci-mue-practitioner").ended, 5'999U);
}

TEST_F(ReferenceDiffTest, ASourceThatAFileDoesNotHoldIsNotComparedAndOneThatAStoreLacksIsAdded) {
  import_text(kQuarter2, ptp_text({kStays}));
  const DiffOperand limits = file("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
                                  mue_text({"20610,2,3 Date of Service Edit: Clinical,Clinical: Data"}));
  const Lines lines = diff(store(), limits);
  EXPECT_EQ(lines.lines, Expected{"ncci-mue-practitioner added 20610"});
  EXPECT_NE(lines.of("ncci-ptp-practitioner").note.find("not compared"), std::string::npos);
}

TEST_F(ReferenceDiffTest, OnlyTheCodesAndSourcesThatWereAskedFor) {
  const DiffOperand before = file(kQuarter2, ptp_text({kStays, kOpen, kReleased}));
  const DiffOperand after = file(kQuarter3, ptp_text({kStays, kDeleted, kNew, kSofter}));
  DiffOptions options;
  options.codes = {"20550"};  // column 2
  EXPECT_EQ(diff(before, after, options).lines,
            Expected{"ncci-ptp-practitioner changed 64450 20550 indicator:0>1"});
  options.codes = {"11740", "11719"};
  EXPECT_EQ(diff(before, after, options).lines.size(), 2U);
  options.codes.clear();
  options.sources = {Source::fee_schedule};
  EXPECT_TRUE(diff(before, after, options).tables.empty());
}

TEST_F(ReferenceDiffTest, CountsStandThoughRowsAreNotWanted) {
  Lines lines;
  lines.most = 1;
  ASSERT_TRUE(diff_reference(file(kQuarter2, ptp_text({kStays, kOpen, kReleased})),
                             file(kQuarter3, ptp_text({kStays, kDeleted, kNew, kSofter})), {}, lines));
  EXPECT_EQ(lines.lines.size(), 1U);
  EXPECT_EQ(lines.of("ncci-ptp-practitioner").added + lines.of("ncci-ptp-practitioner").changed, 2U);
}

TEST_F(ReferenceDiffTest, FeeScheduleColumnsAreNamedWithTheirDecimals) {
  const Lines lines = diff(
      file("PPRRVU2026_Jul.csv", fee_csv({FeeRecord{.code = "62324"}, FeeRecord{.code = "20610"}}, true)),
      file("PPRRVU2026_Oct.csv",
           fee_csv({FeeRecord{.code = "62324", .work = "1.95"}, FeeRecord{.code = "20610"}}, true,
                   "2026 National Physician Fee Schedule Relative Value File October Release")));
  ASSERT_EQ(lines.lines.size(), 1U);
  EXPECT_NE(lines.lines[0].find("changed 62324 work_rvu:1.80>1.95"), std::string::npos) << lines.lines[0];
}

TEST_F(ReferenceDiffTest, AFileOfNoKnownKindIsRefused) {
  Lines lines;
  const auto done = diff_reference(store(), file("letter.txt", "Dear reader,\n"), {}, lines);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::unsupported);
}

}  // namespace
}  // namespace chargelint::data::testing
