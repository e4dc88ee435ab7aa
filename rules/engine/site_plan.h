// The plan of a claim as a site's settings change it. Settings that hold for the claim are looked up once; a
// claim of the same context as the one before it reuses what was made.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "rules/base/small_vector.h"
#include "rules/engine/rule_book.h"
#include "rules/engine/site_rules.h"

namespace chargelint {

class SitePlans {
 public:
  SitePlans(const RuleBook& book, std::shared_ptr<const SiteRules> site);

  // Of one thread.
  class Cache {
   private:
    friend class SitePlans;
    std::weak_ptr<const int> owner_;
    const Plan* base_ = nullptr;
    std::vector<std::uint16_t> active_;
    std::vector<std::uint16_t> found_;
    Plan plan_;
  };
  // `base`: the plan without settings. The answer holds until the next call with this cache.
  [[nodiscard]] const Plan& plan(const Claim& claim, const Plan& base, Cache& cache) const;

 private:
  struct Entry {
    const CompiledSetting* setting = nullptr;
    std::vector<std::uint16_t> rules;  // of the book
  };
  void make(const Claim& claim, const Plan& base, Cache& cache) const;

  const RuleBook& book_;
  std::shared_ptr<const SiteRules> site_;
  std::vector<Entry> entries_;
  std::vector<std::uint16_t> shadow_;  // site rules that are shown to nobody
  std::shared_ptr<const int> identity_;
};

}  // namespace chargelint
