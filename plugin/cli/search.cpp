// chargelint search: ranked codes for words, abbreviations, misspellings or the beginning of a code.
#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "data/search/search_index.h"
#include "fhir/json/writer.h"
#include "plugin/cli/command.h"
#include "plugin/report/search_page.h"
#include "plugin/service/known_reference.h"
#include "plugin/service/search_holder.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"kind", "KIND",
               "only these, separated by commas: cpt, hcpcs, icd10cm, section, modifier, place"},
    OptionSpec{"on", "DATE", "only codes in force on this date, e.g. 2026-05-04"},
    OptionSpec{"known", "DATE", "with the reference store as it was known then (end of that day, UTC)"},
    OptionSpec{"family", "BEGINNING", "only codes that begin so, e.g. E11 or J"},
    OptionSpec{"limit", "N", "at most so many hits (default 20)"},
    OptionSpec{"format", "NAME", "text (default) or json"},
};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};

std::string line_of(const data::SearchHit& hit) {
  const auto column = [](std::string text, std::size_t width) {
    text.resize(std::max(text.size() + 2, width), ' ');
    return text;
  };
  std::string line =
      column(hit.code, 10) + column(std::string(data::search_kind_name(hit.kind)), 10) + hit.title;
  if (!hit.matched.empty()) line += (hit.title.empty() ? "[" : " [") + hit.matched + "]";
  if (!hit.billable) line += " (a header: choose a code below it)";
  if (!hit.active) line += " (not in force)";
  return line + "\n";
}

ExitCode run_search(const Invocation& invocation) {
  const auto usage = [&](const Error& error) { return report_error(invocation, error); };
  if (auto enough = need_operands(invocation.options, 1, 64, "WORDS, such as `low back pain` or M54");
      !enough) {
    return usage(enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return usage(format.error());
  const auto limit = number_option(invocation.options, "limit", 20, 1, data::kMostSearchHits);
  if (!limit) return usage(limit.error());

  std::string text;
  for (const std::string& word : invocation.options.operands()) text += (text.empty() ? "" : " ") + word;
  data::SearchQuery query;
  query.text = text;
  query.limit = *limit;
  query.family = invocation.options.value("family").value_or("");
  query.today = Date::from_days(static_cast<std::int32_t>(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch().count()));
  if (const auto on = invocation.options.value("on")) {
    query.active_on = Date::parse_iso(*on);
    if (!query.active_on) {
      return usage({ErrorKind::usage, "", "option --on: expected a date such as 2026-05-04"});
    }
  }
  if (const auto kinds = invocation.options.value("kind")) {
    auto named = search_kinds_named(*kinds);
    if (!named) return usage({ErrorKind::usage, "", "option --kind: " + named.error().what});
    query.kinds = std::move(*named);
  }

  const auto known = invocation.options.value("known");
  const auto reference = open_reference_known(invocation.config.reference, known);
  if (!reference) return usage(reference.error());
  const auto index = known ? open_known_search(invocation.config.reference, **reference)
                           : open_search(invocation.config.reference, **reference);
  if (!index) return usage(index.error());
  const auto page = (*index)->search(query);
  if (!page) return usage(page.error());

  if (*format == 1) {
    invocation.streams.out << search_json(text, *page) << '\n';
    return ExitCode::done;
  }
  std::string out;
  if (!page->corrected.empty()) out += "Searched for: " + page->corrected + "\n";
  for (const data::SearchHit& hit : page->hits) out += line_of(hit);
  if (page->hits.empty()) invocation.streams.err << "chargelint: nothing was found for \"" << text << "\"\n";
  invocation.streams.out << out;
  return ExitCode::done;
}

}  // namespace

const Command kSearchCommand{"search", "WORDS...",
                             "finds codes by words, abbreviations, misspellings or their beginning", kOptions,
                             run_search};

}  // namespace chargelint::plugin
