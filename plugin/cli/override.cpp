// chargelint override add, list, end: decisions of a person on findings of stored charges, without the
// service.
#include <array>
#include <charconv>
#include <filesystem>

#include "data/state/store.h"
#include "fhir/json/writer.h"
#include "plugin/cli/command.h"
#include "plugin/cli/state_options.h"
#include "plugin/overrides/decisions.h"
#include "plugin/pipeline.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kAddOptions{
    OptionSpec{"claim", "NUMBER", "visit or claim number of stored charges, or msg-N; needed"},
    OptionSpec{"finding", "N", "which of its findings, from 1; needed"},
    OptionSpec{"reason", "CODE", "why; needed (`override list` tells the codes)"},
    OptionSpec{"text", "WORDS", "the reason in words; needed with `other`"},
    OptionSpec{"user", "NAME", "who decides; needed"},
    OptionSpec{"role", "NAME", "as what"},
    OptionSpec{"until", "DATE", "the last day on which it holds (default: without end)"},
};
constexpr std::array kListOptions{
    OptionSpec{"format", "NAME", "text (default) or json (one object a line)"},
    OptionSpec{"all", "", "those that have ended or expired too"},
};
constexpr std::array kEndOptions{
    OptionSpec{"user", "NAME", "who decides; needed"},
    OptionSpec{"role", "NAME", "as what"},
};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};
constexpr std::size_t kMostListed = 100'000;

// The store of the service, which may be running.
Result<std::unique_ptr<data::StateStore>> open_state(const Config& config) {
  std::error_code ignored;
  if (!std::filesystem::exists(config.state, ignored)) {
    return fail(ErrorKind::environment, config.state,
                "the state store is not there; `chargelint serve` makes it with the first message");
  }
  const auto key = existing_key(config);
  if (!key) return tl::unexpected(key.error());
  return data::StateStore::open(config.state, *key);
}

std::string text_option(const Options& options, std::string_view name) {
  return std::string(options.value(name).value_or(""));
}

void print_text(std::ostream& out, const data::Override& one, std::int64_t now_ms) {
  out << one.id << "  " << state_of(one, now_ms) << "  " << one.rule << "  " << one.codes << "  "
      << one.reason << "  " << one.user;
  if (one.expires_ms)
    out << "  until "
        << Date::from_days(static_cast<std::int32_t>((*one.expires_ms - 1) / 86'400'000)).iso().view();
  out << '\n';
}

void print_json(std::ostream& out, const data::Override& one, std::int64_t now_ms) {
  std::string line;
  fhir::JsonWriter json(line);
  write_override(json, one, now_ms);
  out << line << '\n';
}

ExitCode run_add(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (auto enough = need_operands(options, 0, 0, "no operands; --claim and --finding name what is meant");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const std::string claim = text_option(options, "claim");
  const auto finding = number_option(options, "finding", 0, 1, 100'000);
  if (!finding) return report_error(invocation, finding.error());
  if (claim.empty() || *finding == 0) {
    return report_error(invocation, Error{ErrorKind::usage, "", "expected --claim NUMBER and --finding N"});
  }
  auto state = open_state(invocation.config);
  if (!state) return report_error(invocation, state.error());
  const auto verdict = find_claim(**state, claim);
  if (!verdict)
    return report_error(invocation, {ErrorKind::usage, verdict.error().where, verdict.error().what});
  const Decision decision{text_option(options, "reason"), text_option(options, "text"),
                          text_option(options, "user"), text_option(options, "role"),
                          text_option(options, "until")};
  const std::int64_t now = system_clock_ms();
  auto made = override_finding(**state, *verdict, *finding, decision, now);
  if (!made) {
    Error error = made.error();
    if (error.kind == ErrorKind::not_found) error.kind = ErrorKind::usage;
    return report_error(invocation, error);
  }
  print_text(invocation.streams.out, *made, now);
  return ExitCode::done;
}

ExitCode run_list(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (auto enough = need_operands(options, 0, 0, "no operands"); !enough)
    return report_error(invocation, enough.error());
  const auto format = format_option(options, kFormats);
  if (!format) return report_error(invocation, format.error());
  auto state = open_state(invocation.config);
  if (!state) return report_error(invocation, state.error());
  const auto held = (*state)->overrides(kMostListed);
  if (!held) return report_error(invocation, held.error());
  const std::int64_t now = system_clock_ms();
  std::ostream& out = invocation.streams.out;
  for (const data::Override& one : *held) {
    if (!options.has("all") && state_of(one, now) != "active") continue;
    if (*format == 1) {
      print_json(out, one, now);
    } else {
      print_text(out, one, now);
    }
  }
  if (*format == 1) return ExitCode::done;
  out << "reasons:\n";
  for (const OverrideReason& reason : override_reasons())
    out << "  " << reason.code << ": " << reason.meaning << '\n';
  return ExitCode::done;
}

ExitCode run_end(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (auto enough = need_operands(options, 1, 1, "the number of one override"); !enough)
    return report_error(invocation, enough.error());
  const std::string& text = options.operands().front();
  std::int64_t id = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (problem != std::errc() || end != text.data() + text.size())
    return report_error(invocation, {ErrorKind::usage, "", "expected the number of an override"});
  auto state = open_state(invocation.config);
  if (!state) return report_error(invocation, state.error());
  const auto ended = end_override(**state, id, text_option(options, "user"), text_option(options, "role"),
                                  system_clock_ms());
  if (ended) return ExitCode::done;
  Error error = ended.error();
  if (error.kind == ErrorKind::not_found) error.kind = ErrorKind::usage;
  return report_error(invocation, error);
}

}  // namespace

const Command kOverrideAddCommand{"override add", "", "overrides a finding of stored charges, with a reason",
                                  kAddOptions, run_add};
const Command kOverrideListCommand{"override list", "", "tells the overrides in force, and the reasons",
                                   kListOptions, run_list};
const Command kOverrideEndCommand{"override end", "ID", "ends an override; the finding is raised again",
                                  kEndOptions, run_end};

}  // namespace chargelint::plugin
