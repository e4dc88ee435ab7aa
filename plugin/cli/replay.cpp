// chargelint replay: the charges that a service has stored, judged with its reference and with another, with
// the site's rules and the history and overrides that each found when it came.
#include <array>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

#include "data/state/message_log.h"
#include "data/state/store.h"
#include "plugin/cli/command.h"
#include "plugin/cli/profile_option.h"
#include "plugin/cli/reference_options.h"
#include "plugin/cli/state_options.h"
#include "plugin/input/input.h"
#include "plugin/replay/impact.h"
#include "plugin/replay/report.h"
#include "plugin/report/common.h"
#include "plugin/report/patient_ref.h"
#include "plugin/service/claim_history.h"
#include "plugin/service/claim_overrides.h"
#include "plugin/service/known_reference.h"
#include "plugin/service/reference_holder.h"
#include "plugin/site/rules_file.h"
#include "rules/engine/engine.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {
namespace {

namespace fs = std::filesystem;

constexpr std::array kOptions{
    OptionSpec{"since", "DATE", "charges received from that day or moment on (UTC); needed"},
    OptionSpec{"until", "DATE", "to the end of that day or moment (default: all)"},
    OptionSpec{"against", "STORE", "another reference store, or a date of knowledge of this one; needed"},
    OptionSpec{"rules", "FILE", "the site's rules (default: those of the configuration)"},
    OptionSpec{"format", "NAME", "text (default), json or csv"},
    OptionSpec{"limit", "N", "claims that are told one by one (default: 20 as text, else all)"},
    OptionSpec{"jobs", "N", "threads (default 1)"},
};
constexpr std::array<std::string_view, 3> kFormats{"text", "json", "csv"};
constexpr std::size_t kBlock = 1024;  // messages in memory

using Opened = Result<std::shared_ptr<const data::Catalogue>>;

struct Settings {
  ReplayFormat format = ReplayFormat::text;
  data::LogPeriod period;
  std::string against;
  unsigned limit = 0;
  unsigned jobs = 1;
};

tl::unexpected<Error> at_option(std::string_view name, Error error) {
  error.what = "option --" + std::string(name) + ": " + error.what;
  return tl::unexpected<Error>(std::move(error));
}

Result<Settings> read_settings(const Options& options) {
  Settings settings;
  const auto format = format_option(options, kFormats);
  if (!format) return tl::unexpected(format.error());
  settings.format = static_cast<ReplayFormat>(*format);
  const auto since = options.value("since");
  const auto against = options.value("against");
  if (!since || !against || against->empty()) {
    return fail(ErrorKind::usage, "", "expected --since DATE and --against STORE (or a date of knowledge)");
  }
  settings.against = *against;
  const auto begin = moment_of(*since);
  if (!begin) return at_option("since", begin.error());
  settings.period.since_ms = begin->first_ms;
  if (const auto until = options.value("until")) {
    const auto end = moment_of(*until);
    if (!end) return at_option("until", end.error());
    settings.period.until_ms = end->last_ms + 1;
  }
  constexpr unsigned kAll = 4'000'000'000;
  const auto limit =
      number_option(options, "limit", settings.format == ReplayFormat::text ? 20 : kAll, 0, kAll);
  if (!limit) return tl::unexpected(limit.error());
  settings.limit = *limit;
  const auto jobs = number_option(options, "jobs", 1, 1, 256);
  if (!jobs) return tl::unexpected(jobs.error());
  settings.jobs = *jobs;
  return settings;
}

Opened open_against(const std::string& against, const std::string& store) {
  std::error_code ignored;
  if (!fs::exists(against, ignored)) {
    if (const auto moment = known_moment(against)) return open_known(store, *moment);
    return fail(ErrorKind::usage, against,
                "is not there; expected a reference store, or a date of knowledge such as 2026-07-01");
  }
  return against.ends_with(".snapshot") ? data::open_catalogue(against) : open_reference(against);
}

struct Judged {
  bool readable = false;
  std::optional<ClaimImpact> impact;
};

// What the claims are judged with.
struct Grounds {
  const Engine& engine;
  const Reference& before;
  const Reference& after;
  const PatientRefs& refs;
  data::MessageLog& log;
  std::optional<Date> complete_since;
};

// One thread's share: it judges as the service does, but does not try fixes, which no finding depends on.
class Replayer {
 public:
  Replayer(const Grounds& grounds, const ChosenProfile& profile)
      : grounds_(grounds), reader_(profile.profiles, profile.forced) {}

