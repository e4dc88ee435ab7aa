// chargelint reference import, chargelint reference status.
#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "data/reference/store.h"
#include "fhir/json/writer.h"
#include "plugin/cli/command.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kImportOptions{
    OptionSpec{"starter", "", "the small set that ships with the program"},
    OptionSpec{"release", "NAME", "for files whose release can't be told, e.g. 2024Q2"},
    OptionSpec{"complete", "", "these files are whole releases"},
    OptionSpec{"partial", "", "these files are excerpts: what they do not hold is not evaluated"},
};
constexpr std::array kStatusOptions{OptionSpec{"format", "NAME", "text (default) or json"}};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};

std::int64_t now_ms() {
  using std::chrono::duration_cast;
  return duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// A bar that is drawn over itself, on a terminal alone.
class ProgressBar {
 public:
  explicit ProgressBar(std::ostream& out) : out_(out) {}
  void show(const std::string& name, std::uint64_t done, std::uint64_t total) {
    const unsigned percent = total == 0 ? 100 : static_cast<unsigned>(std::min(done, total) * 100 / total);
    if (percent == percent_ && name == name_) return;
    percent_ = percent;
    name_ = name;
    constexpr std::size_t kWidth = 30;
    constexpr std::size_t kName = 40;
    std::string bar(kWidth * percent / 100, '#');
    bar.resize(kWidth, '.');
    std::string shown = name.size() > kName ? "..." + name.substr(name.size() - (kName - 3)) : name;
    shown.resize(kName, ' ');
    out_ << '\r' << '[' << bar << "] " << percent << "% " << shown << std::flush;
    drawn_ = true;
  }
  void finish() {
    if (drawn_) out_ << "\r\x1b[K" << std::flush;
  }

 private:
  std::ostream& out_;
  std::string name_;
  unsigned percent_ = 101;
  bool drawn_ = false;
};

Result<data::ImportOptions> read_import_options(const Options& options) {
  data::ImportOptions import;
  if (options.has("complete") && options.has("partial")) {
    return fail(ErrorKind::usage, "", "--complete and --partial exclude one another");
  }
  if (options.has("complete")) import.complete = true;
  if (options.has("partial")) import.complete = false;
  import.release = std::string(options.value("release").value_or(""));
  import.now_ms = now_ms();
  return import;
}

void print_report(std::ostream& out, const data::ImportReport& report) {
  for (const data::ImportedFile& file : report.files) {
    out << file.path << ": " << file.source << ' ' << file.release << ", " << file.rows << " rows, "
        << (file.complete ? "complete" : "partial") << (file.unchanged ? ", the same as before" : "") << '\n';
  }
  for (const std::string& path : report.unknown) out << path << ": not a kind that is imported\n";
  out << report.added << " rows added, " << report.ended << " ended, " << report.kept << " kept\n";
}

ExitCode run_import(const Invocation& invocation) {
  const Options& options = invocation.options;
  const std::vector<std::string>& paths = options.operands();
  if (paths.empty() && !options.has("starter")) {
    return report_error(invocation, Error{ErrorKind::usage, "", "expected at least one PATH, or --starter"});
  }
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
      return report_error(invocation, Error{ErrorKind::usage, path, "the file or folder is not there"});
    }
  }
  auto import = read_import_options(options);
  if (!import) return report_error(invocation, import.error());

  std::error_code problem;
  const auto folder = std::filesystem::path(invocation.config.reference).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, problem);
  if (problem) {
    return report_error(invocation,
                        Error{ErrorKind::environment, folder.string(), "the folder can't be made"});
  }
  auto store = data::ReferenceStore::open(invocation.config.reference, true);
  if (!store) return report_error(invocation, store.error());
  ProgressBar bar(invocation.streams.err);
  data::ImportProgress progress;
  if (invocation.streams.err_is_terminal) {
    progress = [&bar](const std::string& path, std::uint64_t done, std::uint64_t total) {
      bar.show(path, done, total);
    };
  } else {
    progress = [](const std::string&, std::uint64_t, std::uint64_t) {};
  }
  // Our own tables (modifiers, code sets, places of service) are in no official release and every rule needs
  // them: each import brings those of this version.
  data::ImportOptions own_options;
  own_options.now_ms = import->now_ms;
  const auto own = (*store)->import_starter(own_options);
  if (!own) return report_error(invocation, own.error());
  if (options.has("starter")) print_report(invocation.streams.out, *own);
  if (paths.empty()) return ExitCode::done;
  const auto report = (*store)->import(paths, *import, progress);
  bar.finish();
  if (!report) return report_error(invocation, report.error());
  print_report(invocation.streams.out, *report);
  return ExitCode::done;
}

