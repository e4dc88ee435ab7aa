// The snapshot file: every question it answers, and every way in which a file can be none.
#include <cstring>

#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_format.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

PtpEdit edit(std::string_view column2, std::string_view from, std::uint8_t indicator) {
  PtpEdit row;
  row.column2_packed = code(column2).packed();
  row.from_day = static_cast<std::uint16_t>(day(from).days() - PtpEdit::kEpoch);
  row.to_day = PtpEdit::kOpenDay;
  row.indicator = indicator;
  row.rationale = 1;
  return row;
}

template <class Row>
Row in_force(Row row, std::string_view from, std::string_view to) {
  row.from_days = day(from).days();
  row.to_days = to.empty() ? Date::open_end().days() : day(to).days();
  return row;
}

SnapshotContent sample() {
  SnapshotContent content;
  SnapshotContent::Release ptp;
  ptp.source = Source::ptp_practitioner;
  ptp.complete = true;
  ptp.cumulative = true;
  ptp.effective_known = false;
  ptp.force = {day("2024-04-01"), Date::open_end()};
  ptp.last_day = day("2024-06-30");
  ptp.name = "2024Q2";
  ptp.digest = "abc";
  content.releases.push_back(ptp);
  content.rationales = {"", "Misuse"};
  content.ptp[0] = {{code("62324").packed(), edit("20610", "2019-01-01", 1)},
                    {code("20610").packed(), edit("11730", "2000-01-01", 0)},
                    {code("62324").packed(), edit("00100", "2001-01-01", 0)},
                    {code("62324").packed(), edit("20610", "2022-01-01", 0)}};
  content.ptp[1] = {{code("20610").packed(), edit("99213", "2000-01-01", 1)}};
  MueLimit limit;
  limit.code_packed = code("62324").packed();
  limit.units = 3;
  limit.adjudication = 2;
  content.mue[0] = {in_force(limit, "2026-01-01", "")};
  FeeScheduleRow fee;
  fee.code_packed = code("77003").packed();
  fee.modifier_packed = mod("TC").packed();
  content.fee_schedule.push_back(in_force(fee, "2025-10-01", ""));
  fee.modifier_packed = 0;
  fee.status = 'A';
  content.fee_schedule.push_back(in_force(fee, "2026-07-01", ""));
  content.fee_schedule.push_back(in_force(fee, "2025-10-01", "2026-06-30"));
  AddOnEdit add_on;
  add_on.type = 1;
  add_on.add_on_packed = code("99292").packed();
  add_on.primary_packed = code("99291").packed();
  content.add_on = {in_force(add_on, "2013-04-01", "")};
  for (const auto& [text, billable] : std::vector<std::pair<std::string, bool>>{{"M5412", true},
                                                                                {"M54", false},
                                                                                {"M541", false},
                                                                                {"M545", false},
                                                                                {"M5450", true},
                                                                                {"N20", false}}) {
    DiagnosisRow row;
    row.code_packed = icd(text).packed();
    row.billable = billable;
    content.diagnoses.push_back(in_force(row, "2025-10-01", ""));
  }
  content.diagnosis_words = {{icd("M5412").packed(), "Radiculopathy"}};
  ModifierRow modifier;
  modifier.modifier_packed = mod("59").packed();
  modifier.classes = static_cast<std::uint32_t>(ModifierClass::distinct);
  content.modifiers = {in_force(modifier, "1996-01-01", "")};
  content.modifier_words = {{mod("59").packed(), "Distinct service"}};
  content.code_words = {{code("99213").packed(), "Visit"}, {code("J1885").packed(), ""}};
  content.code_sets = {{CodeSet::evaluation_management,
                        code("99202").packed(),
                        code("99215").packed(),
                        {day("2021-01-01"), Date::open_end()}}};
  content.diagnosis_sets = {
      {DiagnosisSet::external_cause, std::uint64_t{'W'} << 56U, {}},
      {DiagnosisSet::manifestation, icd("G13").packed(), {day("2015-10-01"), day("2025-09-30")}}};
  SnapshotContent::MappedCode mapped;
  mapped.row.map = CodeMap::medicare_alternative;
  mapped.row.from_packed = code("99242").packed();
  mapped.row.to_packed = code("99202").packed();
  mapped.row.from_days = Date::open_start().days();
  mapped.row.to_days = Date::open_end().days();
  mapped.condition = "new patient";
  content.code_maps = {mapped};
  content.parameters = {{Parameter::ptp_bypass_either_line, 1, {day("2019-07-01"), Date::open_end()}}};
  PlaceRow office;
  office.place_packed = snapshot::place_key("11");
  office.groups = static_cast<std::uint32_t>(PlaceGroup::office);
  PlaceRow street = office;
  street.place_packed = snapshot::place_key("27");
  street.groups = 0;
  content.places = {in_force(office, "1980-01-01", ""), in_force(street, "2023-10-01", "")};
  return content;
}