  Result<Judged> judge(const data::LoggedMessage& message) {
    Judged judged;
    const SourceFormat format = message.protocol == "fhir" ? SourceFormat::fhir : SourceFormat::hl7;
    auto claim = reader_.read(InputUnit{format, message.message, {}});
    if (!claim) return judged;
    judged.readable = true;
    constexpr std::int64_t kDay = 86400000;
    const Date received = Date::from_days(static_cast<std::int32_t>(message.received_ms / kDay));
    if (!claim->context.received_on) claim->context.received_on = received;
    const auto looked_back = fill_history(history_, *claim, grounds_.engine.rules(), grounds_.complete_since,
                                          [&](data::HistoryQuery query) {
                                            query.before = message.id;
                                            return grounds_.log.services(query);
                                          });
    if (!looked_back) return tl::unexpected(looked_back.error());
    auto held = grounds_.log.active_overrides({claim->patient.id, claim->id}, message.received_ms);
    if (!held) return tl::unexpected(held.error());
    overrides_.set(std::move(*held));
    const auto facts = overrides_.facts();
    const Verdict& before =
        grounds_.engine.check(*claim, grounds_.before, history_, before_workspace_, facts);
    const Verdict& after = grounds_.engine.check(*claim, grounds_.after, history_, after_workspace_, facts);
    judged.impact = compare_verdicts(*claim, before, after);
    if (judged.impact) {
      judged.impact->id = message.id;
      judged.impact->received_on = received.iso().str();
      if (!claim->id.empty()) judged.impact->visit = grounds_.refs.of("visit|" + std::string(claim->id));
    }
    return judged;
  }

 private:
  const Grounds& grounds_;
  UnitReader reader_;
  data::PatientHistory history_;
  ClaimOverrides overrides_;
  Engine::Workspace before_workspace_;
  Engine::Workspace after_workspace_;
};

void judge_block(const std::vector<data::LoggedMessage>& messages, std::vector<Result<Judged>>& judged,
                 std::deque<Replayer>& replayers) {
  std::atomic<std::size_t> next{0};
  const auto work = [&](Replayer& replayer) {
    for (std::size_t index = next++; index < messages.size(); index = next++)
      judged[index] = replayer.judge(messages[index]);
  };
  std::vector<std::jthread> helpers;
  for (std::size_t index = 1; index < replayers.size(); ++index)
    helpers.emplace_back(work, std::ref(replayers[index]));
  work(replayers.front());
}

Result<ImpactTotals> replay(data::MessageLog& log, std::deque<Replayer>& replayers, ReplayReport& report) {
  ImpactTotals totals;
  for (;;) {
    const auto messages = log.next(kBlock);
    if (!messages) return tl::unexpected(messages.error());
    if (messages->empty()) return totals;
    std::vector<Result<Judged>> judged(messages->size());
    judge_block(*messages, judged, replayers);
    for (const Result<Judged>& one : judged) {
      if (!one) return tl::unexpected(one.error());
      if (!one->readable) {
        ++totals.unreadable;
        continue;
      }
      ++totals.claims;
      if (!one->impact) continue;
      totals.add(*one->impact);
      report.claim(*one->impact);
    }
  }
}

// What has expired since then held when the message came: nobody is told of it.
Result<std::shared_ptr<const SiteRules>> read_rules(const Invocation& invocation) {
  const auto named = invocation.options.value("rules");
  const SiteFile site = load_site_rules(named ? std::string(*named) : invocation.config.rules, std::nullopt);
  if (named && !site.there) return fail(ErrorKind::usage, std::string(*named), "there is no such file");
  for (const SiteFault& fault : site.faults) {
    if (fault.refuses) return fail(ErrorKind::usage, fault.where, fault.what);
  }
  return site.rules;
}

ExitCode run_replay(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands; --against names the other store");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const auto settings = read_settings(invocation.options);
  if (!settings) return report_error(invocation, settings.error());
  const Config& config = invocation.config;
  const auto site = read_rules(invocation);
  if (!site) return report_error(invocation, site.error());
  // By the sender, as messages are read on ports that have no profile of their own.
  const auto profile = chosen_profile(invocation);
  if (!profile) return report_error(invocation, profile.error());
  const auto after = open_against(settings->against, config.reference);
  if (!after) return report_error(invocation, after.error());
  const auto before = open_reference(config.reference);
  if (!before) return report_error(invocation, before.error());
  const auto key = existing_key(config);
  if (!key) return report_error(invocation, key.error());
  const auto log = data::MessageLog::open(config.state, *key, settings->period);
  if (!log) return report_error(invocation, log.error());

  const auto rules = with_site_rules(all_rules(), site->get());
  const Engine engine(rules, EngineOptions{.dry_run_fixes = false, .site = *site});
  const PatientRefs refs(*key);
  const Grounds grounds{engine, **before, **after, refs, **log, config.history.complete_since};
  std::deque<Replayer> replayers;
  for (unsigned index = 0; index < settings->jobs; ++index) replayers.emplace_back(grounds, *profile);
  ReplayHeading heading;
  heading.since = *invocation.options.value("since");
  heading.until = invocation.options.value("until").value_or("");
  heading.before = config.reference;
  heading.before_digest = (*before)->digest();
  heading.before_release = release_label(**before);
  heading.after = settings->against;
  heading.after_digest = (*after)->digest();
  heading.after_release = release_label(**after);
  const auto report = make_replay_report(settings->format, invocation.streams.out, heading, settings->limit);
  const auto totals = replay(**log, replayers, *report);
  if (!totals) return report_error(invocation, totals.error());
  report->finish(*totals);
  return totals->by_claim.all() > 0 ? ExitCode::findings : ExitCode::done;
}

}  // namespace

const Command kReplayCommand{
    "replay", "",
    "judges stored charges with another reference and tells whose verdict changes (exit 1: some do)",
    kOptions, run_replay};

}  // namespace chargelint::plugin
