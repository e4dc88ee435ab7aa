#include "plugin/site/rules_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "plugin/site/condition_reader.h"
#include "plugin/site/yaml_reader.h"
#include "rules/notation/words.h"

namespace chargelint::plugin {
namespace {

constexpr std::size_t kLargest = std::size_t{4} * 1024 * 1024;

constexpr std::array<std::string_view, 3> kSections{"rules", "settings", "shadow"};
constexpr std::array<std::string_view, 13> kRuleKeys{"id",     "title", "owner", "reason",   "when",
                                                     "from",   "until", "carc",  "severity", "clinician",
                                                     "biller", "fixes", "tests"};
constexpr std::array<std::string_view, 8> kSettingKeys{"rule",   "rules",  "where", "set",
                                                       "reason", "author", "from",  "until"};
constexpr std::array<std::string_view, 7> kScopeKeys{
    "payer", "kind", "stage", "payer_id", "department", "not_payer_id", "not_department"};
constexpr std::array<std::string_view, 3> kStages{"order", "charge", "claim"};
constexpr std::array<std::string_view, 7> kFixKeys{
    "add_modifier", "remove_modifier", "set_units", "replace_code", "remove_line", "title", "question"};

class FileReader {
 public:
  FileReader(const std::string& name, SiteFile& file) : file_(file), reader_(name, file.faults) {}

  SiteRulesText read(const YAML::Node& root) {
    if (!root.IsDefined() || root.IsNull() || !reader_.check_map(root, kSections, "the rules file"))
      return {};
    for_each(root["rules"], "rules", [this](const YAML::Node& node) { read_rule(node, false); });
    for_each(root["settings"], "settings", [this](const YAML::Node& node) { read_setting(node); });
    for_each(root["shadow"], "shadow", [this](const YAML::Node& node) { read_shadow(node); });
    return std::move(text_);
  }
  // Rules that settings name, once the file's own are all known.
  void check_names(std::span<const Rule* const> rules) {
    std::vector<std::string_view> known;
    for (const Rule* const rule : rules) known.push_back(rule->info.id);
    for (const auto& [node, pattern] : named_) {
      const bool found = std::any_of(known.begin(), known.end(), [&pattern = pattern](std::string_view id) {
        return setting_names(pattern, id);
      });
      if (!found) reader_.refuse(node, "unknown rule \"" + pattern + "\"" + nearest_known(pattern, known));
    }
  }

 private:
  template <class Read>
  void for_each(const YAML::Node& list, std::string_view name, const Read& read) {
    if (!list.IsDefined() || list.IsNull()) return;
    if (!list.IsSequence()) return reader_.refuse(list, std::string(name) + ": expected a list");
    for (const auto& item : list) read(item);
  }

  std::string optional_text(const YAML::Node& map, const char* key) {
    const auto node = map[key];
    return node ? reader_.text(node, key) : std::string();
  }

  void read_severity(const YAML::Node& node, SiteSeverities& severities) {
    if (!node) return;
    if (node.IsScalar()) {
      if (const auto severity = reader_.severity(node)) severities.fill(*severity);
      return;
    }
    if (!reader_.check_map(node, kStages, "severity")) return;
    severities.fill(Severity::off);
    for (const auto& entry : node) {
      const auto stage = std::find(kStages.begin(), kStages.end(), entry.first.Scalar()) - kStages.begin();
      if (const auto severity = reader_.severity(entry.second)) {
        severities[static_cast<std::size_t>(stage)] = *severity;
      }
    }
  }

  void read_fix(const YAML::Node& node, SiteRuleText& rule) {
    if (!reader_.check_map(node, kFixKeys, "a fix")) return;
    SiteFix fix;
    int kinds = 0;
    const auto value_of = [&](const char* key, SiteField field) -> std::optional<std::int64_t> {
      const auto value = node[key];
      if (!value) return std::nullopt;
      ++kinds;
      const std::string written = reader_.text(value, key);
      const auto range = parse_site_range(site_field(field), written);
      if (range && range->low == range->high) return range->low;
      reader_.refuse(
          value, std::string(key) + " \"" + written + "\": expected " + site_value_hint(site_field(field)));
      return std::nullopt;
    };
    for (const auto& [key, kind] : {std::pair{"add_modifier", EditKind::add_modifier},
                                    std::pair{"remove_modifier", EditKind::remove_modifier}}) {
      if (const auto modifier = value_of(key, SiteField::modifier)) {
        fix.edit.kind = kind;
        fix.edit.modifier = Modifier::from_packed(static_cast<std::uint16_t>(*modifier));
      }
    }
    if (const auto units = value_of("set_units", SiteField::units)) {
      fix.edit.kind = EditKind::set_units;
      fix.edit.units = Quantity{*units};
    }
    if (const auto code = value_of("replace_code", SiteField::code)) {
      fix.edit.kind = EditKind::replace_code;
      fix.edit.code = Hcpcs::from_packed(static_cast<std::uint32_t>(*code));
    }
    if (node["remove_line"]) {
      ++kinds;
      fix.edit.kind = EditKind::remove_line;
    }
    if (kinds != 1) {
      return reader_.refuse(node,
                            "a fix: expected one of add_modifier, remove_modifier, set_units, "
                            "replace_code, remove_line");
    }
    fix.title = optional_text(node, "title");
    fix.question = optional_text(node, "question");
    rule.fixes.push_back(std::move(fix));
  }

