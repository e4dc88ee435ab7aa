// See site_rules.h.
#include "rules/engine/site_rules.h"

#include <algorithm>
#include <utility>

#include "rules/engine/site_faults.h"
#include "rules/engine/site_program.h"

namespace chargelint {
namespace {

std::uint8_t mask_of(SiteField field, const std::vector<std::string>& names) {
  if (names.empty()) return 0xFF;
  unsigned mask = 0;
  for (const std::string& name : names) {
    const auto value = parse_site_range(site_field(field), name);
    if (value) mask |= 1U << static_cast<unsigned>(value->low);
  }
  return static_cast<std::uint8_t>(mask);
}

bool fits(const std::vector<std::string>& wanted, const std::vector<std::string>& unwanted,
          std::string_view text) {
  const auto takes_in = [text](const std::string& pattern) {
    if (!pattern.ends_with('*')) return text == pattern;
    return text.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
  };
  if (std::any_of(unwanted.begin(), unwanted.end(), takes_in)) return false;
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), takes_in);
}

CompiledSetting compiled(const SiteSetting& setting) {
  CompiledSetting made;
  made.payers = mask_of(SiteField::payer, setting.scope.payers);
  made.kinds = mask_of(SiteField::kind, setting.scope.kinds);
  made.stages = mask_of(SiteField::stage, setting.scope.stages);
  made.names_stage = !setting.scope.stages.empty();
  made.text = &setting;
  return made;
}

StageMask stages_of(const SiteSeverities& severities) {
  unsigned mask = 0;
  for (std::size_t stage = 0; stage < severities.size(); ++stage) {
    if (severities[stage] != Severity::off) mask |= 1U << stage;
  }
  return static_cast<StageMask>(mask);
}

Rule rule_of(const SiteRuleText& text, const SiteProgram& program) {
  Rule rule;
  rule.info.id = text.id;
  rule.info.module = "SITE";
  rule.info.title = text.title;
  rule.info.severity = *std::max_element(text.severity.begin(), text.severity.end());
  rule.info.stages = stages_of(text.severity);
  rule.info.hard_at_order = true;  // the site says itself what holds at order
  rule.info.history = program.looks_back() ? HistoryUse::lifetime : HistoryUse::none;
  rule.info.citations[0] = {text.reason, text.owner};
  rule.info.clinician = text.clinician;
  rule.info.biller = text.biller;
  rule.info.carc = text.carc;
  rule.info.why = text.reason;
  rule.site = &program;
  return rule;
}

}  // namespace

bool setting_names(std::string_view pattern, std::string_view rule_id) {
  if (pattern.ends_with('*')) return rule_id.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == rule_id;
}

bool CompiledSetting::holds(const Claim& claim, Date date) const {
  const Context& context = claim.context;
  const auto in = [](std::uint8_t mask, auto value) {
    return (mask & (1U << static_cast<unsigned>(value))) != 0;
  };
  return in(payers, context.payer) && in(kinds, context.kind) && in(stages, context.stage) &&
         text->valid.contains(date) &&
         fits(text->scope.payer_ids, text->scope.not_payer_ids, context.payer_id) &&
         fits(text->scope.departments, text->scope.not_departments, context.department);
}

SiteRules::SiteRules(SiteRulesText text) : text_(std::move(text)) {
  for (const SiteRuleText& rule : text_.rules) {
    rules_.push_back(rule_of(rule, programs_.emplace_back(rule)));
    rule_list_.push_back(&rules_.back());
  }
  for (const SiteSetting& setting : text_.settings) settings_.push_back(compiled(setting));
}
SiteRules::~SiteRules() = default;

std::shared_ptr<const SiteRules> SiteRules::compile(SiteRulesText text, std::span<const Rule* const> known,
                                                    std::optional<Date> today,
                                                    std::vector<SiteFault>& faults) {
  const std::shared_ptr<SiteRules> made(new SiteRules(std::move(text)));
  const auto rules = with_site_rules(known, made.get());
  find_site_faults(made->text_, made->settings_, rules, today, faults);
  return made;
}

const SiteRuleText* SiteRules::find(std::string_view id) const {
  for (const SiteRuleText& rule : text_.rules) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

std::vector<const Rule*> with_site_rules(std::span<const Rule* const> known, const SiteRules* site) {
  std::vector<const Rule*> rules(known.begin(), known.end());
  if (site != nullptr) rules.insert(rules.end(), site->rules().begin(), site->rules().end());
  return rules;
}

}  // namespace chargelint
