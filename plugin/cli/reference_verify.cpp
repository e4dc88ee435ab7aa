// chargelint reference verify.
#include <array>

#include "data/reference/verify.h"
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
constexpr std::array<std::string_view, 3> kGrades{"note", "warning", "error"};

std::string_view grade_name(data::ProblemGrade grade) {
  return kGrades[static_cast<std::size_t>(grade)];
}

std::size_t count_of(const data::VerifyReport& report, data::ProblemGrade grade) {
  std::size_t count = 0;
  for (const data::Problem& problem : report.problems) count += problem.grade == grade ? 1U : 0U;
  return count;
}

void append_json(std::string& out, const std::string& store, Date on, const data::VerifyReport& report) {
  fhir::JsonWriter json(out);
  json.begin_object().member("store", std::string_view(store));
  write_date(json, "on", on);
  json.member("ok", !report.has_errors()).key("checks").begin_array();
  for (const std::string& check : report.checks) json.value(std::string_view(check));
  json.end_array().key("problems").begin_array();
  for (const data::Problem& problem : report.problems) {
    json.begin_object()
        .member("check", std::string_view(problem.check))
        .member("severity", grade_name(problem.grade))
        .member("source", std::string_view(problem.source))
        .member("message", std::string_view(problem.what))
        .member("count", static_cast<std::int64_t>(problem.count))
        .key("examples")
        .begin_array();
    for (const std::string& example : problem.examples) json.value(std::string_view(example));
    json.end_array().end_object();
  }
  json.end_array().end_object();
  out += '\n';
}

void append_text(std::string& out, const data::VerifyReport& report) {
  for (const std::string& check : report.checks) {
    std::string lines;
    for (const data::Problem& problem : report.problems) {
      if (problem.check != check) continue;
      lines += "  " + std::string(grade_name(problem.grade)) + ": ";
      if (!problem.source.empty()) lines += problem.source + ": ";
      lines += problem.what;
      if (problem.count > 0) lines += ": " + grouped(problem.count);
      for (std::size_t index = 0; index < problem.examples.size(); ++index)
        lines += (index == 0 ? " (" : ", ") + problem.examples[index];
      if (!problem.examples.empty()) lines += problem.count > problem.examples.size() ? ", ...)" : ")";
      lines += '\n';
    }
    out += check + (lines.empty() ? ": ok\n" : ":\n" + lines);
  }
  out += std::to_string(count_of(report, data::ProblemGrade::error)) + " errors, " +
         std::to_string(count_of(report, data::ProblemGrade::warning)) + " warnings, " +
         std::to_string(count_of(report, data::ProblemGrade::note)) + " notes\n";
}

ExitCode run_verify(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  const auto on = date_option(invocation.options, "on", today());
  if (!on) return report_error(invocation, on.error());
  const std::string& store = invocation.config.reference;
  const auto report = data::verify_reference(store, *on);
  if (!report) return report_error(invocation, store_error(report.error(), store));
  std::string text;
  if (*format == 1) {
    append_json(text, store, *on, *report);
  } else {
    append_text(text, *report);
  }
  invocation.streams.out << text;
  return report->has_errors() ? ExitCode::findings : ExitCode::done;
}

}  // namespace

const Command kReferenceVerifyCommand{
    "reference verify", "",
    "tells whether the store is whole: digests, row counts, snapshot, orphan codes, gaps between releases",
    kOptions, run_verify};

}  // namespace chargelint::plugin