class SnapshotTest : public ::testing::Test {
 protected:
  void SetUp() override {
    write_snapshot(sample(), path_);
    auto opened = open_snapshot(path_);
    ASSERT_TRUE(opened) << to_string(opened.error());
    reference_ = *opened;
  }
  ReferenceFolder folder_;
  std::string path_ = folder_.at("reference.snapshot");
  std::shared_ptr<const Reference> reference_;
};

TEST_F(SnapshotTest, GivesPairEditsByColumn2TheNewestFirst) {
  const auto rows = reference_->ptp(Source::ptp_practitioner, code("62324"));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].column2(), code("00100"));
  EXPECT_EQ(rows[1].from(), day("2022-01-01"));
  EXPECT_EQ(rows[2].from(), day("2019-01-01"));
  EXPECT_EQ(pair_edits(rows, code("20610")).size(), 2U);
  EXPECT_EQ(reference_->rationale(rows[0].rationale), "Misuse");
  EXPECT_EQ(reference_->ptp(Source::ptp_hospital, code("20610")).size(), 1U);
  EXPECT_TRUE(reference_->ptp(Source::ptp_hospital, code("62324")).empty());
  EXPECT_TRUE(reference_->ptp(Source::ptp_practitioner, code("99999")).empty());
  EXPECT_TRUE(reference_->ptp(Source::add_on, code("62324")).empty());
}

TEST_F(SnapshotTest, GivesTheRowsOfEveryOtherTable) {
  EXPECT_EQ(reference_->mue(Source::mue_practitioner, code("62324"))[0].units, 3U);
  EXPECT_TRUE(reference_->mue(Source::mue_dme, code("62324")).empty());
  const auto fees = reference_->fee_schedule(code("77003"));
  ASSERT_EQ(fees.size(), 3U);
  EXPECT_EQ(fees[0].modifier_packed, 0);
  EXPECT_EQ(fees[0].from_days, day("2025-10-01").days());
  EXPECT_EQ(fees[1].from_days, day("2026-07-01").days());
  EXPECT_EQ(fees[2].modifier_packed, mod("TC").packed());
  ASSERT_EQ(reference_->add_on(code("99292")).size(), 1U);
  EXPECT_EQ(reference_->add_on(code("99292"))[0].primary(), code("99291"));
  EXPECT_TRUE(reference_->modifier(mod("59"))[0].is(ModifierClass::distinct));
  EXPECT_TRUE(reference_->modifier(mod("XS")).empty());
  const auto maps = reference_->code_map(CodeMap::medicare_alternative, code("99242"));
  ASSERT_EQ(maps.size(), 1U);
  EXPECT_EQ(reference_->text(maps[0].condition), "new patient");
  EXPECT_TRUE(reference_->code_map(CodeMap::technical_component, code("99242")).empty());
}

