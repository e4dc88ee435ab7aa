// What every finding owes its reader: the same answer on replay (GOV-009), a denial code that fits what it
// says (GOV-011), and the row and citation that it rests on (GOV-012). And the working days of a filing
// limit.
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "rules/base/workday.h"
#include "rules/engine/text.h"
#include "tests/unit/rules/case_file.h"

namespace chargelint::test {
namespace {

template <class Visit>
void each_case(Visit visit) {
  for (const std::string& path : case_paths()) {
    const auto file = read_case_file(path);
    ASSERT_TRUE(file) << to_string(file.error());
    for (const RuleCase& rule_case : file->cases) {
      const auto input = case_input(rule_case.context, rule_case.lines);
      ASSERT_TRUE(input) << to_string(input.error());
      SCOPED_TRACE("tests/cases/" + path + ":" + std::to_string(rule_case.line));
      visit(*file, **input);
    }
  }
}

// GOV-009. A fresh workspace and one that has judged other claims before say the same bytes.
TEST(Governance, ReplayGivesTheSameBytes) {
  const Engine engine(all_rules());
  Engine::Workspace used;
  each_case([&](const CaseFile& file, const CaseInput& input) {
    Engine::Workspace fresh;
    const std::string first =
        describe(engine.check(input.claim, *file.reference, input.history, fresh), *file.reference);
    const std::string again =
        describe(engine.check(input.claim, *file.reference, input.history, used), *file.reference);
    EXPECT_EQ(first, again);
  });
}

// GOV-011: the denial codes that the catalogue forecasts, by what a family of rules finds.
struct Forecast {
  std::string_view family;
  std::vector<std::string_view> codes;
};
const std::vector<Forecast>& forecasts() {
  static const std::vector<Forecast> kForecasts = {
      {"NCCI-PTP", {"97", "236"}},
      {"NCCI-MUE", {"151", "222", "119"}},
      {"NCCI-AOC", {"107", "B15", "4", "16", "97", "151"}},
      // 252: documentation is wanted; 59: paid as one of several; B9: the hospice's; 2: the patient's share.
      {"MOD-22", {"252"}},
      {"MOD-51", {"59"}},
      {"MOD-59", {"97", "4", "236"}},
      {"MOD-90", {"109"}},
      {"MOD-91", {"18"}},
      {"MOD-HOSP", {"B9"}},
      {"MOD-KX", {"119"}},
      {"MOD-SCREEN", {"2"}},
      {"MOD-", {"4", "182", "16"}},
      {"DX-", {"50", "11", "146", "9", "10", "16", "167"}},
      {"CODE-VAL", {"181", "16"}},
      {"CODE-STAT", {"97", "96", "181", "16", "4", "204", "256", "5", "109", "246"}},
      {"DUP-", {"18", "16", "149"}},
      {"ID-", {"16", "29", "27", "B7", "22"}},
      {"SHAPE-", {"16"}},
      {"GLB-", {"97", "4", "B14", "16"}},
      {"EM-NEW", {"B16"}},
      {"EM-DUP", {"B14", "97", "18"}},
  };
  return kForecasts;
}

// "CO-97 or CO-236" holds 97 and 236; the group (CO, OA, PR) is the payer's.
std::vector<std::string> codes_of(std::string_view carc) {
  std::vector<std::string> codes;
  std::string word;
  const auto finish = [&] {
    const std::size_t dash = word.find('-');
    if (dash != std::string::npos) codes.push_back(word.substr(dash + 1));
    word.clear();
  };
  for (const char character : carc) {
    const bool part =
        (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') || character == '-';
    if (part) {
      word += character;
    } else {
      finish();
    }
  }
  finish();
  return codes;
}

TEST(Governance, EveryErrorForecastsADenialOfItsKind) {
  for (const Rule* rule : all_rules()) {
    const RuleInfo& info = rule->info;
    SCOPED_TRACE(std::string(info.id) + " says " + std::string(info.carc));
    if (info.severity == Severity::error) {
      EXPECT_FALSE(codes_of(info.carc).empty());
    }
    for (const Forecast& forecast : forecasts()) {
      if (!info.id.starts_with(forecast.family)) continue;
      for (const std::string& code : codes_of(info.carc)) {
        const bool known =
            std::find(forecast.codes.begin(), forecast.codes.end(), code) != forecast.codes.end();
        EXPECT_TRUE(known) << code << " is not of " << forecast.family;
      }
      break;
    }
  }
}

// GOV-012. A finding names its source; those of the published pair, unit and fee tables show their row.
TEST(Governance, EveryFindingExplainsItself) {
  const Engine engine(all_rules(), {.every_rule = true});
  Engine::Workspace workspace;
  std::set<std::string, std::less<>> fired;
  std::set<std::string, std::less<>> with_row;
  each_case([&](const CaseFile& file, const CaseInput& input) {
    const Verdict& verdict = engine.check(input.claim, *file.reference, input.history, workspace);
    for (const Finding& finding : verdict.findings) {
      EXPECT_FALSE(finding.rule->citations[0].title.empty()) << finding.rule->id;
      EXPECT_FALSE(biller_text(finding).empty()) << finding.rule->id;
      EXPECT_EQ(biller_text(finding).find('{'), std::string::npos) << biller_text(finding);
      EXPECT_EQ(clinician_text(finding).find('{'), std::string::npos) << clinician_text(finding);
      fired.emplace(finding.rule->id);
      if (!finding.evidence.present) continue;
      with_row.emplace(finding.rule->id);
      EXPECT_LT(finding.evidence.release, file.reference->releases().size()) << finding.rule->id;
      EXPECT_FALSE(evidence_fields(finding.evidence, *file.reference).empty()) << finding.rule->id;
    }
  });
  // A pair, a limit, an indicator: these rules judge by a row, and show it in one case at least.
  constexpr std::array<std::string_view, 7> kByRow = {"NCCI-PTP-001", "NCCI-PTP-002", "NCCI-MUE-001",
                                                      "NCCI-MUE-003", "MPFS-BIL-001", "MPFS-ASST-001",
                                                      "GLB-001"};
  for (const std::string_view rule : kByRow) EXPECT_TRUE(with_row.contains(rule)) << rule;
  for (const Rule* rule : all_rules()) {
    EXPECT_TRUE(fired.contains(rule->info.id)) << rule->info.id << " is silenced in every case";
  }
}

TEST(Workdays, MoveOverWeekendsAndFederalHolidays) {
  const auto date = [](std::string_view text) { return *Date::parse_iso(text); };
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"2025-01-10", "2025-01-10"},  // a Friday
      {"2025-01-11", "2025-01-13"},  // a Saturday
      {"2025-01-01", "2025-01-02"},  // New Year's Day
      {"2025-01-18", "2025-01-21"},  // the weekend before Martin Luther King's day
      {"2026-07-03", "2026-07-06"},  // Independence Day is a Saturday: kept on the Friday
      {"2027-07-04", "2027-07-06"},  // a Sunday: kept on the Monday
      {"2021-12-31", "2022-01-03"},  // New Year's Day 2022 is a Saturday: kept on the last day of 2021
      {"2020-06-19", "2020-06-19"},  // no holiday before 2021
      {"2021-06-18", "2021-06-21"},  // Juneteenth is a Saturday
      {"2024-05-27", "2024-05-28"},  // last Monday of May
      {"2024-11-28", "2024-11-29"},  // Thanksgiving
      {"2024-10-14", "2024-10-15"},  // Columbus Day
      {"2024-11-11", "2024-11-12"},  // Veterans Day
  };
  for (const auto& [from, to] : cases) EXPECT_EQ(workday_from(date(from)), date(to)) << from;
  EXPECT_EQ(plus_months(date("2024-02-29"), 12), date("2025-02-28"));
  EXPECT_EQ(plus_months(date("2024-01-31"), 1), date("2024-02-29"));
  EXPECT_EQ(plus_months(date("2024-01-10"), 12), date("2025-01-10"));
}

}  // namespace
}  // namespace chargelint::test
