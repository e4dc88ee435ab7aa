// Rules made up by a test: an id and what it says, without the real rule of that id.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/engine/engine.h"
#include "tests/unit/rules/case_file.h"

namespace chargelint::test {

using Script = std::function<void(const RuleInput&, RuleOutput&)>;

class ScriptedRules {
 public:
  ScriptedRules();
  ~ScriptedRules();
  ScriptedRules(const ScriptedRules&) = delete;
  ScriptedRules& operator=(const ScriptedRules&) = delete;

  // At most kScripts rules at a time. The module is the id up to its last hyphen.
  RuleInfo& add(std::string_view id, Script script);
  // Judges lines in case notation with all rules added so far.
  const Verdict& check(std::string_view lines, std::string_view context = {});
  const Verdict& check(const Claim& claim, const Reference& reference, const History& history);

  [[nodiscard]] std::vector<const Rule*> rules() const;
  [[nodiscard]] const Claim& claim() const { return input_->claim; }
  FixtureReference& reference() { return reference_; }
  EngineOptions options;

 private:
  std::vector<std::unique_ptr<Rule>> rules_;
  FixtureReference reference_;
  std::unique_ptr<CaseInput> input_;
  Engine::Workspace workspace_;
};

// A finding on these lines and codes.
Finding& say(RuleOutput& output, std::initializer_list<int> lines,
             std::initializer_list<std::string_view> codes);
[[nodiscard]] Hcpcs code(std::string_view text);
[[nodiscard]] std::vector<std::string> ids(const Verdict& verdict);

}  // namespace chargelint::test
