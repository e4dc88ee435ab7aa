// chargelint check: judges each claim of each file and prints the findings in input order.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "data/state/store.h"
#include "hl7/ack.h"
#include "plugin/cli/command.h"
#include "plugin/cli/in_order.h"
#include "plugin/cli/profile_option.h"
#include "plugin/cli/rule_selection.h"
#include "plugin/input/input.h"
#include "plugin/report/ack.h"
#include "plugin/report/outcome.h"
#include "plugin/report/patient_ref.h"
#include "plugin/report/verdict_json.h"
#include "plugin/report/verdict_text.h"
#include "plugin/service/claim_history.h"
#include "plugin/service/known_reference.h"
#include "plugin/site/rules_file.h"
#include "rules/engine/engine.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"format", "NAME",
               "text (default), json (one object a line), fhir (OperationOutcome), hl7 (the ACK)"},
    OptionSpec{"kind", "NAME",
               "professional (default), outpatient, inpatient, asc, dme: what the message does not say"},
    OptionSpec{"payer", "NAME",
               "medicare (default), medicaid, medicare-advantage, commercial, other: likewise"},
    OptionSpec{"stage", "NAME", "order, charge or claim (default: by what is checked)"},
    OptionSpec{"profile", "NAME",
               "of every HL7 message: a profile's name or file (default: by MSH-3 and MSH-4)"},
    OptionSpec{"min-severity", "NAME", "info (default), warning, error"},
    OptionSpec{"rules", "LIST", "only these rules or modules, separated by commas"},
    OptionSpec{"jobs", "N", "threads (default 1); the output keeps the input's order"},
    OptionSpec{"history", "FILE", "earlier claims of the patients; may be given several times"},
    OptionSpec{"accumulate", "", "each claim is history for those that follow it; one thread"},
    OptionSpec{"known", "DATE", "with the reference store as it was known then (end of that day, UTC)"},
};

constexpr std::array<std::string_view, 4> kFormats{"text", "json", "fhir", "hl7"};
enum class Format : std::uint8_t { text, json, fhir, hl7 };
constexpr std::array<std::string_view, 5> kKinds{"professional", "outpatient", "inpatient", "asc", "dme"};
constexpr std::array<std::string_view, 5> kPayers{"medicare", "medicaid", "medicare-advantage", "commercial",
                                                  "other"};
constexpr std::array<std::string_view, 3> kStages{"order", "charge", "claim"};
constexpr std::array<std::string_view, 4> kSeverities{"off", "info", "warning", "error"};
constexpr std::size_t kBatch = 64;  // units that one thread judges before it asks for more

struct Settings {
  Format format = Format::text;
  std::optional<BillKind> kind;
  std::optional<PayerClass> payer;
  std::optional<Stage> stage;
  Severity least = Severity::info;
  unsigned jobs = 1;
  bool accumulate = false;
  bool coloured = false;
  bool lines_for_terminal = false;  // an ACK's carriage returns become line ends
};

template <class Enum>
Result<void> read_choice(const Options& options, std::string_view name,
                         std::span<const std::string_view> choices, std::optional<Enum>& target) {
  if (!options.has(name)) return {};
  const auto index = choice_option(options, name, choices, 0);
  if (!index) return tl::unexpected(index.error());
  target = static_cast<Enum>(*index);
  return {};
}

Result<Settings> read_settings(const Invocation& invocation) {
  const Options& options = invocation.options;
  Settings settings;
  const auto format = format_option(options, kFormats);
  if (!format) return tl::unexpected(format.error());
  settings.format = static_cast<Format>(*format);
  if (auto done = read_choice(options, "kind", kKinds, settings.kind); !done)
    return tl::unexpected(done.error());
  if (auto done = read_choice(options, "payer", kPayers, settings.payer); !done)
    return tl::unexpected(done.error());
  if (auto done = read_choice(options, "stage", kStages, settings.stage); !done)
    return tl::unexpected(done.error());
  const auto least = choice_option(options, "min-severity", std::span(kSeverities).subspan(1), 0);
  if (!least) return tl::unexpected(least.error());
  settings.least = static_cast<Severity>(*least + 1);
  const auto jobs = number_option(options, "jobs", 1, 1, 256);
  if (!jobs) return tl::unexpected(jobs.error());
  settings.jobs = *jobs;
  settings.accumulate = options.has("accumulate");
  if (settings.accumulate && settings.jobs > 1) {
    return fail(ErrorKind::usage, "", "--accumulate judges in the input's order; it takes no --jobs");
  }
  settings.coloured = invocation.streams.out_is_terminal;
  settings.lines_for_terminal = invocation.streams.out_is_terminal;
  return settings;
}

