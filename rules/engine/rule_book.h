// The rules of one engine, prepared once: in the order of their ids, with the plan for each kind of claim.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/engine/precedence.h"
#include "rules/engine/rule.h"

namespace chargelint {

// What runs for one payer class, bill kind, stage and format.
struct Plan {
  std::vector<std::uint16_t> rules;            // by index, ascending
  std::vector<std::uint16_t> history_modules;  // modules of which a rule looks at history
  std::uint64_t sources = 0;                   // bit a Source that a rule reads for this bill kind
  // What a site's settings make of it:
  std::vector<std::uint16_t> shadow;  // evaluated and counted, shown to nobody; not among `rules`
  std::vector<std::uint8_t> grades;   // by rule: the severity listed in its place; kAsListed. Empty: all
  static constexpr std::uint8_t kAsListed = 0xFF;
  static constexpr std::uint8_t kUncapped = 0x80;  // with the severity: holds at stage order too
};

class RuleBook {
 public:
  // `every_rule`: those that are off by default too.
  explicit RuleBook(std::span<const Rule* const> rules, bool every_rule = false);
  RuleBook(const RuleBook&) = delete;
  RuleBook& operator=(const RuleBook&) = delete;

  [[nodiscard]] std::span<const Rule* const> rules() const { return rules_; }
  [[nodiscard]] const RuleInfo& info(std::size_t rule) const { return rules_[rule]->info; }
  [[nodiscard]] std::uint16_t module_of(std::size_t rule) const { return module_of_rule_[rule]; }
  [[nodiscard]] std::string_view module_name(std::uint16_t module) const { return modules_[module]; }
  [[nodiscard]] std::uint16_t code_module() const { return code_module_; }
  [[nodiscard]] std::uint16_t governance_module() const { return governance_module_; }
  [[nodiscard]] const Plan& plan(const Context& context, SourceFormat format) const;
  // Whether the rule can speak about such claims at all, on by default or not.
  [[nodiscard]] bool fits(std::size_t rule, const Context& context, SourceFormat format) const;
  // Puts the rule into the plan, at its place.
  void add(Plan& plan, std::size_t rule, const Context& context) const;
  [[nodiscard]] const ResolvedPrecedence& precedence() const { return precedence_; }

 private:
  [[nodiscard]] Plan make_plan(PayerClass payer, BillKind kind, Stage stage, SourceFormat format) const;
  [[nodiscard]] std::uint16_t module_index(std::string_view name) const;

  std::vector<const Rule*> rules_;
  bool every_rule_ = false;
  std::vector<std::string_view> modules_;  // sorted
  std::vector<std::uint16_t> module_of_rule_;
  std::uint16_t code_module_ = 0;
  std::uint16_t governance_module_ = 0;
  std::vector<Plan> plans_;
  ResolvedPrecedence precedence_;
};

}  // namespace chargelint
