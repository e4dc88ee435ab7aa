// chargelint reference status.
#include <algorithm>
#include <array>
#include <vector>

#include "data/reference/knowledge.h"
#include "data/reference/store.h"
#include "fhir/json/writer.h"
#include "plugin/cli/command.h"
#include "plugin/cli/reference_options.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"on", "DATE", "the day by which a release is over (default today)"},
    OptionSpec{"format", "NAME", "text (default) or json"},
};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};

// What a source's standing releases say of the source.
struct Standing {
  const data::SourceStatus::Release* newest = nullptr;
  bool partial = true;  // no whole release
  bool stale = false;   // the newest one was for dates before `on`
};

Standing standing_of(const data::SourceStatus& source, Date on) {
  Standing standing;
  for (const data::SourceStatus::Release& release : source.releases) {
    if (release.superseded_ms) continue;
    standing.partial = standing.partial && !release.complete;
    if (standing.newest == nullptr || release.force.from > standing.newest->force.from)
      standing.newest = &release;
  }
  standing.stale =
      standing.newest != nullptr && !standing.newest->force.to.is_open() && standing.newest->force.to < on;
  return standing;
}

std::vector<std::string_view> not_loaded(const std::vector<data::SourceStatus>& sources) {
  std::vector<std::string_view> names;
  for (std::size_t index = 0; index < kSources; ++index) {
    const std::string_view name = source_name(static_cast<Source>(index));
    const bool loaded = std::any_of(sources.begin(), sources.end(),
                                    [name](const data::SourceStatus& one) { return one.source == name; });
    if (!loaded) names.push_back(name);
  }
  return names;
}

void append_status_json(std::string& out, const std::string& store,
                        const std::vector<data::SourceStatus>& sources, Date on) {
  fhir::JsonWriter json(out);
  json.begin_object().member("store", std::string_view(store)).key("sources").begin_array();
  for (const data::SourceStatus& source : sources) {
    json.begin_object().member("source", std::string_view(source.source));
    const Standing standing = standing_of(source, on);
    json.member("rows", static_cast<std::int64_t>(source.rows_current));
    json.member("partial", standing.partial).member("stale", standing.stale).key("releases").begin_array();
    for (const data::SourceStatus::Release& release : source.releases) {
      json.begin_object()
          .member("release", std::string_view(release.name))
          .member("table", std::string_view(release.table));
      json.member("file", std::string_view(release.file)).member("complete", release.complete);
      write_date(json, "from", release.force.from);
      write_date(json, "to", release.force.to);
      json.member("rows", static_cast<std::int64_t>(release.rows))
          .member("sha256", std::string_view(release.digest));
      json.member("loaded", std::string_view(data::moment_text(release.loaded_ms)));
      json.key("superseded");
      if (release.superseded_ms) {
        json.value(std::string_view(data::moment_text(*release.superseded_ms)));
      } else {
        json.null();
      }
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("not_loaded").begin_array();
  for (const std::string_view name : not_loaded(sources)) json.value(name);
  json.end_array().end_object();
  out += '\n';
}

void append_status_text(std::string& out, const std::vector<data::SourceStatus>& sources, Date on) {
  const auto date = [](Date day) { return day.is_open() ? std::string("…") : day.iso().str(); };
  for (const data::SourceStatus& source : sources) {
    const Standing standing = standing_of(source, on);
    out += source.source + ": " + std::to_string(source.rows_current) + " rows";
    if (standing.partial) out += ", partial: what it does not hold is not evaluated";
    if (standing.stale)
      out += ", stale: " + standing.newest->name + " was for dates until " + date(standing.newest->force.to);
    out += '\n';
    const bool several_tables =
        std::ranges::any_of(source.releases, [&](const data::SourceStatus::Release& release) {
          return release.table != source.releases.front().table;
        });
    for (const data::SourceStatus::Release& release : source.releases) {
      out += "  " + release.name;
      if (several_tables) out += "  " + release.table;
      out += release.complete ? "  complete  " : "  partial  ";
      out += date(release.force.from) + " to " + date(release.force.to) + "  " +
             std::to_string(release.rows) + " rows  " + release.file + "  loaded " +
             data::moment_text(release.loaded_ms);
      if (release.superseded_ms) out += "  superseded " + data::moment_text(*release.superseded_ms);
      out += "  sha256 " + release.digest.substr(0, 12) + "\n";
    }
  }
  if (sources.empty()) out += "the store is empty\n";
  std::string absent;
  for (const std::string_view name : not_loaded(sources))
    absent.append(absent.empty() ? "" : ", ").append(name);
  if (!absent.empty()) out += "not loaded: " + absent + '\n';
}

ExitCode run_status(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  const auto on = date_option(invocation.options, "on", today());
  if (!on) return report_error(invocation, on.error());
  auto store = data::ReferenceStore::open(invocation.config.reference, false);
  if (!store) return report_error(invocation, store_error(store.error(), invocation.config.reference));
  const auto sources = (*store)->status();
  if (!sources) return report_error(invocation, sources.error());
  std::string text;
  if (*format == 1) {
    append_status_json(text, invocation.config.reference, *sources, *on);
  } else {
    append_status_text(text, *sources, *on);
  }
  invocation.streams.out << text;
  return ExitCode::done;
}

}  // namespace

const Command kReferenceStatusCommand{"reference status", "", "tells what the reference store holds",
                                      kOptions, run_status};

}  // namespace chargelint::plugin
