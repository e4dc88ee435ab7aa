// chargelint reference update: the newest official releases, downloaded and imported.
#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "data/reference/store.h"
#include "data/update/update.h"
#include "plugin/cli/command.h"
#include "plugin/cli/reference_options.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"accept-licenses", "", "you accept the licences that publishers ask for (AMA, for CPT)"},
    OptionSpec{"only", "LIST", "only these sources, or those that begin so, e.g. ncci-mue,mpfs"},
    OptionSpec{"dry-run", "", "says which addresses would be asked; nothing is fetched"},
    OptionSpec{"mirror", "URL", "a host that holds the files under the publishers' paths"},
    OptionSpec{"keep", "FOLDER", "where downloads are kept (default: \"downloads\" beside the store)"},
    OptionSpec{"sources", "FILE", "a table of addresses of your own"},
    OptionSpec{"on", "DATE", "the newest releases as of that day (default today)"},
};

// A line of its own that is drawn over, on a terminal alone.
class ProgressLine {
 public:
  explicit ProgressLine(std::ostream& out) : out_(out) {}
  void show(const std::string& what, std::uint64_t done, std::uint64_t total) {
    constexpr std::uint64_t kStep = std::uint64_t{1} << 18U;
    if (what == what_ && done < total && done < done_ + kStep) return;
    what_ = what;
    done_ = done;
    constexpr std::size_t kName = 60;
    std::string shown = what.size() > kName ? "..." + what.substr(what.size() - (kName - 3)) : what;
    out_ << "\r\x1b[K" << shown << "  " << grouped(done >> 10U) << " KB";
    if (total > 0) out_ << " of " << grouped(total >> 10U);
    out_ << std::flush;
    drawn_ = true;
  }
  void finish() {
    if (drawn_) out_ << "\r\x1b[K" << std::flush;
  }

 private:
  std::ostream& out_;
  std::string what_;
  std::uint64_t done_ = 0;
  bool drawn_ = false;
};

std::vector<std::string> names_of(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t size = std::min(list.find(','), list.size());
    if (size > 0) names.emplace_back(list.substr(0, size));
    list.remove_prefix(std::min(size + 1, list.size()));
  }
  return names;
}

std::string_view state_text(data::UpdateState state) {
  switch (state) {
    case data::UpdateState::fetched:
      return "downloaded";
    case data::UpdateState::unchanged:
      return "not changed";
    case data::UpdateState::missing:
      return "not found";
    case data::UpdateState::refused:
      return "not fetched";
    case data::UpdateState::failed:
      return "failed";
    case data::UpdateState::planned:
      return "would fetch";
  }
  return "";
}

// New releases of a source, by the files that came for it.
void print_imported(std::ostream& out, const data::UpdatedSource& source, const data::ImportReport& import) {
  for (const data::ImportedFile& file : import.files) {
    const bool its = std::any_of(source.files.begin(), source.files.end(),
                                 [&](const std::string& path) { return file.path.starts_with(path); });
    if (!its) continue;
    out << "  " << file.source << ' ' << file.release << ", "
        << grouped(file.published_rows.value_or(file.rows)) << " rows, "
        << (file.unchanged  ? "in the store already"
            : file.complete ? "new"
                            : "new, partial")
        << '\n';
  }
}

void print_report(std::ostream& out, std::ostream& err, const data::UpdateReport& report) {
  for (const data::UpdatedSource& source : report.sources) {
    out << source.source << ": " << state_text(source.state) << ", " << source.release << '\n';
    if (source.state == data::UpdateState::planned) {
      for (const std::string& url : source.files) out << "  " << url << '\n';
    }
    if (report.import) print_imported(out, source, *report.import);
    if (source.note.empty()) continue;
    const bool well =
        source.state == data::UpdateState::fetched || source.state == data::UpdateState::unchanged;
    if (well) {
      out << "  " << source.note << '\n';
    } else {
      err << "chargelint: " << source.source << ": " << source.note << '\n';
    }
  }
  if (report.import) {
    out << grouped(report.import->added) << " rows added, " << grouped(report.import->ended) << " ended, "
        << grouped(report.import->kept) << " kept\n";
  }
}

ExitCode exit_code(const data::UpdateReport& report) {
  ExitCode code = ExitCode::done;
  for (const data::UpdatedSource& source : report.sources) {
    if (source.state == data::UpdateState::refused) code = worse_of(code, ExitCode::bad_input);
    if (source.state == data::UpdateState::failed || source.state == data::UpdateState::missing) {
      code = worse_of(code, ExitCode::environment);
    }
  }
  return code;
}

ExitCode run_update(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (const auto none = need_operands(options, 0, 0, "no file: it fetches them"); !none) {
    return report_error(invocation, none.error());
  }
  const auto on = date_option(options, "on", today());
  if (!on) return report_error(invocation, on.error());
  const std::filesystem::path path = invocation.config.reference;
  data::UpdateOptions update;
  update.sources_file = std::string(options.value("sources").value_or(invocation.config.reference_sources));
  update.folder = std::string(options.value("keep").value_or((path.parent_path() / "downloads").string()));
  update.base_url = std::string(options.value("mirror").value_or(""));
  update.accept_licenses = options.has("accept-licenses");
  update.dry_run = options.has("dry-run");
  update.today = *on;
  update.only = names_of(options.value("only").value_or(""));
  update.now_ms = now_ms();

  auto store = data::ReferenceStore::open(path.string(), false);
  if (!store) return report_error(invocation, store_error(store.error(), path.string()));
  ProgressLine line(invocation.streams.err);
  data::UpdateProgress progress;
  if (invocation.streams.err_is_terminal) {
    progress = [&line](const std::string& what, std::uint64_t done, std::uint64_t total) {
      line.show(what, done, total);
    };
  }
  const auto report = data::update_reference(**store, update, progress);
  line.finish();
  if (!report) return report_error(invocation, report.error());
  print_report(invocation.streams.out, invocation.streams.err, *report);
  return exit_code(*report);
}

}  // namespace

const Command kReferenceUpdateCommand{
    "reference update", "",
    "downloads the newest official releases from their publishers and imports them together", kOptions,
    run_update};

}  // namespace chargelint::plugin