std::string time_text(std::int64_t milliseconds) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::milliseconds> instant{std::chrono::milliseconds(milliseconds)};
  const auto day = floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time{floor<std::chrono::seconds>(instant - day)};
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return Date::from_days(static_cast<std::int32_t>(day.time_since_epoch().count())).iso().str() + "T" +
         two(time.hours().count()) + ":" + two(time.minutes().count()) + ":" + two(time.seconds().count()) +
         "Z";
}

void write_date(fhir::JsonWriter& json, std::string_view key, Date date) {
  json.key(key);
  if (date.is_open()) {
    json.null();
  } else {
    json.value(date.iso().view());
  }
}

void append_status_json(std::string& out, const std::string& store,
                        const std::vector<data::SourceStatus>& sources) {
  fhir::JsonWriter json(out);
  json.begin_object().member("store", std::string_view(store)).key("sources").begin_array();
  for (const data::SourceStatus& source : sources) {
    json.begin_object().member("source", std::string_view(source.source));
    json.member("rows", static_cast<std::int64_t>(source.rows_current)).key("releases").begin_array();
    for (const data::SourceStatus::Release& release : source.releases) {
      json.begin_object().member("release", std::string_view(release.name));
      json.member("file", std::string_view(release.file)).member("complete", release.complete);
      write_date(json, "from", release.force.from);
      write_date(json, "to", release.force.to);
      json.member("rows", static_cast<std::int64_t>(release.rows))
          .member("sha256", std::string_view(release.digest));
      json.member("loaded", std::string_view(time_text(release.loaded_ms)));
      json.key("superseded");
      if (release.superseded_ms) {
        json.value(std::string_view(time_text(*release.superseded_ms)));
      } else {
        json.null();
      }
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  out += '\n';
}

void append_status_text(std::string& out, const std::vector<data::SourceStatus>& sources) {
  const auto date = [](Date day) { return day.is_open() ? std::string("…") : day.iso().str(); };
  for (const data::SourceStatus& source : sources) {
    out += source.source + ": " + std::to_string(source.rows_current) + " rows\n";
    for (const data::SourceStatus::Release& release : source.releases) {
      out += "  " + release.name + (release.complete ? "  complete" : "  partial") + "  " +
             date(release.force.from) + " to " + date(release.force.to) + "  " +
             std::to_string(release.rows) + " rows  " + release.file + "  loaded " +
             time_text(release.loaded_ms);
      if (release.superseded_ms) out += "  superseded " + time_text(*release.superseded_ms);
      out += "  sha256 " + release.digest.substr(0, 12) + "\n";
    }
  }
  if (sources.empty()) out += "the store is empty\n";
}

ExitCode run_status(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  auto store = data::ReferenceStore::open(invocation.config.reference, false);
  if (!store) {
    Error error = store.error();
    if (error.kind == ErrorKind::not_found) {
      error.what = "the reference store is not there; make it with `chargelint reference import --starter`";
      error.where = invocation.config.reference;
    }
    return report_error(invocation, error);
  }
  const auto sources = (*store)->status();
  if (!sources) return report_error(invocation, sources.error());
  std::string text;
  if (*format == 1) {
    append_status_json(text, invocation.config.reference, *sources);
  } else {
    append_status_text(text, *sources);
  }
  invocation.streams.out << text;
  return ExitCode::done;
}

}  // namespace

const Command kReferenceImportCommand{"reference import", "PATH...",
                                      "imports official release files, folders or archives", kImportOptions,
                                      run_import};
const Command kReferenceStatusCommand{"reference status", "", "tells what the reference store holds",
                                      kStatusOptions, run_status};

}  // namespace chargelint::plugin
