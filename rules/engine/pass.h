// One run of the rules over one claim: facts, raw findings, and which of them others silence.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/engine/finding.h"
#include "rules/engine/gaps.h"
#include "rules/engine/rule_book.h"
#include "rules/ports/history.h"
#include "rules/ports/reference.h"

namespace chargelint {

struct Pass {
  std::vector<LineFacts> facts;
  ClaimFacts whole;                  // of `facts`
  CodePairs pairs;                   // of `facts`, when first asked for
  DiagnosisFacts diagnoses;          // of the claim, when first asked for
  std::vector<Finding> findings;     // graded and merged, in the order of the rules
  std::vector<std::uint16_t> rules;  // of each finding, by index
  std::vector<std::uint64_t>
      causes;  // of each finding: equal for equal lines, codes, modifiers and diagnoses
  std::vector<std::uint8_t> silenced;

  void clear_findings() {
    findings.clear();
    rules.clear();
    causes.clear();
  }
};

// What a pass asks of the outside.
struct PassInput {
  const RuleBook& book;
  const Plan& plan;
  const Claim& claim;
  const Reference& reference;
  const History& history;
};

// `known`: the facts of the claim before a fix, taken over for lines whose code and date stayed; may be
// empty, and may not be those of `pass`.
void gather_facts(const Claim& claim, const Reference& reference, std::span<const LineFacts> known,
                  Pass& pass);
// Fills `findings` and `rules`. `log` may be null: then nobody asks what was not evaluated.
void run_rules(const PassInput& input, Pass& pass, GapLog* log);
// The same for one rule alone.
void run_rule(const PassInput& input, std::uint16_t rule, Pass& pass);
// And over some lines of the claim only.
void run_rule(const PassInput& input, std::uint16_t rule, Pass& pass, std::span<const LineFacts> lines);
// The rules over a claim that a fix changed: those alone that the change can make speak, or that spoke of the
// edited lines; of the others what they said in `before` stands, without its wording.
void rerun_rules(const PassInput& input, const Pass& before, std::span<const Edit> edits, Pass& pass);
// Fills `silenced`, and lets a finding adopt the row of one it silences.
void apply_precedence(const RuleBook& book, Pass& pass, GapLog* log);

}  // namespace chargelint
