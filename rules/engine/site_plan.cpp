// See site_plan.h.
#include "rules/engine/site_plan.h"

#include <algorithm>
#include <utility>

namespace chargelint {
namespace {

// The day on which a setting must hold: the first date of service, else the day of receipt.
Date day_of(const Claim& claim) {
  for (const ServiceLine& line : claim.lines) {
    if (line.from) return *line.from;
  }
  return claim.context.received_on.value_or(Date{});
}

bool erase_rule(std::vector<std::uint16_t>& rules, std::uint16_t rule) {
  const auto at = std::lower_bound(rules.begin(), rules.end(), rule);
  if (at == rules.end() || *at != rule) return false;
  rules.erase(at);
  return true;
}

}  // namespace

SitePlans::SitePlans(const RuleBook& book, std::shared_ptr<const SiteRules> site)
    : book_(book), site_(std::move(site)), identity_(std::make_shared<int>(0)) {
  for (const CompiledSetting& setting : site_->settings()) {
    Entry entry{&setting, {}};
    for (std::size_t rule = 0; rule < book_.rules().size(); ++rule) {
      const auto& patterns = setting.text->rules;
      const bool named = std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return setting_names(pattern, book_.info(rule).id);
      });
      if (named) entry.rules.push_back(static_cast<std::uint16_t>(rule));
    }
    if (!entry.rules.empty()) entries_.push_back(std::move(entry));
  }
  for (std::size_t rule = 0; rule < book_.rules().size(); ++rule) {
    const SiteRuleText* const text = site_->find(book_.info(rule).id);
    if (text != nullptr && text->shadow) shadow_.push_back(static_cast<std::uint16_t>(rule));
  }
}

const Plan& SitePlans::plan(const Claim& claim, const Plan& base, Cache& cache) const {
  const Date day = day_of(claim);
  cache.found_.clear();
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    if (entries_[index].setting->holds(claim, day)) cache.found_.push_back(static_cast<std::uint16_t>(index));
  }
  if (cache.found_.empty() && shadow_.empty()) return base;
  const bool mine = !cache.owner_.owner_before(identity_) && !identity_.owner_before(cache.owner_);
  if (mine && cache.base_ == &base && cache.active_ == cache.found_) return cache.plan_;
  cache.owner_ = identity_;
  cache.base_ = &base;
  cache.active_ = cache.found_;
  make(claim, base, cache);
  return cache.plan_;
}

// Settings that hold together never say different things of one rule (find_site_faults), so that their order
// does not matter.
void SitePlans::make(const Claim& claim, const Plan& base, Cache& cache) const {
  Plan& plan = cache.plan_;
  plan = base;
  plan.shadow.clear();
  plan.grades.assign(book_.rules().size(), Plan::kAsListed);
  const auto shade = [&plan](std::uint16_t rule) {
    if (erase_rule(plan.rules, rule)) plan.shadow.push_back(rule);
  };
  for (const std::uint16_t active : cache.active_) {
    const Entry& entry = entries_[active];
    const SiteSetting& setting = *entry.setting->text;
    for (const std::uint16_t rule : entry.rules) {
      switch (setting.action) {
        case SiteAction::off:
          erase_rule(plan.rules, rule);
          break;
        case SiteAction::mute:
          shade(rule);
          break;
        case SiteAction::on: {
          const bool there = std::binary_search(plan.rules.begin(), plan.rules.end(), rule);
          if (!there && book_.fits(rule, claim.context, claim.format)) book_.add(plan, rule, claim.context);
          break;
        }
        case SiteAction::grade: {
          const unsigned uncapped = entry.setting->names_stage ? Plan::kUncapped : 0U;
          plan.grades[rule] = static_cast<std::uint8_t>(static_cast<unsigned>(setting.severity) | uncapped);
          break;
        }
      }
    }
  }
  for (const std::uint16_t rule : shadow_) shade(rule);
  std::sort(plan.shadow.begin(), plan.shadow.end());
}

}  // namespace chargelint
