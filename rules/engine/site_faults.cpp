// See site_faults.h.
#include "rules/engine/site_faults.h"

#include <algorithm>
#include <array>
#include <set>

namespace chargelint {
namespace {

constexpr std::size_t kMostTerms = 2048;
constexpr std::size_t kClinicianLimit = 139;

// ---- conditions

struct Literal {
  const SiteCondition* condition = nullptr;
  bool holds = true;
};
using Term = std::vector<Literal>;  // all of them
using Terms = std::vector<Term>;    // any of them

// False: too many alternatives.
bool alternatives(const SiteCondition& condition, bool holds, Terms& out) {
  using Kind = SiteCondition::Kind;
  if (condition.kind == Kind::negated) return alternatives(condition.parts.front(), !holds, out);
  const bool group = condition.kind == Kind::all || condition.kind == Kind::any;
  if (!group) {
    out = {{{&condition, holds}}};
    return true;
  }
  const bool every = (condition.kind == Kind::all) == holds;
  out = every ? Terms{Term{}} : Terms{};
  for (const SiteCondition& part : condition.parts) {
    Terms of_part;
    if (!alternatives(part, holds, of_part)) return false;
    if (!every) {
      out.insert(out.end(), of_part.begin(), of_part.end());
    } else {
      Terms both;
      for (const Term& left : out) {
        for (const Term& right : of_part) {
          both.push_back(left);
          both.back().insert(both.back().end(), right.begin(), right.end());
          if (both.size() > kMostTerms) return false;
        }
      }
      out = std::move(both);
    }
    if (out.size() > kMostTerms) return false;
  }
  return true;
}

using Ranges = std::vector<SiteRange>;

Ranges common(const Ranges& left, const Ranges& right) {
  Ranges out;
  for (const SiteRange& one : left) {
    for (const SiteRange& other : right) {
      const SiteRange both{std::max(one.low, other.low), std::min(one.high, other.high)};
      if (both.low <= both.high) out.push_back(both);
    }
  }
  return out;
}

Ranges without(Ranges from, const Ranges& taken) {
  for (const SiteRange& hole : taken) {
    Ranges rest;
    for (const SiteRange& one : from) {
      if (hole.high < one.low || one.high < hole.low) {
        rest.push_back(one);
        continue;
      }
      if (one.low < hole.low) rest.push_back({one.low, hole.low - 1});
      if (hole.high < one.high) rest.push_back({hole.high + 1, one.high});
    }
    from = std::move(rest);
  }
  return from;
}

Ranges domain(SiteField field, Period valid, const SiteSeverities& severity) {
  switch (field) {
    case SiteField::payer:
    case SiteField::kind:
      return {{0, 4}};
    case SiteField::stage: {
      Ranges stages;
      for (std::int64_t stage = 0; stage < 3; ++stage) {
        if (severity[static_cast<std::size_t>(stage)] != Severity::off) stages.push_back({stage, stage});
      }
      return stages;
    }
    case SiteField::sex:
    case SiteField::side:
      return {{1, 3}};
    case SiteField::age:
    case SiteField::minutes:
      return {{0, SiteRange{}.high}};
    case SiteField::line_count:
      return {{1000, SiteRange{}.high}};
    case SiteField::date:
      return {{valid.from.days(), valid.to.days()}};
    default:
      return {SiteRange{}};
  }
}

std::string_view stem(std::string_view pattern) {
  return pattern.ends_with('*') ? pattern.substr(0, pattern.size() - 1) : pattern;
}
// Every text of `inner` is one of `outer`.
bool covers(std::string_view outer, std::string_view inner) {
  if (outer.ends_with('*')) return stem(inner).starts_with(stem(outer));
  return outer == inner;
}
bool covered(std::string_view inner, std::span<const std::string> outers) {
  return std::any_of(outers.begin(), outers.end(),
                     [inner](const std::string& outer) { return covers(outer, inner); });
}
bool meet(std::string_view left, std::string_view right) {
  return covers(left, right) || covers(right, left);
}

bool texts_possible(const Term& term, SiteField field, bool many) {
  const auto of_field = [&](const Literal& literal, bool holds) {
    return literal.condition->kind == SiteCondition::Kind::test && literal.condition->field == field &&
           literal.holds == holds;
  };
  for (const Literal& wanted : term) {
    if (!of_field(wanted, true)) continue;
    const bool possible = std::any_of(
        wanted.condition->texts.begin(), wanted.condition->texts.end(), [&](const std::string& text) {
          return std::all_of(term.begin(), term.end(), [&](const Literal& other) {
            if (of_field(other, false)) return !covered(text, other.condition->texts);
            if (many || !of_field(other, true)) return true;
            return std::any_of(other.condition->texts.begin(), other.condition->texts.end(),
                               [&](const std::string& second) { return meet(text, second); });
          });
        });
    if (!possible) return false;
  }
  return true;
}

bool ranges_possible(const Term& term, SiteField field, bool many, const Ranges& whole) {
  Ranges taken;
  for (const Literal& literal : term) {
    const bool here =
        literal.condition->kind == SiteCondition::Kind::test && literal.condition->field == field;
    if (here && !literal.holds) {
      taken.insert(taken.end(), literal.condition->ranges.begin(), literal.condition->ranges.end());
    }
  }
  Ranges left = without(whole, taken);
  if (!many && left.empty()) return false;
  for (const Literal& literal : term) {
    const bool here =
        literal.condition->kind == SiteCondition::Kind::test && literal.condition->field == field;
    if (!here || !literal.holds) continue;
    const Ranges fitting = common(left, literal.condition->ranges);
    if (fitting.empty()) return false;
    if (!many) left = fitting;
  }
  return true;
}

bool possible(const Term& term, Period valid, const SiteSeverities& severity) {
  std::set<SiteField> fields{SiteField::stage, SiteField::date};
  std::set<std::string> present;
  std::set<std::string> absent;
  for (const Literal& literal : term) {
    if (literal.condition->kind == SiteCondition::Kind::test) {
      fields.insert(literal.condition->field);
      continue;
    }
    (literal.holds ? present : absent).insert(canonical(*literal.condition));
    const SiteSeverities any_stage{Severity::info, Severity::info, Severity::info};
    if (literal.holds && never_true(literal.condition->parts.front(), Period{}, any_stage)) return false;
  }
  for (const std::string& both : present) {
    if (absent.contains(both)) return false;
  }
  return std::all_of(fields.begin(), fields.end(), [&](SiteField field) {
    const SiteFieldInfo& info = site_field(field);
    if (info.form == SiteForm::text) return texts_possible(term, field, info.many);
    return ranges_possible(term, field, info.many, domain(field, valid, severity));
  });
}

// ---- rules

void refuse(std::vector<SiteFault>& faults, const std::string& where, std::string what) {
  faults.push_back({where, std::move(what), true});
}

bool overlap(Period left, Period right) {
  return left.from <= right.to && right.from <= left.to;
}

constexpr std::array<std::string_view, 6> kPlaceholders{"line", "code", "units", "place", "date", "payer_id"};

void check_message(const SiteRuleText& rule, std::string_view text, std::vector<SiteFault>& faults) {
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (std::find(kPlaceholders.begin(), kPlaceholders.end(), name) == kPlaceholders.end()) {
      refuse(faults, rule.where,
             rule.id + ": unknown placeholder {" + std::string(name) +
                 "}; expected {line}, {code}, {units}, {place}, {date} or {payer_id}");
    }
    text.remove_prefix(close + 1);
  }
}

bool well_formed_id(std::string_view id) {
  return id.starts_with("SITE-") && id.size() > 5 && id.size() <= 40 &&
         std::all_of(id.begin(), id.end(), [](char character) {
           return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9') ||
                  character == '-';
         });
}

void check_rule(const SiteRuleText& rule, std::optional<Date> today, std::vector<SiteFault>& faults) {
  if (!well_formed_id(rule.id)) {
    refuse(faults, rule.where,
           "\"" + rule.id + "\": expected an id of capitals and digits that starts with SITE-");
  }
  const std::pair<std::string_view, const std::string*> needed[] = {
      {"title", &rule.title}, {"owner", &rule.owner}, {"reason", &rule.reason}, {"biller", &rule.biller}};
  for (const auto& [name, text] : needed) {
    if (text->empty()) refuse(faults, rule.where, rule.id + ": expected " + std::string(name));
  }
  if (rule.clinician.size() > kClinicianLimit) {
    refuse(faults, rule.where, rule.id + ": the clinician's message must be under 140 characters");
  }
  check_message(rule, rule.clinician, faults);
  check_message(rule, rule.biller, faults);
  if (rule.valid.from > rule.valid.to) {
    refuse(faults, rule.where, rule.id + ": never in force: it ends before it begins");
  } else if (never_true(rule.when, rule.valid, rule.severity)) {
    refuse(faults, rule.when.where.empty() ? rule.where : rule.when.where,
           rule.id + ": never fires: no claim can fulfil its condition");
  }
  if (today && rule.valid.to < *today) {
    faults.push_back({rule.where, rule.id + ": expired on " + rule.valid.to.iso().str(), false});
  }
}

void check_pairs(const SiteRulesText& text, std::vector<SiteFault>& faults) {
  std::vector<std::string> conditions;
  for (const SiteRuleText& rule : text.rules) conditions.push_back(canonical(rule.when));
  for (std::size_t later = 1; later < text.rules.size(); ++later) {
    const SiteRuleText& rule = text.rules[later];
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const SiteRuleText& other = text.rules[earlier];
      if (rule.id == other.id)
        refuse(faults, rule.where, rule.id + " is there twice; also at " + other.where);
      const bool contradict = conditions[later] == conditions[earlier] && rule.severity != other.severity &&
                              rule.shadow == other.shadow && overlap(rule.valid, other.valid);
      if (!contradict) continue;
      refuse(faults, rule.where,
             rule.id + " contradicts " + other.id + " at " + other.where +
                 ": the same condition with another severity");
    }
  }
}