// What the message says stands; a reader leaves the default where it says nothing.
void fill_context(Context& context, const Settings& settings) {
  if (settings.kind && context.kind == BillKind::professional) context.kind = *settings.kind;
  if (settings.payer && context.payer == PayerClass::medicare) context.payer = *settings.payer;
  if (settings.stage) context.stage = *settings.stage;
}

struct Job {
  const InputFile* file = nullptr;
  const InputUnit* unit = nullptr;
};

// What a unit could not be judged for, and where it stood in the output.
struct Refusal {
  std::size_t at = 0;  // behind so much of the text
  std::string position;
  Error error;
};

struct Outcome {
  std::string text;
  std::vector<Refusal> refusals;
  bool has_errors = false;
};

// The answer a service would give, with the sender's own time and control id in the place of the clock.
Result<std::string> ack_text(const VerdictReport& report, const hl7::Message* message,
                             const hl7::Profile* profile, const Settings& settings) {
  if (message == nullptr) {
    return fail(ErrorKind::unsupported, "", "--format hl7 answers HL7 v2 messages only; expected one");
  }
  if (hl7::is_acknowledgement(*message)) return std::string();
  const AckPolicy policy = profile != nullptr ? AckPolicy().of_profile(*profile) : AckPolicy();
  hl7::AckContent content = ack_content(report, decide_ack(report.claim, report.verdict, policy), policy);
  content.errors_before_2_5 = policy.errors_before_2_5;
  content.timestamp = message->header().field(7).raw();
  content.control_id = "A" + message->header().field(10).text();
  std::string text = hl7::write_ack(*message, content);
  if (settings.lines_for_terminal) {
    for (char& character : text) character = character == '\r' ? '\n' : character;
  }
  return text;
}

// What tells a message that is sent again: its sender and control id.
std::string control_of(const hl7::Message* message) {
  if (message == nullptr) return {};
  const std::string id = message->header().field(10).text();
  if (id.empty()) return {};
  return std::string(message->header().field(3).raw()) + "|" + std::string(message->header().field(4).raw()) +
         "|" + id;
}

// One thread's share of the work: its parser buffers and the engine's scratch memory.
class Checker {
 public:
  Checker(const Engine& engine, const Reference& reference, const PatientRefs& patients,
          const Settings& settings, HistoryBook* book, const ChosenProfile& profile)
      : engine_(engine),
        reference_(reference),
        patients_(patients),
        settings_(settings),
        book_(book),
        reader_(profile.profiles, profile.forced) {}

  void check(const Job& job, Outcome& outcome) {
    const auto refuse = [&](const Error& error) {
      outcome.refusals.push_back({outcome.text.size(), job.unit->position, error});
    };
    auto claim = reader_.read(*job.unit);
    if (!claim) return refuse(claim.error());
    fill_context(claim->context, settings_);
    const std::string control = book_ != nullptr ? control_of(reader_.message()) : std::string();
    const History& history =
        book_ != nullptr ? book_->of(*claim, control, patient_history_) : static_cast<const History&>(none_);
    const Verdict& verdict = engine_.check(*claim, reference_, history, workspace_);
    const std::string patient = patients_.of(claim->patient.id);
    const VerdictReport report{job.file->name, patient, *claim, verdict, reference_, settings_.least};
    outcome.has_errors = outcome.has_errors || verdict.worst() == Severity::error;
    switch (settings_.format) {
      case Format::text:
        append_verdict_text(outcome.text, report, settings_.coloured);
        break;
      case Format::json:
        append_verdict_json(outcome.text, report);
        outcome.text += '\n';
        break;
      case Format::fhir:
        outcome.text += verdict_outcome(report);
        outcome.text += '\n';
        break;
      case Format::hl7: {
        auto text = ack_text(report, reader_.message(), reader_.profile(), settings_);
        if (text) {
          outcome.text += *text;
        } else {
          refuse(text.error());
        }
        break;
      }
    }
    if (settings_.accumulate) book_->add(*claim, control);
  }

 private:
  const Engine& engine_;
  const Reference& reference_;
  const PatientRefs& patients_;
  const Settings& settings_;
  HistoryBook* book_;  // null: no history
  UnitReader reader_;
  NoHistory none_;
  data::PatientHistory patient_history_;
  Engine::Workspace workspace_;
};

// The key joins a patient's claims in what is printed; it is read when it is there, never made.
PatientRefs patient_refs(const Config& config) {
  std::error_code ignored;
  const bool from_environment = std::getenv("CHARGELINT_KEY") != nullptr;
  if (!from_environment && !std::filesystem::exists(config.key_file, ignored)) return PatientRefs();
  auto key = data::load_key(config.key_file, "CHARGELINT_KEY");
  return key ? PatientRefs(std::move(*key)) : PatientRefs();
}

