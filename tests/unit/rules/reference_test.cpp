// Look-ups by date: rows in force, the nearest release, and what an absent row means.
#include "rules/ports/reference.h"

#include <gtest/gtest.h>

#include "tests/unit/rules/fixture_reference.h"

namespace chargelint::test {
namespace {

Hcpcs code(std::string_view text) {
  return *Hcpcs::parse(text);
}
Date date(std::string_view text) {
  return *Date::parse_iso(text);
}

void add(FixtureReference& reference, std::initializer_list<std::string_view> rows) {
  for (const std::string_view row : rows) {
    const auto added = reference.add_row(row);
    ASSERT_TRUE(added) << row << ": " << to_string(added.error());
  }
}

TEST(SourceNames, AreThoseOfTheContract) {
  EXPECT_EQ(source_name(Source::ptp_practitioner), "ncci-ptp-practitioner");
  EXPECT_EQ(source_name(Source::mue_outpatient), "ncci-mue-outpatient-hospital");
  EXPECT_EQ(source_name(Source::fee_schedule), "mpfs");
  EXPECT_EQ(source_name(Source::code_words), "chargelint-words");
  for (std::size_t index = 0; index < kSources; ++index) {
    EXPECT_EQ(source_named(source_name(static_cast<Source>(index))), static_cast<Source>(index));
  }
}

TEST(PairEdits, AreThoseOfTheSecondCodeNewestFirst) {
  FixtureReference reference;
  add(reference,
      {"ptp practitioner 45385 45378 1 1996-01-01 *", "ptp practitioner 45385 45380 1 1996-01-01 2010-12-31",
       "ptp practitioner 45385 45380 0 2011-01-01 *", "ptp practitioner 45385 45381 1 1996-01-01 *"});
  reference.seal();
  const auto rows = reference.ptp(Source::ptp_practitioner, code("45385"));
  const auto pair = pair_edits(rows, code("45380"));
  ASSERT_EQ(pair.size(), 2U);
  EXPECT_EQ(pair[0].from(), date("2011-01-01"));
  EXPECT_EQ(pair[1].to(), date("2010-12-31"));
  EXPECT_TRUE(pair_edits(rows, code("99213")).empty());
  EXPECT_TRUE(pair_edits({}, code("45380")).empty());
  EXPECT_TRUE(reference.ptp(Source::ptp_hospital, code("45385")).empty());
}

TEST(PtpEdit, AppliesUpToItsDeletionDateAndNeverWhenItNeverApplied) {
  FixtureReference reference;
  add(reference, {"ptp practitioner 45385 45380 1 2011-01-01 2024-03-31",
                  "ptp practitioner 45385 45381 9 2013-01-01 2013-01-01"});
  reference.seal();
  const auto rows = reference.ptp(Source::ptp_practitioner, code("45385"));
  const PtpEdit& ended = pair_edits(rows, code("45380"))[0];
  EXPECT_FALSE(ended.applies_on(date("2010-12-31")));
  EXPECT_TRUE(ended.applies_on(date("2011-01-01")));
  EXPECT_TRUE(ended.applies_on(date("2024-03-31")));
  EXPECT_FALSE(ended.applies_on(date("2024-04-01")));
  EXPECT_FALSE(pair_edits(rows, code("45381"))[0].applies_on(date("2013-01-01")));
}

struct Expected {
  std::string_view source_line;
  std::string_view asked;
  Known known;
  bool nearest;
};

TEST(MueOn, TellsAbsentUnknownAndNotLoadedApart) {
  const Expected cases[] = {
      {"ncci-mue-practitioner complete", "2026-05-04", Known::absent, false},
      {"ncci-mue-practitioner partial", "2026-05-04", Known::unknown, false},
      {"ncci-mue-practitioner none", "2026-05-04", Known::not_loaded, false},
      {"ncci-mue-practitioner complete 2026-04-01 2026-06-30", "2026-07-01", Known::absent, true},
      {"ncci-mue-practitioner partial 2026-04-01 2026-06-30", "2026-07-01", Known::unknown, true},
  };
  for (const Expected& expected : cases) {
    FixtureReference reference;
    add(reference, {"mue practitioner 45385 1 2"});
    ASSERT_TRUE(reference.set_source(expected.source_line));
    reference.seal();
    const auto found = mue_on(reference, Source::mue_practitioner, code("99213"), date(expected.asked));
    EXPECT_EQ(found.row, nullptr) << expected.source_line;
    EXPECT_EQ(found.known, expected.known) << expected.source_line;
    EXPECT_EQ(found.nearest, expected.nearest) << expected.source_line;
  }
}

TEST(MueOn, AnswersFromTheNearestReleaseOutsideAllOfThem) {
  FixtureReference reference;
  add(reference, {"mue practitioner 45385 1 2 from=2026-01-01 to=2026-03-31",
                  "mue practitioner 45385 3 2 from=2026-04-01 to=2026-06-30",
                  "mue practitioner 20610 2 2 from=2026-01-01 to=2026-03-31"});
  ASSERT_TRUE(reference.set_source("ncci-mue-practitioner complete 2026-01-01 2026-06-30"));
  reference.seal();
  const auto units = [&reference](std::string_view text, std::string_view day) {
    const auto found = mue_on(reference, Source::mue_practitioner, code(text), date(day));
    return std::tuple(found.row == nullptr ? 0U : found.row->units, found.known, found.nearest);
  };
  EXPECT_EQ(units("45385", "2026-03-31"), std::tuple(1U, Known::row, false));
  EXPECT_EQ(units("45385", "2026-04-01"), std::tuple(3U, Known::row, false));
  EXPECT_EQ(units("45385", "2025-12-31"), std::tuple(1U, Known::row, true));
  EXPECT_EQ(units("45385", "2026-07-01"), std::tuple(3U, Known::row, true));
  // Held by an older release only: absent, though another release has it.
  EXPECT_EQ(units("20610", "2026-07-01"), std::tuple(0U, Known::absent, true));
  EXPECT_EQ(units("20610", "2026-05-01"), std::tuple(0U, Known::absent, false));
}

TEST(FeeScheduleOn, KeepsTheRowsOfModifiersApart) {
  FixtureReference reference;
  add(reference,
      {"fee 71046 A XXX pctc=1", "fee 71046-26 A XXX pctc=1 work=0.18", "fee 71046-TC A XXX pctc=1"});
  reference.seal();
  const Date day = date("2026-05-04");
  const auto blank = fee_schedule_on(reference, code("71046"), {}, day);
  const auto professional = fee_schedule_on(reference, code("71046"), "26"_mod, day);
  ASSERT_NE(blank.row, nullptr);
  ASSERT_NE(professional.row, nullptr);
  EXPECT_EQ(blank.row->modifier_packed, 0);
  EXPECT_EQ(professional.row->work_rvu, 18);
  EXPECT_EQ(fee_schedule_on(reference, code("71046"), "53"_mod, day).known, Known::absent);
  EXPECT_EQ(fee_schedule_on(reference, code("62324"), {}, day).known, Known::absent);
}

TEST(DiagnosisOn, FindsHeadersAndBillableCodes) {
  FixtureReference reference;
  add(reference, {"dx M54.1 header", "dx U07.1 from=2020-04-01"});
  reference.seal();
  const auto on = [&reference](std::string_view text, std::string_view day) {
    return diagnosis_on(reference, *IcdCode::parse(text), date(day));
  };
  ASSERT_NE(on("M54.1", "2026-05-04").row, nullptr);
  EXPECT_FALSE(on("M54.1", "2026-05-04").row->billable);
  EXPECT_TRUE(on("M54.12", "2026-05-04").row->billable);
  EXPECT_EQ(on("U07.1", "2020-03-31").known, Known::absent);
  EXPECT_EQ(on("U07.1", "2020-04-01").known, Known::row);
}

TEST(ModifierOn, TellsADatedOutModifierFromAnUnknownOne) {
  if (starter_tables().modifiers.empty()) GTEST_SKIP() << "data/starter/modifiers.tsv is missing";
  FixtureReference reference;
  reference.seal();
  const FoundModifier early = modifier_on(reference, "XS"_mod, date("2014-12-31"));
  EXPECT_EQ(early.known, Known::absent);
  EXPECT_TRUE(early.any);
  EXPECT_EQ(modifier_on(reference, "XS"_mod, date("2015-01-01")).known, Known::row);
  const FoundModifier unknown = modifier_on(reference, "ZZ"_mod, date("2026-05-04"));
  EXPECT_EQ(unknown.known, Known::absent);
  EXPECT_FALSE(unknown.any);
}

}  // namespace
}  // namespace chargelint::test
