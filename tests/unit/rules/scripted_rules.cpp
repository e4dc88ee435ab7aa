// See scripted_rules.h. A rule is a plain function, so each script has a function of its own.
#include "tests/unit/rules/scripted_rules.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace chargelint::test {
namespace {

constexpr std::size_t kScripts = 12;

std::array<Script, kScripts>& scripts() {
  static std::array<Script, kScripts> scripts;
  return scripts;
}

template <std::size_t Index>
void run_script(const RuleInput& input, RuleOutput& output) {
  scripts()[Index](input, output);
}

template <std::size_t... Indexes>
constexpr std::array<Evaluate, kScripts> functions(std::index_sequence<Indexes...> /*indexes*/) {
  return {run_script<Indexes>...};
}
constexpr auto kFunctions = functions(std::make_index_sequence<kScripts>{});

}  // namespace

ScriptedRules::ScriptedRules() = default;
ScriptedRules::~ScriptedRules() {
  for (Script& script : scripts()) script = nullptr;
}

RuleInfo& ScriptedRules::add(std::string_view id, Script script) {
  const std::size_t index = rules_.size();
  if (index >= kScripts) throw std::length_error("too many scripted rules");
  scripts()[index] = std::move(script);
  auto& rule = rules_.emplace_back(std::make_unique<Rule>());
  rule->info.id = id;
  rule->info.module = id.substr(0, id.rfind('-'));
  rule->info.clinician = "{code} is in question.";
  rule->info.biller = "{code} is in question on line {n}.";
  rule->evaluate = kFunctions[index];
  return rule->info;
}

std::vector<const Rule*> ScriptedRules::rules() const {
  std::vector<const Rule*> rules;
  for (const auto& rule : rules_) rules.push_back(rule.get());
  return rules;
}

const Verdict& ScriptedRules::check(std::string_view lines, std::string_view context) {
  auto input = case_input(context, lines);
  if (!input) throw std::invalid_argument(to_string(input.error()));
  input_ = std::move(*input);
  reference_.seal();
  return check(input_->claim, reference_, input_->history);
}

const Verdict& ScriptedRules::check(const Claim& claim, const Reference& reference, const History& history) {
  const auto list = rules();
  // The rules outlive the engine; findings name the rules alone.
  const Engine engine(list, options);
  return engine.check(claim, reference, history, workspace_);
}

Finding& say(RuleOutput& output, std::initializer_list<int> lines,
             std::initializer_list<std::string_view> codes) {
  Finding& finding = output.add();
  for (const int line : lines) finding.lines.push_back(static_cast<std::uint16_t>(line));
  for (const std::string_view text : codes) finding.codes.push_back(code(text));
  return finding;
}

Hcpcs code(std::string_view text) {
  return Hcpcs::parse(text).value_or(Hcpcs{});
}

std::vector<std::string> ids(const Verdict& verdict) {
  std::vector<std::string> ids;
  for (const Finding& finding : verdict.findings) ids.emplace_back(finding.rule->id);
  return ids;
}

}  // namespace chargelint::test