TEST_F(SnapshotTest, GivesDiagnosesBelowAStem) {
  EXPECT_TRUE(reference_->diagnosis(icd("M5412"))[0].billable);
  EXPECT_TRUE(reference_->diagnosis(icd("M5499")).empty());
  const auto below = reference_->diagnoses_below(icd("M54"));
  ASSERT_EQ(below.size(), 5U);
  EXPECT_EQ(below.front().code(), icd("M54"));
  EXPECT_EQ(below.back().code(), icd("M5450"));
  EXPECT_EQ(reference_->diagnoses_below(icd("M545")).size(), 2U);
  EXPECT_TRUE(reference_->diagnoses_below(icd("Z99")).empty());
}

TEST_F(SnapshotTest, KnowsTheCodesOfAllTablesAndTheirNeighbours) {
  for (const char* const known :
       {"62324", "20610", "00100", "11730", "77003", "99292", "99291", "99213", "J1885"}) {
    EXPECT_TRUE(reference_->knows_code(code(known))) << known;
  }
  EXPECT_FALSE(reference_->knows_code(code("62325")));
  EXPECT_FALSE(reference_->knows_code(Hcpcs()));
  const auto near = reference_->neighbours(code("62325"), 2);
  ASSERT_EQ(near.size(), 2U);
  EXPECT_EQ(near[0], code("62324").packed());
  EXPECT_EQ(near[1], code("77003").packed());
  EXPECT_EQ(reference_->neighbours(code("ZZZZZ"), 3).size(), 3U);
  EXPECT_EQ(reference_->neighbours(code("00000"), 1'000).size(), 9U);
}

TEST_F(SnapshotTest, AnswersOurOwnListsByDate) {
  EXPECT_TRUE(reference_->in_set(CodeSet::evaluation_management, code("99213"), day("2021-01-01")));
  EXPECT_FALSE(reference_->in_set(CodeSet::evaluation_management, code("99213"), day("2020-12-31")));
  EXPECT_FALSE(reference_->in_set(CodeSet::unlisted, code("99213"), day("2021-01-01")));
  EXPECT_TRUE(reference_->in_set(DiagnosisSet::external_cause, icd("W19XXXA"), day("2021-01-01")));
  EXPECT_FALSE(reference_->in_set(DiagnosisSet::external_cause, icd("V19"), day("2021-01-01")));
  EXPECT_TRUE(reference_->in_set(DiagnosisSet::manifestation, icd("G131"), day("2025-09-30")));
  EXPECT_FALSE(reference_->in_set(DiagnosisSet::manifestation, icd("G131"), day("2025-10-01")));
  EXPECT_EQ(reference_->parameter(Parameter::ptp_bypass_either_line, day("2019-07-01")), 1);
  EXPECT_FALSE(reference_->parameter(Parameter::ptp_bypass_either_line, day("2019-06-30")));
  EXPECT_TRUE(reference_->knows_place("11", day("1999-01-01")));
  EXPECT_FALSE(reference_->knows_place("27", day("2023-09-30")));
  EXPECT_FALSE(reference_->knows_place("1", day("2023-09-30")));
}

TEST_F(SnapshotTest, GivesWordsAndReleases) {
  EXPECT_EQ(reference_->words(code("99213")), "Visit");
  EXPECT_EQ(reference_->words(code("62324")), "");
  EXPECT_EQ(reference_->words(icd("M5412")), "Radiculopathy");
  EXPECT_EQ(reference_->words(icd("M54")), "");
  EXPECT_EQ(reference_->words(mod("59")), "Distinct service");
  ASSERT_EQ(reference_->releases().size(), 1U);
  EXPECT_EQ(reference_->releases()[0].name, "2024Q2");
  EXPECT_FALSE(reference_->releases()[0].effective_known);
  EXPECT_EQ(reference_->digest().size(), 64U);
  EXPECT_EQ(reference_->text(1'000'000), "");
  EXPECT_EQ(reference_->rationale(255), "");
}

TEST_F(SnapshotTest, CoversEveryDateByACumulativeReleaseButSaysWhenItIsOld) {
  const Coverage before = reference_->coverage(Source::ptp_practitioner, day("2010-01-01"));
  EXPECT_TRUE(before.loaded && before.complete);
  EXPECT_FALSE(before.nearest);
  EXPECT_FALSE(reference_->coverage(Source::ptp_practitioner, day("2024-06-30")).nearest);
  EXPECT_TRUE(reference_->coverage(Source::ptp_practitioner, day("2024-07-01")).nearest);
  EXPECT_FALSE(reference_->coverage(Source::ptp_hospital, day("2024-07-01")).loaded);
}

TEST_F(SnapshotTest, OldReadersKeepTheirFileWhenANewOneIsPutInPlace) {
  SnapshotContent other;
  other.code_words = {{code("00100").packed(), "Other"}};
  write_snapshot(other, path_);
  EXPECT_EQ(reference_->words(code("99213")), "Visit");
  EXPECT_EQ((*open_snapshot(path_))->words(code("00100")), "Other");
}

TEST_F(SnapshotTest, TheOrderOfTheContentDoesNotMatter) {
  SnapshotContent content = sample();
  std::reverse(content.ptp[0].begin(), content.ptp[0].end());
  std::reverse(content.fee_schedule.begin(), content.fee_schedule.end());
  std::reverse(content.diagnoses.begin(), content.diagnoses.end());
  std::reverse(content.places.begin(), content.places.end());
  const std::string other = folder_.at("other.snapshot");
  write_snapshot(std::move(content), other);
  EXPECT_EQ(read_bytes(other), read_bytes(path_));
}

TEST_F(SnapshotTest, ATruncatedFileIsAnErrorAtEveryLength) {
  const std::string whole = read_bytes(path_);
  for (std::size_t size = 0; size < whole.size(); size += size < 1'200 ? 7 : 101) {
    const auto opened = open_snapshot(folder_.write("cut.snapshot", whole.substr(0, size)));
    ASSERT_FALSE(opened) << size;
    EXPECT_EQ(opened.error().kind, ErrorKind::malformed);
    EXPECT_NE(opened.error().where.find("cut.snapshot"), std::string::npos);
  }
  EXPECT_FALSE(open_snapshot(folder_.write("long.snapshot", whole + "x")));
  EXPECT_EQ(open_snapshot(folder_.at("none.snapshot")).error().kind, ErrorKind::not_found);
}

TEST_F(SnapshotTest, AFlippedBitIsAnErrorAnywhere) {
  const std::string whole = read_bytes(path_);
  for (std::size_t at = 0; at < whole.size(); at += at < 1'200 ? 1 : 13) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    const auto opened = open_snapshot(folder_.write("flipped.snapshot", flipped));
    ASSERT_FALSE(opened) << "byte " << at;
    EXPECT_FALSE(opened.error().what.empty());
  }
}

TEST_F(SnapshotTest, AnotherFormatVersionIsNamed) {
  std::string whole = read_bytes(path_);
  whole[offsetof(snapshot::Header, version)] = 99;
  const auto opened = open_snapshot(folder_.write("future.snapshot", whole));
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().what.find("version 99"), std::string::npos);
}

TEST(EmptySnapshot, AnswersEverythingWithNothing) {
  const ReferenceFolder folder;
  const std::string path = folder.at("empty.snapshot");
  write_snapshot({}, path);
  const auto opened = open_snapshot(path);
  ASSERT_TRUE(opened) << to_string(opened.error());
  const Reference& reference = **opened;
  EXPECT_FALSE(reference.knows_code(code("62324")));
  EXPECT_TRUE(reference.ptp(Source::ptp_practitioner, code("62324")).empty());
  EXPECT_TRUE(reference.diagnosis(icd("M5412")).empty());
  EXPECT_TRUE(reference.diagnoses_below(icd("M54")).empty());
  EXPECT_TRUE(reference.neighbours(code("62324"), 3).empty());
  EXPECT_FALSE(reference.coverage(Source::fee_schedule, day("2026-01-01")).loaded);
}

}  // namespace
}  // namespace chargelint::data::testing