  void read_case(const YAML::Node& node, const std::string& rule) {
    const std::string written = reader_.text(node, "a case");
    const bool marked = written.starts_with("+ ") || written.starts_with("- ");
    auto parts = marked ? split(std::string_view(written).substr(2), "::") : std::vector<std::string>{};
    if (parts.size() != 3) {
      return reader_.refuse(
          node, "a case: expected \"+ what it shows :: context :: lines\", or - when it does not fire");
    }
    file_.tests.push_back({reader_.place(node), rule, written[0] == '+', parts[0], parts[1], parts[2]});
  }

  void read_rule(const YAML::Node& node, bool shadow) {
    if (!reader_.check_map(node, kRuleKeys, "a rule")) return;
    SiteRuleText rule;
    rule.where = reader_.place(node);
    rule.shadow = shadow;
    rule.id = optional_text(node, "id");
    rule.title = optional_text(node, "title");
    rule.owner = optional_text(node, "owner");
    rule.reason = optional_text(node, "reason");
    rule.clinician = optional_text(node, "clinician");
    rule.biller = optional_text(node, "biller");
    rule.carc = optional_text(node, "carc");
    rule.valid = reader_.period(node);
    read_severity(node["severity"], rule.severity);
    if (const auto when = node["when"]) {
      rule.when = read_condition(reader_, when);
    } else {
      reader_.refuse(node, rule.id + ": expected a condition: when");
    }
    for_each(node["fixes"], "fixes", [&](const YAML::Node& fix) { read_fix(fix, rule); });
    const std::size_t before = file_.tests.size();
    for_each(node["tests"], "tests", [&](const YAML::Node& one) { read_case(one, rule.id); });
    const auto first = file_.tests.begin() + static_cast<std::ptrdiff_t>(before);
    for (const bool fires : {true, false}) {
      const bool has = std::any_of(first, file_.tests.end(),
                                   [fires](const SiteTest& test) { return test.fires == fires; });
      if (has) continue;
      file_.faults.push_back(
          {rule.where, rule.id + ": has no case in which it " + (fires ? "fires (+)" : "is silent (-)"),
           false});
    }
    text_.rules.push_back(std::move(rule));
  }

  std::vector<std::string> names_of(const YAML::Node& map, const char* key, SiteField field) {
    const auto node = map[key];
    if (!node) return {};
    auto names = reader_.texts(node, key);
    for (const std::string& name : names) {
      const SiteFieldInfo& info = site_field(field);
      const bool good =
          info.form == SiteForm::text ? !name.empty() : parse_site_range(info, name).has_value();
      if (!good) {
        reader_.refuse(node, std::string(key) + " \"" + name + "\": expected " + site_value_hint(info));
      }
    }
    return names;
  }

  void read_scope(const YAML::Node& node, SiteScope& scope) {
    if (!node || !reader_.check_map(node, kScopeKeys, "where")) return;
    scope.payers = names_of(node, "payer", SiteField::payer);
    scope.kinds = names_of(node, "kind", SiteField::kind);
    scope.stages = names_of(node, "stage", SiteField::stage);
    scope.payer_ids = names_of(node, "payer_id", SiteField::payer_id);
    scope.not_payer_ids = names_of(node, "not_payer_id", SiteField::payer_id);
    scope.departments = names_of(node, "department", SiteField::department);
    scope.not_departments = names_of(node, "not_department", SiteField::department);
  }

