// Rule cases in the format of tests/cases/README.md: reading, and whether a verdict holds.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/result.h"
#include "rules/engine/engine.h"
#include "rules/notation/case_claim.h"
#include "tests/unit/rules/fixture_reference.h"

namespace chargelint::test {

struct RuleCase {
  bool fires = false;
  std::size_t line = 0;  // in the file
  std::string title;
  std::string context;
  std::string lines;
  std::string expected;
};

struct CaseFile {
  std::string path;  // relative to tests/cases
  std::string rule;
  std::shared_ptr<FixtureReference> reference;
  std::vector<RuleCase> cases;
};

[[nodiscard]] std::vector<std::string> case_paths();  // relative to tests/cases, sorted
[[nodiscard]] Result<CaseFile> read_case_file(const std::string& path);
[[nodiscard]] Result<CaseFile> parse_case_file(std::string path, std::string_view text);

// What of the case does not hold, in words; empty when all of it does.
[[nodiscard]] std::vector<std::string> unmet(const CaseFile& file, const RuleCase& rule_case,
                                             const Verdict& verdict);
[[nodiscard]] std::string describe(const Verdict& verdict, const Reference& reference);

}  // namespace chargelint::test
