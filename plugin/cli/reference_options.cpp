#include "plugin/cli/reference_options.h"

#include <algorithm>
#include <cctype>
#include <chrono>

#include "plugin/app/nearest.h"

namespace chargelint::plugin {
namespace {

template <class Take>
void each_of_list(std::string_view list, Take take) {
  while (!list.empty()) {
    const std::size_t size = std::min(list.find(','), list.size());
    std::string_view one = list.substr(0, size);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) take(one);
    list.remove_prefix(std::min(size + 1, list.size()));
  }
}

}  // namespace

std::int64_t now_ms() {
  using std::chrono::duration_cast;
  return duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Date today() {
  constexpr std::int64_t kDay = 86400000;
  return Date::from_days(static_cast<std::int32_t>(now_ms() / kDay));
}

Result<Date> date_option(const Options& options, std::string_view name, Date fallback) {
  const auto text = options.value(name);
  if (!text) return fallback;
  const auto date = text->size() == 10 ? Date::parse_iso(*text) : std::nullopt;
  if (date) return *date;
  return fail(ErrorKind::usage, "", "option --" + std::string(name) + ": expected a date such as 2026-07-01");
}

std::optional<Source> source_of_name(std::string_view name) {
  for (std::size_t index = 0; index < kSources; ++index) {
    if (source_name(static_cast<Source>(index)) == name) return static_cast<Source>(index);
  }
  return std::nullopt;
}

Result<std::vector<Source>> source_option(const Options& options, std::string_view name) {
  std::vector<Source> sources;
  const auto text = options.value(name);
  if (!text) return sources;
  std::string unknown;
  each_of_list(*text, [&](std::string_view one) {
    bool found = false;
    for (std::size_t index = 0; index < kSources; ++index) {
      const auto source = static_cast<Source>(index);
      const std::string_view full = source_name(source);
      if (full != one && !(full.starts_with(one) && full.substr(one.size()).starts_with('-'))) continue;
      found = true;
      if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(source);
    }
    if (!found && unknown.empty()) unknown = one;
  });
  if (!unknown.empty() || sources.empty()) {
    std::vector<std::string_view> names;
    for (std::size_t index = 0; index < kSources; ++index)
      names.push_back(source_name(static_cast<Source>(index)));
    return fail(ErrorKind::usage, "",
                "option --" + std::string(name) + ": unknown source \"" + unknown +
                    "\"; the nearest known one is \"" + std::string(nearest(unknown, names)) + "\"");
  }
  return sources;
}

Result<std::vector<std::string>> code_option(const Options& options, std::string_view name) {
  std::vector<std::string> codes;
  const auto text = options.value(name);
  if (!text) return codes;
  bool wrong = false;
  each_of_list(*text, [&](std::string_view one) {
    std::string& code = codes.emplace_back();
    for (const char character : one) {
      if (character == '.') continue;
      code += static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
    }
    wrong = wrong || code.empty() || code.size() > 7 ||
            !std::all_of(code.begin(), code.end(),
                         [](unsigned char character) { return std::isalnum(character) != 0; });
  });
  if (wrong || codes.empty()) {
    return fail(ErrorKind::usage, "",
                "option --" + std::string(name) + ": expected codes such as 62324,J0585,M54.12");
  }
  return codes;
}

Result<std::optional<bool>> completeness_option(const Options& options) {
  if (options.has("complete") && options.has("partial"))
    return fail(ErrorKind::usage, "", "--complete and --partial exclude one another");
  if (options.has("complete")) return std::optional(true);
  if (options.has("partial")) return std::optional(false);
  return std::optional<bool>();
}

Error store_error(Error error, const std::string& store) {
  if (error.kind == ErrorKind::not_found) {
    error.what = "the reference store is not there; make it with `chargelint reference import --starter`";
    error.where = store;
  }
  return error;
}

void write_date(fhir::JsonWriter& json, std::string_view key, Date date) {
  json.key(key);
  if (date.is_open()) {
    json.null();
  } else {
    json.value(date.iso().view());
  }
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

}  // namespace chargelint::plugin
