// Whether the store is whole, and what a reader of it should know: damage is an error, what a publisher or a
// site left open is a warning.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/base/date.h"
#include "rules/base/result.h"

namespace chargelint::data {

enum class ProblemGrade : std::uint8_t { note, warning, error };

struct Problem {
  std::string check;  // "snapshot", "row-counts", …
  ProblemGrade grade = ProblemGrade::note;
  std::string source;  // empty: the store as a whole
  std::string what;    // one sentence
  std::uint64_t count = 0;
  std::vector<std::string> examples;  // at most ten
};

struct VerifyReport {
  std::vector<std::string> checks;  // that were made, in order
  std::vector<Problem> problems;
  [[nodiscard]] bool has_errors() const;
};

// `on`: the day against which a release is over, or a code still in use.
[[nodiscard]] Result<VerifyReport> verify_reference(const std::string& store_path, Date on);

}  // namespace chargelint::data
