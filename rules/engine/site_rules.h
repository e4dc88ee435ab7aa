// Site rules without code: what a site's rules file says, as plain values, and its compiled form that judges
// claims without allocating or reading text.
//
// `SiteRulesText` is what the file says (plugin/site reads it from YAML). `SiteRules` is made of it once;
// immutable, it must outlive the engines that hold its rules and the verdicts they give.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/date.h"
#include "rules/engine/rule.h"
#include "rules/engine/site_fields.h"

namespace chargelint {

// A condition as written. `claim_has`: another line of the claim fits the one part. `prior_has`: an earlier
// service within so many days does.
struct SiteCondition {
  enum class Kind : std::uint8_t { all, any, negated, test, claim_has, prior_has };
  Kind kind = Kind::all;
  std::vector<SiteCondition> parts;
  SiteField field = SiteField::code;
  std::vector<SiteRange> ranges;   // any of them
  std::vector<std::string> texts;  // likewise; a trailing * takes in every ending
  std::int32_t within_days = 0;
  std::string where;  // "rules.yaml:12"
};

struct SiteFix {
  Edit edit;  // of the line that the rule speaks about
  std::string title;
  std::string question;
};

using SiteSeverities = std::array<Severity, 3>;  // by Stage

struct SiteRuleText {
  std::string where;
  std::string id;
  std::string title;
  std::string owner;
  std::string reason;
  std::string clinician;
  std::string biller;
  std::string carc;
  SiteCondition when;
  Period valid;
  SiteSeverities severity{Severity::warning, Severity::warning, Severity::warning};
  std::vector<SiteFix> fixes;
  bool shadow = false;  // evaluated and counted, shown to nobody
};

// The claims that a setting is about; an empty list takes in every value.
struct SiteScope {
  std::vector<std::string> payers;  // names of payer classes, kinds and stages
  std::vector<std::string> kinds;
  std::vector<std::string> stages;
  std::vector<std::string> payer_ids;
  std::vector<std::string> not_payer_ids;
  std::vector<std::string> departments;
  std::vector<std::string> not_departments;
};

enum class SiteAction : std::uint8_t {
  off,    // not evaluated
  on,     // evaluated though off by default
  mute,   // evaluated and counted, shown to nobody
  grade,  // with another severity
};

struct SiteSetting {
  std::string where;
  std::vector<std::string> rules;  // ids, or modules as "MOD-*"
  SiteScope scope;
  SiteAction action = SiteAction::off;
  Severity severity = Severity::off;  // of `grade`
  std::string reason;
  std::string author;
  Period valid;
};

struct SiteRulesText {
  std::vector<SiteRuleText> rules;
  std::vector<SiteSetting> settings;
};

// What is wrong with a rules file. One that does not refuse the file is told all the same.
struct SiteFault {
  std::string where;
  std::string what;
  bool refuses = true;
  friend bool operator==(const SiteFault&, const SiteFault&) = default;
};

// A setting made ready: masks of bits by enumerator.
struct CompiledSetting {
  std::uint8_t payers = 0xFF;
  std::uint8_t kinds = 0xFF;
  std::uint8_t stages = 0xFF;
  bool names_stage = false;
  const SiteSetting* text = nullptr;
  [[nodiscard]] bool holds(const Claim& claim, Date date) const;
};

class SiteProgram;

class SiteRules {
 public:
  // `known`: the built-in rules. `today` tells what has expired; without it nobody asks. What is found wrong
  // is appended to `faults`; with one that refuses, the result must not be used.
  [[nodiscard]] static std::shared_ptr<const SiteRules> compile(SiteRulesText text,
                                                                std::span<const Rule* const> known,
                                                                std::optional<Date> today,
                                                                std::vector<SiteFault>& faults);
  ~SiteRules();
  SiteRules(const SiteRules&) = delete;
  SiteRules& operator=(const SiteRules&) = delete;

  [[nodiscard]] std::span<const Rule* const> rules() const { return rule_list_; }
  [[nodiscard]] const SiteRulesText& text() const { return text_; }
  [[nodiscard]] const SiteRuleText* find(std::string_view id) const;
  [[nodiscard]] std::span<const CompiledSetting> settings() const { return settings_; }

 private:
  explicit SiteRules(SiteRulesText text);

  SiteRulesText text_;
  std::deque<SiteProgram> programs_;
  std::deque<Rule> rules_;
  std::vector<const Rule*> rule_list_;
  std::vector<CompiledSetting> settings_;
};

// The built-in rules and the site's, for an engine.
[[nodiscard]] std::vector<const Rule*> with_site_rules(std::span<const Rule* const> known,
                                                       const SiteRules* site);
// Whether the pattern of a setting, an id or "MOD-*", takes the rule in.
[[nodiscard]] bool setting_names(std::string_view pattern, std::string_view rule_id);

}  // namespace chargelint
