// One site rule, compiled: a condition as a flat tree over pools of ranges and texts. Three-valued: what the
// claim does not say is unknown, and unknown is never a finding.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/engine/rule.h"
#include "rules/engine/site_fields.h"

namespace chargelint {

struct SiteCondition;
struct SiteRuleText;

class SiteProgram {
 public:
  // `rule` must outlive the program: texts are looked at where they lie.
  explicit SiteProgram(const SiteRuleText& rule);
  void evaluate(const RuleInput& input, RuleOutput& output) const;
  [[nodiscard]] bool looks_back() const { return looks_back_; }
  [[nodiscard]] bool of_line() const { return of_line_; }

 private:
  enum class Truth : std::uint8_t { no, yes, unknown, no_history };
  enum class Op : std::uint8_t { all, any, negated, ranges, texts, claim_has, prior_has };
  struct Node {
    Op op = Op::all;
    SiteField field = SiteField::code;
    std::uint32_t first = 0;  // in the pool
    std::uint32_t count = 0;
    std::uint32_t end = 0;  // the node behind the last of its parts
    std::int32_t days = 0;
  };
  struct Text {
    std::string_view text;
    bool beginning = false;
  };
  struct Subject;

  void add(const SiteCondition& condition);
  [[nodiscard]] Truth truth(std::uint32_t node, const RuleInput& input, const Subject& subject) const;
  [[nodiscard]] Truth other_line(std::uint32_t node, const RuleInput& input, const Subject& subject) const;
  [[nodiscard]] Truth earlier(std::uint32_t node, const RuleInput& input, const Subject& subject) const;
  [[nodiscard]] Truth ranges(const Node& node, const RuleInput& input, const Subject& subject) const;
  [[nodiscard]] Truth texts(const Node& node, const RuleInput& input, const Subject& subject) const;
  [[nodiscard]] Truth line_ranges(const Node& node, const Claim& claim, const ServiceLine& line) const;
  [[nodiscard]] Truth prior_ranges(const Node& node, const PriorLine& prior) const;
  [[nodiscard]] Truth within(const Node& node, std::int64_t value) const;
  [[nodiscard]] Truth matches(const Node& node, std::string_view text) const;
  // False: nothing more is to be said of the claim.
  void settle(Truth truth, const LineFacts* facts, const RuleInput& input, RuleOutput& output) const;

  const SiteRuleText& rule_;
  std::vector<Node> nodes_;
  std::vector<SiteRange> ranges_;
  std::vector<Text> texts_;
  bool of_line_ = false;
  bool looks_back_ = false;
};

}  // namespace chargelint
