#include "plugin/cli/rule_selection.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "plugin/app/nearest.h"

namespace chargelint::plugin {
namespace {

std::string upper_case(std::string_view text) {
  std::string out;
  for (const char character : text)
    out += static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
  return out;
}

tl::unexpected<Error> unknown_rule(std::string_view name, std::span<const Rule* const> known) {
  std::vector<std::string_view> ids;
  for (const Rule* const rule : known) ids.push_back(rule->info.id);
  std::string what = "unknown rule \"" + std::string(name) + "\"";
  if (const std::string_view close = nearest(upper_case(name), ids); !close.empty()) {
    what += "; the nearest known one is " + std::string(close);
  }
  return fail(ErrorKind::usage, "", what);
}

}  // namespace

Result<const Rule*> find_rule(std::string_view id, std::span<const Rule* const> known) {
  const std::string wanted = upper_case(id);
  for (const Rule* const rule : known) {
    if (rule->info.id == wanted) return rule;
  }
  return unknown_rule(id, known);
}

Result<std::vector<const Rule*>> select_rules(std::optional<std::string_view> list,
                                              std::span<const Rule* const> known) {
  if (!list) return std::vector<const Rule*>(known.begin(), known.end());
  std::vector<bool> chosen(known.size(), false);
  std::string_view rest = *list;
  while (true) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string name = upper_case(rest.substr(0, comma));
    bool found = false;
    for (std::size_t index = 0; index < known.size(); ++index) {
      if (known[index]->info.id == name || known[index]->info.module == name) {
        chosen[index] = true;
        found = true;
      }
    }
    if (!found) return unknown_rule(rest.substr(0, comma), known);
    if (comma == rest.size()) break;
    rest.remove_prefix(comma + 1);
  }
  std::vector<const Rule*> rules;
  for (std::size_t index = 0; index < known.size(); ++index) {
    if (chosen[index]) rules.push_back(known[index]);
  }
  return rules;
}

}  // namespace chargelint::plugin
