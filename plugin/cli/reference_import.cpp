// chargelint reference import.
#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "data/reference/snapshot.h"
#include "data/reference/store.h"
#include "data/search/search_index.h"
#include "plugin/cli/command.h"
#include "plugin/cli/reference_options.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"starter", "", "the small set that ships with the program"},
    OptionSpec{"release", "NAME", "for files whose release can't be told, e.g. 2024Q2"},
    OptionSpec{"complete", "", "these files are whole releases"},
    OptionSpec{"partial", "", "these files are excerpts: what they do not hold is not evaluated"},
};

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
  const auto complete = completeness_option(options);
  if (!complete) return tl::unexpected(complete.error());
  import.complete = *complete;
  import.release = std::string(options.value("release").value_or(""));
  import.now_ms = now_ms();
  return import;
}

// One line a file. A file that fills several tables is told once, with the rows that were published.
void print_files(std::ostream& out, const std::vector<data::ImportedFile>& files) {
  for (std::size_t begin = 0; begin < files.size();) {
    const data::ImportedFile& file = files[begin];
    std::vector<std::string> sources;
    std::uint64_t rows = 0;
    bool complete = true;
    bool unchanged = true;
    std::size_t end = begin;
    for (; end < files.size() && files[end].path == file.path; ++end) {
      const data::ImportedFile& part = files[end];
      if (std::find(sources.begin(), sources.end(), part.source) == sources.end())
        sources.push_back(part.source);
      rows += part.rows;
      complete = complete && part.complete;
      unchanged = unchanged && part.unchanged;
    }
    out << file.path << ": ";
    for (std::size_t index = 0; index < sources.size(); ++index)
      out << (index == 0 ? "" : ", ") << sources[index];
    const std::uint64_t published = file.published_rows.value_or(rows);
    out << ' ' << file.release << ", " << published << " rows";
    if (published != rows) out << " (" << rows << " in the store)";
    out << ", " << (complete ? "complete" : "partial") << (unchanged ? ", the same as before" : "") << '\n';
    for (const std::string& remark : file.remarks) out << "  " << remark << '\n';
    begin = end;
  }
}

void print_report(std::ostream& out, const data::ImportReport& report) {
  print_files(out, report.files);
  for (const data::NotImported& file : report.unknown) {
    out << file.path << ": not imported: it " << file.why << '\n';
  }
  out << report.added << " rows added, " << report.ended << " ended, " << report.kept << " kept\n";
}

// A store that this import would have made is not left behind, half, when the import is refused.
class FreshStore {
 public:
  explicit FreshStore(const std::string& path) : path_(path) {
    std::error_code ignored;
    fresh_ = !std::filesystem::exists(path, ignored);
  }
  void remove() const {
    std::error_code ignored;
    if (!fresh_) return;
    for (const std::string& one : {path_, data::snapshot_path(path_), data::search_path(path_)})
      std::filesystem::remove(one, ignored);
  }

 private:
  std::string path_;
  bool fresh_ = false;
};

Result<data::ImportReport> import_paths(data::ReferenceStore& store, const Invocation& invocation,
                                        const data::ImportOptions& options) {
  ProgressBar bar(invocation.streams.err);
  data::ImportProgress progress = [](const std::string&, std::uint64_t, std::uint64_t) {};
  if (invocation.streams.err_is_terminal) {
    progress = [&bar](const std::string& path, std::uint64_t done, std::uint64_t total) {
      bar.show(path, done, total);
    };
  }
  auto report = store.import(invocation.options.operands(), options, progress);
  bar.finish();
  if (!report) {
    // A file that can't be read is the caller's to mend, like one that can't be understood.
    Error error = report.error();
    if (error.kind == ErrorKind::not_found) error.kind = ErrorKind::usage;
    return tl::unexpected(std::move(error));
  }
  if (report->files.empty()) {
    const std::string& first = invocation.options.operands().front();
    if (report->unknown.empty())
      return fail(ErrorKind::usage, first, "holds no file; expected a release file");
    const std::size_t others = report->unknown.size() - 1;
    return fail(
        ErrorKind::unsupported, report->unknown.front().path,
        report->unknown.front().why +
            (others == 0 ? std::string() : ", nor are the other " + std::to_string(others) + " imported") +
            "; nothing was taken");
  }
  return report;
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

  const std::string& path = invocation.config.reference;
  std::error_code problem;
  const auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, problem);
  if (problem) {
    return report_error(invocation,
                        Error{ErrorKind::environment, folder.string(), "the folder can't be made"});
  }
  const FreshStore fresh(path);
  auto store = data::ReferenceStore::open(path, true);
  if (!store) return report_error(invocation, store.error());
  // Our own tables (modifiers, code sets, places of service) are in no official release and every rule needs
  // them: each import brings those of this version.
  data::ImportOptions own_options;
  own_options.now_ms = import->now_ms;
  const auto own = (*store)->import_starter(own_options);
  if (!own) return report_error(invocation, own.error());
  if (!paths.empty()) {
    const auto report = import_paths(**store, invocation, *import);
    if (!report) {
      store->reset();
      fresh.remove();
      return report_error(invocation, report.error());
    }
    if (options.has("starter")) print_report(invocation.streams.out, *own);
    print_report(invocation.streams.out, *report);
  } else {
    print_report(invocation.streams.out, *own);
  }
  invocation.streams.out.flush();
  if (const auto built = data::build_search_beside(path); !built) {
    Error error = built.error();
    error.what = "the releases are imported, but the search index is not made: " + error.what;
    return report_error(invocation, error);
  }
  return ExitCode::done;
}

}  // namespace

const Command kReferenceImportCommand{"reference import", "PATH...",
                                      "imports official release files, folders or archives", kOptions,
                                      run_import};

}  // namespace chargelint::plugin