// ---- settings

bool texts_overlap(std::span<const std::string> left, std::span<const std::string> not_left,
                   std::span<const std::string> right, std::span<const std::string> not_right) {
  if (left.empty() && right.empty()) return true;
  if (left.empty()) return texts_overlap(right, not_right, left, not_left);
  for (const std::string& one : left) {
    if (covered(one, not_left) || covered(one, not_right)) continue;
    if (right.empty()) return true;
    for (const std::string& other : right) {
      if (meet(one, other) && !covered(other, not_left) && !covered(other, not_right)) return true;
    }
  }
  return false;
}

bool same_context(const CompiledSetting& left, const CompiledSetting& right) {
  const SiteScope& one = left.text->scope;
  const SiteScope& other = right.text->scope;
  return (left.payers & right.payers) != 0 && (left.kinds & right.kinds) != 0 &&
         (left.stages & right.stages) != 0 && overlap(left.text->valid, right.text->valid) &&
         texts_overlap(one.payer_ids, one.not_payer_ids, other.payer_ids, other.not_payer_ids) &&
         texts_overlap(one.departments, one.not_departments, other.departments, other.not_departments);
}

bool setting_takes_in(const SiteSetting& setting, std::string_view id) {
  return std::any_of(setting.rules.begin(), setting.rules.end(),
                     [id](const std::string& pattern) { return setting_names(pattern, id); });
}

