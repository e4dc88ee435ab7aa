// The pairs of a claim that its procedure-to-procedure table knows, found once a claim for all rules that ask
// about pairs.
#pragma once

#include <span>
#include <vector>

#include "rules/ports/reference.h"

namespace chargelint {

struct Context;
struct LineFacts;
struct RuleInput;

// The table that the claim's kind and payer read.
[[nodiscard]] Source ptp_table(const Context& context);

// A judged line by its code. All of a claim in the order of their codes, lines of one code in the claim's.
struct CodeAt {
  Hcpcs code;
  const LineFacts* facts = nullptr;
};
using CodeOrder = std::span<const CodeAt>;

// Lines of two codes that the table holds in that order, at whatever date. Lines are in the order of the
// claim. Of column 1 lines that nothing tells apart (day, practitioner, modifiers, side) the first stands for
// all: a column 2 line is denied once, however often the column 1 code repeats.
struct CodePair {
  std::span<const LineFacts* const> column1;
  std::span<const LineFacts* const> column1_every;  // those that the first stands for too
  std::span<const LineFacts* const> column2;
  std::span<const PtpEdit> edits;  // newest first
};

class CodePairs {
 public:
  void forget() {
    known_ = false;
    ordered_ = false;
  }
  CodeOrder order(const RuleInput& input);
  // In the order of the codes. Found at the first question; nobody asks for most claims of one line.
  std::span<const CodePair> of(const RuleInput& input);
  // Whether two lines of one day and one biller have no row in either order.
  bool some_lack_row(const RuleInput& input);

 private:
  struct Run {
    std::uint32_t code = 0;
    std::uint32_t first = 0;  // in lines_
    std::uint32_t end = 0;
    std::uint32_t first_distinct = 0;  // in distinct_
    std::uint32_t end_distinct = 0;
  };
  void find(const RuleInput& input);
  void make_runs(const RuleInput& input);
  void match(const Run& column1, std::span<const PtpEdit> rows);

  bool known_ = false;
  bool ordered_ = false;
  std::vector<CodeAt> order_;
  std::vector<const LineFacts*> lines_;  // judged, by code, then in the order of the claim
  std::vector<const LineFacts*> distinct_;
  std::vector<Run> runs_;
  std::vector<CodePair> pairs_;
};

}  // namespace chargelint