  void read_action(const YAML::Node& node, SiteSetting& setting) {
    const std::string written = reader_.text(node, "set");
    const std::pair<std::string_view, SiteAction> actions[] = {
        {"off", SiteAction::off}, {"on", SiteAction::on}, {"mute", SiteAction::mute}};
    for (const auto& [name, action] : actions) {
      if (written != name) continue;
      setting.action = action;
      return;
    }
    setting.action = SiteAction::grade;
    for (const Severity known : {Severity::info, Severity::warning, Severity::error}) {
      if (written == severity_name(known)) setting.severity = known;
    }
    if (setting.severity == Severity::off) {
      reader_.refuse(node, "set \"" + written + "\": expected off, on, mute, info, warning or error");
    }
  }

  void name_rule(const YAML::Node& node, const std::string& pattern, SiteSetting& setting) {
    named_.emplace_back(node, pattern);
    setting.rules.push_back(pattern);
  }

  void read_setting(const YAML::Node& node) {
    if (!reader_.check_map(node, kSettingKeys, "a setting")) return;
    SiteSetting setting;
    setting.where = reader_.place(node);
    for (const char* const key : {"rule", "rules"}) {
      const auto names = node[key];
      if (!names) continue;
      for (const std::string& pattern : reader_.texts(names, key)) name_rule(names, pattern, setting);
    }
    if (setting.rules.empty())
      reader_.refuse(node, "a setting: expected the rule it is about, or a module as MOD-*");
    read_scope(node["where"], setting.scope);
    setting.reason = optional_text(node, "reason");
    setting.author = optional_text(node, "author");
    setting.valid = reader_.period(node);
    if (const auto set = node["set"]) {
      read_action(set, setting);
    } else {
      reader_.refuse(node, "a setting: expected set: off, on, mute, info, warning or error");
    }
    text_.settings.push_back(std::move(setting));
  }

  // The id of a rule that is to be shown to nobody, or a whole rule of the site's own.
  void read_shadow(const YAML::Node& node) {
    if (!node.IsScalar()) return read_rule(node, true);
    SiteSetting setting;
    setting.where = reader_.place(node);
    setting.action = SiteAction::mute;
    setting.reason = "shadow";
    setting.author = "shadow";
    name_rule(node, node.Scalar(), setting);
    text_.settings.push_back(std::move(setting));
  }

  SiteFile& file_;
  YamlReader reader_;
  SiteRulesText text_;
  std::vector<std::pair<YAML::Node, std::string>> named_;
};

// The line of "rules.yaml:12".
int line_of(const SiteFault& fault) {
  const std::size_t colon = fault.where.rfind(':');
  if (colon == std::string::npos) return 0;
  int line = 0;
  for (const char digit : fault.where.substr(colon + 1)) {
    if (digit < '0' || digit > '9') return 0;
    line = line * 10 + (digit - '0');
  }
  return line;
}

}  // namespace

std::string fault_text(const SiteFault& fault) {
  return fault.where + ": " + fault.what;
}

SiteFile read_site_rules(const std::string& text, const std::string& name, std::optional<Date> today) {
  SiteFile file;
  file.there = true;
  try {
    FileReader reader(name, file);
    SiteRulesText read = reader.read(YAML::Load(text));
    const bool readable = std::none_of(file.faults.begin(), file.faults.end(),
                                       [](const SiteFault& fault) { return fault.refuses; });
    file.rules = SiteRules::compile(std::move(read), all_rules(), today, file.faults);
    // A setting may name a rule that could not be read: told only where all of them were.
    if (readable) reader.check_names(with_site_rules(all_rules(), file.rules.get()));
  } catch (const YAML::Exception& problem) {
    file.faults.push_back(
        {name + ":" + std::to_string(problem.mark.line + 1), "this is not YAML: " + problem.msg, true});
  }
  std::stable_sort(file.faults.begin(), file.faults.end(), [](const SiteFault& left, const SiteFault& right) {
    return line_of(left) < line_of(right);
  });
  const bool refused = std::any_of(file.faults.begin(), file.faults.end(),
                                   [](const SiteFault& fault) { return fault.refuses; });
  if (refused) file.rules.reset();
  return file;
}

SiteFile load_site_rules(const std::string& path, std::optional<Date> today) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  SiteFile file;
  file.there = true;
  std::ifstream input(path, std::ios::binary);
  std::ostringstream text;
  text << input.rdbuf();
  if (!input || std::filesystem::is_directory(path, ignored)) {
    file.faults.push_back({path, "the rules file can't be read", true});
    return file;
  }
  if (text.view().size() > kLargest) {
    file.faults.push_back({path, "the rules file is larger than 4 MB", true});
    return file;
  }
  return read_site_rules(text.str(), path, today);
}

}  // namespace chargelint::plugin
