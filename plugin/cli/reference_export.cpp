// chargelint reference export.
#include <array>

#include "data/reference/export.h"
#include "plugin/cli/command.h"
#include "plugin/cli/reference_options.h"
#include "plugin/service/known_reference.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"to", "FOLDER", "where the files go; made when it is not there"},
    OptionSpec{"source", "LIST", "only these sources, e.g. ncci-mue,mpfs"},
    OptionSpec{"on", "DATE", "what is in force on that day (default today)"},
    OptionSpec{"known", "DATE", "as the store was known then"},
    OptionSpec{"licensed", "", "with the descriptors of a licensee's own files; mind the licence"},
};

ExitCode run_export(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (auto enough = need_operands(options, 0, 0, "no operands; the folder is named by --to"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto folder = options.value("to");
  if (!folder || folder->empty())
    return report_error(invocation, Error{ErrorKind::usage, "", "expected --to FOLDER"});
  data::ExportOptions exported;
  const auto on = date_option(options, "on", today());
  if (!on) return report_error(invocation, on.error());
  exported.on = *on;
  auto sources = source_option(options, "source");
  if (!sources) return report_error(invocation, sources.error());
  exported.sources = std::move(*sources);
  if (const auto known = options.value("known")) {
    const auto moment = known_moment(*known);
    if (!moment) return report_error(invocation, moment.error());
    exported.known_ms = *moment;
  }
  exported.licensed = options.has("licensed");
  const std::string& store = invocation.config.reference;
  const auto report = data::export_reference(store, std::string(*folder), exported);
  if (!report) return report_error(invocation, store_error(report.error(), store));
  for (const data::ExportedFile& file : report->files) {
    invocation.streams.out << file.file << ": " << file.source << ' ' << file.release << ", "
                           << grouped(file.rows) << " rows\n";
  }
  for (const std::string& source : report->left_out)
    invocation.streams.out << source << ": left out, its text is licensed (--licensed)\n";
  if (report->files.empty()) invocation.streams.out << "nothing to export\n";
  return ExitCode::done;
}

}  // namespace

const Command kReferenceExportCommand{
    "reference export", "",
    "writes what is in force as CSV, one file a table with its release, for audit and other systems "
    "(not for import: a release is imported as it was published)",
    kOptions, run_export};

}  // namespace chargelint::plugin