ExitCode print_error(Streams& streams, const std::string& file, const std::string& position,
                     const Error& error) {
  streams.out.flush();
  streams.err << file << ": ";
  if (!position.empty()) streams.err << position << ": ";
  streams.err << to_string(error) << '\n';
  return ExitCode::bad_input;
}

ExitCode print_outcome(Streams& streams, const std::string& file, const Outcome& outcome) {
  ExitCode worst = outcome.has_errors ? ExitCode::findings : ExitCode::done;
  const std::string_view text = outcome.text;
  std::size_t printed = 0;
  for (const Refusal& refusal : outcome.refusals) {
    streams.out << text.substr(printed, refusal.at - printed);
    printed = refusal.at;
    worst = worse_of(worst, print_error(streams, file, refusal.position, refusal.error));
  }
  streams.out << text.substr(printed);
  return worst;
}

// Every claim of the files as history.
Result<void> read_history(HistoryBook& book, const std::vector<std::string>& files, const Settings& settings,
                          const ChosenProfile& profile, Streams& streams) {
  UnitReader reader(profile.profiles, profile.forced);
  for (const std::string& name : files) {
    const auto file = load_input(name, streams.in);
    if (!file) return fail(file.error().kind, name, to_string(file.error()));
    for (const InputUnit& unit : (*file)->units) {
      auto claim = reader.read(unit);
      if (!claim) return fail(claim.error().kind, name + " " + unit.position, to_string(claim.error()));
      fill_context(claim->context, settings);
      book.add(*claim, control_of(reader.message()));
    }
  }
  return {};
}

ExitCode print_faults(Streams& streams, const SiteFile& site) {
  for (const SiteFault& fault : site.faults) {
    if (fault.refuses) streams.err << "chargelint: " << fault_text(fault) << '\n';
  }
  return ExitCode::bad_input;
}

ExitCode run_check(const Invocation& invocation) {
  if (auto enough =
          need_operands(invocation.options, 1, SIZE_MAX, "at least one FILE (`-` is standard input)");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const auto settings = read_settings(invocation);
  if (!settings) return report_error(invocation, settings.error());
  const SiteFile site = load_site_rules(invocation.config.rules, std::nullopt);
  if (site.refused()) return print_faults(invocation.streams, site);
  const auto rules =
      select_rules(invocation.options.value("rules"), with_site_rules(all_rules(), site.rules.get()));
  if (!rules) return report_error(invocation, rules.error());
  const auto profile = chosen_profile(invocation);
  if (!profile) return report_error(invocation, profile.error());
  const auto reference = open_reference_known(invocation.config.reference, invocation.options.value("known"));
  if (!reference) return report_error(invocation, reference.error());

  EngineOptions options;
  options.site = site.rules;
  const Engine engine(*rules, options);
  const PatientRefs patients = patient_refs(invocation.config);
  HistoryBook book(*rules, invocation.config.history.complete_since);
  const std::vector<std::string> earlier = invocation.options.values("history");
  if (const auto read = read_history(book, earlier, *settings, *profile, invocation.streams); !read)
    return report_error(invocation, read.error());
  HistoryBook* const history = earlier.empty() && !settings->accumulate ? nullptr : &book;
  std::deque<Checker> checkers;
  for (unsigned index = 0; index < settings->jobs; ++index) {
    checkers.emplace_back(engine, **reference, patients, *settings, history, *profile);
  }
  Streams& streams = invocation.streams;
  ExitCode worst = ExitCode::done;
  for (const std::string& name : invocation.options.operands()) {
    const auto file = load_input(name, streams.in);
    if (!file) {
      worst = worse_of(worst, print_error(streams, name, "", file.error()));
      continue;
    }
    const std::vector<InputUnit>& units = (*file)->units;
    in_order<Outcome>(
        (units.size() + kBatch - 1) / kBatch, checkers.size(),
        [&](std::size_t worker, std::size_t batch) {
          Outcome outcome;
          const std::size_t end = std::min(units.size(), (batch + 1) * kBatch);
          for (std::size_t index = batch * kBatch; index < end; ++index)
            checkers[worker].check({file->get(), &units[index]}, outcome);
          return outcome;
        },
        [&](const Outcome& outcome) { worst = worse_of(worst, print_outcome(streams, name, outcome)); });
  }
  return worst;
}

}  // namespace

const Command kCheckCommand{"check", "FILE...", "judges the charges of each file and prints the findings",
                            kOptions, run_check};

}  // namespace chargelint::plugin