std::string_view common_rule(const SiteSetting& left, const SiteSetting& right,
                             std::span<const Rule* const> rules) {
  for (const Rule* const rule : rules) {
    if (setting_takes_in(left, rule->info.id) && setting_takes_in(right, rule->info.id)) return rule->info.id;
  }
  return {};
}

void check_settings(std::span<const CompiledSetting> settings, std::span<const Rule* const> rules,
                    std::optional<Date> today, std::vector<SiteFault>& faults) {
  for (std::size_t later = 0; later < settings.size(); ++later) {
    const SiteSetting& setting = *settings[later].text;
    if (setting.reason.empty()) refuse(faults, setting.where, "a setting: expected a reason");
    if (setting.author.empty()) refuse(faults, setting.where, "a setting: expected an author");
    if (setting.valid.from > setting.valid.to) {
      refuse(faults, setting.where, "a setting that ends before it begins never holds");
    }
    if (today && setting.valid.to < *today) {
      faults.push_back({setting.where, "this setting expired on " + setting.valid.to.iso().str(), false});
    }
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const SiteSetting& other = *settings[earlier].text;
      if (setting.action == other.action && setting.severity == other.severity) continue;
      if (!same_context(settings[later], settings[earlier])) continue;
      const std::string_view rule = common_rule(setting, other, rules);
      if (rule.empty()) continue;
      refuse(faults, setting.where,
             "says of " + std::string(rule) + " other than " + other.where +
                 " for the same claims; only an order could tell which holds, and order never matters: make "
                 "them exclude each other (not_payer_id, not_department)");
    }
  }
}

}  // namespace

bool never_true(const SiteCondition& condition, Period valid, const SiteSeverities& severity) {
  Terms terms;
  if (!alternatives(condition, true, terms)) return false;
  return std::none_of(terms.begin(), terms.end(),
                      [&](const Term& term) { return possible(term, valid, severity); });
}

std::string canonical(const SiteCondition& condition) {
  using Kind = SiteCondition::Kind;
  std::vector<std::string> parts;
  std::string out;
  if (condition.kind == Kind::test) {
    for (const SiteRange& range : condition.ranges) {
      parts.push_back(std::to_string(range.low) + ".." + std::to_string(range.high));
    }
    for (const std::string& text : condition.texts) parts.push_back("\"" + text + "\"");
    out = std::string(site_field(condition.field).name);
  } else {
    for (const SiteCondition& part : condition.parts) parts.push_back(canonical(part));
    const bool group = condition.kind == Kind::all || condition.kind == Kind::any;
    if (group && parts.size() == 1) return parts.front();
    constexpr std::array<std::string_view, 6> kNames{"all", "any", "not", "test", "claim_has", "prior_has"};
    out = std::string(kNames[static_cast<std::size_t>(condition.kind)]);
    if (condition.kind == Kind::prior_has) out += std::to_string(condition.within_days);
  }
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  out += '(';
  for (const std::string& part : parts) out += part + ",";
  out += ')';
  return out;
}

void find_site_faults(const SiteRulesText& text, std::span<const CompiledSetting> settings,
                      std::span<const Rule* const> rules, std::optional<Date> today,
                      std::vector<SiteFault>& faults) {
  for (const SiteRuleText& rule : text.rules) check_rule(rule, today, faults);
  check_pairs(text, faults);
  check_settings(settings, rules, today, faults);
}

}  // namespace chargelint
